// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Dispatch
import Filing
import Fixity
import Synchronization
import SystemPackage

/// Writes and hashes one body, piece by piece and from the same bytes, beside the thread that receives it.
///
/// Writing takes as long as receiving, and SHA-512 as long again. On the thread that drives all transfers
/// they would be what every transfer waits for.
final class BodyFile: Sendable {
  private struct State: ~Copyable {
    var file: WritableFile?
    var digest: DigestStream?
    var isMade = false
  }

  /// So many pieces wait at the most; whoever brings another waits with them.
  private static let piecesWaiting = 8

  private let path: FilePath
  /// Used on the queue only.
  private let state = Mutex(State())
  /// Why the body could not be written on.
  private let fault = Mutex<FilingError?>(nil)
  private let queue = DispatchQueue(label: "body", target: .global())
  private let room = DispatchSemaphore(value: piecesWaiting)

  /// - Parameter path: where the file is made, with the first piece; nothing must be there.
  init(_ path: FilePath) {
    self.path = path
  }

  /// Takes a piece, to be written soon.
  ///
  /// - Throws: why an earlier one could not be written.
  func take(_ piece: [UInt8]) throws(FilingError) {
    room.wait()
    queue.async { [self] in
      write(piece)
      room.signal()
    }
    if let fault = fault.withLock({ $0 }) { throw fault }
  }

  /// Takes the last piece, waits for all that was taken, and closes the file; called once.
  func finish(with piece: [UInt8]) throws(FilingError) -> Digest {
    // Waits for those before it, and needs no thread of its own if there are none.
    let outcome = queue.sync { () -> Result<Digest, FilingError> in
      write(piece)
      return Result { () throws(FilingError) in try close() }
    }
    return try outcome.get()
  }

  /// Waits for all that was taken, and removes the file if it was made here.
  func discard() {
    queue.sync {
      state.withLock { state in
        state.file = nil
        // Were it to fail, the next byte would find the file in its way and say so.
        if state.isMade { try? Disk().removeFile(path) }
        state.isMade = false
      }
    }
  }

  private func write(_ piece: [UInt8]) {
    guard fault.withLock({ $0 }) == nil else { return }
    do throws(FilingError) {
      try state.withLock { (state) throws(FilingError) in
        if state.file == nil {
          state.file = try WritableFile(creating: path)
          state.digest = DigestStream(.sha512)
          state.isMade = true
        }
        try state.file?.append(piece.span)
        state.digest?.update(piece.span)
      }
    } catch {
      fault.withLock { $0 = error }
    }
  }

  private func close() throws(FilingError) -> Digest {
    if let fault = fault.withLock({ $0 }) { throw fault }
    return try state.withLock { (state) throws(FilingError) -> Digest in
      guard let file = state.file.take(), let digest = state.digest.take() else {
        preconditionFailure("a body is finished once")
      }
      try file.close()
      return digest.finish()
    }
  }
}
