// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Who may ask which host now: a pure value, told the time by its caller.
///
/// A host that was asked rests before it is asked again: for the delay, longer if it answered slowly,
/// wants it so in its robots.txt, or said that it has too much to do. The rest counts from the start of
/// a request and again from its end, so a slow host is never asked twice in a row without a pause. A
/// host that wants a longer rest than a run can wait for, or that fails again and again, is not asked in
/// this run.
///
/// Every step takes the same time, however many hosts there are.
package struct HostSchedule<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
  package enum Admission: Hashable, Sendable {
    /// Ask now; the place is taken.
    case now
    /// The host rests.
    case at(Instant)
    /// No place is free; ask again when somebody leaves.
    case whenSomebodyLeaves(Obstacle)
    case notInThisRun(Refusal)
  }

  package enum Obstacle: Hashable, Sendable {
    /// The host is being asked, by as many as may.
    case host
    /// As many hosts are being asked as may.
    case hosts
    /// As many hosts of the same network address are being asked as may.
    case address
  }

  /// Why a host is not asked in this run.
  package enum Refusal: Hashable, Sendable {
    /// It asked to be left alone for longer than a run waits, in this run or an earlier one.
    case deferred(until: Instant)
    /// It failed so many times in a row, and then once more.
    case failing(times: Int)
  }

  private let politeness: Politeness
  private var hosts: [String: HostState<Instant>] = [:]
  private var busyHosts = 0
  private var busyAtAddress: [String: Int] = [:]

  /// - Parameters:
  ///   - politeness: the figures.
  ///   - notBefore: until when hosts asked to be left alone in earlier runs.
  package init(_ politeness: Politeness, notBefore: [String: Instant] = [:]) {
    self.politeness = politeness
    for (name, instant) in notBefore { hosts[name, default: .init()].notBefore = instant }
  }

  package mutating func admit(to name: String, at now: Instant) -> Admission {
    let host = hosts[name] ?? HostState()
    if let refusal = refusal(of: host, at: now) { return .notInThisRun(refusal) }
    guard host.underWay < politeness.connectionsPerHost, !host.isBeingProbed else {
      return .whenSomebodyLeaves(.host)
    }
    if let instant = host.restsUntil(politeness), instant > now { return .at(instant) }
    if host.underWay == 0 {
      guard hasPlace else { return .whenSomebodyLeaves(.hosts) }
      guard hasRoom(at: host.address) else { return .whenSomebodyLeaves(.address) }
      busyHosts += 1
    }
    hosts[name, default: .init()].enter(at: now)
    recount(name)
    return .now
  }

  /// - Parameters:
  ///   - name: a host that was entered.
  ///   - now: the end of the request.
  ///   - observation: what the request taught.
  package mutating func leave(
    _ name: String,
    at now: Instant,
    after observation: HostObservation
  ) {
    guard let underWay = hosts[name]?.underWay, underWay > 0 else {
      preconditionFailure("nobody is under way at \(name)")
    }
    hosts[name]?.leave(at: now, after: observation, politeness)
    if underWay == 1 { busyHosts -= 1 }
    recount(name)
  }

  /// Takes in what a host's robots.txt says about the time between two requests.
  package mutating func heed(crawlDelay: Duration, of name: String) {
    hosts[name, default: .init()].crawlDelay = min(crawlDelay, politeness.longestCrawlDelay)
  }

  /// By host, the time between two requests, on the average, of those that were asked more than a few times.
  package var paces: [String: Duration] { hosts.compactMapValues(\.pace) }

  /// Until when hosts want to be left alone, for the next run to know.
  package func notBefore(at now: Instant) -> [String: Instant] {
    hosts.compactMapValues { host in host.notBefore.flatMap { $0 > now ? $0 : nil } }
  }

  // MARK: For the queue

  /// Whether one more host may be asked.
  var hasPlace: Bool { busyHosts < politeness.hosts }

  /// Whether one more host of this network address may be asked.
  func hasRoom(at address: String?) -> Bool {
    address.map { busyAtAddress[$0, default: 0] < politeness.hostsPerAddress } ?? true
  }

  /// The network address of a host, once it has answered.
  func address(of name: String) -> String? { hosts[name]?.address }

  func refusal(of name: String, at now: Instant) -> Refusal? {
    hosts[name].flatMap { refusal(of: $0, at: now) }
  }

  // MARK: Details

  private func refusal(of host: HostState<Instant>, at now: Instant) -> Refusal? {
    if let instant = host.notBefore, now.duration(to: instant) > politeness.patience {
      return .deferred(until: instant)
    }
    return host.failuresUntilGivenUp.map { .failing(times: $0) }
  }

  /// Counts a host at the address that it is known by now, as long as it is being asked.
  private mutating func recount(_ name: String) {
    guard let host = hosts[name] else { return }
    let address = host.underWay > 0 ? host.address : nil
    guard address != host.countedAt else { return }
    if let old = host.countedAt {
      let count = busyAtAddress[old, default: 1] - 1
      busyAtAddress[old] = count > 0 ? count : nil
    }
    if let address { busyAtAddress[address, default: 0] += 1 }
    hosts[name]?.countedAt = address
  }
}
