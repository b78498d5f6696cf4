// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Support
import Testing

@testable import Fetching

@Suite(.timeLimit(.minutes(5)))
struct `The queue at the host gate` {
  /// A queue that says in words who is called.
  private struct Door {
    var queue: HostQueue<Tick>
    var names: [HostQueue<Tick>.Ticket: String] = [:]
    var tickets: [String: HostQueue<Tick>.Ticket] = [:]

    init(
      delay: Double = 0,
      hosts: Int = 1,
      connections: Int = 1,
      hostsPerAddress: Int = 4,
      failuresInARow: Int = 5
    ) {
      let politeness = Politeness(
        delay: .seconds(delay),
        hosts: hosts,
        connectionsPerHost: connections,
        hostsPerAddress: hostsPerAddress,
        failuresInARow: failuresInARow
      )
      queue = HostQueue(HostSchedule(politeness))
    }

    /// Somebody comes; the host is the name's first letter.
    mutating func arrive(_ name: String, _ now: Double = 0) -> [String] {
      let ticket = HostQueue<Tick>.Ticket(number: UInt64(names.count))
      names[ticket] = name
      tickets[name] = ticket
      return words(queue.arrive(ticket, at: String(name.prefix(1)), now: .seconds(now)))
    }

    mutating func leave(
      _ host: String,
      _ now: Double = 0,
      _ outcome: HostObservation.Outcome = .answered(status: 200),
      peer: String? = nil,
      retryAfter: Duration? = nil
    ) -> [String] {
      let seen = HostObservation(
        duration: .zero,
        outcome: outcome,
        retryAfter: retryAfter,
        peer: peer
      )
      return words(queue.leave(host, at: .seconds(now), after: seen))
    }

    mutating func wake(_ name: String, _ now: Double) -> [String] {
      tickets[name].map { words(queue.wake($0, at: .seconds(now))) } ?? []
    }

    mutating func giveUp(_ name: String, _ now: Double = 0) -> [String] {
      tickets[name].map { words(queue.giveUp($0, at: .seconds(now))) } ?? []
    }

    private func words(_ calls: HostQueue<Tick>.Calls) -> [String] {
      calls.map { ticket, call in
        let name = names[ticket] ?? "nobody"
        return switch call {
        case .enter: name
        case .wait(let instant): "\(name) at \(Int(instant.offset / .seconds(1)))"
        case .refused: "not \(name)"
        }
      }
    }
  }

  @Test
  func `calls hosts in the order in which they came`() {
    var door = Door()
    #expect(door.arrive("a1") == ["a1"])
    for name in ["a2", "b1", "a3", "c1", "b2"] { #expect(door.arrive(name) == []) }
    // The host that is left has no privilege over those that queue.
    #expect(door.leave("a") == ["b1"])
    #expect(door.leave("b") == ["c1"])
    #expect(door.leave("c") == ["a2"])
    #expect(door.leave("a") == ["b2"])
    #expect(door.leave("b") == ["a3"])
    #expect(door.leave("a") == [])
  }

  @Test
  func `calls one for each place that is left, and nobody else`() {
    var door = Door(hosts: 3)
    for name in ["a1", "b1", "c1"] { #expect(door.arrive(name) == [name]) }
    for host in "defghijklm" { #expect(door.arrive("\(host)1") == []) }
    for host in "abcdefghij" { #expect(door.leave("\(host)").count == 1) }
  }

  @Test
  func `lets only the first in line wait for the host to rest`() {
    var door = Door(delay: 2)
    #expect(door.arrive("a1") == ["a1"])
    #expect(door.arrive("a2") == [])
    #expect(door.arrive("a3") == [])
    #expect(door.leave("a", 10) == ["a2 at 12"])
    #expect(door.wake("a2", 11) == ["a2 at 12"])
    #expect(door.wake("a2", 12) == ["a2"])
    #expect(door.leave("a", 20) == ["a3 at 22"])
    // Meanwhile there is a place for others.
    #expect(door.arrive("b1", 20) == ["b1"])
    #expect(door.wake("a3", 22) == [])
    #expect(door.leave("b", 23) == ["a3"])
  }

  @Test
  func `sends the next to a second connection when the host has rested`() {
    var door = Door(delay: 2, connections: 2)
    #expect(door.arrive("a1") == ["a1"])
    #expect(door.arrive("a2") == ["a2 at 2"])
    #expect(door.arrive("a3") == [])
    #expect(door.wake("a2", 2) == ["a2"])
    #expect(door.leave("a", 2) == ["a3 at 4"])
    #expect(door.leave("a", 3) == [])
    #expect(door.wake("a3", 4) == ["a3 at 5"])
    #expect(door.wake("a3", 5) == ["a3"])
  }

  @Test
  func `lets machines take turns, and holds up no other host for a crowded one`() {
    var door = Door(hosts: 2, hostsPerAddress: 1)
    // Hosts a to d share a machine, as each answer shows.
    for host in "abcd" {
      #expect(door.arrive("\(host)0") == ["\(host)0"])
      #expect(door.leave("\(host)", peer: "192.0.2.1") == [])
    }
    #expect(door.arrive("a1") == ["a1"])
    for name in ["b1", "c1", "d1"] { #expect(door.arrive(name) == []) }
    #expect(door.arrive("e1") == ["e1"])
    #expect(door.arrive("f1") == [])
    #expect(door.leave("e", peer: "192.0.2.5") == ["f1"])
    #expect(door.leave("a", peer: "192.0.2.1") == ["b1"])
    #expect(door.arrive("e2") == [])
    // A place on the one hand, room at the machine on the other: each goes to whom it fits.
    #expect(door.leave("b", peer: "192.0.2.1") == ["e2"])
    #expect(door.leave("e", peer: "192.0.2.5") == ["c1"])
    #expect(door.leave("f") == [])
    #expect(door.leave("c", peer: "192.0.2.1") == ["d1"])
  }

  @Test
  func `finds the group of a host that has moved to another machine`() {
    var door = Door(hosts: 9, hostsPerAddress: 1)
    for host in "ab" {
      #expect(door.arrive("\(host)0") == ["\(host)0"])
      #expect(door.leave("\(host)", peer: "192.0.2.1") == [])
    }
    #expect(door.arrive("a1") == ["a1"])
    #expect(door.arrive("b1") == [])
    #expect(door.leave("a", peer: "192.0.2.2") == ["b1"])
  }

  @Test
  func `forgets who gives up, wherever they stand`() {
    var door = Door(delay: 2)
    for (name, calls) in [("a1", ["a1"]), ("a2", []), ("a3", []), ("a4", []), ("b1", [])] {
      #expect(door.arrive(name) == calls)
    }
    // In the middle of a line; too late; while queueing for a place; and twice.
    #expect(door.giveUp("a3") == [])
    #expect(door.giveUp("a1") == [])
    #expect(door.giveUp("b1") == [])
    #expect(door.giveUp("b1") == [])
    #expect(door.leave("a", 1) == ["a2 at 3"])
    // Asleep: the next in line takes over.
    #expect(door.giveUp("a2", 2) == ["a4 at 3"])
    #expect(door.giveUp("a4", 2) == [])
    #expect(door.arrive("b2", 2) == ["b2"])
    #expect(door.arrive("a5", 2) == ["a5 at 3"])
    #expect(door.wake("a5", 3) == [])
    #expect(door.arrive("a6", 3) == [])
    #expect(door.giveUp("a5", 3) == [])
    #expect(door.leave("b", 4) == ["a6"])
  }

  @Test
  func `gives up a whole queue and takes others in`() {
    var door = Door()
    #expect(door.arrive("a1") == ["a1"])
    for name in ["b1", "c1", "d1"] {
      #expect(door.arrive(name) == [])
      #expect(door.giveUp(name) == [])
    }
    #expect(door.arrive("c2") == [])
    #expect(door.leave("a") == ["c2"])
    #expect(door.leave("c") == [])
    #expect(door.arrive("b2") == ["b2"])
  }

  @Test
  func `sends a whole line home when the host is given up`() {
    var door = Door(delay: 2, failuresInARow: 1)
    #expect(door.arrive("a1") == ["a1"])
    for name in ["a2", "a3", "a4"] { #expect(door.arrive(name) == []) }
    #expect(door.leave("a", 1, .failed) == ["a2 at 121"])
    #expect(door.wake("a2", 121) == ["a2"])
    #expect(door.leave("a", 122, .failed) == ["not a3", "not a4"])
    #expect(door.arrive("a5", 200) == ["not a5"])
    #expect(door.arrive("b1", 200) == ["b1"])
  }

  @Test
  func `tells one who sleeps on waking that the host wants to be left alone`() {
    var door = Door(delay: 2, connections: 2)
    #expect(door.arrive("a1") == ["a1"])
    #expect(door.arrive("a2") == ["a2 at 2"])
    #expect(door.arrive("a3") == [])
    #expect(
      door.leave("a", 1, .answered(status: 503), retryAfter: .seconds(3_600)) == ["not a3"]
    )
    #expect(door.arrive("a4", 1) == ["not a4"])
    #expect(door.wake("a2", 2) == ["not a2"])
  }

  @Test
  func `is told of a crawl delay`() {
    var door = Door(delay: 2)
    #expect(door.arrive("a1") == ["a1"])
    door.queue.heed(crawlDelay: .seconds(7), of: "a")
    #expect(door.leave("a", 1) == [])
    #expect(door.arrive("a2", 1) == ["a2 at 8"])
  }
}
