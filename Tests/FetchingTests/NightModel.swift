// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Support

@testable import Fetching

/// A night played through in no time: lanes of requests, the queue that lets them through, and a clock
/// that jumps from one event to the next.
struct NightModel {
  struct Lane {
    let host: String
    /// What each request takes and brings, in their order.
    let requests: [HostObservation]
  }

  /// The start or the end of a request.
  struct Entry {
    let host: String
    let at: Duration
    /// What the request taught; nil at its start.
    let seen: HostObservation?
  }

  let politeness: Politeness
  let lanes: [Lane]
  /// How many lanes are begun at the start; the others follow one by one as lanes end.
  var lanesAtOnce = Int.max
  /// The chance that one who waits gives up with each event.
  var chanceToGiveUp = 0.0
  var random = Seeded(seed: 1)

  /// Starts and ends, in their order.
  private(set) var record: [Entry] = []
  private(set) var requests = 0
  private(set) var refused = 0
  private(set) var givenUp = 0
  /// How often anybody was called, to enter or to wait.
  private(set) var calls = 0
  /// When the last request ended.
  private(set) var end = Duration.zero

  private var queue: HostQueue<Tick>
  private var events = Agenda()
  private var now = Tick.seconds(0)
  private var nextTicket: UInt64 = 0
  private var nextLane = 0
  private var places: [Int] = []
  private var waiting: [HostQueue<Tick>.Ticket: Int] = [:]
  private var asleep: Set<HostQueue<Tick>.Ticket> = []

  init(_ politeness: Politeness, _ lanes: [Lane]) {
    self.politeness = politeness
    self.lanes = lanes
    queue = HostQueue(HostSchedule(politeness))
    places = lanes.map { _ in 0 }
  }

  /// Plays until nothing is left to happen.
  mutating func run() {
    for _ in 0..<min(lanesAtOnce, lanes.count) { beginLane() }
    while let (instant, event) = events.popFirst() {
      now = instant
      switch event {
      case .end(let lane):
        let host = lanes[lane].host
        let seen = lanes[lane].requests[places[lane]]
        record.append(Entry(host: host, at: now.offset, seen: seen))
        take(queue.leave(host, at: now, after: seen))
        end = now.offset
        goOn(lane)
      case .wake(let ticket):
        guard asleep.remove(ticket) != nil else { continue }
        take(queue.wake(ticket, at: now))
      }
      giveUpByChance()
    }
  }

  /// Who is still waiting when nothing happens any more: nobody, if all is well.
  var forgotten: Int { waiting.count }

  // MARK: Lanes

  private mutating func beginLane() {
    guard nextLane < lanes.count else { return }
    nextLane += 1
    arrive(nextLane - 1)
  }

  private mutating func arrive(_ lane: Int) {
    guard places[lane] < lanes[lane].requests.count else { return beginLane() }
    let ticket = HostQueue<Tick>.Ticket(number: nextTicket)
    nextTicket += 1
    waiting[ticket] = lane
    take(queue.arrive(ticket, at: lanes[lane].host, now: now))
  }

  private mutating func goOn(_ lane: Int) {
    places[lane] += 1
    arrive(lane)
  }

  private mutating func take(_ called: HostQueue<Tick>.Calls) {
    calls += called.count
    for (ticket, call) in called {
      switch call {
      case .enter:
        guard let lane = waiting.removeValue(forKey: ticket) else { continue }
        record.append(Entry(host: lanes[lane].host, at: now.offset, seen: nil))
        requests += 1
        let seen = lanes[lane].requests[places[lane]]
        events.add(.end(lane: lane), at: now.advanced(by: seen.duration))
      case .wait(let instant):
        asleep.insert(ticket)
        events.add(.wake(ticket), at: instant)
      case .refused:
        guard let lane = waiting.removeValue(forKey: ticket) else { continue }
        refused += 1
        goOn(lane)
      }
    }
  }

  private mutating func giveUpByChance() {
    guard chanceToGiveUp > 0, Double.random(in: 0..<1, using: &random) < chanceToGiveUp,
      let ticket = waiting.keys.min(by: { $0.number < $1.number }),
      let lane = waiting.removeValue(forKey: ticket)
    else { return }
    asleep.remove(ticket)
    givenUp += 1
    take(queue.giveUp(ticket, at: now))
    goOn(lane)
  }
}

extension NightModel {
  private enum Event {
    case end(lane: Int)
    case wake(HostQueue<Tick>.Ticket)
  }

  /// Events in the order of their times; those of one time in the order in which they were added.
  private struct Agenda {
    private var heap: [(at: Tick, number: Int, event: Event)] = []
    private var added = 0

    mutating func add(_ event: Event, at instant: Tick) {
      added += 1
      heap.append((instant, added, event))
      var place = heap.count - 1
      while place > 0, isBefore(place, (place - 1) / 2) {
        heap.swapAt(place, (place - 1) / 2)
        place = (place - 1) / 2
      }
    }

    mutating func popFirst() -> (Tick, Event)? {
      guard let first = heap.first else { return nil }
      heap.swapAt(0, heap.count - 1)
      heap.removeLast()
      var place = 0
      while true {
        let children = [2 * place + 1, 2 * place + 2].filter { $0 < heap.count }
        guard let child = children.min(by: isBefore), isBefore(child, place) else { break }
        heap.swapAt(place, child)
        place = child
      }
      return (first.at, first.event)
    }

    private func isBefore(_ left: Int, _ right: Int) -> Bool {
      (heap[left].at, heap[left].number) < (heap[right].at, heap[right].number)
    }
  }
}
