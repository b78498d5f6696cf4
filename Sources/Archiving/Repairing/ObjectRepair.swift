// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Filing
import Fixity
import OCFL
import Records
import SystemPackage

/// Works out what an object ought to be, file by file, and where each file that is not so may be had.
///
/// What is believed, in this order: the ledger, which states the digest of each version's inventory; where it has none of a
/// version, the checksum beside that inventory. An inventory that has the digest states those of all content. Where no such inventory
/// is to be had, the manifest states them.
struct ObjectRepair {
  private let archive: Archive
  private let id: ObjectID
  private let folder: String
  private let directory: FilePath
  private(set) var plan: RepairPlan

  init(of address: String, in archive: Archive) {
    self.archive = archive
    id = ObjectID(address)
    folder = archive.folder(of: id)
    directory = archive.root.directory(of: id)
    plan = RepairPlan(of: address, in: folder)
  }

  /// - Parameters:
  ///   - leaves: what the ledger states of its versions; none where it has nothing, or cannot be asked.
  ///   - lines: what the manifest states of its files.
  ///   - source: where sound bytes may be.
  /// - Throws: where the archive cannot be looked at.
  mutating func work(
    by leaves: [Leaf.Accession],
    _ lines: [ChecksumManifest.Line],
    from source: inout RepairSource
  ) throws {
    let stated = inventories(by: leaves)
    guard let head = stated.keys.max() else {
      plan.problem = "neither the ledger nor a record of it says which versions it has"
      return wantContent(by: lines, from: &source)
    }
    var inventory: Inventory?
    for (number, digest) in stated.sorted(by: { $0.key < $1.key }) {
      let file = "\(number)/\(ObjectFile.inventory)"
      guard
        let place = put(
          file,
          digest,
          from: &source,
          or: number == head ? [ObjectFile.inventory] : []
        )
      else { continue }
      sidecar(beside: file, of: digest)
      guard number == head else { continue }
      inventory = try? Inventory(proven: Disk().read(place))
      // The object's own is the newest version's, byte for byte.
      if digestHere(ObjectFile.inventory) != digest {
        plan.steps.append(.put(file: "\(folder)/\(ObjectFile.inventory)", digest, from: place))
      }
      sidecar(beside: ObjectFile.inventory, of: digest)
    }
    declare()
    guard let inventory, inventory.objectID == id else {
      if plan.wanting.isEmpty { plan.problem = "the record of its newest version is not its own" }
      return wantContent(by: lines, from: &source)
    }
    for (path, digest) in inventory.contents.sorted(by: { $0.key < $1.key }) {
      _ = put(path, digest, from: &source)
    }
    setAsideMoved(besides: Set(inventory.contents.keys))
    let expected = Set(
      inventory.contents.map { ChecksumManifest.Line(digest: $1, file: "\(folder)/\($0)") }
    )
    if expected != Set(lines) || lines.count != expected.count {
      plan.steps.append(.manifest(folder: folder))
    }
  }

  /// The digests of the inventories of its versions.
  private func inventories(by leaves: [Leaf.Accession]) -> [VersionNumber: Digest] {
    var stated: [VersionNumber: Digest] = [:]
    let here = (try? Disk().list(directory)) ?? []
    for number in here.compactMap({ VersionNumber(directory: $0.name) }) {
      stated[number] = archive.root.inventoryDigest(of: number, in: directory)
    }
    guard !leaves.isEmpty else { return stated }
    // What the ledger does not know is not put right; what it states goes before everything else.
    let last = leaves.map(\.version).max() ?? 0
    stated = stated.filter { $0.key.value <= last }
    for leaf in leaves {
      if let digest = leaf.inventory { stated[VersionNumber(leaf.version)] = digest }
    }
    return stated
  }

  private func digestHere(_ file: String) -> Digest? {
    let place = directory.pushing(FilePath(file))
    guard (try? Disk().entry(at: place)) == .file else { return nil }
    return try? FileDigest(of: place).value
  }

  /// Sees that a file is as it ought to be.
  ///
  /// - Parameters:
  ///   - file: relative to the object.
  ///   - digest: what it ought to be.
  ///   - source: where else its bytes may be.
  ///   - others: files of the object that may have the same bytes.
  /// - Returns: where its bytes are; nil where they are nowhere.
  private mutating func put(
    _ file: String,
    _ digest: Digest,
    from source: inout RepairSource,
    or others: [String] = []
  ) -> FilePath? {
    if digestHere(file) == digest { return directory.pushing(FilePath(file)) }
    let name = "\(folder)/\(file)"
    let own = others.first { digestHere($0) == digest }.map { directory.pushing(FilePath($0)) }
    guard let place = own ?? moved(digest) ?? source.file(with: digest, called: name, of: id) else {
      plan.wanting.append(.init(file: name, digest: digest))
      return nil
    }
    plan.steps.append(.put(file: name, digest, from: place))
    return place
  }

  /// A file of the object that has the bytes under another name.
  private func moved(_ digest: Digest) -> FilePath? {
    func find(in folder: FilePath) -> FilePath? {
      for entry in (try? Disk().list(folder)) ?? [] {
        let place = folder.appending(entry.component)
        switch entry.kind {
        case .directory: if let found = find(in: place) { return found }
        case .file: if (try? FileDigest(of: place).value) == digest { return place }
        default: break
        }
      }
      return nil
    }
    return find(in: directory)
  }

  private mutating func sidecar(beside file: String, of digest: Digest) {
    let name = "\(file).sha512"
    let bytes = Array("\(digest.hex)  \(ObjectFile.inventory)\n".utf8)
    let here = try? Disk().read(directory.pushing(FilePath(name)), limit: 4_096)
    // Another program may have written it in another way that says the same.
    if here.flatMap({ Inventory.stated(by: $0) }) == digest { return }
    plan.steps.append(.write(file: "\(folder)/\(name)", bytes))
  }

  private mutating func declare() {
    let file = directory.appending(ObjectFile.declaration)
    let bytes = Array(ObjectFile.declarationText.utf8)
    guard (try? Disk().read(file, limit: 4_096)) != bytes else { return }
    plan.steps.append(.write(file: "\(folder)/\(ObjectFile.declaration)", bytes))
  }

  /// Sees that what lies under another name does so no more, once it is in its place: a copy there says nothing.
  private mutating func setAsideMoved(besides contents: Set<String>) {
    for step in plan.steps {
      guard case .put(_, _, let place) = step, place.starts(with: directory) else { continue }
      var own = place
      _ = own.removePrefix(directory)
      let isRecord = own.lastComponent?.string == ObjectFile.inventory
      guard !isRecord, !contents.contains(own.string) else { continue }
      plan.steps.append(.setAside(file: "\(folder)/\(own)"))
    }
    for entry in (try? Disk().list(directory)) ?? []
    where entry.name.hasPrefix("0=") && entry.name != ObjectFile.declaration {
      plan.steps.append(.setAside(file: "\(folder)/\(entry.name)"))
    }
  }

  private mutating func wantContent(
    by lines: [ChecksumManifest.Line],
    from source: inout RepairSource
  ) {
    for line in lines {
      _ = put(String(line.file.dropFirst(folder.utf8.count + 1)), line.digest, from: &source)
    }
  }
}

/// The names of an object's own files.
enum ObjectFile {
  static let inventory = "inventory.json"
  static let declaration = "0=ocfl_object_1.1"
  static let declarationText = "ocfl_object_1.1\n"
}
