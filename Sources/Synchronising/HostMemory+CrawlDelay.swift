// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Records
import Robots

extension HostMemory {
  /// By host, the pause between two requests that its robots.txt asked for when it was read last.
  ///
  /// - Parameter agent: what we call ourselves.
  /// - Returns: those of hosts that ask for any; of two robots.txt of one host, the longer.
  func crawlDelays(for agent: String) -> [String: Duration] {
    let agent = RobotsAgent(agent)
    var delays: [String: Duration] = [:]
    for (origin, host) in hosts {
      guard let robots = host.robots, let scheme = origin.range(of: "://"),
        let delay = RobotsFile([UInt8](robots)).crawlDelay(for: agent)
      else { continue }
      let name = String(origin[scheme.upperBound...])
      delays[name] = max(delays[name] ?? .zero, delay.pause)
    }
    return delays
  }
}
