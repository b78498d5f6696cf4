// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import FoundationEssentials

/// What we hold about a document over time.
///
/// A standing is a value; `after(_:on:isListed:isWithdrawn:health:)` makes the next one of it. When
/// the document was last seen alive is kept beside it, by the caller.
package enum Standing: Hashable, Sendable {
  /// Not yet judged: a link found for the first time.
  case unknown
  case present
  /// It was not there, `count` runs in a row as far as these could tell.
  case missing(since: Date, count: Int)
  /// Dead, as far as anybody outside can tell; counted from the first sign.
  case gone(since: Date)
  /// The site keeps us out.
  case blocked(since: Date)
  /// The site's certificate or protocol is at fault.
  case faulty(since: Date, TLSFault)
  /// Nothing usable came, `count` nights in a row: no answer, an error of the server's, a damaged body.
  case unreachable(since: Date, count: Int)
  /// No longer linked; still served, or not asked for by our own refusal.
  case delisted(since: Date)
  /// Still served, under a notice of withdrawal.
  case withdrawn(since: Date)
  /// Let go of by us.
  case suppressed(since: Date)
  /// Asked for and never held.
  case leftOut(since: Date, LeftOutReason)
}

extension Standing {
  /// How many signs of death it takes.
  package static let signsOfDeath = 3

  /// The least time from the first sign to the last, in seconds: 20 hours, so that three runs in one
  /// evening are one night's observation.
  package static let spanOfDeath: TimeInterval = 20 * 60 * 60

  /// The standing in one stable word, for machines.
  package var word: String {
    switch self {
    case .unknown: "unknown"
    case .present: "present"
    case .missing: "missing"
    case .gone: "gone"
    case .blocked: "blocked"
    case .faulty: "faulty"
    case .unreachable: "unreachable"
    case .delisted: "delisted"
    case .withdrawn: "withdrawn"
    case .suppressed: "suppressed"
    case .leftOut: "left-out"
    }
  }

  /// Every such word.
  package static let words = [
    "unknown", "present", "missing", "gone", "blocked", "faulty", "unreachable", "delisted",
    "withdrawn", "suppressed",
    "left-out",
  ]

  /// The words of those by which a document is missed.
  package static let badWords: Set = ["missing", "gone", "blocked", "faulty", "unreachable"]

  /// Since when it has stood so; nil for `unknown` and `present`.
  package var since: Date? {
    switch self {
    case .unknown, .present: nil
    case .missing(let since, _), .gone(let since), .blocked(let since), .faulty(let since, _),
      .unreachable(let since, _), .delisted(let since), .withdrawn(let since),
      .suppressed(let since), .leftOut(let since, _):
      since
    }
  }

  /// Why it is left out; nil where it is not.
  package var leftOutReason: LeftOutReason? {
    if case .leftOut(_, let reason) = self { reason } else { nil }
  }

  /// Whether the address delivered the document when it last said anything.
  package var isAlive: Bool {
    switch self {
    case .present, .delisted, .withdrawn: true
    default: false
    }
  }
}
