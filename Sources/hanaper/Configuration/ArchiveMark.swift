// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Surroundings
import SystemPackage

/// A note, beside the configuration, of the archives that runs have found where it says, and of the first run of each.
///
/// An archive's folder is empty when its disk is not mounted, as it is before the first run; or an archive is there that somebody began
/// beneath the disk. Only what was noted outside of it can tell them apart.
struct ArchiveMark {
  static let name = ".hanaper-archives"
  private static let most = 64
  private static let mostBytes = 1 << 20
  private static let heading = """
    # Where runs of hanaper have found their archive, one path a line. `hanaper sync` begins no new archive in any of
    # these: where one is empty, its disk is probably not mounted. `hanaper init` begins one all the same.

    """
  /// Stands in a line before a path, with the name of the archive's first run behind it.
  private static let runPrefix = "# first run: "

  struct Entry: Equatable {
    let path: String
    /// The archive's first run; nil where it had none yet, and in notes of before that was noted.
    var firstRun: String?
  }

  /// The places where the note may be, the first that can be written to is written.
  let files: [FilePath]

  init(beside configuration: FilePath) {
    let folder = Disk().resolved(configuration).removingLastComponent()
    let given = GivenNames.path(in: "XDG_STATE_HOME").flatMap { $0.isAbsolute ? $0 : nil }
    let home = GivenNames.path(in: "HOME").flatMap { $0.isAbsolute ? $0 : nil }
    let state = given ?? home?.appending(".local").appending("state")
    files =
      [folder.appending(Self.name)]
      + (state.map { [$0.appending("hanaper").appending("archives")] } ?? [])
  }

  /// What is noted of an archive; nil for nothing.
  func entry(of archive: FilePath) -> Entry? {
    let path = Self.line(archive)
    return files.lazy.compactMap { file in Self.entries(of: file).last { $0.path == path } }.first
  }

  /// Notes that the archive is there.
  ///
  /// - Parameters:
  ///   - archive: its folder.
  ///   - firstRun: its first run; nil where it has none yet.
  ///   - isNew: whether it was begun just now, so that what was noted is of another.
  /// - Returns: false where no place takes the note.
  func note(_ archive: FilePath, firstRun: String?, isNew: Bool = false) -> Bool {
    let path = Self.line(archive)
    // Such a path has no line of its own.
    guard !path.isEmpty, !path.contains(where: \.isNewline) else { return false }
    if let known = entry(of: archive), known.firstRun == firstRun || known.firstRun != nil && !isNew
    {
      return true
    }
    for file in files {
      let others = Self.entries(of: file).filter { $0.path != path }
      let entries = (others + [Entry(path: path, firstRun: firstRun)]).suffix(Self.most)
      let text = Self.heading + entries.map(Self.lines).joined()
      do {
        try Disk().makeDirectories(file.removingLastComponent())
        try Disk().replace(file, with: text)
        return true
      } catch {
        // Somebody else's folder; the next place will do.
      }
    }
    return false
  }

  private static func lines(_ entry: Entry) -> String {
    (entry.firstRun.map { runPrefix + $0 + "\n" } ?? "") + entry.path + "\n"
  }

  private static func line(_ archive: FilePath) -> String {
    archive.lexicallyNormalized().string
  }

  private static func entries(of file: FilePath) -> [Entry] {
    guard let text = try? Disk().readText(file, limit: mostBytes) else { return [] }
    var entries: [Entry] = []
    var run: String?
    // An editor on Windows ends lines in its own way.
    for line in text.split(whereSeparator: \.isNewline).map(String.init) {
      if line.hasPrefix(runPrefix) {
        run = String(line.dropFirst(runPrefix.count))
      } else if !line.hasPrefix("#") {
        entries.append(Entry(path: line, firstRun: run))
        run = nil
      }
    }
    return entries
  }
}
