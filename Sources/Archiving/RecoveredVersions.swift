// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Cataloguing
import Filing
import OCFL

/// Versions that a recovery brought to their end, on their way into the records that come later: the
/// manifest and the catalogue.
struct RecoveredVersions {
  /// What a person is told, a sentence each.
  private(set) var sentences: [String] = []
  private var lines: [ChecksumManifest.Line] = []
  private var records: [VersionRecord] = []
  private let archive: Archive

  init(_ objects: [CommitBatch.Recovered], in archive: Archive) throws {
    self.archive = archive
    for object in objects { try add(object) }
  }

  private mutating func add(_ object: CommitBatch.Recovered) throws {
    switch object.outcome {
    case .untouched: break
    case .setAside(let place):
      sentences.append("an interrupted version of \(object.id) was incomplete; it is in \(place)")
    case .rolledForward:
      sentences.append("an interrupted version of \(object.id) was whole and is kept")
      let inventory = try archive.root.inventory(of: object.id)
      lines += CommittedVersion.manifestLines(of: object.number, inventory, in: archive)
      do {
        records.append(try CommittedVersion(object.number, inventory, in: archive).record)
      } catch ArchiveError.damaged {
        // Another program's version has no capture; the catalogue cannot speak of it.
      }
    }
  }

  /// Adds to the manifest what it does not state yet, and tells the catalogue; both as often as one
  /// likes.
  ///
  /// A manifest or catalogue that is missing stays so: `reindex` makes them, of this as well.
  func takeIn() throws {
    if try Disk().entry(at: archive.manifest.path) == .file {
      try archive.manifest.complete(with: lines)
    }
    guard !records.isEmpty, try Disk().entry(at: archive.catalogueFile) == .file else { return }
    // A catalogue that cannot be opened is for its user to complain of, or for `reindex`.
    guard let catalogue = try? Catalogue(at: archive.catalogueFile) else { return }
    try catalogue.apply(versions: records, visits: [])
  }
}
