// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Ledger
import Reporting
import SystemPackage

/// A checkpoint that a person holds: a file of its own or a mail that has one, or standard input.
enum CheckpointFile {
  /// Reads the one that counts where only one can be gone by: the last.
  ///
  /// - Parameters:
  ///   - path: the file; `-` for standard input.
  ///   - key: the ledger's own, where it is known: of what was miscopied nothing follows.
  /// - Returns: the checkpoint, and what the text is called that it stands in.
  /// - Throws: where it cannot be read, has none, or one whose signature by that key does not fit.
  static func read(
    _ path: String,
    of key: NoteKey?
  ) throws -> (checkpoint: SignedCheckpoint, name: String) {
    let (checkpoints, name) = try readAll(path, of: key)
    guard let last = checkpoints.last else { throw CommandFailure("\(name) has no checkpoint") }
    if checkpoints.count > 1 {
      Terminal.complain(
        "\(name) has \(checkpoints.count) checkpoints; the last, over \(last.checkpoint.head.size.leaves), is the one that is gone by"
      )
    }
    return (last, name)
  }

  /// - Parameters:
  ///   - path: the file; `-` for standard input.
  ///   - key: the ledger's own, where it is known: of what was miscopied nothing follows.
  /// - Returns: all checkpoints of it, one at least, and what the text is called that they stand in.
  /// - Throws: where it cannot be read, has none, or one whose signature by that key does not fit.
  static func readAll(
    _ path: String,
    of key: NoteKey?
  ) throws -> (checkpoints: [SignedCheckpoint], name: String) {
    let (bytes, name) =
      path == "-"
      ? (try StandardInput.read(advice: "save the mail to a file of its own"), "standard input")
      : (try Disk().read(FilePath(path), limit: StandardInput.most), path)
    let found: SignedCheckpoint.Found
    do throws(NoteError) {
      found = try SignedCheckpoint.all(in: bytes)
    } catch {
      throw CommandFailure("\(name): \(error)")
    }
    for fault in found.faults {
      Terminal.complain("\(name): \(fault); what stands there is not gone by")
    }
    // That another key signed it is told by whoever compares.
    if let key, found.checkpoints.contains(where: { $0.note.check(key) == .bad }) {
      throw CommandFailure(
        "\(name): the signature of \(key.name) does not fit its lines; a line of it was altered or miscopied. Take the mail as it came"
      )
    }
    return (found.checkpoints, name)
  }
}
