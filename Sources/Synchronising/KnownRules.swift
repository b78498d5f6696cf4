// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Records
import Robots

/// The rules of the hosts that were asked for their robots.txt, to say of further addresses there what they bar.
package struct KnownRules: Sendable {
  private let policies: [String: RobotsPolicy]
  private let agent: RobotsAgent

  /// - Parameters:
  ///   - memory: what hosts told.
  ///   - userAgent: as whom we ask.
  package init(_ memory: HostMemory, for userAgent: String) {
    policies = memory.hosts.compactMapValues { host in
      host.robots.map { RobotsPolicy(.answer(status: 200, body: Array($0))) }
    }
    agent = RobotsAgent(userAgent)
  }

  /// Whether they keep us from an address; of a host that was not asked, nothing is known to.
  package func bar(_ address: WebAddress) -> Bool {
    policies[String(address.origin)]?.decision(on: address, for: agent).isAllowed == false
  }
}
