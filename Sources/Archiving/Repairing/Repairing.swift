// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Filing
import Fixity
package import Foundation
import Ledger
import OCFL
package import Records
import SystemPackage

/// Puts back what is damaged or missing, from bytes that are proven to be the ones that were kept, and changes nothing else.
///
/// What takes part in it is in three steps, each of which may be done without the next: what a verification found
/// (``Verification``), what is to be done about it (``plans(after:from:)``), and doing it (``carryOut(_:_:at:)``).
package struct Repairing {
  let archive: Archive
  private let trust: HeldAgainst
  /// The documents, runs and tombstones for which a person answers, by their addresses and names.
  let vouched: Set<String>
  /// Name and version of what repairs.
  let tool: String

  /// - Parameters:
  ///   - archive: what is to be repaired.
  ///   - trust: what is known of its ledger from elsewhere.
  ///   - vouched: the documents, runs and tombstones for which a person answers, by their addresses and names.
  ///   - tool: name and version of what repairs.
  package init(
    of archive: Archive,
    against trust: HeldAgainst,
    vouchingFor vouched: Set<String> = [],
    by tool: String = "hanaper"
  ) {
    (self.archive, self.trust, self.vouched, self.tool) = (archive, trust, vouched, tool)
  }

  /// Works out what can be done about what was found.
  ///
  /// - Parameters:
  ///   - findings: of a verification.
  ///   - source: where sound bytes may be.
  /// - Returns: a plan for each document that is concerned, and one for all else; and the findings that no plan is about.
  /// - Throws: where the archive cannot be looked at.
  package func plans(
    after findings: [ArchiveFinding],
    from source: inout RepairSource
  ) throws -> (plans: [RepairPlan], left: [ArchiveFinding]) {
    let damage = findings.filter { $0.severity == .damage }
    // What nobody signed for is no damage that bytes could mend.
    let unsigned = damage.filter(\.isUnsigned)
    // What is there again though it was let go of is no part of the archive, and nothing of it is put back.
    let returned = Set(damage.filter(\.isReturned).compactMap(\.address))
    let places = places(after: damage)
    let ofDocuments = damage.filter { !Self.isOfEvidence($0) }
    let addresses = Set(ofDocuments.flatMap { [$0.address].compactMap(\.self) + $0.documents })
      .subtracting(unsigned.compactMap(\.address)).subtracting(returned)
      .subtracting(places.documents)
      // What a folder makes room for, or takes the place of, is looked at once it is where it belongs.
      .filter { address in
        let home = archive.folder(of: ObjectID(address))
        return !places.steps.contains { step in
          guard case .moveHome(let from, let folder) = step else { return step.file == home }
          return from == home || folder == home
        }
      }
    let ledger = LedgerCheck(of: archive, against: trust, mayBeCut: true)
    let isLedgerLost = !ledger.isSound && damage.contains(where: Self.isOfLedger)
    let leaves = self.leaves(of: addresses, in: ledger)
    let lines = try manifestLines(of: addresses)
    let twins = try twins(of: lines)
    let strays = addresses.isEmpty ? nil : StrayObjects(in: archive)
    var plans = [places]
    for address in addresses.sorted() {
      let stray = strays?.place(of: ObjectID(address))
      var repair = ObjectRepair(of: address, in: archive, strayed: stray)
      repair.twins = twins
      repair.isUnconfirmed = isLedgerLost && source.replica == nil
      try repair.work(by: leaves[address] ?? [], lines[address] ?? [], from: &source)
      if !repair.plan.isEmpty { plans.append(repair.plan) }
    }
    if damage.contains(where: { $0.path == ChecksumManifest.fileName }) {
      plans.append(Self.manifest(takingOver: &plans))
    }
    plans.append(storageRoot(after: damage))
    var records = records(after: damage.filter { !$0.isUnsigned }, ledger, from: &source)
    let lost = vouchedTombstones(besides: &records, ledger)
    let forgone = forgoneStamps(besides: &records)
    let seals = sealsOfEpochs(after: damage, ledger, from: source.replica)
    plans += [records, lost, forgone, seals] + vouching(after: damage, ledger)
    // First, because the leaves of all others are to be added to it.
    plans.insert(try self.ledger(after: damage, with: source.replica), at: 0)
    plans.removeAll(where: \.isEmpty)
    return (plans, damage.filter { !Self.isMet($0, by: plans) })
  }

  /// Whether a plan is about what was found.
  private static func isMet(_ finding: ArchiveFinding, by plans: [RepairPlan]) -> Bool {
    let documents =
      isOfEvidence(finding) ? [] : Set([finding.address].compactMap(\.self) + finding.documents)
    let isOfLedger = isOfLedger(finding)
    return plans.contains { plan in
      if let address = plan.address { return documents.contains(address) }
      // Of a document whose lines alone are written anew, nothing else is put right.
      if !documents.isDisjoint(with: plan.documents),
        plan.subject != .manifest || finding.codes.contains("manifest")
      {
        return true
      }
      let files = plan.steps.map(\.file) + plan.wanting.map(\.file)
      // Whichever file does not fit, all that lead to the root are looked at.
      if plan.subject == .ledger, isOfLedger, !finding.path.hasSuffix(DocumentSeals.fileName) {
        return true
      }
      return files.contains { $0 == finding.path || $0.hasPrefix("\(finding.path)/") }
    }
  }

  /// Whether something is found of a suspect answer, of whatever document.
  static func isOfEvidence(_ finding: ArchiveFinding) -> Bool {
    finding.path.hasPrefix("\(Archive.quarantine)/")
  }

  /// Whether something is found of the ledger that is in use.
  private static func isOfLedger(_ finding: ArchiveFinding) -> Bool {
    let name = Archive.ledgerName
    return finding.path == name
      || finding.path.hasPrefix("\(name)/")
        && !finding.path.hasPrefix("\(name)/\(ArchiveLedger.epochsName)/")
        && finding.path != StampShelf.place && !finding.path.hasPrefix("\(StampShelf.place)/")
  }

  /// The files by which the folder of all documents says what it is: what they say follows from where the documents lie.
  private func storageRoot(after damage: [ArchiveFinding]) -> RepairPlan {
    var plan = RepairPlan(of: .storageRoot)
    plan.steps = archive.root.identifyingFiles.compactMap { file, text in
      let place = "\(Archive.storageRoot)/\(file)"
      let isWrong = damage.contains {
        $0.path == place && !$0.codes.contains("unread")
          || $0.path == Archive.storageRoot && $0.codes.contains("missing")
      }
      return isWrong ? .write(file: place, Array(text.utf8)) : nil
    }
    return plan
  }

  /// One new manifest, in the place of the lines of each object.
  private static func manifest(takingOver plans: inout [RepairPlan]) -> RepairPlan {
    var folders: Set<String> = []
    var plan = RepairPlan(of: .manifest)
    for place in plans.indices {
      let address = plans[place].address
      plans[place].steps.removeAll { step in
        guard case .manifest(let folder) = step else { return false }
        folders.insert(folder)
        if let address { plan.documents.append(address) }
        return true
      }
    }
    plans.removeAll(where: \.isEmpty)
    plan.steps = [.wholeManifest(proven: folders)]
    return plan
  }

  private func ledger(
    after damage: [ArchiveFinding],
    with replica: Archive?
  ) throws -> RepairPlan {
    var repair = LedgerRepair(of: archive, against: trust, with: replica)
    let seals = "\(Archive.ledgerName)/\(DocumentSeals.fileName)"
    let isOfSeals = damage.contains { $0.path == seals }
    if isOfSeals, (try? repair.workOnSeals()) != nil { return repair.plan }
    if damage.contains(where: Self.isOfLedger) { try repair.work() }
    return repair.plan
  }

  /// What the ledger states of each document, where it can be believed.
  private func leaves(
    of addresses: Set<String>,
    in ledger: LedgerCheck
  ) -> [String: [Leaf.Accession]] {
    guard ledger.isSound, !addresses.isEmpty else { return [:] }
    var leaves: [String: [Leaf.Accession]] = [:]
    ledger.forEachAccession(at: Set(ledger.versions.leaves.values)) { address, leaf in
      if addresses.contains(address) { leaves[address, default: []].append(leaf) }
    }
    return leaves
  }

  /// Where else the archive has the bytes of damaged documents, by the manifest: other documents may be the same.
  ///
  /// - Parameter lines: of the damaged ones.
  /// - Returns: files, by their digests, relative to the archive.
  /// - Throws: where the manifest cannot be read.
  private func twins(
    of lines: [String: [ChecksumManifest.Line]]
  ) throws -> [Digest: [String]] {
    let own = Set(lines.values.joined().map(\.file))
    let wanted = Set(lines.values.joined().map(\.digest))
    guard !wanted.isEmpty else { return [:] }
    var twins: [Digest: [String]] = [:]
    try archive.manifest.forEachLine { line in
      guard let line, wanted.contains(line.digest), !own.contains(line.file) else { return }
      twins[line.digest, default: []].append(line.file)
    }
    return twins
  }

  private func manifestLines(
    of addresses: Set<String>
  ) throws -> [String: [ChecksumManifest.Line]] {
    guard try Disk().entry(at: archive.manifest.path) == .file else { return [:] }
    let folders = Dictionary(
      addresses.map { (archive.folder(of: ObjectID($0)), $0) },
      uniquingKeysWith: { first, _ in first }
    )
    let depth = archive.folder(of: ObjectID("x")).split(separator: "/").count
    var lines: [String: [ChecksumManifest.Line]] = [:]
    try archive.manifest.forEachLine { line in
      guard let line else { return }
      let folder = line.file.split(separator: "/").prefix(depth).joined(separator: "/")
      if let address = folders[folder] { lines[address, default: []].append(line) }
    }
    return lines
  }

  // MARK: Doing it

  /// Does what was planned.
  ///
  /// - Parameters:
  ///   - plans: all of it.
  ///   - writer: the right to write.
  ///   - now: what time it is.
  /// - Returns: the plans as they were carried out, for what one needs another may have moved; where what was damaged lies by now,
  ///   relative to the archive; and what the ledger says to it.
  /// - Throws: where something cannot be read or written; what is put back stays so.
  package func carryOut(
    _ plans: [RepairPlan],
    _ writer: ArchiveWriter,
    at now: Date
  ) throws -> (done: [RepairPlan], set: [String], ledger: LedgerNote?) {
    let shop = RepairShop(in: archive, at: now)
    var done: [RepairPlan] = []
    var aside: [String] = []
    var answered: Set<String> = []
    for plan in plans where !plan.steps.isEmpty {
      // That somebody answers for something is no leaf that could wait: anybody might have put it there.
      if plan.steps.contains(where: \.isVouched), let signing = writer.signing,
        let problem = try ArchiveLedger(of: archive).problem(for: signing)
      {
        throw problem
      }
      guard let ready = try shop.prepare(plan) else { continue }
      let (steps, place) = try shop.carryOut(plan, ready)
      if let place { aside.append(place) }
      guard !steps.isEmpty else { continue }
      var plan = plan
      plan.steps = steps
      let leaves = try leaves(of: plan, at: now)
      if plan.steps.contains(where: \.isVouched) { answered.formUnion(leaves.map(\.entry)) }
      try WaitingLeaves(of: archive).append(leaves)
      done.append(plan)
    }
    let note = writer.signing.map {
      ArchiveLedger(of: archive).note(by: $0, at: now, answering: answered)
    }
    return (done, aside, note)
  }

  /// Looks at what was repaired once more, and makes the catalogue again where it does not know what is there by now.
  ///
  /// - Parameters:
  ///   - plans: what was done.
  ///   - before: what no plan was about.
  ///   - writer: the right to write.
  /// - Returns: what is damaged still, and whether the catalogue was made again.
  /// - Throws: where something cannot be read or written.
  package func check(
    _ plans: [RepairPlan],
    besides before: [ArchiveFinding],
    _ writer: ArchiveWriter
  ) async throws -> (left: [ArchiveFinding], madeCatalogue: Bool) {
    let verification = Verification(of: archive, against: trust)
    let named = plans.flatMap { [$0.address].compactMap(\.self) + $0.documents }
    // What was put right of one thing may have put right another.
    let addresses = Set(named + before.compactMap(\.address)).sorted()
      .map { WebAddress(alreadyNormal: $0) }
    let isOfDocuments = plans.allSatisfy { $0.address != nil }
    func left() async throws -> [ArchiveFinding] {
      var found =
        addresses.isEmpty ? [] : try await verification.documents(at: addresses).findings
      if !isOfDocuments {
        for finding in try await verification.full(.quick, cores: 1).findings
        where !found.contains(finding) { found.append(finding) }
      }
      return found.filter { $0.severity == .damage }
    }
    // All else was looked at anew.
    let before = before.filter { isOfDocuments && $0.address == nil }
    let found = try await left()
    guard (found + before).contains(where: \.isOfCatalogue) else {
      return (found + before.filter { !found.contains($0) }, madeCatalogue: false)
    }
    _ = try await Reindexing.run(writer)
    let after = try await left()
    let rest = before.filter { !$0.isOfCatalogue && !after.contains($0) }
    return (after + rest, madeCatalogue: true)
  }

  private func leaves(of plan: RepairPlan, at now: Date) throws -> [SealedLeaf] {
    let folder = plan.address.map { archive.folder(of: ObjectID($0)) + "/" } ?? ""
    let files = plan.steps.compactMap { step -> Leaf.File? in
      let name = step.file.hasPrefix(folder) ? String(step.file.dropFirst(folder.count)) : step.file
      return switch step {
      case .put(_, let digest, _), .forgo(_, let digest): .init(file: name, digest: digest)
      case .write(_, let bytes): .init(file: name, digest: .of(bytes))
      case .manifest, .wholeManifest:
        try? .init(
          file: ChecksumManifest.fileName,
          digest: FileDigest(of: archive.manifest.path).value
        )
      case .vouch(let folder): statement(of: folder, called: name)
      case .restate:
        try? .init(file: name, digest: FileDigest(of: archive.path.pushing(FilePath(name))).value)
      case .setAside, .moveHome: nil
      }
    }
    let isVouched = plan.steps.contains(where: \.isVouched) ? true : nil
    guard let address = plan.address else {
      let repair = Leaf.Repair.leaves(of: files, of: nil, vouched: isVouched, at: now.wholeSecond)
      return try (vouchedRuns(in: plan) + repair).map { try SealedLeaf($0) }
    }
    let known = try? DocumentSeals(of: archive).known(of: [address])
    let kept = known?.kept[address]
    let seal =
      kept ?? known?.waiting[address] ?? DocumentSeal(of: WebAddress(alreadyNormal: address))
    let repair = Leaf.Repair.leaves(
      of: files,
      of: seal.digest,
      vouched: isVouched,
      at: now.wholeSecond
    )
    return try (vouchedVersions(in: plan, under: seal) + repair).map {
      try SealedLeaf($0, kept == nil ? seal : nil)
    }
  }
}
