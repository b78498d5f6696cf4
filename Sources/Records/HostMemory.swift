// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

public import Foundation

/// What hosts told one run that the next should know, in `hosts.json`.
///
/// It stands beside the archive's records and is none: lost or damaged, a run does without.
public struct HostMemory: Codable, Sendable {
  public static let fileName = "hosts.json"

  public static let knownSchema = "hanaper/hosts/1"

  public struct Host: Hashable, Codable, Sendable {
    /// Until when it wants to be left alone.
    public var notBefore: Date?
    /// The robots.txt that was last read of it.
    public var robots: Data?
    /// Since when its robots.txt has been out of reach.
    public var robotsUnreachableSince: Date?

    public init(notBefore: Date? = nil, robots: Data? = nil, robotsUnreachableSince: Date? = nil) {
      self.notBefore = notBefore
      self.robots = robots
      self.robotsUnreachableSince = robotsUnreachableSince
    }
  }

  public var schema = HostMemory.knownSchema
  /// By host, with its port where that is not the usual one; robots.txt by scheme as well.
  public var hosts: [String: Host]

  public init(hosts: [String: Host] = [:]) {
    self.hosts = hosts
  }
}
