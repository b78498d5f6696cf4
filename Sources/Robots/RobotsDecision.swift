// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Whether somebody may ask for something, and what says so.
package struct RobotsDecision: Hashable, Sendable {
  package let isAllowed: Bool
  package let ground: Ground

  package enum Ground: Hashable, Sendable {
    /// A rule decided: its line, and the line that addressed the agent.
    case rule(RobotsLine, group: RobotsLine)
    /// The agent is addressed, first by this line, but no rule covers the target.
    case noRuleMatches(group: RobotsLine)
    /// The file addresses neither the agent nor everyone.
    case noGroup
    /// A web page stands in the place of rules.
    case markup
    /// There are so many rules with stars, and so long a target, that comparing them was given up.
    case tooCostly
    /// The target is the robots.txt itself.
    case robotsFile
    /// There are no rules to go by; how the robots.txt answered decided, in words.
    case answer(String)
  }
}

extension RobotsDecision {
  /// The `Allow` or `Disallow` line that decided, if one did.
  package var rule: RobotsLine? {
    guard case .rule(let rule, _) = ground else { return nil }
    return rule
  }

  /// The `User-agent` line of the group that counted, if the agent is addressed.
  package var group: RobotsLine? {
    switch ground {
    case .rule(_, let group), .noRuleMatches(let group): group
    default: nil
    }
  }

  /// What decided, in words; texts of the file are in it as they stand there.
  package var reason: String {
    switch ground {
    case .rule(let rule, let group):
      "line \(rule.number): \(rule.text) (line \(group.number): \(group.text))"
    case .noRuleMatches(let group): "no rule matches (line \(group.number): \(group.text))"
    case .noGroup: "no rule matches (no group is for this agent, or for everyone)"
    case .markup: "a web page stands in the place of rules"
    case .tooCostly: "there are too many rules to compare"
    case .robotsFile: "/robots.txt itself is always allowed"
    case .answer(let sentence): sentence
    }
  }
}

extension RobotsDecision: CustomStringConvertible {
  /// `allowed` or `disallowed`, a comma, and the reason.
  package var description: String { "\(isAllowed ? "allowed" : "disallowed"), \(reason)" }
}

extension RobotsDecision.Ground {
  /// The word by which records and JSON name it; it never gets another meaning.
  package var word: String {
    switch self {
    case .rule: "rule"
    case .noRuleMatches: "no-rule-matches"
    case .noGroup: "no-group"
    case .markup: "markup"
    case .tooCostly: "too-costly"
    case .robotsFile: "robots-file"
    case .answer: "answer"
    }
  }
}
