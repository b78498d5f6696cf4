// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Curl
import Foundation
import Records
import Robots
import Synchronization

/// Asks every host for its robots.txt once a run, and keeps the answers.
///
/// Whoever comes while a host is being asked waits for that answer.
actor RobotsCache {
  /// What a host's robots.txt means for its addresses.
  enum Standing: Sendable {
    case policy(RobotsPolicy)
    /// It was answered by what is no answer, and so nothing else is asked for; the policy allows nothing.
    case unread(RobotsPolicy, status: Int)
    /// The host could not be asked for it, and so not for anything else.
    case unreachable(FetchFailure)
  }

  /// What is known of hosts, by scheme, host and port: nearly every caller comes for that, and changes no thread for it.
  private nonisolated let standings = Mutex<[String: Standing]>([:])
  /// Who waits for a host that is being asked.
  private var waiting: [String: [CheckedContinuation<Standing, Never>]] = [:]
  /// What was learnt of each host's robots.txt, by scheme, host and port.
  private(set) var memory: [String: HostMemory.Host]
  private let clock: @Sendable () -> Date

  init(_ memory: HostMemory, clock: @escaping @Sendable () -> Date) {
    self.memory = memory.hosts.filter {
      $0.value.robots != nil || $0.value.robotsUnreachableSince != nil
    }.mapValues {
      HostMemory.Host(robots: $0.robots, robotsUnreachableSince: $0.robotsUnreachableSince)
    }
    self.clock = clock
  }

  /// What stands in the robots.txt of an address's host.
  ///
  /// - Parameters:
  ///   - address: any address of the host; scheme, host and port count.
  ///   - ask: fetches the robots.txt; called once for each host.
  /// - Returns: its rules, or why the host could not be asked for them.
  nonisolated func standing(
    of address: WebAddress,
    ask: @Sendable (WebAddress) async -> (RobotsReply, FetchFailure?)
  ) async -> Standing {
    let host = String(address.origin)
    if let standing = standings.withLock({ $0[host] }) { return standing }
    return await standing(ofHost: host, ask)
  }

  private func standing(
    ofHost host: String,
    _ ask: @Sendable (WebAddress) async -> (RobotsReply, FetchFailure?)
  ) async -> Standing {
    if let standing = standings.withLock({ $0[host] }) { return standing }
    if waiting[host] != nil {
      return await withCheckedContinuation { waiting[host, default: []].append($0) }
    }
    waiting[host] = []
    let standing: Standing
    if let robots = try? WebAddress("\(host)/robots.txt") {
      let (reply, failure) = await ask(robots)
      standing = take(reply, failure, of: host)
    } else {
      standing = .policy(RobotsPolicy(.lostInRedirects("the host has no such address")))
    }
    // Who gave up has learnt nothing about the host.
    if !standing.isCancelled { standings.withLock { $0[host] = standing } }
    for caller in waiting.removeValue(forKey: host) ?? [] { caller.resume(returning: standing) }
    return standing
  }

  private func take(_ reply: RobotsReply, _ failure: FetchFailure?, of host: String) -> Standing {
    var known = memory[host] ?? HostMemory.Host()
    let now = clock()
    let policy = RobotsPolicy(
      reply,
      copy: known.robots.map { RobotsFile(Array($0)) },
      unreachableFor: .seconds(known.robotsUnreachableSince.map { now.timeIntervalSince($0) } ?? 0)
    )
    known.robotsUnreachableSince =
      policy.isReachable ? nil : known.robotsUnreachableSince ?? now
    if case .answer(200...299, let body) = reply, !policy.isCopy {
      known.robots = Data(body)
    } else if policy.isReachable, policy.stance == .allowsAll {
      // A host that has no robots.txt any more has taken its rules back.
      known.robots = nil
    }
    memory[host] = known
    // Rules in an old copy hold; without any, what keeps us away is a fault of the host and no rule.
    guard policy.stance == .disallowsAll else { return .policy(policy) }
    if let failure { return .unreachable(failure) }
    if case .answer(let status, _) = reply { return .unread(policy, status: status) }
    return .policy(policy)
  }
}

extension RobotsCache.Standing {
  fileprivate var isCancelled: Bool {
    if case .unreachable(.transfer(.cancelled)) = self { true } else { false }
  }
}
