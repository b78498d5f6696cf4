// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Appraisal
import Archiving
import Cataloguing
import Filing
import Night
import Records
import SystemPackage

/// Carries out what a ``Night`` orders, and tells it what came of that.
///
/// What to conclude and to tell is for the night to say; here it is written down.
actor RunRecorder {
  var night: Night
  let catalogue: Catalogue
  /// Which program this is, for what it remembers of lists.
  let program: String
  /// The list pages that some source keeps in this run.
  var keptPages: Set<WebAddress> = []
  /// The documents to visit, by their numbers in the list, as far as nobody has taken them on.
  private var due: [Int] = []
  /// Bodies that become versions, as far as nothing is concluded of them.
  private var accessions: [WebAddress: Accession] = [:]
  private var waited = 0
  /// Where what sources list is taken in, and held beside what is known of it.
  let readings = OneAtATime()
  private let intake: Intake
  /// What came tonight in place of lists.
  let notices = NoticeShelf()
  /// By the place of a source, what its page says, until it is known whether that is its list.
  private var pages: [Int: @Sendable () async throws -> PageLikeness?] = [:]
  private var progress = RunProgress()
  private let tell: @Sendable (RunProgress) -> Void

  init(
    _ night: Night,
    _ intake: Intake,
    _ catalogue: Catalogue,
    program: String,
    tell: @escaping @Sendable (RunProgress) -> Void
  ) {
    self.night = night
    self.intake = intake
    self.catalogue = catalogue
    self.program = program
    self.tell = tell
  }

  var list: VisitList { night.list }

  var isWhole: Bool { night.isWhole }

  var hasReadAll: Bool { night.hasReadAll }

  /// Takes in what reading a source came to.
  ///
  /// - Parameters:
  ///   - reading: what it lists, or why it was not read.
  ///   - index: its place among the run's sources.
  /// - Throws: where the catalogue cannot be read.
  func take(_ reading: SourceListing, of index: Int) async throws {
    await readings.enter()
    defer { readings.leave() }
    try await takeIn(reading, of: index)
  }

  /// The same, for whoever has entered where sources are read.
  ///
  /// To compare a long list with what is known of it takes a core for a while, and not one that all tasks share.
  func takeIn(_ reading: SourceListing, of index: Int) async throws {
    tell(
      .read(
        source: night.plan.sources[index].id,
        listed: reading.links?.count,
        sentence: reading.sentence
      )
    )
    try await withTaskExecutorPreference(BlockingThreads.shared) {
      let reading = night.plan.places.named(reading)
      let entries = try await catalogue.entries(of: night.plan.sources[index].id)
      let strangers = SourceMemory.strangers(in: reading, besides: entries)
      let briefs = zip(strangers, try await catalogue.briefs(of: strangers))
      var memory = SourceMemory(
        entries,
        strangers: Dictionary(
          briefs.compactMap { address, brief in brief.map { (address, $0) } },
          uniquingKeysWith: { first, _ in first }
        )
      )
      if entries.isEmpty { memory.take(former: try await entriesOfFormerSources()) }
      let orders = night.take(.read(source: index, reading, memory))
      // Before any document is visited that may be answered with the same.
      if let page = pages.removeValue(forKey: index), night.hasLostList(of: index),
        let likeness = try await page(), let place = night.plan.sources[index].listPage
      {
        notices.add(likeness, of: night.plan.sources[index].id, on: String(place.authority))
      }
      for case .visit(let numbers) in orders { due += numbers }
    }
  }

  /// What sources listed that the configuration has no more.
  private func entriesOfFormerSources() async throws -> [ListedDocument] {
    var entries: [ListedDocument] = []
    for source in try await catalogue.sources() where !night.list.asking.isAsking(source) {
      entries += try await catalogue.entries(of: source)
    }
    return entries
  }

  /// Takes in how to learn what the page of a source says that is about to be read, should its list be lost.
  func note(of index: Int, _ page: @escaping @Sendable () async throws -> PageLikeness?) {
    pages[index] = page
  }

  /// Some documents of the list, with all that is known of them.
  func candidates(_ numbers: [Int]) async throws -> [Candidate] {
    let known = try await known(numbers)
    return night.list.candidates(numbers, known)
  }

  private func known(_ numbers: [Int]) async throws -> [KnownDocument] {
    try await catalogue.known(of: numbers.map(night.list.address))
  }

  /// The documents that can be visited now and could not before.
  ///
  /// - Returns: their numbers, and the host that each is asked for at.
  func takeDue() -> [(number: Int, host: String)] {
    guard !due.isEmpty else { return [] }
    progress.planned += due.count
    tell(progress)
    defer { due = [] }
    // Each host's name is held once: the addresses of very many documents are longer than all else that waits for them.
    var names: [Substring: String] = [:]
    return due.map { number in
      let host = night.list.host(of: number).authority
      if let name = names[host] { return (number, name) }
      let name = String(host)
      names[name[...]] = name
      return (number, name)
    }
  }

  private func tell(_ event: RunEvent) {
    progress.event = event
    tell(progress)
    progress.event = nil
  }

  /// Takes in what a visit came to.
  func take(_ outcome: VisitOutcome) async throws {
    progress.visited += 1
    progress.bytes += outcome.finding.bytes
    var finding = outcome.finding
    tell(
      .visited(
        finding.candidate.address,
        sentence: finding.appraisal.verdict.sentence,
        status: finding.status,
        bytes: finding.bytes
      )
    )
    // A body must not wait on disk for the end of the run: evidence is put aside now.
    if let suspect = outcome.suspect { finding.quarantined = try await intake.quarantine(suspect) }
    let address = finding.candidate.address
    if let accession = outcome.accession { accessions[address] = accession }
    try await carryOut(night.take(.visited(finding)))
    // What waits for its host to be done waits on the disk.
    guard outcome.accession != nil, let accession = accessions[address] else { return }
    waited += 1
    accessions[address] = try accession.settled(at: intake.spool.appending("waits-\(waited)"))
  }

  /// Judges what failed.
  ///
  /// - Parameter isComplete: false where the run was stopped; then nothing that failed is judged.
  /// - Throws: where the archive cannot be written to.
  func finish(isComplete: Bool) async throws {
    try await carryOut(night.take(.ended(isComplete: isComplete)))
    night.sortReport()
  }

  private func carryOut(_ orders: [Night.Order]) async throws {
    for order in orders {
      switch order {
      case .record(let conclusion): try await record(conclusion)
      case .forget(let address): accessions[address] = nil
      case .relist(let numbers): try await relist(numbers)
      case .visit(let numbers): due += numbers
      }
    }
  }

  private func relist(_ numbers: [Int]) async throws {
    // What the catalogue says of them must be of tonight.
    try await intake.salvage()
    let known = try await known(numbers)
    let visits = night.list.relisted(numbers, known)
    for visit in visits { try await intake.record(visit) }
    _ = night.take(.relisted(visits))
  }

  private func record(_ conclusion: Conclusion) async throws {
    var taking: Taking?
    var waiting: String?
    let accession =
      accessions.isEmpty
      ? nil : accessions.removeValue(forKey: conclusion.finding.candidate.address)
    if let accession, let reason = conclusion.reasonToWait {
      waiting = try await intake.record(conclusion.visit, holding: accession, because: reason)
    } else if let accession {
      taking = try await intake.record(conclusion.visit, accession)
    } else {
      try await intake.record(conclusion.visit)
    }
    let title = conclusion.finding.candidate.title
    let recording = Recording(
      version: taking?.version,
      waiting: waiting,
      damage: taking?.damage.map { RunReport.DamagedItem($0, title: title) },
      catalogueFault: taking?.catalogueFault,
      isOfEveryNight: try await isOfEveryNight(conclusion.finding, taking?.version)
    )
    _ = night.take(.recorded(conclusion, recording))
  }

  /// Whether it is to be told tonight that a document has a new version every night.
  private func isOfEveryNight(_ finding: Finding, _ version: Int?) async throws -> Bool {
    guard let version, version >= EveryNight.nightsUntilTold else { return false }
    let versions = try await catalogue.versions(of: finding.candidate.address)
    let captures = versions.lazy.filter { $0.number < version }.map(\.capturedAt).reversed()
    return EveryNight.isTold(after: captures, at: finding.at)
  }

  // MARK: The report

  var report: RunReport { night.report }

  func tell(_ change: @Sendable (inout RunReport) -> Void) {
    change(&night.report)
  }

  func tell(_ outcome: RetirementRound.Outcome) {
    night.report.retired = outcome.retired
    for (address, title, fault) in outcome.faults {
      switch fault {
      case .damage(let damage): night.report.tell(damage, title: title)
      case .catalogue(let sentence):
        night.report.tell(catalogueFault: sentence, of: address, title: title)
      }
    }
  }
}
