// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Records
import Reporting

/// How a document stands, as a reader sees it: a word, a shade, and what it means.
struct StandingLabel: Sendable {
  let word: String
  /// Since when; nil where that is not known, or was always so.
  let since: String?
  /// The name of a class of the style sheet.
  let tone: String
  let meaning: String

  /// After which what was seen is said with its day.
  private static let long: TimeInterval = 7 * 86_400

  init(of document: Document, now: Date) {
    let standing = document.standing ?? .unknown
    self.init(standing, standing.since.map { "since \(Readable.day($0))" })
    if case .present = standing {
      // It may have been asked for in vain since: by who had no network, say.
      let seen = document.lastAlive ?? document.lastVisited
      let day = Readable.day(seen)
      // Who looks daily need not be told of the day in every list.
      let isOld = now.timeIntervalSince(seen) > Self.long
      self = StandingLabel(
        word: word,
        since: isOld ? "on \(day)" : nil,
        tone: tone,
        meaning: "Its publisher showed it when it last answered\(isOld ? "" : ", on \(day)")."
      )
    }
    guard document.address.isOfDeposit else { return }
    self = StandingLabel(
      word: "deposited",
      tone: "calm",
      meaning: "It was handed in, and is on no site."
    )
  }

  private init(word: String, since: String? = nil, tone: String, meaning: String) {
    (self.word, self.since, self.tone, self.meaning) = (word, since, tone, meaning)
  }

  private init(_ standing: Standing, _ since: String?) {
    switch standing {
    case .unknown:
      self.init(
        word: "not visited yet",
        tone: "calm",
        meaning: "Nothing is known of its address yet."
      )
    case .present:
      self.init(word: "online", tone: "good", meaning: "Its publisher shows it.")
    case .missing:
      self.init(
        word: "missing",
        since: since,
        tone: "warn",
        meaning:
          "Its address says that it is not there; that is not certain yet. What is kept stays."
      )
    case .gone:
      self.init(
        word: "gone",
        since: since,
        tone: "bad",
        meaning: "Its publisher does not show it any more. What is kept stays."
      )
    case .delisted:
      self.init(
        word: "no longer listed",
        since: since,
        tone: "warn",
        meaning: "No page leads to it any more; it was still served when it was last asked for."
      )
    case .withdrawn:
      self.init(
        word: "withdrawn",
        since: since,
        tone: "warn",
        meaning: "Its publisher says that it is withdrawn, and shows it still."
      )
    case .blocked:
      self.init(
        word: "kept from us",
        since: since,
        tone: "warn",
        meaning: "The site answers programs with something else; readers may see it."
      )
    case .faulty:
      self.init(
        word: "faulty connection",
        since: since,
        tone: "warn",
        meaning: "The site's certificate is not in order."
      )
    case .unreachable:
      self.init(
        word: "not reached",
        since: since,
        tone: "warn",
        meaning: "The site does not answer as it should."
      )
    case .suppressed:
      self.init(word: "let go of", since: since, tone: "bad", meaning: "It was let go of here.")
    case .leftOut:
      self.init(
        word: "not kept",
        since: since,
        tone: "calm",
        meaning: "It is listed, and was never kept."
      )
    }
  }

  /// For whoever chooses one: the words of the catalogue, with what readers call them.
  static let choices: [(word: String, name: String)] = [
    ("present", "online"), ("delisted", "no longer listed"), ("missing", "missing"),
    ("gone", "gone"), ("withdrawn", "withdrawn"), ("blocked", "kept from us"),
    ("faulty", "faulty connection"), ("unreachable", "not reached"), ("left-out", "not kept"),
    ("unknown", "not visited yet"),
  ]

  /// One of each, for whoever wants to know what they mean.
  static let all: [StandingLabel] = [
    StandingLabel(
      word: "online",
      tone: "good",
      meaning: "Its publisher showed it when it last answered."
    ),
    StandingLabel(.delisted(since: .distantPast), nil),
    StandingLabel(.missing(since: .distantPast, count: 1), nil),
    StandingLabel(.gone(since: .distantPast), nil),
    StandingLabel(.withdrawn(since: .distantPast), nil),
    StandingLabel(.blocked(since: .distantPast), nil),
    StandingLabel(.unreachable(since: .distantPast, count: 1), nil),
    StandingLabel(.leftOut(since: .distantPast, .robots), nil),
  ]
}
