// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fetching
import Foundation
import Records
import Robots

extension HostMemory {
  /// No host rests for longer than this between two requests, in seconds.
  private static let slowest = 3600.0

  /// By host, the time that is to be expected between two requests, where that is more than the plan's.
  ///
  /// - Parameters:
  ///   - agent: what we call ourselves.
  ///   - politeness: what of a `Crawl-delay` is heeded.
  /// - Returns: what its robots.txt asked for when it was read last, or what lay between its requests in the last run, whichever is more.
  func pauses(for agent: String, _ politeness: Politeness) -> [String: Duration] {
    let agent = RobotsAgent(agent)
    var pauses: [String: Duration] = [:]
    for (name, host) in hosts {
      // Whoever wrote the file may have written anything.
      if let pace = host.pace, (0...Self.slowest).contains(pace) { take(.seconds(pace), of: name) }
      // A robots.txt is noted by scheme as well.
      guard let robots = host.robots, let scheme = name.range(of: "://"),
        let delay = RobotsFile([UInt8](robots)).crawlDelay(for: agent)
      else { continue }
      take(min(delay.pause, politeness.longestCrawlDelay), of: String(name[scheme.upperBound...]))
    }
    func take(_ pause: Duration, of name: String) {
      pauses[name] = max(pauses[name] ?? .zero, pause)
    }
    return pauses
  }
}

extension HostMemory {
  /// Keeps the pace of hosts only where a night's share has to reckon with it.
  ///
  /// That is so where the run was stopped or took longer than a night, or one before did. Else a busy machine of ours would pass for a slow
  /// site.
  ///
  /// - Parameters:
  ///   - last: what was remembered before the run.
  ///   - politeness: a pace near its delay is no slow one.
  ///   - isLate: whether the run was stopped or took too long.
  mutating func keepPaces(after last: HostMemory, _ politeness: Politeness, isLate: Bool) {
    let least = politeness.delay / .seconds(1) * 1.25
    for (name, host) in hosts {
      guard let pace = host.pace else {
        // Of what was hardly asked, the pace of before is the best that is known.
        hosts[name]?.pace = isLate ? last.hosts[name]?.pace : nil
        continue
      }
      if !isLate && last.hosts[name]?.pace == nil || pace < least { hosts[name]?.pace = nil }
    }
  }
}

extension Politeness {
  /// A run that takes no longer than this is on time, however short its nights are.
  var leastLateness: Duration { max(night, .seconds(60)) }
}
