// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Agents, and what they may ask for.
///
/// A group begins with its `User-agent` lines. Further such lines right after belong to it as well,
/// whatever unknown lines stand between; one that follows a rule begins the next group.
///
/// Source: RFC 9309 §2.2.1 <https://www.rfc-editor.org/rfc/rfc9309#section-2.2.1>
public struct RobotsGroup: Hashable, Sendable {
  public internal(set) var agents: [Agent] = []
  public internal(set) var rules: [RobotsRule] = []
  public internal(set) var crawlDelays: [CrawlDelay] = []

  /// A `User-agent` line.
  public struct Agent: Hashable, Sendable {
    public let line: RobotsLine
    public let name: Name
  }

  /// Whom a `User-agent` line addresses.
  public enum Name: Hashable, Sendable {
    /// `*`, alone or before white space.
    case everyone
    /// A product token in lower case; what follows it in the line does not count.
    case product(String)
    /// Something that is no product token, so that nobody can feel addressed.
    case nobody
  }

  /// The first line that addresses somebody by this name.
  func line(naming name: Name) -> RobotsLine? {
    agents.first { $0.name == name }?.line
  }
}
