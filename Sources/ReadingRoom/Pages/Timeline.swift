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
  }

  struct Mark: Sendable {
    let place: Int
    let name: String
  }

  struct Tick: Sendable {
    let place: Int
    let year: String
  }

  /// Something that happened on a day.
  struct Event: Sendable {
    let day: String
    let time: String
    let what: String
  }

  let stretches: [Stretch]
  let marks: [Mark]
  let ticks: [Tick]
  /// Where the picture begins and ends, in words.
  let first: String
  let last: String
  /// The latest first.
  let events: [Event]

  private static let width = 1_000.0
  private static let mostTicks = 12

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
    let label = StandingLabel(of: document)
    let turn = standing.word == "present" ? end : standing.since ?? end
    self.first = Readable.day(first)
    last = Readable.day(end)
    var stretches = [Stretch(start: 0, width: max(place(turn), 4), tone: "good")]
    if turn < end {
      stretches.append(
        Stretch(start: place(turn), width: max(1_000 - place(turn), 4), tone: label.tone)
      )
    }
    self.stretches = stretches
    marks = versions.map { Mark(place: place($0.capturedAt), name: "v\($0.number)") }
    ticks = Self.years(from: first, to: end).map { Tick(place: place($0.date), year: $0.name) }

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
    if let alive = document.lastAlive, standing.isBad {
      events.append(Event(alive, "last seen alive"))
    }
    self.events = events.sorted { $0.time > $1.time }
  }

  private static func years(from first: Date, to end: Date) -> [(date: Date, name: String)] {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let (from, to) = (calendar.component(.year, from: first), calendar.component(.year, from: end))
    guard from < to else { return [] }
    let step = max(1, (to - from + mostTicks - 1) / mostTicks)
    return stride(from: from + 1, through: to, by: step).compactMap { year in
      calendar.date(from: DateComponents(year: year, month: 1, day: 1)).map { ($0, "\(year)") }
    }
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
