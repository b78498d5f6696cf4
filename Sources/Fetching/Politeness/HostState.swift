// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// How it went with one host so far, and how long it rests because of that.
struct HostState<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
  private enum Health: Sendable {
    case well(failures: Int)
    /// Too many failures; left alone until it is tried once more.
    case recovering(until: Instant, failures: Int)
    /// Being tried once more.
    case probed(failures: Int)
    case givenUp(failures: Int)
  }

  /// Requests on their way.
  private(set) var underWay = 0
  /// The network address that answered last.
  private(set) var address: String?
  /// The address that the host is counted at while it is being asked.
  var countedAt: String?
  var crawlDelay = Duration.zero
  /// Until when the host asked to be left alone.
  var notBefore: Instant?

  /// How many requests were begun, and when the first and the last of them.
  private var begun: (count: Int, first: Instant, last: Instant)?

  /// The last start or end of a request.
  private var touched: Instant?
  /// The rest for the speed of its answers, and for having too much to do.
  private var stretch = Duration.zero
  private var backOff = Duration.zero
  private var health = Health.well(failures: 0)

  init() {}

  var isBeingProbed: Bool {
    if case .probed = health { true } else { false }
  }

  /// The time between two requests, on the average; nil of few.
  var pace: Duration? {
    guard let begun, begun.count >= 10 else { return nil }
    return begun.first.duration(to: begun.last) / (begun.count - 1)
  }

  /// How many times it failed, if nobody asks it any more; else nil.
  var failuresUntilGivenUp: Int? {
    if case .givenUp(let failures) = health { failures } else { nil }
  }

  /// The earliest time for the next request; nil where there is no reason to wait.
  func restsUntil(_ politeness: Politeness) -> Instant? {
    let rest = max(max(politeness.delay, crawlDelay), max(stretch, backOff))
    var latest = touched?.advanced(by: rest)
    func wait(until instant: Instant) { latest = latest.map { max($0, instant) } ?? instant }
    if let notBefore { wait(until: notBefore) }
    if case .recovering(let until, _) = health { wait(until: until) }
    return latest
  }

  mutating func enter(at now: Instant) {
    underWay += 1
    touched = now
    begun = begun.map { ($0.count + 1, $0.first, now) } ?? (1, now, now)
    if case .recovering(_, let failures) = health { health = .probed(failures: failures) }
  }

  mutating func leave(at now: Instant, after seen: HostObservation, _ politeness: Politeness) {
    underWay -= 1
    touched = max(touched ?? now, now)
    if let peer = seen.peer { address = peer }
    // Of a redirect it is about that redirect, and beside any other answer about nothing that is said of a host.
    // Source: RFC 9110 §10.2.3 <https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3>
    if seen.isOverload, let wait = seen.retryAfter {
      let instant = now.advanced(by: min(wait, politeness.longestDeferral))
      notBefore = max(notBefore ?? instant, instant)
    }
    guard let isFailure = seen.isFailure else {
      // The probe was not made after all.
      if case .probed(let failures) = health {
        health = .recovering(until: now, failures: failures)
      }
      return
    }
    // A failure never shortens a rest: errors are answered faster than anything.
    let rest = politeness.rest(after: seen.duration)
    stretch = seen.isSuccess ? rest : max(stretch, rest)
    backOff(isOverload: seen.isOverload, isFailure: isFailure, politeness)
    judge(isFailure: isFailure, at: now, politeness)
  }

  private mutating func backOff(isOverload: Bool, isFailure: Bool, _ politeness: Politeness) {
    let first = politeness.firstBackOff
    if isOverload {
      backOff = min(max(first, backOff * 2), politeness.patience)
    } else if !isFailure {
      backOff = backOff / 2 < first ? .zero : backOff / 2
    }
  }

  private mutating func judge(isFailure: Bool, at now: Instant, _ politeness: Politeness) {
    guard isFailure else {
      health = .well(failures: 0)
      return
    }
    switch health {
    case .well(let failures) where failures + 1 < politeness.failuresInARow:
      health = .well(failures: failures + 1)
    case .well(let failures):
      let until = now.advanced(by: politeness.recovery)
      health = .recovering(until: until, failures: failures + 1)
    case .recovering(let until, let failures):
      health = .recovering(until: until, failures: failures + 1)
    case .probed(let failures), .givenUp(let failures):
      health = .givenUp(failures: failures + 1)
    }
  }
}
