// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Ledger
import SystemPackage

/// A checkpoint that a person holds: a file of its own or a mail that has one, or standard input.
enum CheckpointFile {
  /// - Parameters:
  ///   - path: the file; `-` for standard input.
  ///   - key: the ledger's own, where it is known: of what was miscopied nothing follows.
  /// - Returns: the checkpoint, and what the text is called that it stands in.
  /// - Throws: where it cannot be read, has none, or one whose signature by that key does not fit.
  static func read(
    _ path: String,
    of key: NoteKey?
  ) throws -> (checkpoint: SignedCheckpoint, name: String) {
    let (bytes, name) =
      path == "-"
      ? (try StandardInput.read(advice: "save the mail to a file of its own"), "standard input")
      : (try Disk().read(FilePath(path), limit: StandardInput.most), path)
    let checkpoint: SignedCheckpoint
    do throws(NoteError) {
      checkpoint = try SignedCheckpoint(foundIn: bytes)
    } catch {
      throw CommandFailure("\(name): \(error)")
    }
    // That another key signed it is told by whoever compares.
    if let key, checkpoint.note.check(key) == .bad {
      throw CommandFailure(
        "\(name): the signature of \(key.name) does not fit its lines; a line of it was altered or miscopied. Take the mail as it came"
      )
    }
    return (checkpoint, name)
  }
}
