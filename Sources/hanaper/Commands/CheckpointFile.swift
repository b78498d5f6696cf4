// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Ledger
import SystemPackage

/// A checkpoint that a person holds: a file of its own or a mail that has one, or standard input.
enum CheckpointFile {
  /// - Parameter path: the file; `-` for standard input.
  /// - Returns: the checkpoint, and what the text is called that it stands in.
  /// - Throws: where it cannot be read, or has none.
  static func read(_ path: String) throws -> (checkpoint: SignedCheckpoint, name: String) {
    let (bytes, name) =
      path == "-"
      ? (try StandardInput.read(advice: "save the mail to a file of its own"), "standard input")
      : (try Disk().read(FilePath(path), limit: StandardInput.most), path)
    do throws(NoteError) {
      return (try SignedCheckpoint(foundIn: bytes), name)
    } catch {
      throw CommandFailure("\(name): \(error)")
    }
  }
}
