// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Addressing
import Cataloguing
import Filing
import OCFL

/// Versions that a recovery brought to their end, on their way into the records that come later: the
/// manifest and the catalogue.
struct RecoveredVersions {
  /// What a person is told, a sentence each.
  private(set) var sentences: [String] = []
  /// What was found damaged, and left as it is.
  private(set) var damaged: [DamageNotice] = []
  private var lines: [ChecksumManifest.Line] = []
  private var records: [Version] = []
  private var held: [LeafMaker.Held] = []
  private let archive: Archive

  init(_ objects: [CommitBatch.Recovered], in archive: Archive) throws {
    self.archive = archive
    for object in objects {
      do {
        try add(object)
      } catch {
        guard error.isDamage else { throw error }
        note(object, DamageNotice.sentence(of: error))
      }
    }
  }

  private mutating func note(_ object: CommitBatch.Recovered, _ sentence: String) {
    guard let address = try? WebAddress(object.id.text) else {
      return damaged.append(DamageNotice("\(object.id): \(sentence)"))
    }
    damaged.append(DamageNotice(address, sentence))
  }

  private mutating func add(_ object: CommitBatch.Recovered) throws {
    switch object.outcome {
    case .untouched: break
    case .unfinished(let reason):
      note(object, "a version that was interrupted cannot be brought to its end: \(reason)")
    case .setAside(let place):
      sentences.append("an interrupted version of \(object.id) was incomplete; it is in \(place)")
    case .rolledForward:
      sentences.append("an interrupted version of \(object.id) was whole and is kept")
      let inventory = try archive.root.inventory(of: object.id)
      lines += CommittedVersion.manifestLines(of: object.number, inventory, in: archive)
      do {
        let version = try CommittedVersion(object.number, inventory, in: archive)
        records.append(version.record)
        let directory = archive.root.directory(of: object.id)
        let digest = archive.root.inventoryDigest(of: object.number, in: directory)
        held.append(version.held(with: digest))
      } catch ArchiveError.damaged {
        // Another program's version has no capture; the catalogue cannot speak of it.
      }
    }
  }

  /// Adds to the manifest what it does not state yet, and tells the catalogue; both as often as one
  /// likes.
  ///
  /// A manifest or catalogue that is missing stays so: `reindex` makes them, of this as well.
  ///
  /// - Parameter needsCatalogue: false where it is about to be made again.
  /// - Throws: where one of them cannot be written now, for want of room say; then it is to be tried again.
  mutating func takeIn(needingCatalogue needsCatalogue: Bool = true) async throws {
    do {
      if try Disk().entry(at: archive.manifest.path) == .file {
        try archive.manifest.complete(with: lines)
      }
    } catch {
      guard error.isDamage else { throw error }
      damaged.append(DamageNotice(error))
    }
    try completeLeaves()
    guard !records.isEmpty, try Disk().entry(at: archive.catalogueFile) == .file else { return }
    do {
      try CatalogueChecksum(of: archive).noteWriting()
      try await Catalogue(at: archive.catalogueFile).apply(versions: records, visits: [])
    } catch let error as CatalogueError where error.isMendedByReindexing || !needsCatalogue {
      // A catalogue that cannot be used is for its user to complain of, or for `reindex`.
    }
  }

  /// Sees that the ledger will have a leaf for each.
  ///
  /// Those of a batch wait until it has come to its end, so nothing here is signed for yet.
  private func completeLeaves() throws {
    let seals = DocumentSeals(of: archive)
    let known =
      (try? seals.known(of: Set(held.map(\.record.address.text)))) ?? (kept: [:], waiting: [:])
    let leaves = try held.map { version in
      let name = version.record.address.text
      let kept = known.kept[name]
      let seal = known.waiting[name] ?? kept ?? DocumentSeal(of: version.record.address)
      return try SealedLeaf(version.leaf(under: seal), seal == kept ? nil : seal)
    }
    try WaitingLeaves(of: archive).complete(with: leaves)
  }
}
