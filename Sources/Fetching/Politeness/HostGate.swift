// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Synchronization

/// Lets requests through to their hosts, as ``HostSchedule`` says and in the order of ``HostQueue``.
///
/// It is no actor, so that a cancelled task is out of the queue at once, and not when an actor comes to
/// it. Whoever must wait for an instant sleeps until then; all others are called by those who leave.
package final class HostGate: Sendable {
  /// Why a request was not let through.
  package enum Refusal: Error, Hashable, Sendable {
    case cancelled
    /// The host asked to be left alone for so long from now.
    case deferred(Duration)
    /// The host failed so many times in a row.
    case failing(times: Int)
  }

  private typealias Queue = HostQueue<ContinuousClock.Instant>
  private typealias Caller = CheckedContinuation<Queue.Call?, Never>
  /// Those to resume, and with what; nil for one who gave up.
  private typealias Called = [(caller: Caller, call: Queue.Call?)]

  private struct State: Sendable {
    var queue: Queue
    var callers: [Queue.Ticket: Caller] = [:]
    var lastTicket: UInt64 = 0

    /// Takes out those who are called.
    mutating func taken(_ calls: Queue.Calls) -> Called {
      calls.map { ticket, call in
        guard let caller = callers.removeValue(forKey: ticket) else {
          preconditionFailure("somebody was called who does not wait")
        }
        return (caller, call)
      }
    }

    /// Takes out one who gave up, and those who are called because of that.
    mutating func givenUp(_ ticket: Queue.Ticket, at now: ContinuousClock.Instant) -> Called {
      var called: Called = []
      if let caller = callers.removeValue(forKey: ticket) { called.append((caller, nil)) }
      return called + taken(queue.giveUp(ticket, at: now))
    }
  }

  private let state: Mutex<State>
  private let clock = ContinuousClock()

  /// - Parameters:
  ///   - politeness: the figures.
  ///   - deferrals: for how long from now hosts want to be left alone, as earlier runs were told.
  package init(_ politeness: Politeness, deferrals: [String: Duration] = [:]) {
    let now = clock.now
    let notBefore = deferrals.mapValues { now.advanced(by: $0) }
    state = Mutex(State(queue: Queue(HostSchedule(politeness, notBefore: notBefore))))
  }

  /// Runs `body` as soon as the host may be asked.
  ///
  /// - Parameters:
  ///   - host: the host, with its port where that is not the usual one.
  ///   - observing: what the outcome and the time it took say about the host.
  ///   - body: the request.
  /// - Returns: what `body` returns.
  /// - Throws: ``Refusal`` where `body` was not run.
  package func pass<Value: Sendable, Failure: Error>(
    to host: String,
    observing: @Sendable (Result<Value, Failure>, Duration) -> HostObservation = { _, took in
      HostObservation(duration: took)
    },
    _ body: @Sendable () async -> Result<Value, Failure>
  ) async throws(Refusal) -> Result<Value, Failure> {
    try await enter(host)
    let start = clock.now
    let outcome = await body()
    let end = clock.now
    let seen = observing(outcome, start.duration(to: end))
    resume(state.withLock { $0.taken($0.queue.leave(host, at: end, after: seen)) })
    return outcome
  }

  /// Takes in what a host's robots.txt says about the time between two requests.
  package func heed(crawlDelay: Duration, of host: String) {
    state.withLock { $0.queue.heed(crawlDelay: crawlDelay, of: host) }
  }

  /// For how long from now hosts want to be left alone, for the next run to know.
  package var deferrals: [String: Duration] {
    let now = clock.now
    return state.withLock { $0.queue.schedule.notBefore(at: now) }
      .mapValues { now.duration(to: $0) }
  }

  /// By host, the time between two requests, on the average, of those that were asked more than a few times.
  package var paces: [String: Duration] { state.withLock { $0.queue.schedule.paces } }

  // MARK: Waiting

  private func enter(_ host: String) async throws(Refusal) {
    let ticket = state.withLock { state in
      state.lastTicket += 1
      return Queue.Ticket(number: state.lastTicket)
    }
    var call = await next(for: ticket) { $0.arrive(ticket, at: host, now: $1) }
    while true {
      switch call {
      case .enter: return
      case .wait(let instant):
        // A sleep that is cut short ends in `next`, which sees the cancellation.
        try? await clock.sleep(until: instant)
        call = await next(for: ticket) { $0.wake(ticket, at: $1) }
      case .refused(.deferred(let instant)): throw .deferred(clock.now.duration(to: instant))
      case .refused(.failing(let times)): throw .failing(times: times)
      case nil: throw .cancelled
      }
    }
  }

  /// Takes a step and waits for the call that follows from it, now or later; nil on cancellation.
  private func next(
    for ticket: Queue.Ticket,
    _ step: @Sendable (inout Queue, ContinuousClock.Instant) -> Queue.Calls
  ) async -> Queue.Call? {
    await withTaskCancellationHandler {
      await withCheckedContinuation { (caller: Caller) in
        let now = clock.now
        resume(
          state.withLock { state in
            state.callers[ticket] = caller
            // Cancelled before the handler could find anybody here.
            if Task.isCancelled { return state.givenUp(ticket, at: now) }
            return state.taken(step(&state.queue, now))
          }
        )
      }
    } onCancel: {
      let now = clock.now
      resume(
        state.withLock { state in
          // Nobody is here who was called already, or sleeps.
          state.callers[ticket] == nil ? [] : state.givenUp(ticket, at: now)
        }
      )
    }
  }

  private func resume(_ called: Called) {
    for (caller, call) in called { caller.resume(returning: call) }
  }
}
