// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Filing
import Fixity
import OCFL
import Records
import SystemPackage

/// Which of the leaves that wait may be signed for: whoever can write to the archive can put one there, and what is signed once
/// is stated for ever.
///
/// A leaf may be signed for where what it states is there, as it states it; or where a later one says what became of that: a
/// document that was let go of since, the records of a run that were written without it, a tombstone that was lifted.
struct WaitingJudge {
  private let archive: Archive
  /// Whether the ledger has no leaf yet.
  private let isFirst: Bool
  private let later: LaterLeaves
  /// What a person answers for just now, by its entries: who else puts that down is not that person.
  private let answered: Set<String>
  /// The addresses of documents whose leaves come without them.
  private let addresses: [Digest: String]
  /// What is being let go of: what becomes of the records of runs is stated before it is done.
  private let work: SuppressionIntent?
  private var seen: Set<Int> = []
  private var place = -1

  /// - Parameters:
  ///   - waiting: all that waits.
  ///   - count: so many of them are signed for already.
  ///   - size: how many leaves the ledger has.
  ///   - answered: the entries for which a person answers just now.
  ///   - archive: whose.
  ///   - seals: what opens the leaves of its documents.
  /// - Throws: where something cannot be read.
  init(
    of waiting: WaitingLeaves,
    after count: Int64,
    _ size: Int64,
    answering answered: Set<String>,
    in archive: Archive,
    _ seals: DocumentSeals
  ) throws {
    self.archive = archive
    self.answered = answered
    isFirst = size == 0
    let work = try? SuppressionIntent(of: archive)
    self.work = work
    var later = LaterLeaves()
    var sealed: Set<Digest> = []
    try waiting.forEach(after: count) { leaf in
      guard let read = try? leaf.leaf else { return later.pass() }
      if case .suppression(let stone) = read, !Self.isStated(stone, in: archive, work) {
        later.pass()
      } else {
        later.add(read)
      }
      if leaf.seal == nil, let document = read.document { sealed.insert(document) }
    }
    self.later = later
    var addresses: [Digest: String] = [:]
    if !sealed.isEmpty {
      try seals.forEach { seal in
        let digest = seal.digest
        if sealed.contains(digest) { addresses[digest] = seal.address.text }
      }
    }
    self.addresses = addresses
  }

  /// What is to become of a leaf.
  enum Verdict {
    case signed
    /// The very same waited before it.
    case repeated
    case untrue
  }

  /// Looks at one after the other.
  ///
  /// - Parameter sealed: the next one that waits, in their order.
  /// - Returns: what is to become of it.
  mutating func verdict(on sealed: SealedLeaf) -> Verdict {
    place += 1
    guard let leaf = try? sealed.leaf, isTrue(leaf, sealed) else { return .untrue }
    return seen.insert(sealed.entry.hashValue).inserted ? .signed : .repeated
  }

  private func isTrue(_ leaf: Leaf, _ sealed: SealedLeaf) -> Bool {
    let seal = sealed.seal
    return switch leaf {
    case .beginning: isFirst && place == 0
    case .accession(let leaf):
      if later.letsGo(of: leaf, after: place) {
        true
      } else {
        address(of: leaf.document, seal).map { holds(leaf, of: $0) } ?? false
      }
    case .run(let leaf):
      Archive.isRun(leaf.run)
        && (later.restates(run: leaf.run, after: place) || work?.runs.contains(leaf) == true
          || (try? RunLeaves(of: archive).leaf(of: leaf.run)) == .run(leaf))
    case .suppression(let leaf): Self.isStated(leaf, in: archive, work)
    case .unsuppression(let leaf):
      later.restates(tombstone: leaf.tombstone, after: place)
        || (try? Self.stone(called: leaf.tombstone, in: archive, work)?.recordDigest) == leaf.record
    case .acceptance(let leaf):
      later.letsGo(of: leaf.document, after: place)
        || address(of: leaf.document, seal).map { isThere(leaf.version, of: $0) } ?? false
    case .repair(let leaf) where leaf.vouched == true: answered.contains(sealed.entry)
    case .repair(let leaf): isPutBack(leaf, seal)
    case .stamp(let leaf):
      leaf.files.allSatisfy { file in
        StampShelf.holds(file.file)
          && (try? FileDigest(of: archive.path.pushing(FilePath(file.file))).value) == file.digest
      }
    }
  }

  /// Whether what was put back is there; of what goes on changing, nobody can say by now.
  private func isPutBack(_ leaf: Leaf.Repair, _ seal: DocumentSeal?) -> Bool {
    guard let document = leaf.document else {
      return leaf.files.allSatisfy { file in
        let folder = file.file.split(separator: "/").first.map(String.init)
        let mayHaveChanged =
          folder == Archive.runs && later.hasSuppression(after: place)
          || folder == Archive.tombstonesName
        guard [Archive.runs, Archive.storageRoot].contains(folder), !mayHaveChanged else {
          return true
        }
        return isThere(file, in: archive.path)
      }
    }
    if later.letsGo(of: document, after: place) { return true }
    guard let address = address(of: document, seal) else { return false }
    let object = archive.root.directory(of: ObjectID(address))
    return leaf.files.allSatisfy { file in
      let folder = file.file.split(separator: "/").first.map(String.init) ?? ""
      return VersionNumber(directory: folder) == nil || isThere(file, in: object)
    }
  }

  private func isThere(_ file: Leaf.File, in folder: FilePath) -> Bool {
    (try? FileDigest(of: folder.pushing(FilePath(file.file)), by: file.digest.algorithm).value)
      == file.digest
  }

  /// Whose leaf it is: by the seal that comes with it, or by one that was kept.
  private func address(of document: Digest, _ seal: DocumentSeal?) -> String? {
    guard let seal else { return addresses[document] }
    return seal.digest == document ? seal.address.text : nil
  }

  // MARK: What is there

  /// Whether the version is there: its record has the digest that is stated, and names the payload's.
  private func holds(_ leaf: Leaf.Accession, of address: String) -> Bool {
    guard leaf.version > 0 else { return false }
    let object = archive.root.directory(of: ObjectID(address))
    let folder = object.appending(VersionNumber(leaf.version).description)
    let record = (leaf.inventory == nil ? object : folder).appending(Inventory.fileName)
    guard let bytes = try? Disk().read(record) else { return false }
    if let stated = leaf.inventory, Digest.of(bytes, by: stated.algorithm) != stated {
      return false
    }
    return ByteSearch(for: [leaf.digest.hex]).finds(in: String(decoding: bytes, as: UTF8.self))
  }

  private func isThere(_ version: Int, of address: String) -> Bool {
    guard version > 0 else { return false }
    let object = archive.root.directory(of: ObjectID(address))
    return (try? Disk().entry(at: object.appending(VersionNumber(version).description)))
      == .directory
  }

  private static func stone(
    called name: String,
    in archive: Archive,
    _ work: SuppressionIntent?
  ) throws -> Tombstone? {
    guard Archive.isRun(name) else { return nil }
    if let work, work.tombstone.name == name { return work.tombstone }
    return try archive.tombstone(in: "\(name).json")
  }

  private static func isStated(
    _ leaf: Leaf.Suppression,
    in archive: Archive,
    _ work: SuppressionIntent?
  ) -> Bool {
    let found = try? stone(called: leaf.tombstone, in: archive, work)
    guard let stone = found?.asStated(by: leaf.record) else { return false }
    return (try? Leaf.Suppression.leaves(of: stone).contains(.suppression(leaf))) == true
  }
}

/// What the leaves that wait say of what others say before them, by the place of the last that does.
private struct LaterLeaves {
  private var count = 0
  private var documents: [Digest: Int] = [:]
  private var versions: Set<Leaf.Suppression.Version> = []
  private var tombstones: [String: Int] = [:]
  private var runs: [String: Int] = [:]
  /// The last that says that something was let go of: only then the records of runs are stated anew.
  private var lastSuppression = -1

  /// Takes in one that is no leaf.
  mutating func pass() { count += 1 }

  mutating func add(_ leaf: Leaf) {
    defer { count += 1 }
    switch leaf {
    case .suppression(let leaf):
      for document in leaf.documents { documents[document] = count }
      versions.formUnion(leaf.versions)
      lastSuppression = count
    case .run(let leaf): runs[leaf.run] = count
    case .unsuppression(let leaf): tombstones[leaf.tombstone] = count
    case .beginning, .accession, .acceptance, .repair, .stamp: break
    }
  }

  func letsGo(of document: Digest, after place: Int) -> Bool {
    documents[document].map { $0 > place } ?? false
  }

  func letsGo(of leaf: Leaf.Accession, after place: Int) -> Bool {
    letsGo(of: leaf.document, after: place)
      && versions.contains { $0.version == leaf.version && $0.digest == leaf.digest }
  }

  func hasSuppression(after place: Int) -> Bool { lastSuppression > place }

  func restates(run: String, after place: Int) -> Bool {
    hasSuppression(after: place) && runs[run].map { $0 > place } ?? false
  }

  func restates(tombstone: String, after place: Int) -> Bool {
    tombstones[tombstone].map { $0 > place } ?? false
  }
}
