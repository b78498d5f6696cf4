// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text

/// A robots.txt, read.
///
///     let file = RobotsFile(bytes)
///     let decision = file.decision(on: RobotsTarget(address), for: RobotsAgent("hanaper/0.1"))
///     decision.description   // disallowed, line 12: Disallow: /private/ (line 10: User-agent: *)
///
/// Anything can be read: what is no line of the protocol is passed over, and every line that is one
/// counts, whatever stands around it. Reading takes time and memory in proportion to the bytes, of
/// which no more than ``readLimit`` are looked at.
///
/// Source: RFC 9309 <https://www.rfc-editor.org/rfc/rfc9309>; where it leaves something open, or its
/// conformance suite reads it otherwise, docs/decisions/0007-robots-rules-are-compared-as-written.md
package struct RobotsFile: Hashable, Sendable {
  /// How much of a file is read, in bytes: 500 KiB, as RFC 9309 §2.5 asks for at least.
  package static let readLimit = 500 << 10

  /// How much comparing one decision may cost, in bytes of rules and target.
  ///
  /// A thousand rules with stars against the longest address cost a sixth of it. Only who means to
  /// keep us busy goes beyond, and is then left alone.
  static let comparisonLimit = 50_000_000

  /// The groups in the order of the file; rules before the first are left out.
  package let groups: [RobotsGroup]
  /// The `Sitemap` lines, which belong to no group.
  package let sitemaps: [Sitemap]
  /// Whether a web page stands in the place of rules: it begins as markup does and addresses nobody.
  ///
  /// Such a file has no groups, so everything is allowed. It may be an error page or a bot wall.
  package let isMarkup: Bool
  /// Whether there was more than ``readLimit``; the rest was not read, nor the line that was cut.
  package let isCut: Bool

  /// A `Sitemap` line.
  package struct Sitemap: Hashable, Sendable {
    package let line: RobotsLine
    /// The address as written.
    package let address: String
  }

  /// Reads a file.
  ///
  /// One that an editor on Windows saved in UTF-16 is meant as much as any other, and read.
  ///
  /// - Parameter bytes: the body, in no content coding. A reader that stops early must hand over at
  ///   least one byte more than ``readLimit``, or else the line it stopped in is taken for whole.
  package init(_ bytes: [UInt8]) {
    isCut = bytes.count > Self.readLimit
    let read = bytes.prefix(Self.readLimit)
    let text = UTF16Text.utf8(of: Array(read)).map { $0[...] } ?? read
    let reader = RobotsReader(text, isCut: isCut)
    groups = reader.groups
    sitemaps = reader.sitemaps
    isMarkup = reader.groups.isEmpty && reader.beginsAsMarkup
  }

  /// Whether the agent may ask for the target, and which line says so.
  ///
  /// All groups that name the agent count as one; where none does, those for everyone. Of the rules
  /// that cover the target the longest decides, and of two equally long ones `Allow`.
  package func decision(on target: RobotsTarget, for agent: RobotsAgent) -> RobotsDecision {
    guard !target.isRobotsFile else { return RobotsDecision(isAllowed: true, ground: .robotsFile) }
    guard !isMarkup else { return RobotsDecision(isAllowed: true, ground: .markup) }
    let addressing = groups(for: agent)
    guard let first = addressing.first else {
      return RobotsDecision(isAllowed: true, ground: .noGroup)
    }
    var best: (rule: RobotsRule, group: RobotsLine, weight: Int)?
    var compared = 0
    for (group, line) in addressing {
      for rule in group.rules where rule.pattern.length >= best?.weight ?? 1 {
        compared += rule.cost(for: target)
        guard compared <= Self.comparisonLimit else {
          return RobotsDecision(isAllowed: false, ground: .tooCostly)
        }
        guard let weight = rule.weight(for: target) else { continue }
        if let best, (weight, rule.isAllow ? 1 : 0) <= (best.weight, best.rule.isAllow ? 1 : 0) {
          continue
        }
        best = (rule, line, weight)
      }
    }
    guard let best else {
      return RobotsDecision(isAllowed: true, ground: .noRuleMatches(group: first.line))
    }
    return RobotsDecision(
      isAllowed: best.rule.isAllow,
      ground: .rule(best.rule.line, group: best.group)
    )
  }

  /// The pause that the file asks this agent for; of several, the longest.
  ///
  /// A delay is for the agents named above it in its group.
  package func crawlDelay(for agent: RobotsAgent) -> CrawlDelay? {
    groups(for: agent)
      .flatMap { group, line in group.crawlDelays.filter { $0.line.number > line.number } }
      .max { $0.pause < $1.pause }
  }

  /// The groups that address the agent, each with the line that does.
  private func groups(for agent: RobotsAgent) -> [(group: RobotsGroup, line: RobotsLine)] {
    let naming = agent.token.map { groups(naming: .product($0)) } ?? []
    return naming.isEmpty ? groups(naming: .everyone) : naming
  }

  private func groups(
    naming name: RobotsGroup.Name
  ) -> [(group: RobotsGroup, line: RobotsLine)] {
    groups.compactMap { group in group.line(naming: name).map { (group, $0) } }
  }
}
