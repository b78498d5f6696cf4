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
  let archive: Archive
  private let id: ObjectID
  let folder: String
  /// Where it lies: as a rule, in its place.
  let directory: FilePath
  /// Another folder of it, in no document's place.
  private let second: FilePath?
  /// By which its inventories and their sidecars state digests; another program may have made it.
  private let algorithm: DigestAlgorithm
  var plan: RepairPlan
  /// Whether the archive's ledger is damaged, and no copy of the archive is at hand: nothing confirms a record then.
  var isUnconfirmed = false
  /// Where else in the archive the same bytes are, by their digests.
  var twins: [Digest: [String]] = [:]

  /// - Parameters:
  ///   - address: the document's.
  ///   - archive: where it is kept.
  ///   - stray: a folder of it that is in no document's place; nil where there is none.
  init(of address: String, in archive: Archive, strayed stray: FilePath? = nil) {
    self.archive = archive
    id = ObjectID(address)
    folder = archive.folder(of: id)
    plan = RepairPlan(of: .document(address), in: folder)
    let home = archive.root.directory(of: id)
    let isFree = (try? Disk().entry(at: home) == nil) ?? false
    let occupant = isFree ? nil : archive.occupant(of: home)
    let isOccupied = occupant != nil && occupant != id
    var moves: [Move] = []
    if let stray, isFree || isOccupied {
      moves.append(Move(from: Self.name(of: stray, in: archive), to: folder))
    }
    // What lies here goes home, where nothing of its own is there.
    if isOccupied, let occupant,
      archive.occupant(of: archive.root.directory(of: occupant)) != occupant
    {
      moves.append(Move(from: folder, to: archive.folder(of: occupant)))
    } else if isOccupied, moves.isEmpty {
      plan.steps = [.setAside(file: folder)]
    }
    plan.steps += Homecoming.steps(for: moves, isTaken: archive.isTaken)
    // Of what lies in the place of another document, nothing is this one's.
    let nowhere = archive.path.appending(Archive.staging).appending("nothing")
    let isOwn = !isFree && !isOccupied
    directory = isOwn ? home : stray ?? (isFree ? home : nowhere)
    second = isOwn ? stray : nil
    algorithm = Self.algorithm(of: directory)
  }

  private static func name(of place: FilePath, in archive: Archive) -> String {
    var name = place
    _ = name.removePrefix(archive.path)
    return name.string
  }

  /// The algorithm after which a sidecar is named, at the object's root or in one of its versions; ours where there is none.
  private static func algorithm(of directory: FilePath) -> DigestAlgorithm {
    let disk = Disk()
    let entries = (try? disk.list(directory)) ?? []
    let versions = entries.filter { VersionNumber(directory: $0.name) != nil }
    let folders = [directory] + versions.map { directory.appending($0.component) }
    return [DigestAlgorithm.sha512, .sha256].first { algorithm in
      let name = Inventory.sidecarName(by: algorithm)
      return folders.contains { (try? disk.entry(at: $0.appending(name))) == .file }
    } ?? .sha512
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
    try workOut(by: leaves, lines, from: &source)
    // A folder with a declaration and nothing else in it would stand in the way of the one that comes back.
    let isHeld = try !isBehindLink(directory) && Disk().entry(at: directory) != nil
    if !isHeld, !plan.steps.contains(where: \.putsBytesBack) { plan.steps = [] }
  }

  private mutating func workOut(
    by leaves: [Leaf.Accession],
    _ lines: [ChecksumManifest.Line],
    from source: inout RepairSource
  ) throws {
    if isUnconfirmed, leaves.isEmpty, !isRecordSound {
      // A forger makes other copies of a record agree, and takes the ledger away.
      plan.problem =
        "its record is damaged, and the ledger is, too: nothing confirms another copy of it. Mend the ledger first"
      return
    }
    let stated = inventories(by: leaves)
    guard let head = stated.keys.max() else {
      plan.problem = "neither the ledger nor a record of it says which versions it has"
      return wantContent(by: lines, from: &source)
    }
    var inventory: Inventory?
    for (number, digest) in stated.sorted(by: { $0.key < $1.key }) {
      let file = "\(number)/\(Inventory.fileName)"
      guard
        let place = put(
          file,
          digest,
          from: &source,
          or: number == head ? [Inventory.fileName] : []
        )
      else { continue }
      sidecar(beside: file, of: place)
      guard number == head else { continue }
      inventory = try? Inventory(proven: Disk().read(place))
      let newer = inventory.flatMap { newerVersion(than: number, goingOnFrom: $0) }
      inventory = newer?.inventory ?? inventory
      putRoot(newer?.digest ?? digest, from: newer?.place ?? place)
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
    setUnknownVersionsAside(besides: inventory, leaves, source.replica)
    if let second, plan.wanting.isEmpty {
      plan.steps.append(.setAside(file: Self.name(of: second, in: archive)))
    }
    // The manifest is by SHA-512, which such an inventory does not say.
    guard inventory.algorithm == .sha512 else { return }
    let expected = Set(
      inventory.contents.map { ChecksumManifest.Line(digest: $1, file: "\(folder)/\($0)") }
    )
    // Where the ledger says nothing, a line may be all that is left of a later version.
    let speaksOfLater = lines.contains { archive.place(of: $0.file)?.version ?? 0 > head.value }
    guard !leaves.isEmpty || !speaksOfLater else { return }
    if expected != Set(lines) || lines.count != expected.count {
      plan.steps.append(.manifest(folder: folder))
    }
  }

  /// Sees that the object's own inventory is that of its newest version, byte for byte.
  private mutating func putRoot(_ digest: Digest, from place: FilePath) {
    if digestHere(Inventory.fileName, by: digest.algorithm) != digest {
      plan.steps.append(.put(file: "\(folder)/\(Inventory.fileName)", digest, from: place))
    }
    sidecar(beside: Inventory.fileName, of: place)
  }

  /// The newest version that no leaf is about and that is sound.
  ///
  /// It goes on from the last one that was signed for, and all its files are what it states. It is held, and only a person can
  /// say whether it is to be.
  private func newerVersion(
    than head: VersionNumber,
    goingOnFrom signed: Inventory
  ) -> (inventory: Inventory, digest: Digest, place: FilePath)? {
    let entries = (try? Disk().list(directory)) ?? []
    let numbers = entries.filter { $0.kind == .directory }
      .compactMap { VersionNumber(directory: $0.name) }
    for number in numbers.filter({ $0 > head }).sorted(by: >) {
      let folder = directory.appending(number.description)
      guard let inventory = try? Inventory(readFrom: folder), inventory.objectID == id,
        inventory.head == number.description
      else { continue }
      let goesOn = signed.contents.allSatisfy { inventory.contents[$0.key] == $0.value }
      let added = inventory.contents.filter { signed.contents[$0.key] == nil }
      let isWhole = added.allSatisfy { digestHere($0.key, by: $0.value.algorithm) == $0.value }
      let place = folder.appending(Inventory.fileName)
      guard goesOn, isWhole, let digest = try? FileDigest(of: place).value else { continue }
      return (inventory, digest, place)
    }
    return nil
  }

  /// The digests of the inventories of its versions.
  private func inventories(by leaves: [Leaf.Accession]) -> [VersionNumber: Digest] {
    var stated: [VersionNumber: Digest] = [:]
    let here = (try? Disk().list(directory)) ?? []
    for number in here.compactMap({ VersionNumber(directory: $0.name) }) {
      // A version that was copied under another number says nothing of that one.
      let own = try? Inventory(readFrom: directory.appending(number.description))
      guard own.map({ $0.head == number.description }) ?? true else { continue }
      stated[number] = archive.root.inventoryDigest(of: number, in: directory, by: algorithm)
    }
    guard !leaves.isEmpty else { return stated }
    // What the ledger does not know is not put right; what it states goes before everything else.
    let last = leaves.map(\.version).max() ?? 0
    stated = stated.filter { $0.key.value <= last }
    var first: [VersionNumber: Digest] = [:]
    for leaf in leaves where first[VersionNumber(leaf.version)] == nil {
      first[VersionNumber(leaf.version)] = leaf.inventory
    }
    stated.merge(first) { _, signed in signed }
    return stated
  }

  /// Whether the document's own record is what the checksum beside it says.
  private var isRecordSound: Bool {
    let sidecar = bytes(of: Inventory.sidecarName(by: algorithm))
    let stated = sidecar.flatMap { Inventory.digest(statedBy: $0, algorithm: algorithm) }
    return stated != nil && digestHere(Inventory.fileName, by: algorithm) == stated
  }

  private func digestHere(_ file: String, by algorithm: DigestAlgorithm) -> Digest? {
    let place = directory.pushing(FilePath(file))
    guard (try? Disk().entry(at: place)) == .file, !isBehindLink(place) else { return nil }
    return try? FileDigest(of: place, by: algorithm).value
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
    if digestHere(file, by: digest.algorithm) == digest { return directory.pushing(FilePath(file)) }
    let name = "\(folder)/\(file)"
    let own = others.first { digestHere($0, by: digest.algorithm) == digest }
      .map { directory.pushing(FilePath($0)) }
    guard
      let place = own ?? moved(digest) ?? linked(file, digest)
        ?? source.file(with: digest, called: name, of: id) ?? twin(digest)
    else {
      plan.wanting.append(.init(file: name, digest: digest))
      return nil
    }
    plan.steps.append(.put(file: name, digest, from: place))
    return place
  }

  /// A file of another document that has the bytes, too.
  private func twin(_ digest: Digest) -> FilePath? {
    (twins[digest] ?? []).lazy.map { archive.path.pushing(FilePath($0)) }.first { place in
      (try? Disk().entry(at: place)) == .file
        && (try? FileDigest(of: place, by: digest.algorithm).value) == digest
    }
  }

  /// A file of the object that has the bytes under another name.
  private func moved(_ digest: Digest) -> FilePath? {
    func find(in folder: FilePath) -> FilePath? {
      for entry in (try? Disk().list(folder)) ?? [] {
        let place = folder.appending(entry.component)
        switch entry.kind {
        case .directory: if let found = find(in: place) { return found }
        case .file where (try? FileDigest(of: place, by: digest.algorithm).value) == digest:
          return place
        default: break
        }
      }
      return nil
    }
    let own = isBehindLink(directory) ? nil : find(in: directory)
    return own ?? second.flatMap(find)
  }

  /// Sees that the digest of an inventory stands beside it.
  private mutating func sidecar(beside file: String, of inventory: FilePath) {
    guard let digest = try? FileDigest(of: inventory, by: algorithm).value else { return }
    let beside = file.dropLast(Inventory.fileName.count)
    let name = "\(beside)\(Inventory.sidecarName(by: algorithm))"
    let here = bytes(of: name)
    // Another program may have written it in another way that says the same.
    let stated = here.flatMap { Inventory.digest(statedBy: $0, algorithm: algorithm) }
    let isSpelledAsOurs = here == Inventory.sidecar(stating: digest)
    let isOurs = (try? Inventory(readFrom: directory))?.isByHanaper == true
    if stated == digest, isSpelledAsOurs || !isOurs { return }
    plan.steps.append(.write(file: "\(folder)/\(name)", Inventory.sidecar(stating: digest)))
  }

  private mutating func declare() {
    let name = declaration
    guard !declares(name) else { return }
    let bytes = Array(StorageRoot.text(ofDeclaration: name).utf8)
    plan.steps.append(.write(file: "\(folder)/\(name)", bytes))
  }

  /// What the object's declaration is called: as we write it, but where only another one is sound.
  private var declaration: String {
    let ours = StorageRoot.objectDeclaration
    return ([ours] + StorageRoot.objectDeclarationNames).first(where: declares) ?? ours
  }

  private func declares(_ name: String) -> Bool {
    bytes(of: name) == Array(StorageRoot.text(ofDeclaration: name).utf8)
  }

  /// What a short file of the object says; nil where it cannot be read, or a link leads to it.
  private func bytes(of file: String) -> [UInt8]? {
    let place = directory.pushing(FilePath(file))
    return isBehindLink(place) ? nil : try? Disk().read(place, limit: 4_096)
  }

  /// Sees that what lies under another name does so no more, once it is in its place: a copy there says nothing.
  private mutating func setAsideMoved(besides contents: Set<String>) {
    for step in plan.steps {
      guard case .put(_, _, let place) = step, place.starts(with: directory) else { continue }
      var own = place
      _ = own.removePrefix(directory)
      let isRecord = own.lastComponent?.string == Inventory.fileName
      guard !isRecord, !contents.contains(own.string) else { continue }
      plan.steps.append(.setAside(file: "\(folder)/\(own)"))
    }
    guard !isBehindLink(directory) else { return }
    setLinksAside(in: directory)
    let declaration = declaration
    for entry in (try? Disk().list(directory)) ?? []
    where entry.name.hasPrefix("0=") && entry.name != declaration {
      plan.steps.append(.setAside(file: "\(folder)/\(entry.name)"))
    }
  }

  /// Sees that no folder stands there of a version that nobody ever knew: it is evidence, of another program perhaps.
  ///
  /// The ledger says so where it speaks of the document, else a copy of the archive with just this record.
  private mutating func setUnknownVersionsAside(
    besides inventory: Inventory,
    _ leaves: [Leaf.Accession],
    _ replica: Archive?
  ) {
    let copy = replica?.root.directory(of: id)
    let root = digestHere(Inventory.fileName, by: .sha512)
    let isSameCopy =
      root != nil
      && root == copy.flatMap { try? FileDigest(of: $0.appending(Inventory.fileName)).value }
    guard !leaves.isEmpty || isSameCopy, !isBehindLink(directory) else { return }
    let known = Set(inventory.numberedVersions.map(\.number))
    let signed = Set(leaves.map(\.version))
    for entry in (try? Disk().list(directory)) ?? [] where entry.kind == .directory {
      guard let number = VersionNumber(directory: entry.name), !known.contains(number),
        !signed.contains(number.value)
      else { continue }
      let isCopied = copy.flatMap { try? Disk().entry(at: $0.appending(entry.component)) } != nil
      if !isCopied { plan.steps.append(.setAside(file: "\(folder)/\(entry.name)")) }
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
