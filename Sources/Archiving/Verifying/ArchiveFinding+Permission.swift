// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import SystemPackage
import Text

// What only another user may read may be whole: nothing is known of it, and that is no damage.
extension ArchiveFinding {
  /// The same; of what could not be read for want of permission, as something that nothing is known of.
  ///
  /// The disk itself is asked once more, so that no other fault passes for this one.
  func sparingTheForbidden(in archive: FilePath) -> ArchiveFinding {
    guard severity == .damage, kind == .unread else { return self }
    guard let place = places.first(where: { Self.isForbidden(archive.pushing(FilePath($0))) })
    else { return self }
    var finding = self
    finding.severity = .unread
    let line = "ls -ld \(place.quotedForShell)"
    finding.next =
      "it may be whole: run `\(.verify)` as the user who runs `\(.sync)`; \(shell: line) says whom it belongs to"
    return finding
  }

  /// All that the finding may be about.
  private var places: [String] {
    ([path] + files).flatMap { place in
      // The two are told as one record.
      place.hasSuffix("/inventory.json") ? [place, "\(place).sha512"] : [place]
    }
  }

  private static func isForbidden(_ path: FilePath) -> Bool {
    do throws(FilingError) {
      guard try Disk().entry(at: path) == .directory else { return try isClosed(path) }
      // The files of a folder may be told as the folder.
      for entry in try Disk().list(path) where entry.kind == .file {
        if try isClosed(path.appending(entry.component)) { return true }
      }
      return false
    } catch {
      return error.isForbidden
    }
  }

  private static func isClosed(_ path: FilePath) throws(FilingError) -> Bool {
    guard try Disk().entry(at: path) == .file else { return false }
    do {
      _ = try ReadableFile(path)
      return false
    } catch {
      return error.isForbidden
    }
  }
}
