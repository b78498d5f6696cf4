// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import DequeModule

/// Who waits at which host, and who is next: a pure value, told the time by its caller.
///
/// Only the first in a host's line applies to the ``HostSchedule``; those behind are not disturbed until
/// they are first. A host that has rested and finds no place queues with others: one queue for each
/// network address, and the addresses take turns, so that nobody is passed over and nobody is woken in
/// vain.
///
/// Invariants, between two steps:
/// 1. a place is free only if no host that could take it is queueing;
/// 2. whoever is told to wait until an instant comes back with ``wake(_:at:)`` or ``giveUp(_:at:)``.
struct HostQueue<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
  /// One who waits.
  struct Ticket: Hashable, Sendable {
    let number: UInt64
  }

  /// What one who waits is told.
  enum Call: Hashable, Sendable {
    case enter
    /// Come back then.
    case wait(until: Instant)
    case refused(HostSchedule<Instant>.Refusal)
  }

  typealias Calls = [(ticket: Ticket, call: Call)]

  private enum Group: Hashable, Sendable {
    case address(String)
    /// A host whose address is not known yet queues by itself.
    case host(String)
  }

  private enum Stage: Sendable {
    /// The first in line has not applied.
    case idle
    /// … was told to wait until an instant.
    case asleep
    /// … is next when somebody leaves the host.
    case atDoor
    /// The host queues for a place.
    case queueing
  }

  private struct Line: Sendable {
    var tickets = Deque<Ticket>()
    var stage = Stage.idle

    mutating func take(_ ticket: Ticket) -> Stage {
      tickets.append(ticket)
      return stage
    }
  }

  private(set) var schedule: HostSchedule<Instant>
  private var lines: [String: Line] = [:]
  /// The hosts of those who wait; tickets that were given up are still in line, but not here.
  private var waiting: [Ticket: String] = [:]
  private var groups: [Group: Deque<String>] = [:]
  /// The groups that have a host to send, as far as is known, each once.
  private var turns = Deque<Group>()
  private var hasTurn: Set<Group> = []

  init(_ schedule: HostSchedule<Instant>) {
    self.schedule = schedule
  }

  // MARK: Steps

  /// Somebody new wants to ask a host.
  mutating func arrive(_ ticket: Ticket, at host: String, now: Instant) -> Calls {
    if let refusal = schedule.refusal(of: host, at: now) { return [(ticket, .refused(refusal))] }
    waiting[ticket] = host
    let stage = lines[host, default: Line()].take(ticket)
    guard stage == .idle else { return [] }
    var calls: Calls = []
    advance(host, now, &calls)
    return calls
  }

  /// The instant has come that somebody was told to wait for.
  mutating func wake(_ ticket: Ticket, at now: Instant) -> Calls {
    guard let host = waiting[ticket], lines[host]?.stage == .asleep else {
      preconditionFailure("somebody woke who was not told to sleep")
    }
    var calls: Calls = []
    advance(host, now, &calls)
    return calls
  }

  /// Somebody who was let in is done.
  mutating func leave(_ host: String, at now: Instant, after seen: HostObservation) -> Calls {
    let before = schedule.address(of: host)
    schedule.leave(host, at: now, after: seen)
    var calls: Calls = []
    if let refusal = schedule.refusal(of: host, at: now) { refuse(host, refusal, &calls) }
    for address in [before, schedule.address(of: host)].compactMap(\.self) {
      giveTurn(.address(address))
    }
    // Those who queue go before the next of the same host.
    serve(now, &calls)
    if lines[host]?.stage == .atDoor { advance(host, now, &calls) }
    return calls
  }

  /// Somebody will not wait any longer; nothing happens if they were called meanwhile.
  mutating func giveUp(_ ticket: Ticket, at now: Instant) -> Calls {
    guard let host = waiting[ticket] else { return [] }
    let wasFirst = first(at: host) == ticket
    waiting[ticket] = nil
    var calls: Calls = []
    if wasFirst, lines[host]?.stage == .asleep { advance(host, now, &calls) }
    return calls
  }

  mutating func heed(crawlDelay: Duration, of host: String) {
    schedule.heed(crawlDelay: crawlDelay, of: host)
  }

  // MARK: A line

  /// Lets the first in line apply, and the next, until one has to wait.
  private mutating func advance(_ host: String, _ now: Instant, _ calls: inout Calls) {
    lines[host]?.stage = .idle
    while let ticket = first(at: host) {
      switch schedule.admit(to: host, at: now) {
      case .now:
        _ = lines[host]?.tickets.popFirst()
        waiting[ticket] = nil
        calls.append((ticket, .enter))
      case .at(let instant):
        lines[host]?.stage = .asleep
        return calls.append((ticket, .wait(until: instant)))
      case .whenSomebodyLeaves(.host):
        lines[host]?.stage = .atDoor
        return
      case .whenSomebodyLeaves:
        lines[host]?.stage = .queueing
        let group = group(of: host)
        groups[group, default: []].append(host)
        return giveTurn(group)
      case .notInThisRun(let refusal): refuse(host, refusal, &calls)
      }
    }
    lines[host] = nil
  }

  /// The first in line who has not given up.
  private mutating func first(at host: String) -> Ticket? {
    while let ticket = lines[host]?.tickets.first {
      if waiting[ticket] != nil { return ticket }
      _ = lines[host]?.tickets.popFirst()
    }
    return nil
  }

  /// Sends a whole line home, but for one who sleeps and will be told on waking.
  private mutating func refuse(
    _ host: String,
    _ refusal: HostSchedule<Instant>.Refusal,
    _ calls: inout Calls
  ) {
    let sleeper = lines[host]?.stage == .asleep ? first(at: host) : nil
    let tickets = lines[host]?.tickets ?? []
    lines[host]?.tickets = []
    for ticket in tickets where waiting[ticket] != nil {
      guard ticket != sleeper else { continue }
      waiting[ticket] = nil
      calls.append((ticket, .refused(refusal)))
    }
    if let sleeper { lines[host]?.tickets.append(sleeper) }
  }

  // MARK: The queues for places

  private func group(of host: String) -> Group {
    schedule.address(of: host).map { .address($0) } ?? .host(host)
  }

  private func hasRoom(_ group: Group) -> Bool {
    if case .address(let address) = group { schedule.hasRoom(at: address) } else { true }
  }

  /// Puts a group in the row of those that take turns, if it can send a host.
  private mutating func giveTurn(_ group: Group) {
    guard groups[group] != nil, hasRoom(group), hasTurn.insert(group).inserted else { return }
    turns.append(group)
  }

  /// Gives free places to the hosts that queue.
  private mutating func serve(_ now: Instant, _ calls: inout Calls) {
    while schedule.hasPlace, let group = turns.popFirst() {
      hasTurn.remove(group)
      // A group without room has its turn again when somebody leaves there.
      guard hasRoom(group), let host = groups[group]?.popFirst() else { continue }
      if groups[group]?.isEmpty == true { groups[group] = nil }
      advance(host, now, &calls)
      giveTurn(group)
    }
  }
}
