// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
import Fixity
import Foundation
package import Records

/// A night as a value: what was found goes in, what is to be done comes out, and what is to be told stands in
/// the report.
///
/// It knows no disk, network or clock. Whoever carries the orders out feeds what came of them back:
///
/// 1. Of each source, what was read and what is known of it: ``Event/read(source:_:_:)``. As soon as all have been read
///    that are expected to name a host (``HostReadiness``), its documents are to be visited.
/// 2. Of each document, what the visit found: ``Event/visited(_:)``. A sign of life is concluded at once. A failure
///    waits, because whether it says something about the document, its host or our own network is known only when
///    all have been visited.
/// 3. ``Event/ended(isComplete:)``: the failures are concluded. Of a night that was stopped, nothing that failed is
///    judged. That a source lists what was not expected of it is written down then.
/// 4. Of each conclusion, what became of it when it was written down: ``Event/recorded(_:_:)``.
package struct Night: Sendable {
  package enum Event: Sendable {
    /// A source was read, or could not be; by its place among the night's.
    case read(source: Int, SourceListing, SourceMemory)
    /// A document was visited.
    case visited(Finding)
    /// No more visits are made; whole, or stopped.
    case ended(isComplete: Bool)
    /// A conclusion was written down.
    case recorded(Conclusion, Recording)
    /// What became known of documents after their visits was written down.
    case relisted([Visit])
  }

  package enum Order: Sendable {
    /// Visit these documents, by their numbers in the list.
    case visit([Int])
    /// Write it down, with the body that becomes a version.
    case record(Conclusion)
    /// Forget the body that came in a document's name: it is another's, and is asked for in that one's.
    case forget(WebAddress)
    /// Write down that a source lists these, too, or that they take the place of another: when all else is written, by
    /// ``VisitList/relisted(_:_:)``.
    case relist([Int])
  }

  package let plan: NightPlan
  package let history: RunHistory
  /// What is visited.
  package internal(set) var list: VisitList
  /// What is to be told, as far as it is known.
  package var report: RunReport
  private var sources: [Int: SourceState] = [:]
  var failures: [Finding] = []
  /// How many documents of each host were visited that say something about it.
  private var visited: [String: Int] = [:]
  /// By host, how many documents are still to be visited of those that are due.
  private var pending: [String: Int] = [:]
  /// Which hosts are one by now.
  private var hosts: HostGroups
  /// By what its hosts are called together, what came new.
  var shared: [String: SharedBodies] = [:]
  private var pasts: [String: HostPast] = [:]
  private var moves = HostMoves()
  var undecided = UndecidedMoves()
  /// Whether anybody answered, and whether anybody did not who was asked.
  private var hasAnswer = false
  private var hasSilence = false
  /// By the address of each whose place another takes since tonight, that other's.
  var successors: [WebAddress: WebAddress] = [:]

  package init(_ plan: NightPlan, _ history: RunHistory, _ report: RunReport) {
    self.plan = plan
    self.history = history
    self.report = report
    list = VisitList(plan, history)
    hosts = plan.places.hosts
  }

  /// Takes in what happened.
  ///
  /// - Parameter event: what it was.
  /// - Returns: what is to be done now.
  package mutating func take(_ event: Event) -> [Order] {
    switch event {
    case .read(let source, let reading, let memory): return read(source, reading, memory)
    case .visited(let finding): return visit(finding)
    case .ended(let isComplete): return end(isComplete: isComplete)
    case .recorded(let conclusion, let recording): return tell(conclusion, recording)
    case .relisted(let visits):
      tell(ofRelisted: visits)
      return []
    }
  }

  /// Whether every source that is on was read, so that all that is listed anywhere was met.
  package var isWhole: Bool {
    let read = Set(sources.values.filter(\.isWhole).map(\.outcome.id))
    return plan.configured.allSatisfy { !$0.isEnabled || read.contains($0.id) }
  }

  // MARK: Sources

  private mutating func read(
    _ index: Int,
    _ reading: SourceListing,
    _ memory: SourceMemory
  ) -> [Order] {
    sources[index] = list.read(reading, memory, of: index, history)
    // Of what some sources list, nothing is told before all have been read.
    if hasReadAll {
      report.sources = plan.sources.indices.compactMap { sources[$0]?.outcome }
    }
    return visits(list.takeDue())
  }

  /// Whether a source that was read has nothing left of its list: another page came in its place.
  package func hasLostList(of source: Int) -> Bool { sources[source]?.hasLostList ?? false }

  /// Whether all sources were read, or could not be.
  package var hasReadAll: Bool { sources.count == plan.sources.count }

  // MARK: Visits

  private mutating func visit(_ finding: Finding) -> [Order] {
    report.counts.bytes += finding.bytes
    list.take(finding)
    hear(finding.appraisal.verdict)
    if finding.isWitness(of: past(of: finding.host)) { visited[finding.host, default: 0] += 1 }
    let orders = regroup(finding) ?? settle(finding)
    // By its own host: where it moved to is known only when it is asked for.
    let host = finding.homeHost
    pending[host, default: 0] -= 1
    return isDone(host) ? orders + release(hosts.name(of: host)) : orders
  }

  /// Whether all was visited that is due at a host, and at those that are one with it.
  private func isDone(_ host: String) -> Bool {
    let members = hosts.members(with: host)
    return members.allSatisfy { pending[$0, default: 0] == 0 } && (members.count == 1 || hasReadAll)
  }

  /// Takes in that documents of one host are found at another.
  private mutating func unite(_ host: String, _ other: String) {
    guard host != other, let (one, two) = hosts.unite(host, other) else { return }
    let name = hosts.name(of: host)
    for old in [one, two] where old != name {
      guard let bodies = shared.removeValue(forKey: old) else { continue }
      shared[name, default: SharedBodies()].add(bodies)
    }
  }

  /// Concludes from a visit, unless what its document's host moved to is to be asked first.
  mutating func settle(_ finding: Finding) -> [Order] {
    if let settled = undecided.take(finding, isFoundAt: list.place(of: finding)) {
      return settled.flatMap { conclude($0) }
    }
    var finding = finding
    let resumed = list.settleRenewals(&finding)
    if resumed == nil, let orders = dissolve(finding) { return orders }
    let others = visits(resumed ?? [])
    guard !finding.candidate.presumedMoves.isEmpty else { return conclude(finding) + others }
    // Where permanent redirects lead to the listed address, that is the document, whatever it answers tonight.
    let isKept = finding.isHeld || finding.candidate.isRejected
    let isLed = finding.isRedirected && isKept || finding.isAlive && finding.keeps
    let place = isLed ? list.place(of: finding) : nil
    let move = finding.candidate.presumedMoves.first { $0.place == place }
    if let move { finding.candidate.confirm(move) }
    let due = list.settleMoves(of: finding.candidate.address, movedTo: move?.place)
    let orders = visits(due) + others
    // What becomes a version is not waited with: its body lies on the disk.
    guard move == nil, !due.isEmpty, finding.isAlive, finding.keeps, !finding.bringsVersion else {
      return conclude(finding) + orders
    }
    undecided.add(finding, until: due.map(list.address), isFoundAt: place)
    return orders
  }

  mutating func conclude(_ finding: Finding) -> [Order] {
    guard finding.isAlive else {
      failures.append(finding)
      return []
    }
    takeRedirect(of: finding)
    if finding.keeps, let place = list.place(of: finding) {
      unite(finding.homeHost, String(place.authority))
      moves.take(
        finding.candidate.address,
        at: place,
        after: finding.candidate.lastPlace,
        isMoved: finding.isRedirected && finding.candidate.isHeld,
        isChanged: finding.bringsVersion
      )
    }
    guard let body = finding.bodyInQuestion else {
      return [.record(conclusion(finding, .healthy))]
    }
    if let doubt = plan.rejected.doubt(of: finding, at: plan.started) {
      return [.record(conclusion(finding, .healthy, doubt: doubt))]
    }
    shared[hosts.name(of: finding.homeHost), default: SharedBodies()].add(finding, body)
    // What would displace a version waits until its host is done.
    return finding.isHeld ? [] : [.record(conclusion(finding, .healthy))]
  }

  /// Orders visits, of which each host's are counted.
  mutating func visits(_ due: [Int]) -> [Order] {
    for number in due { pending[String(list.address(of: number).authority), default: 0] += 1 }
    return due.isEmpty ? [] : [.visit(due)]
  }

  /// Concludes from what waited for its host to be done.
  ///
  /// - Parameters:
  ///   - host: which.
  ///   - isComplete: whether all that is due was visited; where not, what may be one of several is as if it had not come.
  /// - Returns: what is to be written down.
  private mutating func release(_ host: String, isComplete: Bool = true) -> [Order] {
    let findings = shared[host]?.release() ?? []
    guard let bodies = shared[host] else { return [] }
    return findings.compactMap { finding in
      guard let body = finding.bodyInQuestion else { return nil }
      let last = finding.candidate.known?.shared
      let doubt = bodies.doubt(
        of: body,
        since: last,
        at: plan.started,
        besides: plan.rejected.neighbours(
          [body] + (finding.arrivedBytes.map { [$0] } ?? []),
          of: finding.candidate.address,
          on: hosts.members(with: finding.homeHost)
        )
      )
      if !isComplete, doubt == nil, last?.digest != body, bodies.mayBeMany(body) { return nil }
      return .record(conclusion(finding, .healthy, doubt: doubt))
    }
  }

  /// Where a document is found from now on; nil where it was found there before, or nobody knows.
  private func newPlace(_ finding: Finding) -> WebAddress? {
    let candidate = finding.candidate
    guard finding.isAlive && finding.keeps || finding.isRejectedAgain,
      let place = finding.alias ?? list.place(of: finding),
      place != candidate.lastPlace
    else { return nil }
    // Where a list names an address that leads to the document's own, it is known by both.
    return place == candidate.address && finding.isRedirected ? nil : place
  }

  /// Takes in where the publisher sends whoever asks for what it lists no more.
  private mutating func takeRedirect(of finding: Finding) {
    guard finding.isHeld, !finding.candidate.isListed else { return }
    switch finding.appraisal.verdict {
    case .moved(let target), .movedAndChanged(let target, _):
      list.redirect(finding.candidate.address, to: target)
    default: break
    }
  }

  private mutating func past(of host: String) -> HostPast {
    if let past = pasts[host] { return past }
    let past = HostPast(of: host, history)
    pasts[host] = past
    return past
  }

  /// Takes in whether anybody answered.
  private mutating func hear(_ verdict: Verdict) {
    switch verdict.reach {
    case .answered: hasAnswer = true
    case .silent: hasSilence = true
    case .unasked: break
    }
  }

  private mutating func end(isComplete: Bool) -> [Order] {
    for verdict in sources.values.compactMap(\.outcome.verdict) { hear(verdict) }
    var network = RunHealth.healthy
    if hasReadAll, !hasAnswer, hasSilence {
      let nights = history.silentNights(before: plan.started) + 1
      report.silentNights = nights
      network = .network(silentNights: nights)
    }
    report.isNetworkDown = network != .healthy
    // That it is the network is all there is to tell of the sources.
    if report.isNetworkDown {
      for index in report.sources.indices { report.sources[index].isNews = false }
    }
    report.isComplete = isComplete
    if !isComplete {
      let left = pending.values.reduce(list.waitingCount, +)
      report.stop = RunReport.Stop(by: .signal, left: left)
    }
    report.movedHosts = moves.outcomes(after: history.movedHosts) { host in
      isComplete
        ? 0 : pending[host, default: 0] + list.waiting(on: host) + list.putOff(on: host)
    }
    if hasReadAll {
      if !report.isNetworkDown { report.putOff = list.outcomesOfPutOff }
      tellRenewals()
      for index in report.sources.indices {
        report.sources[index].pages = list.ordinaryPages(of: index)
      }
      tellUnkept(isWhole: isComplete && !report.isNetworkDown)
      carryOnSettled()
    }
    failures += list.renewals.takeFailures()
    let rest = shared.keys.sorted().flatMap { release($0, isComplete: isComplete) }
    let stopped = isComplete ? RunHealth.healthy : .degraded(.ownNetwork)
    let byHost = Dictionary(grouping: failures, by: \.host).sorted { $0.key < $1.key }
    failures = []
    let orders = byHost.flatMap { host, findings in
      let health = RunHealth.worst(of: network, stopped)
      let isIll = judge(host, findings, network, isComplete: isComplete) != .healthy
      let isWithheld = isIll || health != .healthy
      return findings.map { Order.record(conclusion($0, health, isWithheld: isWithheld)) }
    }
    if network == .healthy { carryOnIllnesses() }
    list.settleSuccessions()
    return rest + orders + (list.relisted.isEmpty ? [] : [.relist(list.relisted)])
  }

  /// What was ill and was not asked tonight, by a run of other sources say, is no better for that.
  private mutating func carryOnIllnesses() {
    for host in history.illHosts where visited[host.host] == nil {
      // What nobody asks any more is forgotten in the end.
      guard let since = host.illness?.since, plan.started.timeIntervalSince(since) < 60 * 86_400,
        !report.degradedHosts.contains(where: { $0.host == host.host })
      else { continue }
      report.degradedHosts.append(host.carriedOn)
    }
  }

  /// Judges a host by its documents that failed; an illness is told where it is not our own network's, and once more
  /// when it has lasted so long that it is believed.
  private mutating func judge(
    _ host: String,
    _ failures: [Finding],
    _ network: RunHealth,
    isComplete: Bool
  ) -> RunHealth {
    let past = past(of: host)
    let failed = failures.count { $0.isWitness(of: past) }
    let visited = visited[host] ?? 0
    let illness = past.illness?.lasting(until: plan.started) ?? Illness(since: plan.started)
    let health = RunHealth.host(failed: failed, of: visited, nights: illness.nights)
    guard network == .healthy else { return health }
    if case .degraded(let reason) = health {
      var outcome = RunReport.HostOutcome(
        host: host,
        sentence: failures.notice.map {
          "\($0); it is told if it lasts for \(RunHealth.nightsOfHost) nights"
        } ?? reason.sentence,
        isNews: past.illness == nil && !history.hasTold(ofHost: host),
        illness: illness
      )
      outcome.lastAlive =
        failures.lazy.filter { $0.isWitness(of: past) }.compactMap(\.candidate.known?.lastAlive)
        .max()
      report.degradedHosts.append(outcome)
    } else if isComplete, RunHealth.isIll(failed: failed, of: visited),
      failures.notice == nil
    {
      report.notes.append(
        history.note(
          "\(host): \(failed) of \(visited) documents have failed for \(illness.nights) nights in a row, which is believed from "
            + "now on"
        )
      )
    }
    return health
  }

  /// - Parameters:
  ///   - finding: what a visit found.
  ///   - health: whether the run can be believed; where not, nothing changes.
  ///   - isWithheld: whether nothing is told of it tonight; where only its host is ill, what changes is recorded
  ///     meanwhile.
  ///   - doubt: what is to be said of its body, where that came for others too and displaces nothing.
  /// - Returns: what is to be written down.
  private func conclusion(
    _ finding: Finding,
    _ health: RunHealth,
    isWithheld: Bool = false,
    doubt: SharedBody? = nil
  ) -> Conclusion {
    Conclusion(
      from: finding,
      health,
      isWithheld: isWithheld,
      doubt: doubt,
      place: newPlace(finding),
      on: plan.started,
      history
    )
  }
}
