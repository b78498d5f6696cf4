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
  /// How many requests are made to a host at once.
  package let connections: Int
  /// By host, a longer time that its robots.txt asks for.
  package let delays: [String: Duration]

  /// - Parameters:
  ///   - night: for how long a host is asked.
  ///   - delay: the least time between two requests.
  ///   - connections: how many requests are made to a host at once.
  ///   - delays: by host, a longer time that its robots.txt asks for.
  package init(
    night: Duration,
    delay: Duration,
    connections: Int = 1,
    delays: [String: Duration] = [:]
  ) {
    (self.night, self.delay, self.connections) = (night, delay, connections)
    self.delays = delays
  }

  /// How many documents of a host fit into a night; nil for any number.
  ///
  /// A fifth of the time is left for lists, redirects and answers that take long.
  ///
  /// - Parameter host: its name, with its port where that is not the usual one.
  /// - Returns: one at least.
  package func documents(on host: some StringProtocol) -> Int? {
    let pause = max(delay, delays[String(host)] ?? .zero)
    guard pause > .zero else { return nil }
    let requests = (night / pause * 0.8).rounded(.down) * Double(connections)
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
  /// - Returns: their numbers, the likeliest to have changed first.
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
    return (chosen + (inTurn + late).prefix(room - needed)).sorted {
      precedes($0, $1, in: waiting)
    }.map { waiting[$0].number }
  }

  private static func precedes(_ left: Int, _ right: Int, in waiting: [Waiting]) -> Bool {
    let (one, two) = (waiting[left], waiting[right])
    if one.isPressing != two.isPressing { return one.isPressing }
    return one.urgency == two.urgency ? left < right : one.urgency > two.urgency
  }
}
