// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Where the body of one transfer goes, piece by piece.
///
/// Called on the loop's thread, one call at a time, and never again once the transfer has ended. A
/// slow sink slows its transfer, and the others with it, so it must do no more than append.
public protocol BodySink: AnyObject, Sendable {
  /// The head is complete and a body may follow.
  func begin(_ head: ResponseHead)

  /// The next piece of the body.
  ///
  /// - Throws: ``EnoughReceived`` where the rest of the body is not wanted, and the response is whole as
  ///   it is; anything else ends the transfer as ``TransferError/sink(_:)``.
  func receive(_ bytes: Span<UInt8>) throws
}

/// Thrown by a sink that needs no more of a body.
public struct EnoughReceived: Error {
  public init() {}
}
