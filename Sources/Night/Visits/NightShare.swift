// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Foundation

/// How many documents of a host one night asks for, and which, where there are more.
///
/// Each is asked for within ``nightsForAll`` nights, as far as politeness allows: of those that have waited longest, so many are taken every
/// night as that needs. The rest of the night goes to what is likeliest to have changed.
package struct NightShare: Hashable, Sendable {
  /// After so many nights, everything is to have been asked for.
  package static let nightsForAll = 28

  /// For so long, what changes in a folder makes its neighbours likelier to change.
  package static let stirring: TimeInterval = 7 * 86_400

  /// For how long a host is asked.
  package let night: Duration
  /// The least time between two requests.
  package let delay: Duration
  /// By host, a longer time that its robots.txt asks for, or that lay between its requests in the last run.
  package let delays: [String: Duration]

  /// - Parameters:
  ///   - night: for how long a host is asked.
  ///   - delay: the least time between two requests, over however many connections.
  ///   - delays: by host, a longer time that its robots.txt asks for, or that lay between its requests in the last run.
  package init(night: Duration, delay: Duration, delays: [String: Duration] = [:]) {
    (self.night, self.delay, self.delays) = (night, delay, delays)
  }

  /// How many documents of a host fit into a night; nil for any number.
  ///
  /// A fifth of the time is left for lists, redirects and answers that take long.
  ///
  /// - Parameter host: its name, with its port where that is not the usual one.
  /// - Returns: one at least.
  package func documents(on host: some StringProtocol) -> Int? {
    // Servers of one's own are not rested for.
    guard delay > .zero else { return nil }
    let pause = max(delay, delays[String(host)] ?? .zero)
    let requests = (night / pause * 0.8).rounded(.down)
    return max(1, Int(exactly: min(requests, 1e9)) ?? 1)
  }

  /// A document that could be asked for tonight.
  package struct Waiting: Sendable {
    /// Which, for whoever asks.
    let number: Int
    /// Days since it was asked for; without an end where it never was.
    let age: Float
    let urgency: Float
    /// Whether it is known and failed of late, or a list says something else of it: not to be left for another night.
    let isPressing: Bool

    package init(number: Int, age: Float, urgency: Float, isPressing: Bool = false) {
      (self.number, self.age, self.urgency) = (number, age, urgency)
      self.isPressing = isPressing
    }
  }

  /// How many have to be asked for in a night, so that each is within ``nightsForAll`` nights.
  ///
  /// - Parameters:
  ///   - documents: how many there are.
  ///   - nights: how many nights there are from one run to the next.
  /// - Returns: how many of those that have waited longest.
  package static func needed(for documents: Int, everyNights nights: Double) -> Int {
    let runs = max(1, (Double(nightsForAll) / max(1, nights)).rounded(.down))
    return Int((Double(documents) / runs).rounded(.up))
  }

  /// Those that are asked for tonight.
  ///
  /// - Parameters:
  ///   - waiting: all of a host; where nothing else decides, their order does.
  ///   - room: how many may be asked for.
  ///   - nights: how many nights there are from one run to the next.
  /// - Returns: their numbers: those that have waited longest, because a run may be stopped; then the likeliest to have changed.
  package static func choose(
    of waiting: [Waiting],
    room: Int,
    everyNights nights: Double = 1
  ) -> [Int] {
    guard waiting.count > room else {
      return waiting.indices.sorted { precedes($0, $1, in: waiting) }.map { waiting[$0].number }
    }
    let longest = waiting.indices.sorted {
      let (left, right) = (waiting[$0].age, waiting[$1].age)
      return left == right ? $0 < $1 : left > right
    }
    let needed = min(room, needed(for: waiting.count, everyNights: nights))
    let chosen = longest.prefix(needed)
    let rest = longest.dropFirst(needed).sorted { precedes($0, $1, in: waiting) }
    // Of those that are likely to fail, no more than half of a night: else the host would seem to be at fault.
    let pressing = rest.prefix { waiting[$0].isPressing }
    let mostPressing = max(0, room / 2 - chosen.count { waiting[$0].isPressing })
    let inTurn = pressing.prefix(mostPressing) + rest.dropFirst(pressing.count)
    let late = pressing.dropFirst(mostPressing)
    let taken = (inTurn + late).prefix(room - needed).sorted { precedes($0, $1, in: waiting) }
    return (chosen + taken).map { waiting[$0].number }
  }

  private static func precedes(_ left: Int, _ right: Int, in waiting: [Waiting]) -> Bool {
    let (one, two) = (waiting[left], waiting[right])
    if one.isPressing != two.isPressing { return one.isPressing }
    return one.urgency == two.urgency ? left < right : one.urgency > two.urgency
  }
}
