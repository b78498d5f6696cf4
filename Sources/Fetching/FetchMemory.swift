// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

public import Foundation

/// What hosts told one run that the next should know; it may be lost.
public struct FetchMemory: Sendable {
  /// Until when hosts want to be left alone.
  public var notBefore: [String: Date]
  /// What was learnt of robots.txt, by scheme, host and port.
  public var robots: [String: RobotsMemory]

  public init(notBefore: [String: Date] = [:], robots: [String: RobotsMemory] = [:]) {
    self.notBefore = notBefore
    self.robots = robots
  }
}
