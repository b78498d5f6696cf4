// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fetching
import Testing

/// A time that stands still until a test moves it.
struct Tick: InstantProtocol, CustomStringConvertible {
  var offset: Duration

  static func seconds(_ seconds: Double) -> Tick { Tick(offset: .seconds(seconds)) }

  func advanced(by duration: Duration) -> Tick { Tick(offset: offset + duration) }

  func duration(to other: Tick) -> Duration { other.offset - offset }

  static func < (left: Tick, right: Tick) -> Bool { left.offset < right.offset }

  var description: String { "\(offset)" }
}

struct `A host's schedule` {
  private typealias Schedule = HostSchedule<Tick>

  private func schedule(delay: Double = 2, hosts: Int = 8, connections: Int = 1) -> Schedule {
    Schedule(Politeness(delay: .seconds(delay), hosts: hosts, connectionsPerHost: connections))
  }

  @Test
  func `lets one request in, and the next when it has left and a pause has passed`() {
    var schedule = schedule()
    #expect(schedule.admit(to: "a", at: .seconds(0)) == .now)
    #expect(schedule.admit(to: "a", at: .seconds(0)) == .whenSomebodyLeaves)
    #expect(schedule.admit(to: "a", at: .seconds(60)) == .whenSomebodyLeaves)
    schedule.leave("a", at: .seconds(60))
    #expect(schedule.admit(to: "a", at: .seconds(60)) == .at(.seconds(62)))
    #expect(schedule.admit(to: "a", at: .seconds(61.999)) == .at(.seconds(62)))
    #expect(schedule.admit(to: "a", at: .seconds(62)) == .now)
  }

  @Test
  func `counts the pause from the start as well, where several may ask at once`() {
    var schedule = schedule(connections: 2)
    #expect(schedule.admit(to: "a", at: .seconds(0)) == .now)
    #expect(schedule.admit(to: "a", at: .seconds(0.5)) == .at(.seconds(2)))
    #expect(schedule.admit(to: "a", at: .seconds(2)) == .now)
    #expect(schedule.admit(to: "a", at: .seconds(9)) == .whenSomebodyLeaves)
    schedule.leave("a", at: .seconds(9))
    #expect(schedule.admit(to: "a", at: .seconds(9)) == .at(.seconds(11)))
  }

  @Test
  func `never shortens a pause by an early end`() {
    var schedule = schedule(connections: 2)
    #expect(schedule.admit(to: "a", at: .seconds(0)) == .now)
    #expect(schedule.admit(to: "a", at: .seconds(2)) == .now)
    // The second began at 2, so the next may not begin before 4, whoever left at 1.
    schedule.leave("a", at: .seconds(1))
    #expect(schedule.admit(to: "a", at: .seconds(2)) == .at(.seconds(4)))
  }

  @Test
  func `keeps hosts apart`() {
    var schedule = schedule()
    #expect(schedule.admit(to: "a", at: .seconds(0)) == .now)
    #expect(schedule.admit(to: "b", at: .seconds(0)) == .now)
    #expect(schedule.admit(to: "a:8080", at: .seconds(0)) == .now)
    schedule.leave("a", at: .seconds(1))
    #expect(schedule.admit(to: "b", at: .seconds(9)) == .whenSomebodyLeaves)
    #expect(schedule.admit(to: "a", at: .seconds(9)) == .now)
  }

  @Test
  func `asks only so many hosts at once`() {
    var schedule = schedule(delay: 0, hosts: 2, connections: 2)
    #expect(schedule.admit(to: "a", at: .seconds(0)) == .now)
    #expect(schedule.admit(to: "b", at: .seconds(0)) == .now)
    #expect(schedule.admit(to: "c", at: .seconds(0)) == .whenSomebodyLeaves)
    // One more at a host that is being asked anyway is no further host.
    #expect(schedule.admit(to: "a", at: .seconds(0)) == .now)
    schedule.leave("a", at: .seconds(1))
    #expect(schedule.admit(to: "c", at: .seconds(1)) == .whenSomebodyLeaves)
    schedule.leave("a", at: .seconds(1))
    #expect(schedule.admit(to: "c", at: .seconds(1)) == .now)
    #expect(schedule.admit(to: "a", at: .seconds(1)) == .whenSomebodyLeaves)
  }

  @Test
  func `keeps no place for a host that is only waiting out its pause`() {
    var schedule = schedule(delay: 60, hosts: 1)
    #expect(schedule.admit(to: "a", at: .seconds(0)) == .now)
    schedule.leave("a", at: .seconds(1))
    #expect(schedule.admit(to: "a", at: .seconds(1)) == .at(.seconds(61)))
    #expect(schedule.admit(to: "b", at: .seconds(1)) == .now)
    #expect(schedule.admit(to: "a", at: .seconds(61)) == .whenSomebodyLeaves)
  }

  @Test
  func `holds nobody to leave who did not come`() async {
    await #expect(processExitsWith: .failure) {
      var schedule = HostSchedule<Tick>(Politeness())
      schedule.leave("a", at: .seconds(0))
    }
  }

  /// Keeps its promises over a thousand comings and goings, checked by a plain record of them.
  @Test(arguments: 1...20)
  func `keeps its promises however they come and go`(seed: UInt64) throws {
    var random = Linear(state: seed)
    let (delay, hosts, connections) = (3.0, 3, 2)
    var schedule = schedule(delay: delay, hosts: hosts, connections: connections)
    var underWay: [String] = []
    var lastMoment: [String: Double] = [:]
    var time = 0.0
    for _ in 1...1_000 {
      time += Double(random.next() % 4) / 2
      if random.next() % 2 == 0, let name = underWay.randomElement(using: &random) {
        underWay.remove(at: try #require(underWay.firstIndex(of: name)))
        schedule.leave(name, at: .seconds(time))
        lastMoment[name] = time
      } else {
        let name = ["a", "b", "c", "d", "e"][Int(random.next() % 5)]
        let count = underWay.count { $0 == name }
        let hasPlace =
          count < connections && (count > 0 || Set(underWay).count < hosts)
        let earliest = (lastMoment[name] ?? -delay) + delay
        switch schedule.admit(to: name, at: .seconds(time)) {
        case .now:
          #expect(hasPlace && earliest <= time)
          underWay.append(name)
          lastMoment[name] = time
        case .at(let instant):
          #expect(hasPlace && instant == .seconds(earliest))
        case .whenSomebodyLeaves:
          #expect(!hasPlace)
        }
      }
    }
  }

  /// Numbers that are the same for the same seed.
  private struct Linear: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 33
    }
  }
}
