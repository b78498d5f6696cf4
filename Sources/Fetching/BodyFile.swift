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

  private struct Room {
    /// How many pieces are taken and not written.
    var waiting = 0
    /// Asks for more.
    var resume: (@Sendable () -> Void)?
  }

  /// With so many pieces waiting there is room for no other, until half of them are written.
  private static let piecesWaiting = 8

  private let path: FilePath
  /// Used on the queue only.
  private let state = Mutex(State())
  /// Why the body could not be written on.
  private let fault = Mutex<FilingError?>(nil)
  private let queue: DispatchQueue
  private let room = Mutex(Room())

  /// - Parameters:
  ///   - path: where the file is made, with the first piece; nothing must be there.
  ///   - disk: where the writing is done.
  init(_ path: FilePath, on disk: DispatchQueue = BlockingThreads.bodies.queue()) {
    self.path = path
    queue = DispatchQueue(label: "body", target: disk)
  }

  /// Whether a piece may be brought now; where not, `resume` is called once it may.
  func hasRoom(orElse resume: @escaping @Sendable () -> Void) -> Bool {
    room.withLock { room in
      guard room.waiting >= Self.piecesWaiting else { return true }
      room.resume = resume
      return false
    }
  }

  /// Takes a piece, to be written soon.
  ///
  /// - Throws: why an earlier one could not be written.
  func take(_ piece: [UInt8]) throws(FilingError) {
    room.withLock { $0.waiting += 1 }
    queue.async { [self] in
      write(piece)
      let resume = room.withLock { room in
        room.waiting -= 1
        return room.waiting <= Self.piecesWaiting / 2 ? room.resume.take() : nil
      }
      resume?()
    }
    if let fault = fault.withLock({ $0 }) { throw fault }
  }

  /// Takes the last piece, waits for all that was taken, and closes the file; called once.
  func finish(with piece: [UInt8]) async throws(FilingError) -> Digest {
    let outcome = await withCheckedContinuation { caller in
      queue.async { [self] in
        write(piece)
        caller.resume(returning: Result { () throws(FilingError) in try close() })
      }
    }
    return try outcome.get()
  }

  /// Removes what was taken, and waits until it is gone.
  func discard() async {
    await withCheckedContinuation { caller in
      queue.async { [self] in
        remove()
        caller.resume()
      }
    }
  }

  /// Forgets what was taken; the next piece is a first one.
  func startOver() {
    queue.async { [self] in remove() }
  }

  private func remove() {
    state.withLock { state in
      state.file = nil
      // Were it to fail, the next byte would find the file in its way and say so.
      if state.isMade { try? Disk().removeFile(path) }
      state.isMade = false
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
      file.beginSync()
      try file.close()
      return digest.finish()
    }
  }
}
