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
  /// - Throws: what ends the transfer, as ``TransferError/sink(_:)``.
  func receive(_ bytes: Span<UInt8>) throws
}
