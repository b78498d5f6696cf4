// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import SystemPackage

// By which an archive is known from outside, where another may have taken its place.
extension Archive {
  /// The name of its first run; nil where it has none, or nobody can look.
  package var firstRun: String? { runNames?.min() }

  /// Whether it can be the archive that had a run: it has that, or one after it; so it is where nobody can look.
  ///
  /// What an archive lost is damage, and no sign that it is another.
  package func mayHaveHad(run: String) -> Bool {
    guard let runNames else { return true }
    return runNames.contains { $0 >= run }
  }

  /// Whether nothing was ever kept in it.
  package var holdsNothing: Bool { (try? isEmpty) ?? false }

  private var runNames: [String]? {
    (try? Disk().list(path.appending(Self.runs)))?.filter { $0.kind == .directory }.map(\.name)
  }

  /// Whether something in a folder is there by itself: what file systems, desktops and file servers put on each disk.
  ///
  /// - Parameter name: what it is called.
  /// - Returns: whether it is such a thing, so that the folder is as good as empty.
  package static func isOfSystem(_ name: String) -> Bool {
    ofSystem.contains(name) || [".Trash-", ".nfs", "._"].contains { name.hasPrefix($0) }
  }

  private static let ofSystem: Set<String> = [
    "lost+found", ".DS_Store", ".Trashes", ".fseventsd", ".Spotlight-V100", ".TemporaryItems",
    ".DocumentRevisions-V100", ".VolumeIcon.icns", ".apdisk", ".directory", ".snapshot", ".zfs",
    "System Volume Information", "$RECYCLE.BIN", "desktop.ini", "Thumbs.db", "@eaDir", "#recycle",
  ]
}
