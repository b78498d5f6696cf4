// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import Filing
import OCFL
import Reporting
import SystemPackage
import Text

extension Settings {
  /// Opens the archive that the configuration names.
  ///
  /// - Throws: where there is none, the command line that makes it.
  func openedArchive() throws -> Archive {
    try opened { try Archive(opening: $0) }
  }

  /// Opens the archive to be repaired: the files by which its folder of documents says what it is may be missing.
  ///
  /// - Throws: where there is none, the command line that makes it.
  func openedDamagedArchive() throws -> Archive {
    try opened { path in
      do {
        return try Archive(opening: path)
      } catch let error as StorageError {
        // What stands in its place is for a person to move.
        let kind = try Disk().entry(at: path.appending("ocfl"))
        guard kind == .directory || kind == nil else { throw error }
        return try Archive(inspecting: path)
      }
    }
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
    try opened(forRun: true) { path in
      do {
        return try Archive(opening: path)
      } catch ArchiveError.unused {
        try refuseToBeginAgain(at: path)
        return try Archive.openOrBegin(at: path)
      }
    }
  }

  /// The right to write to the archive, and to sign in its ledger by the key that goes with the configuration.
  ///
  /// What was found damaged is told at once, but by `sync` and `repair`, which have a place for it.
  ///
  /// - Parameters:
  ///   - command: what it is taken for, as others are told that wait for it.
  ///   - archive: the configuration's.
  /// - Returns: the right, until it is let go of.
  /// - Throws: where another process has it, or the archive cannot be written to.
  func archiveWriter(for command: String, _ archive: Archive) async throws -> ArchiveWriter {
    let writer = try await ArchiveWriter(
      archive,
      for: command,
      signing: ledgerKey.signing(for: archive)
    )
    if !["sync", "repair"].contains(command) { writer.complain() }
    return writer
  }

  /// Notes beside the configuration that the archive is there, and which its first run was.
  ///
  /// - Parameter isNew: whether it was begun just now.
  /// - Returns: in a sentence, that it could not be noted, and what to do; nil where it is.
  func noteArchive(asNew isNew: Bool = false) -> String? {
    let mark = ArchiveMark(beside: file)
    let firstRun = (try? Archive(opening: archive))?.firstRun
    guard !mark.note(archive, firstRun: firstRun, isNew: isNew) else { return nil }
    let places = mark.files.map(\.string)
    return
      "where the archive is could not be noted (in \(places.joined(separator: ", nor in "))), so on a night on which its disk is not mounted a second one is begun in its place; "
      + "let that folder be written to, or set XDG_STATE_HOME to one that may be"
  }

  /// Refuses what stands in the place of the archive that earlier runs had: its disk is not mounted, and somebody began another beneath it.
  private func refuseAnother(forRun isForRun: Bool) throws {
    let mark = ArchiveMark(beside: file)
    guard let run = mark.entry(of: archive)?.firstRun, let other = try? Archive(opening: archive),
      !other.mayHaveHad(run: run), isForRun || other.holdsNothing
    else { return }
    let note = mark.files.first { (try? Disk().entry(at: $0)) == .file } ?? mark.files.first ?? file
    throw CommandFailure(
      "the archive at \(archive) is not the one of earlier runs: the run \(run) is not in it, nor any after it. Is its disk mounted? "
        + "If this one is meant, take the lines about it out of \(note)"
    )
  }

  private func refuseToBeginAgain(at path: FilePath) throws {
    // A folder with something in it, a README or a beginning that was interrupted, is no disk's empty place.
    guard ArchiveMark(beside: file).entry(of: path) != nil,
      try Disk().list(path).allSatisfy({ Archive.isOfSystem($0.name) || $0.name.hasPrefix(".") })
    else { return }
    throw CommandFailure(
      "there was an archive at \(path), and now the folder is empty. Is its disk mounted? \(adviceOnCopies)If another is to begin "
        + "there, `\(commandLine("init"))` makes it"
    )
  }

  /// That a lost archive comes back from a copy, where there is one.
  private var adviceOnCopies: String {
    guard let copy = replicas.first else { return "" }
    return
      "If it is lost, `\(commandLine("recover --from \(copy.name)"))` brings it back from a copy. "
  }

  /// What `open` makes of the archive's folder.
  ///
  /// - Parameters:
  ///   - isForRun: whether it is to be written to by a run.
  ///   - open: makes it.
  /// - Returns: that.
  /// - Throws: where there is no archive, or another than runs had.
  func opened<Opened>(
    forRun isForRun: Bool = false,
    by open: (FilePath) throws -> Opened
  ) throws -> Opened {
    do {
      try refuseAnother(forRun: isForRun)
      return try open(archive)
    } catch ArchiveError.unused(let path) {
      try refuseToBeginAgain(at: path)
      throw ArchiveError.unused(path)
    } catch ArchiveError.missing(let path) {
      if try Disk().entry(at: path) == .file {
        throw CommandFailure("\(path) is a file and no archive; see `archive` in \(file)")
      }
      throw CommandFailure(
        "there is no archive at \(path). Is its disk mounted? \(adviceOnCopies)If there never was one, "
          + "`\(commandLine("init"))` makes it"
      )
    }
  }

  /// Refuses a place in the archive, where nothing is ever put but what is kept; the place need not be there yet.
  func refuseInsideArchive(_ place: FilePath) throws {
    var above = place.isAbsolute ? place : FilePath(".").pushing(place)
    while try Disk().entryMeant(by: above) == nil, above.lastComponent != nil {
      above.removeLastComponent()
    }
    let (real, own) = (Disk().resolved(above.isEmpty ? "." : above), Disk().resolved(archive))
    guard real.starts(with: own) else { return }
    throw CommandFailure(
      "\(place) lies in the archive \(archive), where nothing else is put; name another place"
    )
  }

  /// That others may write to the configuration, and so say what is fetched and which programs are run; nil as a rule.
  var remarkOnRights: String? {
    guard let mode = try? Stat(Disk().resolved(file)).permissions.rawValue, mode & 0o022 != 0
    else { return nil }
    return
      "the configuration \(file) may be written by others; `chmod go-w \(file.quoted)` ends that"
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

extension ArchiveWriter {
  /// Says on standard error what was found damaged, and what an interrupted command had left.
  fileprivate func complain() {
    for sentence in recovered { Terminal.complain("\(sentence)") }
    for notice in damaged {
      Terminal.complain("\(notice.sentence); next: `\(notice.next)`")
    }
  }
}
