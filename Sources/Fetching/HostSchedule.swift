// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// How gently hosts are asked.
public struct Politeness: Hashable, Sendable {
  /// The least time between two requests to one host.
  public var delay: Duration
  /// The most hosts asked at the same time.
  public var hosts: Int
  /// The most requests to one host at the same time.
  public var connectionsPerHost: Int

  public init(delay: Duration = .seconds(2), hosts: Int = 8, connectionsPerHost: Int = 1) {
    precondition(hosts > 0 && connectionsPerHost > 0, "nothing can be fetched by nobody")
    self.delay = delay
    self.hosts = hosts
    self.connectionsPerHost = connectionsPerHost
  }
}

/// Who may ask which host now: a pure value, told the time by its caller.
///
/// The delay counts from the start of a request and again from its end, so a slow host is never
/// asked twice in a row without a pause.
public struct HostSchedule<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
  public enum Admission: Hashable, Sendable {
    /// Ask now; the place is taken.
    case now
    /// The host is free but was asked a moment ago.
    case at(Instant)
    /// Every place is taken; ask again when somebody leaves.
    case whenSomebodyLeaves
  }

  private struct Host {
    var underWay = 0
    var readyAt: Instant
  }

  private let politeness: Politeness
  private var hosts: [String: Host] = [:]
  private var busyHosts = 0

  public init(_ politeness: Politeness) {
    self.politeness = politeness
  }

  public mutating func admit(to name: String, at now: Instant) -> Admission {
    var host = hosts[name] ?? Host(readyAt: now)
    guard host.underWay < politeness.connectionsPerHost,
      host.underWay > 0 || busyHosts < politeness.hosts
    else { return .whenSomebodyLeaves }
    guard host.readyAt <= now else { return .at(host.readyAt) }
    if host.underWay == 0 { busyHosts += 1 }
    host.underWay += 1
    host.readyAt = now.advanced(by: politeness.delay)
    hosts[name] = host
    return .now
  }

  public mutating func leave(_ name: String, at now: Instant) {
    guard var host = hosts[name], host.underWay > 0 else {
      preconditionFailure("nobody is under way at \(name)")
    }
    host.underWay -= 1
    if host.underWay == 0 { busyHosts -= 1 }
    host.readyAt = max(host.readyAt, now.advanced(by: politeness.delay))
    hosts[name] = host
  }
}
