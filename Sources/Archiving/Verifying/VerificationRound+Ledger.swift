// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Filing
import Fixity
import OCFL
import Records
import SystemPackage
import Text

// The ledger, held against the objects and the runs. Whoever can rewrite an object with its records cannot sign for it.
extension VerificationRound {
  /// Whether the ledger states of a version just what its records say; true where it cannot be asked.
  ///
  /// - Parameters:
  ///   - version: its number.
  ///   - address: the document's.
  ///   - folder: the document's, relative to the archive.
  /// - Returns: false where it states something else, or nothing.
  func isConfirmed(_ version: Int, of address: String, in folder: String) -> Bool {
    guard let ledger, ledger.isSound else { return true }
    let object = archive.path.pushing(FilePath(folder))
    let number = VersionNumber(version)
    let file = object.appending(number.description).appending("content").appending(Capture.fileName)
    guard let bytes = try? Disk().read(file),
      let capture = try? RecordCoding.decode(Capture.self, from: bytes)
    else { return false }
    let inventory = archive.root.inventoryDigest(of: number, in: object)
    let key = StatedVersions.key(address, version, capture.digest, inventory)
    return ledger.versions.leaves[key] != nil
  }

  private static let attempts = 3

  /// - Parameters:
  ///   - trust: what is known of it from elsewhere.
  ///   - seen: the ledger as it was beside the objects. Where anything seems wrong it is read again, as a run may
  ///     have written to it since.
  mutating func compareLedger(against trust: HeldAgainst, seen: LedgerCheck? = nil) {
    readLedger(against: trust, seen)
    if meant == nil {
      epochs = EpochCheck(
        of: archive,
        before: ledger?.isSound == true ? ledger?.beginning : nil,
        besides: ledger?.records.suppressed ?? []
      )
      // What a ledger states that is not to be believed says nothing.
      stamps = ledger.flatMap {
        $0.isSound ? StampCheck(of: archive, against: $0.records) : nil
      }
    }
    // What others say of a document that is not to be believed says nothing new.
    distrust(forged.filter(\.value.isForged).keys.map { archive.folder(of: ObjectID($0)) })
  }

  private mutating func readLedger(against trust: HeldAgainst, _ seen: LedgerCheck?) {
    if let seen, seen.findings.isEmpty {
      ledger = seen
      forged = seen.isSound ? differences(from: seen) : [:]
      if forged.isEmpty { return }
    }
    for attempt in 1...Self.attempts {
      let check = LedgerCheck(
        of: archive,
        against: trust,
        only: meant == nil ? nil : asked,
        mayBeCut: staging.work != nil
      )
      ledger = check
      forged = check.isSound ? differences(from: check) : [:]
      let isClean = check.findings.isEmpty && forged.isEmpty
      if isClean || staging.holder == nil || attempt == Self.attempts { break }
      staging.look(at: archive)
    }
  }

  /// Reads the ledger beside the objects.
  ///
  /// - Parameters:
  ///   - archive: whose.
  ///   - trust: what is known of it from elsewhere.
  ///   - isAtWork: whether a run has begun and not ended, so that the ledger is to be read when more is known of that.
  /// - Returns: what it says; nil where it is too early.
  static func ledger(
    of archive: Archive,
    against trust: HeldAgainst,
    isAtWork: Bool
  ) async -> LedgerCheck? {
    isAtWork ? nil : LedgerCheck(of: archive, against: trust, mayBeCut: false)
  }

  /// What the ledger and the objects do not agree on, by address; an empty one for leaves that nothing opens.
  private func differences(from check: LedgerCheck) -> [String: LedgerComparison] {
    let stray = check.versions.leaves.filter { expectations.versions[$0.key] == nil }
    var leaves: [String: [Leaf.Accession]] = [:]
    check.forEachAccession(at: Set(stray.values)) { address, leaf in
      guard stray[StatedVersions.key(address, leaf.version, leaf.digest, leaf.inventory)] != nil
      else { return }
      leaves[address, default: []].append(leaf)
    }
    let unstated = expectations.versions.filter { check.versions.leaves[$0.key] == nil }
    let objects = Set(unstated.values).compactMap { address(ofObject: $0) }
    var differences: [String: LedgerComparison] = [:]
    for address in Set(leaves.keys).union(objects) {
      let id = ObjectID(address)
      let folder = archive.folder(of: id)
      guard !damaged.contains(folder), meant?.contains(folder) ?? true else { continue }
      let comparison = LedgerComparison(
        held: held(of: id),
        leaves: leaves[address] ?? [],
        besides: staging.versions[id]?.number.value,
        asksForAll: check.size > 0,
        isStated: { number, version in
          guard let digest = version.digest else { return false }
          let key = StatedVersions.key(address, number, digest, version.inventory)
          return check.versions.leaves[key] != nil
            || check.versions.sealed.contains(
              StatedVersions.key(number, digest, version.inventory)
            )
        }
      )
      if !comparison.isEmpty { differences[address] = comparison }
    }
    return differences
  }

  /// The versions that an object has now.
  private func held(of id: ObjectID) -> [Int: LedgerComparison.Held] {
    guard let inventory = inventory(of: id) else { return [:] }
    let directory =
      seats[id.text].map { archive.root.path.pushing(FilePath($0)) }
      ?? archive.root.directory(of: id)
    let captured = CapturedVersions(by: inventory, at: directory, in: archive)
    let digests = Dictionary(
      captured.records.map { ($0.number, $0.digest) },
      uniquingKeysWith: { first, _ in first }
    )
    var held: [Int: LedgerComparison.Held] = [:]
    for (number, _) in inventory.numberedVersions {
      held[number.value] = LedgerComparison.Held(
        digest: digests[number.value],
        inventory: archive.root.inventoryDigest(of: number, in: directory),
        payload: inventory.files(of: number).first { $0.logicalPath != Capture.fileName }?.digest
      )
    }
    return held
  }

  // MARK: Runs

  /// Holds the records of the runs against their leaves.
  mutating func compareRuns() {
    guard let ledger, ledger.isSound else { return }
    let signed = runs?.shorter.filter { name in
      guard let visits = ledger.records.runs[name]?.visits else { return false }
      return fault(of: "\(Archive.runs)/\(name)/\(Visit.fileName)", visits) == nil
    }
    runs?.believe((signed ?? []).sorted())
    guard let runs else { return }
    // What cannot be listed is told as that.
    guard let names = try? RunLeaves(of: archive).names(),
      (try? Disk().entry(at: archive.path.appending(Archive.runs))) == .directory
    else { return }
    let told = Set(runs.findings.filter { $0.severity != .warning }.map(\.path))
    var findings: [ArchiveFinding] = []
    for (name, leaf) in ledger.records.runs.sorted(by: { $0.key < $1.key }) {
      let folder = "\(Archive.runs)/\(name)"
      guard !told.contains(folder) else { continue }
      guard names.contains(name) else {
        findings.append(.record(folder, "the records of the run \(name) are missing", "missing"))
        continue
      }
      let files = [
        ("the report", "is", "is not the one that was", Archive.reportName, leaf.report),
        ("the visits", "are", "are not those that were", Visit.fileName, leaf.visits),
      ]
      for case (let what, let verb, let others, let file, let digest?) in files {
        let path = "\(folder)/\(file)"
        guard !told.contains(path), let fault = fault(of: path, digest) else { continue }
        let words =
          switch fault {
          case .missing: "\(verb) missing"
          case .other: "\(others) signed for in the ledger"
          case .unreadable(let reason): "cannot be read: \(reason)"
          }
        findings.append(.record(path, "\(what) of the run \(name) \(words)", fault.code))
      }
    }
    // A run that is being finished has its report before its leaf.
    let mayBeUnsigned = staging.work == nil ? nil : names.last
    if ledger.size > 0 {
      for name in names where ledger.records.runs[name] == nil && name != mayBeUnsigned {
        let path = "\(Archive.runs)/\(name)"
        // One that has begun since the runs were read has no report yet.
        guard !runs.withoutReport.contains(name), hasReport(name),
          !told.contains(where: { $0.hasPrefix(path) })
        else { continue }
        var finding = ArchiveFinding.record(
          path,
          "nobody signed for the run \(name) in the ledger",
          "ledger"
        )
        finding.codes.append("unsigned")
        let line = "mv \(path.quotedForShell) .."
        finding.next = .afterUnsigned(
          "put it there",
          name,
          else: "move it out of the archive, as evidence: \(shell: line)"
        )
        findings.append(finding)
      }
    }
    unsignedRuns = findings
  }

  private func hasReport(_ run: String) -> Bool {
    let folder = archive.path.appending(Archive.runs).appending(run)
    return (try? Disk().entry(at: folder.appending(Archive.reportName))) != nil
  }

  private enum RecordFault {
    case missing
    case other
    case unreadable(String)

    var code: String {
      switch self {
      case .missing: "missing"
      case .other: "ledger"
      case .unreadable: "unread"
      }
    }
  }

  private func fault(of path: String, _ digest: Digest) -> RecordFault? {
    let file = archive.path.pushing(FilePath(path))
    do throws(FilingError) {
      guard try Disk().entry(at: file) == .file else { return .missing }
      return try FileDigest(of: file, by: digest.algorithm).value == digest ? nil : .other
    } catch {
      return .unreadable("\(error.cause)")
    }
  }
}
