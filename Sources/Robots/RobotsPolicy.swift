// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing

/// What a host's robots.txt means for us, rules or not.
///
/// | it answers | it means |
/// |---|---|
/// | 2xx | its rules |
/// | 304 | the rules last read, unchanged |
/// | any other 3xx, or too many of them | it is not available: everything is allowed |
/// | 401, 403, a web page | where rules were read before, it is kept from us, as a wall does on a bad night: these, for 30 days; else everything is allowed |
/// | any other 4xx, but not 429 | it is not available: everything is allowed |
/// | 429, 5xx, anything else, nothing | it cannot be reached: nothing is allowed |
///
/// A robots.txt that cannot be reached leaves the rules that were last read in force, however old
/// they are. Where none were ever read, it counts as not available after ``patience``.
///
/// The value knows no clock. Whoever asks keeps two things from one time to the next: the body of
/// the last 2xx answer, and since when ``isReachable`` has been false. An answer is good for a day;
/// then the file is to be asked for again.
///
/// Source: RFC 9309 §2.3.1 and §2.4 <https://www.rfc-editor.org/rfc/rfc9309#section-2.3.1>
package struct RobotsPolicy: Hashable, Sendable {
  /// How many redirects are followed, each to any host; the rules are for the host first asked.
  package static let redirectLimit = 5
  /// How long a robots.txt that was never read closes its host by being out of reach.
  package static let patience = Duration.seconds(30 * 24 * 60 * 60)

  package enum Stance: Hashable, Sendable {
    case rules(RobotsFile)
    case allowsAll
    case disallowsAll
  }

  package let stance: Stance
  /// How the robots.txt answered and what follows, in words.
  package let reason: String
  /// Whether the host gave an answer that means something: false starts the clock that
  /// `unreachableFor` is read from, true stops it.
  package let isReachable: Bool
  /// Whether the rules are not of this answer but of the copy.
  package let isCopy: Bool

  /// Judges an answer.
  ///
  /// - Parameters:
  ///   - reply: what came.
  ///   - copy: the rules of the last 2xx answer, if there was one.
  ///   - unreachableFor: how long the robots.txt has been out of reach, without a break.
  package init(
    _ reply: RobotsReply,
    copy: RobotsFile? = nil,
    unreachableFor: Duration = .zero
  ) {
    // A web page in the place of rules was no robots.txt, and is none now.
    let rules = copy.flatMap { $0.isMarkup ? nil : $0 }
    let lasting = unreachableFor < Self.patience ? rules : nil
    switch reply {
    case .answer(let status, let body) where (200...299).contains(status):
      let file = RobotsFile(body)
      if file.isMarkup, let lasting {
        self.init(keptAway: "a web page comes in its place", lasting)
      } else {
        let what = file.isMarkup ? "is a web page and holds no rules" : "was read"
        self.init(.rules(file), "robots.txt \(what) (status \(status))")
      }
    case .answer(status: 304, _):
      self.init(unchanged: copy, for: unreachableFor)
    case .answer(let status, _) where (300...399).contains(status):
      self.init(unavailable: "it redirects to nowhere, status \(status)")
    case .answer(let status, _) where [401, 403].contains(status):
      if let lasting {
        self.init(keptAway: "status \(status)", lasting)
      } else {
        self.init(unavailable: "status \(status)")
      }
    case .answer(let status, _) where status != 429 && (400...499).contains(status):
      self.init(unavailable: "status \(status)")
    case .lostInRedirects(let words): self.init(unavailable: words)
    case .answer(let status, _):
      self.init(unreachable: "status \(status)", rules, for: unreachableFor)
    case .unreachable(let words): self.init(unreachable: words, rules, for: unreachableFor)
    }
  }

  /// Whether the agent may ask for the address, and why.
  package func decision(on address: WebAddress, for agent: RobotsAgent) -> RobotsDecision {
    let target = RobotsTarget(address)
    guard !target.isRobotsFile else { return RobotsDecision(isAllowed: true, ground: .robotsFile) }
    switch stance {
    case .rules(let file): return file.decision(on: target, for: agent)
    case .allowsAll: return RobotsDecision(isAllowed: true, ground: .answer(reason))
    case .disallowsAll: return RobotsDecision(isAllowed: false, ground: .answer(reason))
    }
  }

  /// The pause that the rules ask this agent for, uncapped; nil without rules.
  package func crawlDelay(for agent: RobotsAgent) -> CrawlDelay? {
    guard case .rules(let file) = stance else { return nil }
    return file.crawlDelay(for: agent)
  }

  private init(
    _ stance: Stance,
    _ reason: String,
    isReachable: Bool = true,
    isCopy: Bool = false
  ) {
    self.stance = stance
    self.reason = reason
    self.isReachable = isReachable
    self.isCopy = isCopy
  }

  private init(unchanged copy: RobotsFile?, for time: Duration) {
    if let copy {
      self.init(.rules(copy), "robots.txt is unchanged (status 304)", isCopy: true)
    } else {
      self.init(unreachable: "status 304, though nothing was read before", nil, for: time)
    }
  }

  // RFC 9309 lets us ask for everything then (§2.3.1.3), and does not say that we must.
  private init(keptAway words: String, _ copy: RobotsFile) {
    let reason = "robots.txt is kept from us (\(words)), so the rules last read stay in force"
    self.init(.rules(copy), reason, isReachable: false, isCopy: true)
  }

  private init(unavailable words: String) {
    self.init(.allowsAll, "robots.txt is not available (\(words)), so everything is allowed")
  }

  private init(unreachable words: String, _ rules: RobotsFile?, for time: Duration) {
    let trouble = "robots.txt could not be read (\(words))"
    if let rules {
      let reason = "\(trouble), so the rules last read stay in force"
      self.init(.rules(rules), reason, isReachable: false, isCopy: true)
    } else if time >= Self.patience {
      let reason = "\(trouble) for 30 days, so everything is allowed"
      self.init(.allowsAll, reason, isReachable: false)
    } else {
      self.init(.disallowsAll, "\(trouble), so nothing is allowed", isReachable: false)
    }
  }
}

/// What came of asking a host for its robots.txt.
package enum RobotsReply: Hashable, Sendable {
  /// A whole answer, at the end of at most ``RobotsPolicy/redirectLimit`` redirects.
  ///
  /// The body is in no content coding; what goes beyond ``RobotsFile/readLimit`` is not read, so a
  /// transfer may stop one byte later.
  case answer(status: Int, body: [UInt8])
  /// One redirect more than ``RobotsPolicy/redirectLimit``, a circle, or a redirect to what is no
  /// address; in words, for people.
  case lostInRedirects(String)
  /// No answer: no connection, no name, nothing in time; in words, for people.
  case unreachable(String)
}
