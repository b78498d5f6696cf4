// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Foundation

/// What hosts told one run that the next should know, in `hosts.json`.
///
/// It stands beside the archive's records and is none: lost or damaged, a run does without.
package struct HostMemory: Codable, Sendable {
  package static let fileName = "hosts.json"

  package static let knownSchema = "hanaper/hosts/1"

  package struct Host: Hashable, Codable, Sendable {
    /// Until when it wants to be left alone.
    package var notBefore: Date?
    /// The robots.txt that was last read of it.
    package var robots: Data?
    /// Since when its robots.txt has been out of reach.
    package var robotsUnreachableSince: Date?
    /// How many seconds lay between two requests of the run, on the average; nil where it made few.
    package var pace: Double?

    package init(notBefore: Date? = nil, robots: Data? = nil, robotsUnreachableSince: Date? = nil) {
      self.notBefore = notBefore
      self.robots = robots
      self.robotsUnreachableSince = robotsUnreachableSince
    }
  }

  package var schema = HostMemory.knownSchema
  /// When it was written down; nil in those of before.
  package var written: Date?
  /// By host, with its port where that is not the usual one; robots.txt by scheme as well.
  package var hosts: [String: Host]

  package init(hosts: [String: Host] = [:]) {
    self.hosts = hosts
  }
}
