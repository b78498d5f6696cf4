// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Records
import Reporting

/// When a report was up, changed, and gone, as far as the archive knows: a picture, and the same in words.
struct Timeline: Sendable {
  /// A stretch of the bar; all places are in a picture that is 1,000 wide.
  struct Stretch: Sendable {
    let start: Int
    let width: Int
    /// The name of a class of the style sheet.
    let tone: String
    /// What it stands for.
    let name: String
  }

  struct Mark: Sendable {
    let place: Int
    let name: String
  }

  /// Something that happened on a day.
  struct Event: Sendable {
    let day: String
    let time: String
    let what: String
  }

  let stretches: [Stretch]
  let marks: [Mark]
  /// Where the picture begins and ends, in words.
  let first: String
  let last: String
  /// The latest first.
  let events: [Event]

  private static let width = 1_000.0
  /// Who looks each night has not looked for a day or two.
  private static let short: TimeInterval = 2 * 86_400

  /// - Parameters:
  ///   - document: what is known of it.
  ///   - versions: those that are held, in their order.
  ///   - now: where the picture ends.
  init(_ document: Document, _ versions: [Version], now: Date) {
    let first = ([document.firstSeen] + versions.map(\.capturedAt)).min() ?? now
    let end = max(now, first)
    // Of a day or less, the picture would show hours.
    let span = max(end.timeIntervalSince(first), 86_400)
    func place(_ date: Date) -> Int {
      let share = date.timeIntervalSince(first) / span
      return Int((min(max(share, 0), 1) * Self.width).rounded())
    }
    let standing = document.standing ?? .unknown
    let label = StandingLabel(of: document, now: now)
    // What nobody has looked at since is not known.
    let visited =
      standing.word == "present" ? document.lastAlive ?? document.lastVisited : document.lastVisited
    let seen = min(max(visited, first), end)
    let turn = standing.word == "present" ? seen : min(max(standing.since ?? seen, first), seen)
    func stretch(_ from: Date, _ to: Date, _ tone: String, _ name: String) -> Stretch {
      Stretch(
        start: min(place(from), 996),
        width: max(place(to) - place(from), 4),
        tone: tone,
        name: name
      )
    }
    var stretches = [stretch(first, turn, "good", "online, as far as is known")]
    if turn < seen { stretches.append(stretch(turn, seen, label.tone, label.word)) }
    if end.timeIntervalSince(seen) > Self.short {
      stretches.append(stretch(seen, end, "calm", "not asked for since \(Readable.day(seen))"))
    }
    self.stretches = stretches
    self.first = Readable.day(first)
    last = Readable.day(end)
    marks = versions.map { Mark(place: place($0.capturedAt), name: "v\($0.number)") }

    var events = versions.map { version in
      Event(
        version.capturedAt,
        version.number == 1 ? "first kept, as version 1" : "changed: version \(version.number) kept"
      )
    }
    if document.firstSeen < versions.first?.capturedAt ?? now {
      events.insert(Event(document.firstSeen, "first seen on a list"), at: 0)
    }
    if let since = standing.since { events.append(Event(since, standing.eventName)) }
    let isKeptThen = versions.contains {
      Readable.day($0.capturedAt) == document.lastAlive.map(Readable.day)
    }
    if let alive = document.lastAlive, standing.isBad, !isKeptThen {
      events.append(Event(alive, "last seen alive"))
    }
    self.events = events.sorted { $0.time > $1.time }
  }
}

extension Timeline.Event {
  fileprivate init(_ date: Date, _ what: String) {
    self.init(day: Readable.day(date), time: date.formatted(.iso8601), what: what)
  }
}

extension Standing {
  fileprivate var eventName: String {
    switch self {
    case .delisted: "no longer listed"
    case .blocked: "kept from us from then on"
    case .faulty: "faulty connection from then on"
    case .unreachable: "not reached from then on"
    case .leftOut: "left out from then on"
    default: word
    }
  }
}
