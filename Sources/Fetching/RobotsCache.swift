// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Curl
public import Foundation
import Robots
import Synchronization

/// What was learnt of a host's robots.txt, for the next run to know.
public struct RobotsMemory: Hashable, Sendable {
  /// The body of the last answer that held rules.
  public var copy: [UInt8]?
  /// Since when the robots.txt has been out of reach; nil while it can be had.
  public var unreachableSince: Date?

  public init(copy: [UInt8]? = nil, unreachableSince: Date? = nil) {
    self.copy = copy
    self.unreachableSince = unreachableSince
  }
}

/// Asks every host for its robots.txt once a run, and keeps the answers.
///
/// Whoever comes while a host is being asked waits for that answer.
actor RobotsCache {
  /// What a host's robots.txt means for its addresses.
  enum Standing: Sendable {
    case policy(RobotsPolicy)
    /// The host could not be asked for it, and so not for anything else.
    case unreachable(FetchFailure)
  }

  private enum Entry {
    case asking([CheckedContinuation<Standing, Never>])
    case known(Standing)
  }

  private var entries: [String: Entry] = [:]
  private(set) var memory: [String: RobotsMemory]
  private let clock: @Sendable () -> Date

  init(_ memory: [String: RobotsMemory], clock: @escaping @Sendable () -> Date) {
    self.memory = memory
    self.clock = clock
  }

  /// What stands in the robots.txt of an address's host.
  ///
  /// - Parameters:
  ///   - address: any address of the host; scheme, host and port count.
  ///   - ask: fetches the robots.txt; called once for each host.
  /// - Returns: its rules, or why the host could not be asked for them.
  func standing(
    of address: WebAddress,
    ask: @Sendable (WebAddress) async -> (RobotsReply, FetchFailure?)
  ) async -> Standing {
    let host = String(address.origin)
    switch entries[host] {
    case .known(let standing): return standing
    case .asking:
      return await withCheckedContinuation { waiting in
        guard case .asking(let others)? = entries[host] else {
          preconditionFailure("an answer came between two steps of one actor")
        }
        entries[host] = .asking(others + [waiting])
      }
    case nil: break
    }
    entries[host] = .asking([])
    let standing: Standing
    if let robots = try? WebAddress("\(host)/robots.txt") {
      let (reply, failure) = await ask(robots)
      standing = take(reply, failure, of: host)
    } else {
      standing = .policy(RobotsPolicy(.lostInRedirects("the host has no such address")))
    }
    guard case .asking(let waiting)? = entries[host] else { return standing }
    // Who gave up has learnt nothing about the host.
    entries[host] = standing.isCancelled ? nil : .known(standing)
    for caller in waiting { caller.resume(returning: standing) }
    return standing
  }

  private func take(_ reply: RobotsReply, _ failure: FetchFailure?, of host: String) -> Standing {
    var known = memory[host] ?? RobotsMemory()
    let now = clock()
    let policy = RobotsPolicy(
      reply,
      copy: known.copy.map(RobotsFile.init),
      unreachableFor: .seconds(known.unreachableSince.map { now.timeIntervalSince($0) } ?? 0)
    )
    known.unreachableSince = policy.isReachable ? nil : known.unreachableSince ?? now
    if case .answer(200...299, let body) = reply { known.copy = body }
    memory[host] = known
    // Rules in an old copy hold; without any, what keeps us away is the failure and no rule.
    if let failure, policy.stance == .disallowsAll { return .unreachable(failure) }
    return .policy(policy)
  }
}

extension RobotsCache.Standing {
  fileprivate var isCancelled: Bool {
    if case .unreachable(.transfer(.cancelled)) = self { true } else { false }
  }
}
