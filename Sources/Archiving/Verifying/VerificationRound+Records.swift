// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Addressing
import Cataloguing
import Filing
import Fixity
import OCFL
import SystemPackage

// The manifest and the catalogue, held against the objects. A run that is at work writes the object first,
// then the manifest, then the catalogue; so what seems wrong while one is, is looked at again.
extension VerificationRound {
  private static let attempts = 3

  /// - Parameter glance: what was seen of it beside the objects.
  mutating func compareManifest(seen glance: Glance? = nil) {
    for attempt in 1...Self.attempts {
      let (damaged, meant) = (damaged, meant)
      var comparison = ManifestComparison(
        of: archive,
        with: expectations.lines,
        unfinished: staging.versions,
        seen: glance,
        isMeant: { !damaged.contains($0) && meant?.contains($0) ?? true }
      )
      unstated = files(comparison.unstated)
      let contradicted = Set(comparison.contradictions.map(\.file))
      unstated = unstated.mapValues { $0.filter { !contradicted.contains($0.file) } }
        .filter { !$0.value.isEmpty }
      comparison.pair(with: Set(unstated.values.joined().map(\.digest)))
      manifest = comparison
      let isClean = comparison.lost.isEmpty && comparison.broken.isEmpty && unstated.isEmpty
      if isClean || staging.holder == nil || attempt == Self.attempts { return }
      staging.look(at: archive)
    }
  }

  /// The files behind the lines that the manifest lacks, by the documents' addresses.
  private func files(_ keys: Expectations.Keys) -> [String: [(file: String, digest: Digest)]] {
    var files: [String: [(file: String, digest: Digest)]] = [:]
    for number in Set(keys.values) {
      guard let (id, inventory) = inventory(ofObject: number) else { continue }
      for (hex, paths) in inventory.manifest {
        guard let algorithm = inventory.algorithm, let digest = Digest(algorithm, hex: hex) else {
          continue
        }
        for path in paths {
          let file = archive.relativePath(of: id, path)
          guard keys[Expectations.key(file, digest)] != nil, !isUnfinished(path, of: id) else {
            continue
          }
          files[id.text, default: []].append((file, digest))
        }
      }
    }
    return files
  }

  private func isUnfinished(_ path: String, of id: ObjectID) -> Bool {
    staging.versions[id].map { path.hasPrefix("\($0.number)/") } ?? false
  }

  private func inventory(ofObject number: UInt32) -> (ObjectID, Inventory)? {
    let directory = objects[Int(number)]
    let own = try? Inventory(readFrom: directory)
    guard let id = own?.objectID ?? placeID(of: directory),
      let inventory = own ?? (try? archive.root.inventory(of: id))
    else { return nil }
    return (id, inventory)
  }

  /// The document whose object has a number.
  func address(ofObject number: UInt32) -> String? { inventory(ofObject: number)?.0.text }

  private func placeID(of directory: FilePath) -> ObjectID? {
    var place = directory
    _ = place.removePrefix(archive.root.path)
    return archive.id(ofFolder: "\(Archive.storageRoot)/\(place)")
  }

  // MARK: The catalogue

  /// - Parameter seen: the whole catalogue, held against the objects beside the manifest; nil where it was not yet.
  mutating func compareCatalogue(seen: CatalogueComparison? = nil) async {
    var addresses: Set<String>
    if meant != nil {
      addresses = asked
    } else {
      let comparison =
        if let seen { seen } else {
          await CatalogueComparison(of: archive, with: expectations.rows)
        }
      catalogueFault = comparison.fault
      isCatalogueAltered = comparison.isAltered
      isCatalogueUnnoted = comparison.isUnnoted
      addresses = Set(comparison.strange.keys)
      addresses.formUnion(
        Set(comparison.missing.values).compactMap { inventory(ofObject: $0)?.0.text }
      )
    }
    guard catalogueFault == nil, !addresses.isEmpty else { return }
    let catalogue: Catalogue
    do {
      catalogue = try await Catalogue(reading: archive.catalogueFile)
    } catch {
      catalogueFault = await CatalogueComparison(of: archive, with: expectations.rows).fault
      return
    }
    for address in addresses.sorted() where !address.isEmpty {
      do {
        try await compare(address, with: catalogue)
      } catch {
        catalogueFault = .unreadable("\(error)")
        return
      }
    }
  }

  /// Looks once more at what the catalogue and an object say of one document.
  private mutating func compare(_ text: String, with catalogue: Catalogue) async throws {
    let id = ObjectID(text)
    let folder = archive.folder(of: id)
    guard !damaged.contains(folder), meant?.contains(folder) ?? true else { return }
    let address = WebAddress(alreadyNormal: text)
    for attempt in 1...Self.attempts {
      let inventory = inventory(of: id)
      let captured = CapturedVersions(
        by: inventory,
        at: archive.root.directory(of: id),
        in: archive
      )
      let records = Dictionary(
        captured.records.map { ($0.number, $0) },
        uniquingKeysWith: { first, _ in first }
      )
      let numbers = (inventory?.numberedVersions ?? []).map(\.number.value)
      let difference = CatalogueDifference(
        rows: try await catalogue.versions(of: address),
        document: try await catalogue.document(at: address),
        held: Dictionary(
          numbers.map { ($0, records[$0]) },
          uniquingKeysWith: { first, _ in first }
        ),
        besides: staging.versions[id]?.number.value,
        role: archive.roleByVisits(of: address)
      )
      if difference.isEmpty { return }
      if staging.holder != nil, attempt < Self.attempts {
        staging.look(at: archive)
        continue
      }
      if !difference.wrong.isEmpty { wrongInCatalogue[text] = difference.wrong }
      if !difference.unheld.isEmpty { onlyInCatalogue[text] = difference.unheld }
    }
  }

  func inventory(of id: ObjectID) -> Inventory? {
    if let inventory = try? archive.root.inventory(of: id) { return inventory }
    // One that lies in another place than its own is told as that.
    return seats[id.text].flatMap {
      try? Inventory(readFrom: archive.root.path.pushing(FilePath($0)))
    }
  }
}
