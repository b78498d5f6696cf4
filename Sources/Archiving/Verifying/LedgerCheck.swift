// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Filing
import Fixity
import Foundation
import Ledger
import Records
import SystemPackage
import Text

/// The ledger read from its first leaf to its last: whether its files are those that its checkpoint speaks of, whether
/// it goes on from checkpoints that are held elsewhere, and what it states of versions and runs.
struct LedgerCheck {
  var findings: [ArchiveFinding] = []
  private(set) var versions = StatedVersions()
  /// What it states of runs and tombstones.
  private(set) var records = StatedRecords()
  /// How many leaves state something else than what holds, and how many of those only wait.
  private var contradictions = (signed: 0, waiting: 0)
  /// How many leaves are signed for.
  private(set) var size: Int64 = 0
  /// How many wait.
  private(set) var waits = 0
  /// Where there is one, and what is in the archive can be held against it.
  private(set) var isSound = false
  /// Whether there was a key to check its signature by.
  let isSignatureChecked: Bool
  /// The checkpoints from elsewhere that it goes on from.
  var proven: [HeldCheckpoint] = []
  /// Those that a ledger which was put aside went on from.
  var provenBefore: [HeldCheckpoint] = []

  let archive: Archive
  let folder: TileFolder
  /// Addresses by the digests that stand for them in leaves, both as numbers: a few bytes for each document.
  private var addresses: [Int: String] = [:]
  /// How many leaves there are of each document whose seal nothing opens.
  private var unopened: [Int: Int] = [:]
  private var seals: SealCheck
  /// Its first leaf.
  private(set) var beginning: Leaf.Beginning?

  /// - Parameters:
  ///   - archive: whose.
  ///   - trust: what is held of it elsewhere.
  ///   - asked: only leaves of these documents are kept; nil for all.
  ///   - mayBeCut: whether a run may be writing down what waits, or was cut off while it did.
  init(
    of archive: Archive,
    against trust: HeldAgainst,
    only asked: Set<String>? = nil,
    mayBeCut: Bool
  ) {
    self.archive = archive
    isSignatureChecked = trust.key != nil
    folder = TileFolder(at: archive.ledger)
    seals = SealCheck(besides: archive.sealsLetGo())
    do {
      // What stands in its place is told with the archive's folder.
      let kind = try Disk().entry(at: archive.ledger)
      guard kind == .directory || kind == nil else { return }
      try read(trust, asked, isThere: kind != nil)
      guard kind != nil else { return }
      try lookAround()
      if isSound, !mayBeCut, try WaitingLeaves(of: archive).isCut {
        throw ArchiveError.damaged(archive.ledger.appending(WaitingLeaves.fileName))
      }
    } catch let error as NoteError {
      find(TileFolder.checkpointName, "the ledger's checkpoint cannot be read: \(error.reason)")
    } catch let damage as TileFolder.Damage {
      tell(damage)
    } catch ArchiveError.damaged(let path) {
      find(path.lastComponent?.string ?? "", "what waits for the ledger is cut or changed")
    } catch let error as FilingError {
      tell(error)
    } catch {
      findings.append(.unread(Archive.ledgerName, "the ledger", error))
    }
  }

  mutating func find(
    _ file: String,
    _ sentence: String,
    isMissing: Bool = false,
    next: Advice? = nil
  ) {
    isSound = false
    let finding = ArchiveFinding(
      path: file.isEmpty ? Archive.ledgerName : "\(Archive.ledgerName)/\(file)",
      codes: isMissing ? ["ledger", "missing"] : ["ledger"],
      sentence: sentence,
      next: next
        ?? "`\(NextCommand("repair", "--from", "COPY"))` puts it back from a copy of the archive (\(ManualPage.recovery)), and without one what follows from the rest; where a run needs it, it signs for nothing until then, and what is kept waits"
    )
    findings.append(finding)
  }

  // MARK: Reading

  /// Tells of a file that cannot be read: what stands in its place may be none, or more than any can be.
  private mutating func tell(_ error: FilingError) {
    if let damage = folder.damage(by: error) { return tell(damage) }
    isSound = false
    findings.append(.unread(Archive.ledgerName, "the ledger", error))
  }

  private mutating func tell(_ damage: TileFolder.Damage) {
    find(
      damage.file,
      "a file of the ledger is not as it was: \(damage.reason)",
      isMissing: damage.isMissing
    )
  }

  private static let files: Set = [
    TileFolder.checkpointName, WaitingLeaves.fileName, DocumentSeals.fileName,
  ]

  /// The ledgers of before are looked at by ``EpochCheck``, time stamps by ``StampCheck``.
  private static let folders: Set = [
    TileFolder.tilesName, ArchiveLedger.epochsName, StampShelf.folderName,
  ]

  private mutating func lookAround() throws {
    for entry in try Disk().list(archive.ledger) {
      let name = entry.name.hasSuffix(".new") ? String(entry.name.dropLast(4)) : entry.name
      let isOurs =
        entry.kind == .file && Self.files.contains(name)
        || entry.kind == .directory && Self.folders.contains(entry.name)
      // What stands in the place of one of them is told with that.
      guard !isOurs, !Self.files.contains(entry.name), entry.name != TileFolder.tilesName else {
        continue
      }
      findings.append(.stranger(at: "\(Archive.ledgerName)/\(entry.name)"))
    }
  }

  private mutating func read(_ trust: HeldAgainst, _ asked: Set<String>?, isThere: Bool) throws {
    let checkpoint = isThere ? try folder.checkpoint() : nil
    let head = checkpoint?.checkpoint.head ?? .empty
    size = head.size
    if let checkpoint, let key = trust.key {
      do {
        _ = try TrustPolicy(log: key).check(checkpoint)
      } catch {
        let noted = trust.checkpoints.first { $0.isBesideKey }?.checkpoint
        if let own = archive.otherKey(than: key, under: checkpoint, noted: noted) {
          return find(
            TileFolder.checkpointName,
            "the ledger is signed with the key \(own), and the one at hand is \(key.label): nothing of it is held against that",
            next: .afterExchangeOfKey
          )
        }
        return find(
          TileFolder.checkpointName,
          "the ledger's checkpoint is not to be believed: \(error)"
        )
      }
    }
    try DocumentSeals(of: archive).forEachLine { line, seal in
      // What has no end was being written when somebody was cut off, and waits still.
      guard line.isWhole, let seal = seals.take(seal),
        asked?.contains(seal.address.text) ?? true
      else { return }
      learn(seal)
    }
    let check = try LogCheck(of: folder, at: head) { index, entry in
      take(entry, at: index, isSure: asked == nil)
    }
    for damage in check.damages { tell(damage) }
    let tiles = "\(Archive.ledgerName)/\(TileFolder.tilesName)"
    for place in [tiles] + check.strangers.map({ "\(Archive.ledgerName)/\($0)" }) {
      let isLink = try Disk().entry(at: archive.path.pushing(FilePath(place))) == .link
      if isLink {
        findings.append(.link(at: place))
      } else if place != tiles {
        findings.append(.stranger(at: place))
      }
    }
    guard check.damages.isEmpty else { return }
    try hold(checkpoint, against: trust, isThere: isThere)
    guard findings.allSatisfy({ $0.severity == .warning }) else { return }
    // What waits is not yet sealed for ever.
    let signed = unopened
    try readWaiting(after: head.size, isSure: asked == nil)
    tellContradictions()
    let closed = signed.filter { !records.suppressed.contains($0.key) }.values.reduce(0, +)
    if closed > 0 {
      find(
        DocumentSeals.fileName,
        "of \(closed) of the ledger's leaves nothing says any more which document they are about",
        isMissing: try Disk().entry(at: archive.ledger.appending(DocumentSeals.fileName)) == nil
      )
    }
    isSound = size > 0 || waits > 0
    // Whoever lets go of a document takes out its lines last.
    let isLettingGo = (try? SuppressionIntent(of: archive) == nil) != true
    if asked == nil, !isLettingGo { findings += seals.findings(besides: closed > 0) }
    holdSignatures(of: checkpoint, against: trust)
  }

  private mutating func learn(_ seal: DocumentSeal) {
    addresses[seal.digest.hashValue] = seal.address.text
  }

  private mutating func readWaiting(after signed: Int64, isSure: Bool) throws {
    let queue = WaitingLeaves(of: archive)
    // Which of them it has, a ledger that cannot be read does not say.
    let own = try? queue.signed(in: signed, of: TileFolder(at: archive.ledger))
    guard let known = try own ?? queue.mostSigned(in: signed) else { return }
    guard known >= 0 else {
      return find(
        WaitingLeaves.fileName,
        "what waits for the ledger goes on from \((signed - known).leaves), and there are \(signed)"
      )
    }
    try queue.forEach { leaf in
      if let seal = leaf.seal { learn(seal) }
    }
    try queue.forEach(after: known) { leaf in
      waits += 1
      take(Array(leaf.entry.utf8), at: StatedVersions.waiting, isSure: isSure)
    }
  }

  private mutating func take(_ entry: [UInt8], at index: Int64, isSure: Bool) {
    if takes(entry, at: index, isSure: isSure) { return }
    if index == StatedVersions.waiting {
      contradictions.waiting += 1
    } else {
      contradictions.signed += 1
    }
  }

  /// - Returns: false where it states something else than what holds.
  private mutating func takes(_ entry: [UInt8], at index: Int64, isSure: Bool) -> Bool {
    let leaf = try? Leaf(decoding: entry)
    if let leaf { seals.take(leaf) }
    switch leaf {
    case .accession(let leaf):
      let address = addresses[leaf.document.hashValue]
      guard address != nil || isSure else { return true }
      if address == nil { unopened[leaf.document.hashValue, default: 0] += 1 }
      return versions.add(leaf, of: address, at: index)
    case .run(let leaf): return records.add(leaf)
    case .suppression(let leaf):
      let isName = leaf.tombstone.utf8.allSatisfy { $0.isLetterOrDigit || $0 == UInt8(ascii: "-") }
      let stone = isName ? try? archive.tombstone(in: "\(leaf.tombstone).json") : nil
      return records.add(leaf, by: stone)
    case .unsuppression(let leaf): records.add(leaf)
    case .stamp(let leaf): return records.add(leaf)
    case .beginning(let leaf): beginning = beginning ?? leaf
    case .repair(let leaf):
      // That a person answers for something is said when it is signed for, and not before.
      if leaf.vouched != true || index != StatedVersions.waiting { records.add(leaf) }
    case .acceptance, nil: break
    }
    return true
  }

  /// Tells of leaves that somebody added who cannot sign, but can write here before the next night signs.
  private mutating func tellContradictions() {
    let advice: Advice =
      "an older copy of the archive was put back and gone on with, or somebody who can write to the archive put it there: find out which. What was stated first holds"
    if contradictions.waiting > 0 {
      findings.append(
        ArchiveFinding(
          path: "\(Archive.ledgerName)/\(WaitingLeaves.fileName)",
          codes: ["ledger"],
          sentence:
            "\(Int64(contradictions.waiting).leaves) of what waits for the ledger would state something else of what is stated already",
          next: advice
        )
      )
    }
    guard contradictions.signed > 0 else { return }
    findings.append(
      ArchiveFinding(
        .warning,
        path: Archive.ledgerName,
        codes: ["ledger"],
        sentence:
          "\(Int64(contradictions.signed).leaves) of the ledger would state something else of what was stated before, which is not believed",
        next: advice
      )
    )
  }

  /// Hands out leaves of versions whose documents are known.
  ///
  /// - Parameters:
  ///   - places: where they stand; ``StatedVersions/waiting`` for all that wait.
  ///   - body: takes a document's address, and what is stated of it.
  func forEachAccession(at places: Set<Int64>, _ body: (String, Leaf.Accession) -> Void) {
    func take(_ entry: some Sequence<UInt8>) {
      guard case .accession(let leaf) = try? RecordCoding.decode(Leaf.self, from: Array(entry)),
        let address = addresses[leaf.document.hashValue]
      else { return }
      body(address, leaf)
    }
    let width = Int64(Tile.fullWidth)
    let signed = places.filter { $0 >= 0 }
    for (bundle, places) in Dictionary(grouping: signed, by: { $0 / width }).sorted(by: {
      $0.key < $1.key
    }) {
      let leaves = EntryBundle.leaves(of: bundle, in: size)
      let first = leaves.lowerBound
      let entries = try? folder.entries(in: leaves, of: size)
      for place in places.sorted() where place - first < entries?.count ?? 0 {
        if let entry = entries?[Int(place - first)] { take(entry) }
      }
    }
    if places.contains(StatedVersions.waiting) {
      try? WaitingLeaves(of: archive).forEach { take($0.entry.utf8) }
    }
  }
}
