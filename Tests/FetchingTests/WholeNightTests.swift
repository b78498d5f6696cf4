// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fetching
import Support
import Testing

/// How long a night takes: 150 hosts with 40 documents each, and three seconds between requests.
@Suite(.timeLimit(.minutes(5)))
struct `A whole night` {
  private static let lanes = {
    var random = Seeded(seed: 20_260_301)
    return (0..<150).map { host in
      // Each host has a speed of its own, and now and then a document that is large.
      let usual = Double.random(in: 0.08...0.7, using: &random)
      let requests = (0..<40).map { _ in
        let isLarge = Int.random(in: 0..<50, using: &random) == 0
        let took = usual * Double.random(in: 0.5...3, using: &random) * (isLarge ? 12 : 1)
        return HostObservation(
          duration: .milliseconds(Int64(took * 1_000)),
          outcome: .answered(status: 304),
          peer: "192.0.2.\(host)"
        )
      }
      return NightModel.Lane(host: "host-\(host)", requests: requests)
    }
  }()

  private static func politeness(hosts: Int) -> Politeness {
    Politeness(delay: .seconds(3), hosts: hosts)
  }

  private static func night(hosts: Int, lanesAtOnce: Int = .max) -> NightModel {
    var night = NightModel(politeness(hosts: hosts), lanes)
    night.lanesAtOnce = lanesAtOnce
    night.run()
    return night
  }

  /// The slowest host's time when it is asked alone.
  private static let slowest =
    lanes.map { lane in
      var night = NightModel(politeness(hosts: 1), [lane])
      night.run()
      return night.end
    }.max() ?? .zero

  /// All requests, one after another without a pause.
  private static let work = lanes.flatMap(\.requests).map(\.duration).reduce(.zero, +)

  /// Nothing takes less than its slowest host, nor than its work on so many connections.
  @Test(arguments: [8, 32, 150])
  func `takes little more than it must, if all hosts may begin`(hosts: Int) {
    let night = Self.night(hosts: hosts)
    #expect(night.requests == 6_000)
    let least = max(Self.slowest, Self.work / hosts)
    #expect(night.end >= least)
    // With few places the slowest hosts queue like all others, and end a little after them.
    let allowance = hosts < 32 ? 1.1 : 1.05
    #expect(night.end <= least * allowance, "\(night.end) where \(least) is the least")
  }

  @Test
  func `takes as long as its slowest host, if all may be asked at once`() {
    #expect(Self.night(hosts: 150).end == Self.slowest)
  }

  /// Why as many lanes as hosts are begun: a lane spends most of its time waiting out rests.
  @Test
  func `takes many times as long, if only so many lanes begin as hosts may be asked at once`() {
    #expect(Self.night(hosts: 8, lanesAtOnce: 8).end > Self.night(hosts: 8).end * 3)
  }

  @Test
  func `takes longer where many hosts share a machine`() {
    let lanes = Self.lanes.enumerated().map { number, lane in
      NightModel.Lane(
        host: lane.host,
        requests: lane.requests.map { seen in
          var seen = seen
          if number < 60 { seen.peer = "192.0.2.1" }
          return seen
        }
      )
    }
    var night = NightModel(Self.politeness(hosts: 150), lanes)
    night.run()
    // What sixty hosts need at one machine, where four are asked at once.
    let work = lanes.prefix(60).flatMap(\.requests).map(\.duration).reduce(.zero, +) / 4
    #expect(night.end <= max(work, Self.slowest) * 1.1)
  }
}
