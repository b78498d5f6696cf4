// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fetching
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `A host's schedule` {
  private typealias Schedule = HostSchedule<Tick>

  private func schedule(
    delay: Double = 2,
    hosts: Int = 8,
    connections: Int = 1,
    hostsPerAddress: Int = 4
  ) -> Schedule {
    Schedule(
      Politeness(
        delay: .seconds(delay),
        hosts: hosts,
        connectionsPerHost: connections,
        hostsPerAddress: hostsPerAddress
      )
    )
  }

  /// A quick answer of the machine with this address.
  private func answer(from peer: String? = nil) -> HostObservation {
    HostObservation(duration: .zero, outcome: .answered(status: 200), peer: peer)
  }

  // MARK: One host

  @Test
  func `lets one request in, and the next when it has left and a pause has passed`() {
    var schedule = schedule()
    #expect(schedule.admit(to: "a", at: .seconds(0)) == .now)
    #expect(schedule.admit(to: "a", at: .seconds(0)) == .whenSomebodyLeaves(.host))
    #expect(schedule.admit(to: "a", at: .seconds(60)) == .whenSomebodyLeaves(.host))
    schedule.leave("a", at: .seconds(60), after: answer())
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
    #expect(schedule.admit(to: "a", at: .seconds(9)) == .whenSomebodyLeaves(.host))
    schedule.leave("a", at: .seconds(9), after: answer())
    #expect(schedule.admit(to: "a", at: .seconds(9)) == .at(.seconds(11)))
  }

  @Test
  func `never shortens a pause by an early end`() {
    var schedule = schedule(connections: 2)
    #expect(schedule.admit(to: "a", at: .seconds(0)) == .now)
    #expect(schedule.admit(to: "a", at: .seconds(2)) == .now)
    // The second began at 2, so the next may not begin before 4, whoever left at 1.
    schedule.leave("a", at: .seconds(1), after: answer())
    #expect(schedule.admit(to: "a", at: .seconds(2)) == .at(.seconds(4)))
  }

  @Test
  func `holds nobody to leave who did not come`() async {
    await #expect(processExitsWith: .failure) {
      var schedule = HostSchedule<Tick>(Politeness())
      schedule.leave("a", at: .seconds(0), after: HostObservation(duration: .zero))
    }
  }

  // MARK: Several hosts

  @Test
  func `keeps hosts apart`() {
    var schedule = schedule()
    #expect(schedule.admit(to: "a", at: .seconds(0)) == .now)
    #expect(schedule.admit(to: "b", at: .seconds(0)) == .now)
    #expect(schedule.admit(to: "a:8080", at: .seconds(0)) == .now)
    schedule.leave("a", at: .seconds(1), after: answer())
    #expect(schedule.admit(to: "b", at: .seconds(9)) == .whenSomebodyLeaves(.host))
    #expect(schedule.admit(to: "a", at: .seconds(9)) == .now)
  }

  @Test
  func `asks only so many hosts at once`() {
    var schedule = schedule(delay: 0, hosts: 2, connections: 2)
    #expect(schedule.admit(to: "a", at: .seconds(0)) == .now)
    #expect(schedule.admit(to: "b", at: .seconds(0)) == .now)
    #expect(schedule.admit(to: "c", at: .seconds(0)) == .whenSomebodyLeaves(.hosts))
    // One more at a host that is being asked anyway is no further host.
    #expect(schedule.admit(to: "a", at: .seconds(0)) == .now)
    schedule.leave("a", at: .seconds(1), after: answer())
    #expect(schedule.admit(to: "c", at: .seconds(1)) == .whenSomebodyLeaves(.hosts))
    schedule.leave("a", at: .seconds(1), after: answer())
    #expect(schedule.admit(to: "c", at: .seconds(1)) == .now)
    #expect(schedule.admit(to: "a", at: .seconds(1)) == .whenSomebodyLeaves(.hosts))
  }

  @Test
  func `keeps no place for a host that is only waiting out its pause`() {
    var schedule = schedule(delay: 60, hosts: 1)
    #expect(schedule.admit(to: "a", at: .seconds(0)) == .now)
    schedule.leave("a", at: .seconds(1), after: answer())
    #expect(schedule.admit(to: "a", at: .seconds(1)) == .at(.seconds(61)))
    #expect(schedule.admit(to: "b", at: .seconds(1)) == .now)
    #expect(schedule.admit(to: "a", at: .seconds(61)) == .whenSomebodyLeaves(.hosts))
  }

  // MARK: Hosts that share a machine

  @Test
  func `asks only so many hosts of one machine at once, once it knows them`() {
    var schedule = schedule(hostsPerAddress: 2)
    for name in ["a", "b", "c"] {
      #expect(schedule.admit(to: name, at: .seconds(0)) == .now)
    }
    for name in ["a", "b", "c"] {
      schedule.leave(name, at: .seconds(1), after: answer(from: "192.0.2.7"))
    }
    #expect(schedule.admit(to: "a", at: .seconds(9)) == .now)
    #expect(schedule.admit(to: "b", at: .seconds(9)) == .now)
    #expect(schedule.admit(to: "c", at: .seconds(9)) == .whenSomebodyLeaves(.address))
    #expect(schedule.admit(to: "d", at: .seconds(9)) == .now)
    schedule.leave("a", at: .seconds(10), after: answer(from: "192.0.2.7"))
    #expect(schedule.admit(to: "c", at: .seconds(10)) == .now)
  }

  @Test
  func `counts a host where it answered last`() {
    var schedule = schedule(delay: 0, connections: 2, hostsPerAddress: 1)
    for name in ["a", "b"] { #expect(schedule.admit(to: name, at: .seconds(0)) == .now) }
    schedule.leave("b", at: .seconds(0), after: answer(from: "2001:db8::2"))
    #expect(schedule.admit(to: "a", at: .seconds(0)) == .now)
    // The host is still being asked when its address becomes known, and again when it changes.
    schedule.leave("a", at: .seconds(0), after: answer(from: "2001:db8::2"))
    #expect(schedule.admit(to: "b", at: .seconds(0)) == .whenSomebodyLeaves(.address))
    #expect(schedule.admit(to: "a", at: .seconds(0)) == .now)
    schedule.leave("a", at: .seconds(0), after: answer(from: "2001:db8::3"))
    #expect(schedule.admit(to: "b", at: .seconds(0)) == .now)
    // An answer through a proxy teaches nothing.
    schedule.leave("b", at: .seconds(0), after: answer())
    #expect(schedule.admit(to: "b", at: .seconds(0)) == .now)
  }
}
