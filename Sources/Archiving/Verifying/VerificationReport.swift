// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text
import Records
import Filing
import OCFL

/// From what a verification saw to what it tells: one finding a loss.
///
/// Whatever is explained by another fault, or by a run that was interrupted, is not told again.
struct VerificationReport {
  private let round: VerificationRound
  private var losses: [String: LostVersions]
  private var list: [ArchiveFinding] = []

  init(of round: VerificationRound) {
    self.round = round
    losses = round.losses
    let roots = RootFindings(of: round, losses: losses)
    // What lies in a folder that cannot be read, or is not there, is not lost one by one.
    let places = PlaceIndex(losses.keys)
    for region in roots.regions { tellRegion(region, places) }
    for report in round.reports { tell(report, also: roots.codes[report.folder] ?? []) }
    for (folder, loss) in losses {
      var loss = loss
      loss.codes = (roots.codes[folder] ?? []).filter { $0 != "missing" }
      list.append(loss.finding)
    }
    list += roots.findings
    let returned = Set(round.tombstones.filter(\.isReturned).compactMap(\.address))
    list +=
      round.manifest?.findings(
        unstatedFiles: round.unstated.filter { !returned.contains($0.key) },
        address: round.address(ofFolder:)
      ) ?? []
    tellCatalogue()
    tellLedger()
    tellStaging()
    list += round.folder?.findings ?? []
    let signed = Set(round.unsignedRuns.map(\.path))
    list += (round.runs?.findings ?? []).filter { !signed.contains($0.path) }
    list += round.quarantine?.findings ?? []
    list += round.requests + round.spellings
    list += round.tombstones + round.namedAgain
    // That no leaf is about what was let go of and is there again is nothing for anybody to sign.
    list.removeAll { $0.isUnsigned && returned.contains($0.address ?? "") }
    tellRuns()
    if let suppression = round.staging.suppression { excuse(suppression) }
    tellWhereabouts()
    absorbStrangers()
  }

  /// Leaves out what a document that is being let go of explains, which may be half gone from anywhere.
  private mutating func excuse(_ work: SuppressionIntent) {
    let addresses = work.names.union([work.id])
    let folder = round.archive.folder(of: ObjectID(work.id))
    // The records of a run that was cut off are written without it, too, and it has no leaf.
    let names = work.runs.map(\.run) + (round.runs?.withoutReport ?? [])
    let runs = names.map { "\(Archive.runs)/\($0)" }
    list.removeAll { finding in
      addresses.contains(finding.address ?? "") || !addresses.isDisjoint(with: finding.documents)
        || finding.path == folder || finding.path.hasPrefix("\(folder)/")
        || runs.contains { finding.path == $0 || finding.path.hasPrefix("\($0)/") }
        || finding.path.hasPrefix("\(Archive.tombstonesName)/")
        || finding.path.hasPrefix("\(Archive.ledgerName)/")
          && EpochFiles.changing.contains { finding.path.hasSuffix("/\($0)") }
        || finding.path == "catalogue.sqlite"
    }
  }

  func outcome(titles: DocumentTitles) async -> Verification.Outcome {
    var outcome = Verification.Outcome()
    var told = list
    for index in told.indices {
      guard let address = told[index].address else { continue }
      told[index].title = await titles.title(of: address)
    }
    told.sort {
      ($0.address ?? "", $0.path, $0.sentence) < ($1.address ?? "", $1.path, $1.sentence)
    }
    outcome.findings = told.filter { $0.severity != .warning }.map {
      $0.sparingTheForbidden(in: round.archive.path)
    }
    outcome.warnings = told.filter { $0.severity == .warning }
    outcome.unfinished = round.staging.work
    outcome.reading = round.reading
    outcome.ledger = round.ledger.flatMap(LedgerAccount.init)
    (outcome.objects, outcome.files, outcome.bytes) = round.amount
    return outcome
  }

  /// Says of content that is not what it ought to be where that lies, or that it is shorter.
  private mutating func tellWhereabouts() {
    let lost = round.reports.flatMap { report in
      report.faults.compactMap { fault in
        LostContent(fault, in: report.folder)
      }
    }
    let losses = list.indices.filter { index in
      let finding = list[index]
      return finding.kind == .missing && finding.move == nil && finding.address != nil
        && finding.address.map { round.archive.folder(of: ObjectID($0)) } == finding.path
    }
    guard !lost.isEmpty || !losses.isEmpty else { return }
    // A record of what was given out that is none may be a report that somebody moved there.
    let strangers = list.filter { $0.isStranger || $0.codes.contains("request") }.map(\.path)
    let aside = round.archive.setAside
    let folders =
      losses.isEmpty ? [:] : round.archive.strayFolders(among: strangers + aside.folders)
    for index in losses {
      // One that is in its place, and has lost what says what it is, is not moved.
      if let seat = list[index].address.flatMap({ folders[$0] }), seat != list[index].path {
        list[index].tell(seat: seat)
      }
    }
    let whereabouts = Whereabouts(of: lost, among: strangers + aside.files, in: round.archive)
    let expected = Dictionary(lost.map { ($0.place, $0) }, uniquingKeysWith: { first, _ in first })
    for index in list.indices where list[index].move == nil {
      guard let content = expected[list[index].path], list[index].address != nil else { continue }
      if whereabouts[content.place] != nil {
        list[index].tell(whereabouts)
      } else if content.actual != nil {
        list[index].tellLength(in: round.archive, expecting: content.expected)
      }
    }
    // What is told to be something that is missing is told once.
    let found = Set(list.compactMap(\.move?.from))
    list.removeAll { finding in
      finding.move == nil && found.contains(finding.path)
        && (finding.isStranger || finding.codes.contains("request"))
    }
  }

  /// What stands in the place of something that is missing, or bears its name with something added, is
  /// told with that: it may be all that there is to find.
  private mutating func absorbStrangers() {
    let strangers = list.filter(\.isStranger)
    guard !strangers.isEmpty else { return }
    list.removeAll(where: \.isStranger)
    var places: [String: Int] = [:]
    var missing: [String: Int] = [:]
    for (index, finding) in list.enumerated() {
      for place in PlaceIndex.path(to: finding.path) {
        if places[place] == nil { places[place] = index }
        if finding.kind == .missing, missing[place] == nil { missing[place] = index }
      }
    }
    for stranger in strangers {
      guard let index = places[stranger.path] ?? Self.beginning(of: stranger.path, in: missing)
      else {
        list.append(stranger)
        continue
      }
      if !list[index].files.contains(stranger.path) { list[index].files.append(stranger.path) }
      list[index].sentence += "; look at “\(stranger.path)”"
    }
  }

  /// What is known of a place with the beginning of this one's name, in the same folder.
  private static func beginning(of stranger: String, in places: [String: Int]) -> Int? {
    var name = stranger[...]
    while let last = name.popLast(), last != "/" {
      if let index = places[String(name)] { return index }
    }
    return nil
  }

  // MARK: Documents

  private mutating func tell(_ report: VerificationRound.ObjectReport, also codes: [String]) {
    let home = round.archive.home(ofWhatLiesIn: report.folder)?.folder
    if let home, let version = round.archive.versionAlone(in: report.folder) {
      let finding =
        home == report.folder
        ? ArchiveFinding.headless(report.id, version: home)
        : .misplaced(version, of: report.id, at: report.folder, home, codes)
      // Each version of a document that has lost its head says so.
      return list.contains(finding) ? () : list.append(finding)
    }
    for (number, fault) in report.faults.enumerated() {
      var finding = fault.finding(in: report.folder, report.id)
      if number == 0, fault.isDamage { finding.codes += codes }
      // A copy of the record that the ledger does not confirm may be a forger's.
      if let copy = fault.copy, copy > 0, let id = report.id,
        !round.isConfirmed(copy, of: id, in: report.folder)
      {
        finding.next = ObjectFault.restoringFolder
      }
      // Where its record says so, that is told by itself.
      if number == 0, let home, home != report.folder, !codes.contains("W014") {
        finding.move = Move(from: report.folder, to: home)
      }
      list.append(finding)
    }
    // What a forger left is told as that.
    let isForged = report.id.flatMap { round.forged[$0]?.isForged } ?? false
    guard !report.isDamaged, !isForged else { return }
    for (words, misfits) in Dictionary(grouping: report.misfits, by: \.words) {
      let versions = misfits.map(\.version)
      list.append(
        ArchiveFinding(
          address: report.id,
          versions: versions,
          path: "\(report.folder)/v\(versions[0])/content/\(Capture.fileName)",
          codes: ["capture"],
          sentence: "the provenance (capture.json) of \(versions.inWords) \(words)",
          next: ObjectFault.restoringFolder
        )
      )
    }
  }

  private mutating func tellRegion(_ region: RootFindings.Region, _ places: PlaceIndex) {
    var folders = places.places(in: region.path)
    if let holding = places.place(holding: region.path), !folders.contains(holding) {
      folders.append(holding)
    }
    var inside: [String: LostVersions] = [:]
    for folder in folders { inside[folder] = losses[folder] }
    for folder in inside.keys { losses[folder] = nil }
    guard let reason = region.reason else { return }
    let addresses = inside.values.compactMap(\.address).sorted()
    var finding = ArchiveFinding.unread(region.path, "the folder “\(region.path)”", because: reason)
    if inside.count == 1, let only = inside.values.first {
      finding.address = only.address
      finding.versions = only.versions.sorted()
      finding.sentence = "the folder of the document cannot be read: \(reason)"
    } else {
      finding.documents = addresses
    }
    list.append(finding)
  }

  // MARK: The catalogue

  private mutating func tellCatalogue() {
    if round.isCatalogueUnnoted, round.catalogueFault == nil { list.append(.unnotedCatalogue) }
    if let finding = round.catalogueFault?.finding { list.append(finding) }
    // What was let go of and is there again is told as that.
    let returned = Set(
      (round.tombstones + round.namedAgain).filter(\.isReturned).compactMap(\.address)
    )
    let wrong = round.wrongInCatalogue.filter { address, _ in
      losses[round.archive.folder(of: ObjectID(address))] == nil && !returned.contains(address)
    }
    guard let first = wrong.keys.sorted().first else {
      if round.isCatalogueAltered, round.catalogueFault == nil,
        !list.contains(where: \.isOfCatalogue),
        let finding = CatalogueComparison.Fault.altered.finding
      {
        list.append(finding)
      }
      return
    }
    let versions = wrong.count == 1 ? wrong[first]?.sorted() ?? [] : []
    list.append(
      ArchiveFinding(
        address: wrong.count == 1 ? first : nil,
        versions: versions,
        path: "catalogue.sqlite",
        documents: wrong.count == 1 ? [] : wrong.keys.sorted(),
        codes: ["catalogue"],
        sentence: wrong.count == 1
          ? "the catalogue says something else of \(versions.inWords) than what is kept"
          : "the catalogue says something else of \(wrong.count) documents than what is kept: "
            + wrong.keys.sorted().prefix(3).joined(separator: ", ")
            + (wrong.count > 3 ? " and \(wrong.count - 3) more" : ""),
        next: "make it again with `\(.reindex)`; nothing kept is touched by it"
      )
    )
  }

  // MARK: The ledger

  private mutating func tellLedger() {
    for (address, difference) in round.forged {
      let folder = round.archive.folder(of: ObjectID(address))
      if let finding = difference.finding(of: address, in: folder) { list.append(finding) }
    }
    list += round.ledger?.findings ?? []
    list += round.epochs?.findings ?? []
    list += round.stamps?.findings ?? []
    list += round.unsignedRuns
  }

  // MARK: Runs

  private mutating func tellStaging() {
    for fault in round.staging.faults {
      var finding = ArchiveFinding.unread(fault.path, "“\(fault.path)”", because: fault.reason)
      finding.next = fault.next ?? finding.next
      list.append(finding)
    }
    guard round.folder != nil else { return }
    for name in round.staging.strangers {
      list.append(.stranger(at: "\(Archive.staging)/\(name)"))
    }
  }

  private mutating func tellRuns() {
    let signed = round.ledger?.records.runs ?? [:]
    // A report that was lost would be missed by the ledger: one that a later run did not come to sign for never was.
    let last = round.ledger?.isSound == true ? signed.keys.max() : nil
    let names = (round.runs?.withoutReport ?? []).filter { run in
      signed[run] == nil && !(last.map { run < $0 } ?? false)
    }
    guard let last = names.last else { return }
    list.append(
      ArchiveFinding(
        .warning,
        path: names.count == 1 ? "\(Archive.runs)/\(last)/report.json" : Archive.runs,
        files: names.count == 1 ? [] : names.map { "\(Archive.runs)/\($0)" },
        codes: ["run", "missing"],
        sentence: names.count == 1
          ? "the run \(last) has no report: it was cut off before it wrote one, or its report is lost"
          : "\(names.count) runs have no report: they were cut off before they wrote one, or their reports are "
            + "lost; the last is \(last)",
        next:
          "nothing has to be done: what a run has kept does not need its report. Where a copy of the archive "
          + "has a report.json there, put that back"
      )
    )
  }
}

extension ArchiveFinding {
  fileprivate var isStranger: Bool { severity == .warning && kind == .stranger }
}
