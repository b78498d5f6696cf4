// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import Filing
import SystemPackage
import Text

extension Settings {
  /// Opens the archive that the configuration names.
  ///
  /// - Throws: where there is none, the command line that makes it.
  func openedArchive() throws -> Archive {
    try opened { try Archive(opening: $0) }
  }

  /// Opens the archive to look at it; nil where its folder is there and nothing has begun in it.
  ///
  /// - Throws: where there is none, the command line that makes it.
  func openedArchiveUnlessUnused() throws -> Archive? {
    try opened { path in
      do {
        return try Archive(opening: path)
      } catch ArchiveError.unused {
        try refuseToBeginAgain(at: path)
        return nil
      }
    }
  }

  /// Opens the archive for a run, and begins it in an empty folder if none was there in an earlier run.
  func openedOrBegunArchive() throws -> Archive {
    let archive = try opened { path in
      do {
        return try Archive(opening: path)
      } catch ArchiveError.unused {
        try refuseToBeginAgain(at: path)
        return try Archive.openOrBegin(at: path)
      }
    }
    noteArchive()
    return archive
  }

  /// Notes beside the configuration that the archive is there.
  func noteArchive() { ArchiveMark(beside: file).note(archive) }

  private func refuseToBeginAgain(at path: FilePath) throws {
    // A folder with something in it, a README or a beginning that was interrupted, is no disk's empty place.
    guard ArchiveMark(beside: file).names(path),
      try Disk().list(path).allSatisfy({ $0.name == "lost+found" })
    else { return }
    throw CommandFailure(
      "there was an archive at \(path), and now the folder is empty. Is its disk mounted? If another is to begin "
        + "there, `\(commandLine("init"))` makes it"
    )
  }

  /// What `open` makes of the archive's folder.
  func opened<Opened>(by open: (FilePath) throws -> Opened) throws -> Opened {
    do {
      return try open(archive)
    } catch ArchiveError.unused(let path) {
      try refuseToBeginAgain(at: path)
      throw ArchiveError.unused(path)
    } catch ArchiveError.missing(let path) {
      if try Disk().entry(at: path) == .file {
        throw CommandFailure("\(path) is a file and no archive; see `archive` in \(file)")
      }
      throw CommandFailure(
        "there is no archive at \(path). Is its disk mounted? If there never was one, "
          + "`\(commandLine("init"))` makes it"
      )
    }
  }

  /// A command for this configuration, to be typed where this one was.
  func commandLine(_ command: String) -> String {
    file.lexicallyNormalized() == Self.usualFile
      ? "hanaper \(command)"
      : "hanaper \(command) --config \(file.quoted)"
  }

  /// Where a configuration is looked for first.
  static let usualFile: FilePath = "Config/hanaper.yaml"
}

extension FilePath {
  /// As a shell takes it for one word.
  var quoted: String {
    let isPlain = string.utf8.allSatisfy { $0.isLetterOrDigit || "/._-+,:@%".utf8.contains($0) }
    guard !isPlain || string.isEmpty else { return string }
    return string.quotedForShell
  }
}
