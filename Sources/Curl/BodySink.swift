// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import HTTP

/// Where the body of one transfer goes, piece by piece.
///
/// Called on the loop's thread, one call at a time, and never again once the transfer has ended. All other
/// transfers wait for what it does there, so it must do no more than append; where it cannot keep up, it
/// says that it has no room, and only its own transfer waits.
package protocol BodySink: AnyObject, Sendable {
  /// The head is complete and a body may follow.
  func begin(_ head: ResponseHead)

  /// Whether the next piece may be brought now; asked before each.
  ///
  /// - Parameter resume: where there is no room, to be called from any thread as soon as there is, or as
  ///   ``receive(_:)`` would say why there will be none; called at another time, it does nothing.
  /// - Returns: false where libcurl is to keep the piece until then.
  func hasRoom(orElse resume: @escaping @Sendable () -> Void) -> Bool

  /// The next piece of the body.
  ///
  /// - Throws: ``EnoughReceived`` where the rest of the body is not wanted, and the response is whole as
  ///   it is; anything else ends the transfer as ``TransferError/sink(_:)``.
  func receive(_ bytes: Span<UInt8>) throws
}

extension BodySink {
  package func hasRoom(orElse resume: @escaping @Sendable () -> Void) -> Bool { true }
}

/// Thrown by a sink that needs no more of a body.
package struct EnoughReceived: Error {
  package init() {}
}
