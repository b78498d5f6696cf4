// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fetching
import Support
import Testing

/// Nights of any kind, checked by a plain record of who asked whom when.
@Suite(.timeLimit(.minutes(5)))
struct `Any night` {
  /// Answers by chance: mostly quick and good, at times slow, failing or overloaded.
  private static func observation(
    of peer: String?,
    trouble: Double,
    _ random: inout Seeded
  ) -> HostObservation {
    let duration = Duration.milliseconds(Int64.random(in: 0...4_000, using: &random))
    var seen = HostObservation(duration: duration, outcome: .answered(status: 200), peer: peer)
    guard Double.random(in: 0..<1, using: &random) < trouble else { return seen }
    let outcomes: [HostObservation.Outcome] =
      [.failed, .nothing] + [404, 429, 500, 503, 302].map { .answered(status: $0) }
    seen.outcome = outcomes.randomElement(using: &random) ?? .nothing
    if Bool.random(using: &random) {
      seen.retryAfter = .seconds([1, 30, 100, 100_000].randomElement(using: &random) ?? 0)
    }
    return seen
  }

  private static func night(_ random: inout Seeded) -> NightModel {
    let politeness = Politeness(
      delay: .seconds([0, 1, 3].randomElement(using: &random) ?? 0),
      hosts: Int.random(in: 1...6, using: &random),
      connectionsPerHost: Int.random(in: 1...3, using: &random),
      hostsPerAddress: Int.random(in: 1...3, using: &random)
    )
    let troubles = [0, 0.1, 0.9]
    var lanes: [NightModel.Lane] = []
    for host in 0..<Int.random(in: 1...15, using: &random) {
      // Some hosts share a machine; of some it never becomes known.
      let peers: [String?] = [nil, "192.0.2.1", "192.0.2.2", "192.0.2.\(10 + host)"]
      let peer = peers.randomElement(using: &random) ?? nil
      let trouble = troubles.randomElement(using: &random) ?? 0
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let requests = (0..<Int.random(in: 0...12, using: &random)).map { _ in
          Self.observation(of: peer, trouble: trouble, &random)
        }
        lanes.append(NightModel.Lane(host: "host-\(host)", requests: requests))
      }
    }
    lanes.shuffle(using: &random)
    var night = NightModel(politeness, lanes)
    night.random = random
    night.chanceToGiveUp = [0.0, 0, 0.2].randomElement(using: &random) ?? 0
    return night
  }

  @Test
  func `is polite to its end`() {
    Fuzz.run(300) { random in
      var night = Self.night(&random)
      night.run()
      Self.check(night)
    }
  }

  private static func check(_ night: NightModel) {
    let politeness = night.politeness
    let planned = night.lanes.map(\.requests.count).reduce(0, +)
    #expect(night.requests + night.refused + night.givenUp == planned)
    #expect(night.forgotten == 0)

    var underWay: [String: Int] = [:]
    var known: [String: String] = [:]
    var touched: [String: Duration] = [:]
    var notBefore: [String: Duration] = [:]
    for entry in night.record {
      let host = entry.host
      defer { touched[host] = entry.at }
      guard let seen = entry.seen else {
        if let last = touched[host] { #expect(entry.at >= last + politeness.delay) }
        if let wish = notBefore[host] { #expect(entry.at >= wish) }
        if let count = underWay[host] {
          #expect(count < politeness.connectionsPerHost)
        } else {
          #expect(underWay.count < politeness.hosts)
          if let address = known[host] {
            let neighbours = underWay.keys.count { known[$0] == address }
            #expect(neighbours < politeness.hostsPerAddress)
          }
        }
        underWay[host, default: 0] += 1
        continue
      }
      if let count = underWay[host] { underWay[host] = count > 1 ? count - 1 : nil }
      if let peer = seen.peer { known[host] = peer }
      if [.answered(status: 429), .answered(status: 503)].contains(seen.outcome),
        let wish = seen.retryAfter
      {
        notBefore[host] = max(notBefore[host] ?? .zero, entry.at + wish)
      }
    }
    #expect(underWay.isEmpty)
  }

  /// Whoever waits is called to enter, and at most once more for each rest that they must wait out.
  @Test
  func `calls nobody in vain`() {
    Fuzz.run(10) { random in
      let lanes = (0..<60).map { host in
        NightModel.Lane(
          host: "host-\(host % 30)",
          requests: (0..<10).map { _ in
            Self.observation(of: "192.0.2.\(host % 8)", trouble: 0, &random)
          }
        )
      }
      var night = NightModel(Politeness(delay: .seconds(1), hosts: 5), lanes)
      night.run()
      #expect(night.requests == 600)
      #expect(night.calls <= 2 * 600)
    }
  }

  /// Hosts of one kind are served alike: none is done long before another.
  @Test
  func `is fair to hosts of one kind`() {
    let seen = HostObservation(duration: .seconds(1), outcome: .answered(status: 200))
    let lanes = (0..<40).map {
      NightModel.Lane(host: "host-\($0)", requests: .init(repeating: seen, count: 20))
    }
    var night = NightModel(Politeness(delay: .seconds(1), hosts: 4), lanes)
    night.run()
    var done: [String: Int] = [:]
    for entry in night.record where entry.seen == nil {
      done[entry.host, default: 0] += 1
      let counts = lanes.map { done[$0.host] ?? 0 }
      #expect((counts.max() ?? 0) - (counts.min() ?? 0) <= 1)
    }
    // Every place was taken all the time.
    #expect(night.end == .seconds(40 * 20 / 4))
  }
}
