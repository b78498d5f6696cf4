// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Surroundings
import SystemPackage

/// A note, beside the configuration, of the archives that runs have found where it says.
///
/// An archive's folder is empty when its disk is not mounted, as it is before the first run. Only what was noted outside of
/// it can tell the two apart. Where no note can be written there is none, and `sync` begins in an empty folder as ever.
struct ArchiveMark {
  static let name = ".hanaper-archives"
  private static let most = 64
  private static let mostBytes = 1 << 20
  private static let heading = """
    # Where runs of hanaper have found their archive, one path a line. `hanaper sync` begins no new archive in any of
    # these: where one is empty, its disk is probably not mounted. `hanaper init` begins one all the same.

    """

  /// The places where the note may be, the first that can be written to is written.
  private let files: [FilePath]

  init(beside configuration: FilePath) {
    let folder = Disk().resolved(configuration).removingLastComponent()
    let given = GivenNames.path(in: "XDG_STATE_HOME").flatMap { $0.isAbsolute ? $0 : nil }
    let home = GivenNames.path(in: "HOME").flatMap { $0.isAbsolute ? $0 : nil }
    let state = given ?? home?.appending(".local").appending("state")
    files =
      [folder.appending(Self.name)]
      + (state.map { [$0.appending("hanaper").appending("archives")] } ?? [])
  }

  func names(_ archive: FilePath) -> Bool {
    files.contains { Self.lines(of: $0).contains(Self.line(archive)) }
  }

  /// Notes that the archive is there.
  func note(_ archive: FilePath) {
    let line = Self.line(archive)
    guard !line.isEmpty, !line.contains(where: \.isNewline), !names(archive) else { return }
    for file in files {
      let lines = (Self.lines(of: file) + [line]).suffix(Self.most)
      let text = Self.heading + lines.map { $0 + "\n" }.joined()
      do {
        try Disk().makeDirectories(file.removingLastComponent())
        try Disk().replace(file, with: text)
        return
      } catch {
        // Somebody else's folder; the next place will do.
      }
    }
  }

  private static func line(_ archive: FilePath) -> String {
    archive.lexicallyNormalized().string
  }

  private static func lines(of file: FilePath) -> [String] {
    guard let text = try? Disk().readText(file, limit: mostBytes) else { return [] }
    // An editor on Windows ends lines in its own way.
    return text.split(whereSeparator: \.isNewline).map(String.init).filter { !$0.hasPrefix("#") }
  }
}
