// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Foundation
package import Records

/// What is dated after now in our own records: the one place where it is met.
///
/// A clock that is wrong for one night (a machine that woke up, a board without a battery) must not be believed for
/// longer than what it dated was meant for: a rest of two hours is none after a night, and a document that was fetched
/// whole “next year” is fetched whole now.
package enum Chronology {
  /// After so many days without a run, that is told: one of two clocks may be wrong.
  static let longestGap = 60.0

  /// What is to be told where a clock was set while a run was under way; nil where it was not.
  ///
  /// - Parameters:
  ///   - took: how long the run took by the clock.
  ///   - passed: how long it took in truth.
  /// - Returns: a sentence, without its full stop.
  package static func note(onRunThatTook took: TimeInterval, while passed: Duration) -> String? {
    let step = took - TimeInterval(passed.components.seconds)
    guard abs(step) > .clockTolerance else { return nil }
    let length = Duration.seconds(abs(step)).formatted(
      .units(allowed: [.days, .hours, .minutes], width: .wide, maximumUnitCount: 2)
    )
    return
      "this machine's clock was set \(step > 0 ? "forward" : "back") by \(length) while the run was under way"
  }

  /// What is to be told of runs that are dated after now; nil for none.
  ///
  /// It names no time of now, so that the next night says the same, which then is no news.
  ///
  /// - Parameter starts: when they began.
  /// - Returns: a sentence, without its full stop.
  package static func note(onRunsAhead starts: [Date]) -> String? {
    guard let last = starts.max() else { return nil }
    let runs = starts.count == 1 ? "a run is" : "\(starts.count) runs are"
    return
      "\(runs) dated after now, until \(last.formatted(.iso8601)): this machine's clock was wrong then, or is wrong "
      + "now; what stands under such a date is not relied on"
  }
}

extension RunHistory {
  /// What is to be told where there was no run for long; nil as a rule.
  package func noteOnGap(before now: Date) -> String? {
    guard let last = lastStart, now.timeIntervalSince(last) > Chronology.longestGap * 86_400 else {
      return nil
    }
    let days = Int(now.timeIntervalSince(last) / 86_400)
    return
      "the last run was \(days) days ago, on \(last.formatted(.iso8601)); if that is not so, this machine's "
      + "clock is wrong"
  }
}

extension HostMemory {
  /// The same, as far as it can be believed.
  ///
  /// - Parameters:
  ///   - now: what time it is.
  ///   - longest: the longest rest that is granted.
  /// - Returns: without rests that lie further ahead, and without any where it was written after now.
  package func believed(at now: Date, _ longest: Duration) -> HostMemory {
    var memory = self
    let isAhead = written?.isAhead(of: now) ?? false
    let end = now.addingTimeInterval(TimeInterval(longest.components.seconds))
    memory.hosts = hosts.mapValues { host in
      var host = host
      if isAhead || host.notBefore.map({ $0 > end }) == true { host.notBefore = nil }
      host.robotsUnreachableSince = host.robotsUnreachableSince.map { min($0, now) }
      return host
    }
    return memory
  }
}

extension Document {
  /// The same, as far as it can be believed: what is dated after now was now, or is not known.
  func believed(at now: Date) -> Document {
    var document = self
    document.firstSeen = min(firstSeen, now)
    document.lastVisited = min(lastVisited, now)
    document.lastAlive = lastAlive.map { min($0, now) }
    document.lastReceived = lastReceived.flatMap { $0.isAhead(of: now) ? nil : $0 }
    document.standing = standing?.believed(at: now)
    document.told = told?.believed(at: now)
    document.madeAnewSince = madeAnewSince.map { min($0, now) }
    document.inTurnSince = inTurnSince.map { min($0, now) }
    document.shared = shared?.believed(at: now)
    document.refusal = refusal?.believed(at: now)
    document.editionSince = editionSince.map { min($0, now) }
    return document
  }
}

extension Standing {
  /// The same, since now where it says since later.
  package func believed(at now: Date) -> Standing {
    guard let since, since > now else { return self }
    return switch self {
    case .unknown, .present: self
    case .missing(_, let count): .missing(since: now, count: count)
    case .gone: .gone(since: now)
    case .blocked: .blocked(since: now)
    case .faulty(_, let fault): .faulty(since: now, fault)
    case .unreachable(_, let count): .unreachable(since: now, count: count)
    case .delisted: .delisted(since: now)
    case .withdrawn: .withdrawn(since: now)
    case .suppressed: .suppressed(since: now)
    case .leftOut(_, let reason): .leftOut(since: now, reason)
    }
  }
}
