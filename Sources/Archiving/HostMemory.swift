// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
public import Foundation
import SystemPackage

/// What hosts told one run that the next should know, in `hosts.json`.
///
/// It stands beside the archive's records and is none: lost or damaged, a run does without.
public struct HostMemory: Codable, Sendable {
  static let fileName = "hosts.json"

  public struct Host: Codable, Sendable {
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

  public var schema = "hanaper/hosts/1"
  /// By host, with its port where that is not the usual one; robots.txt by scheme as well.
  public var hosts: [String: Host]

  public init(hosts: [String: Host] = [:]) {
    self.hosts = hosts
  }
}

extension Archive {
  /// What earlier runs were told; nothing where nobody can read it.
  public var hostMemory: HostMemory {
    guard let bytes = try? Disk().read(path.appending(HostMemory.fileName)) else {
      return HostMemory()
    }
    return (try? RecordCoding.decode(HostMemory.self, from: bytes)) ?? HostMemory()
  }
}

extension Intake {
  /// Writes down what hosts told this run.
  public func remember(_ memory: HostMemory) throws {
    let path = directory.removingLastComponent().removingLastComponent()
    try Disk().replace(
      path.appending(HostMemory.fileName),
      with: RecordCoding.encode(memory)
    )
  }
}
