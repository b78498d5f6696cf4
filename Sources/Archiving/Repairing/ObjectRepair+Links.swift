// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import OCFL
import SystemPackage

// Nothing in an archive is a link: what one leads to is used only where it has the bytes that were kept.
extension ObjectRepair {
  /// Whether a link is on the way to a place of the object: what it leads to is not in the archive.
  func isBehindLink(_ place: FilePath) -> Bool {
    ((try? archive.root.link(onTheWayTo: place)) ?? nil) != nil
  }

  /// The file to which links lead where another ought to be, if it has the bytes.
  func linked(_ file: String, _ digest: Digest) -> FilePath? {
    let place = directory.pushing(FilePath(file))
    guard isBehindLink(place) else { return nil }
    let target = Disk().resolved(place)
    return (try? FileDigest(of: target, by: digest.algorithm).value) == digest ? target : nil
  }

  /// Sees that nothing in the object is a link; one on the way to a file that is put back gives way to a folder.
  mutating func setLinksAside(in place: FilePath) {
    for entry in (try? Disk().list(place)) ?? [] {
      let here = place.appending(entry.component)
      if entry.kind == .directory { setLinksAside(in: here) }
      guard entry.kind == .link else { continue }
      var own = here
      _ = own.removePrefix(directory)
      let file = FilePath(folder).pushing(own)
      let isMet = plan.steps.contains { $0.file == file.string || $0.file.hasPrefix("\(file)/") }
      if !isMet { plan.steps.append(.setAside(file: file.string)) }
    }
  }
}
