// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Records
package import FoundationEssentials

extension Standing {
  /// The standing after one more visit.
  ///
  /// 1. A degraded run changes nothing, and nothing changes what is suppressed.
  /// 2. A sign of life makes the document present, or delisted or withdrawn where it is that too.
  /// 3. 410 makes it gone at once. Any other sign of death makes it missing, and gone with the third
  ///    one if the first is at least 20 hours old. Only a sign of life starts the count again.
  /// 4. What says nothing about the document (a challenge, a TLS fault, silence) changes only what
  ///    stands on nothing firmer: missing, gone, delisted and withdrawn stay. Of what no source lists any more, it is the lists
  ///    that have said something: it is delisted.
  /// 5. Our own refusal to ask says nothing of the document, which stands as the lists say: listed, delisted or withdrawn. What
  ///    was told as bad news stays.
  ///
  /// What cannot be reached is counted in nights, not in runs.
  ///
  /// - Parameters:
  ///   - verdict: the outcome of the visit.
  ///   - date: when the visit was made.
  ///   - isListed: whether any source still links to the document.
  ///   - isWithdrawn: whether its publisher has put a notice of withdrawal on it.
  ///   - health: whether the run can be believed about this document.
  ///   - isAnotherNight: whether this is a further night of an outage, and no further run of the last one.
  /// - Returns: the same standing, or the next one.
  package func after(
    _ verdict: Verdict,
    on date: Date,
    isListed: Bool,
    isWithdrawn: Bool = false,
    health: RunHealth,
    isAnotherNight: Bool = true
  ) -> Standing {
    if case .suppressed = self { return self }
    guard health == .healthy else { return self }
    switch verdict.sign {
    case .life: return alive(on: date, isListed: isListed, isWithdrawn: isWithdrawn)
    case .death: return afterSignOfDeath(on: date)
    case .deathAtOnce: return goneAtOnce(on: date)
    case .wall, .fault, .silence:
      if isFirm { return self }
      return isListed && !isWithdrawn
        ? afterNothing(verdict.sign, on: date, isAnotherNight)
        : alive(on: date, isListed: isListed, isWithdrawn: isWithdrawn)
    case .ownRefusal: return unasked(on: date, isListed: isListed, isWithdrawn: isWithdrawn)
    }
  }

  /// The standing of a document that a source lists, or does not any more, and that nobody asked for.
  private func unasked(on date: Date, isListed: Bool, isWithdrawn: Bool) -> Standing {
    let isAsListed: Bool
    switch self {
    case .present, .delisted, .withdrawn: isAsListed = true
    // What is not judged yet, or not told as an outage, was there as far as anybody knows.
    case .unknown: isAsListed = !isListed || isWithdrawn
    case .unreachable(_, let count):
      isAsListed = count < StandingChange.lastingNights && (!isListed || isWithdrawn)
    case .missing, .gone, .blocked, .faulty, .suppressed, .leftOut: isAsListed = false
    }
    return isAsListed ? alive(on: date, isListed: isListed, isWithdrawn: isWithdrawn) : self
  }

  /// The standing of a document that no source lists any more and that was asked for at an address whose signature has come to an end.
  ///
  /// All that is known of it is that it is listed no more; what stands on firmer ground stays.
  ///
  /// - Parameters:
  ///   - date: when the visit was made.
  ///   - health: whether the run can be believed about this document.
  /// - Returns: the same standing, or the next one.
  package func afterExpiry(on date: Date, health: RunHealth) -> Standing {
    health == .healthy && !isFirm ? .delisted(since: date) : self
  }

  /// The standing of a document that is asked for and of which nothing is held, after one more visit.
  ///
  /// What was never held cannot be missing or gone, whatever a link promised: it is left out, with its reason, until that
  /// changes. Silence says nothing of it, and a page that nobody asks for is no document.
  ///
  /// - Parameters:
  ///   - verdict: the outcome of the visit.
  ///   - date: when the visit was made.
  ///   - kinds: what is kept of it.
  ///   - isNamed: whether the configuration names it by its address.
  ///   - isRejected: whether something is kept of it, all of which a person took back.
  ///   - health: whether the run can be believed about this document.
  ///   - isAnotherNight: whether this is a further night of an outage, and no further run of the last one.
  /// - Returns: the same standing, or the next one.
  package func afterNothingHeld(
    _ verdict: Verdict,
    on date: Date,
    wanting kinds: Set<BodyKind>,
    isNamed: Bool = false,
    isRejected: Bool = false,
    health: RunHealth,
    isAnotherNight: Bool = true
  ) -> Standing {
    if case .suppressed = self { return self }
    guard health == .healthy else { return self }
    if let found = verdict.reasonToLeaveOut(wanting: kinds, isNamed: isNamed) {
      // There was something once, and a person said that it was not the document.
      let reason = found == .dead && isRejected ? .rejected : found
      if case .leftOut(_, reason) = self { return self }
      return .leftOut(since: date, reason)
    }
    switch verdict.sign {
    case .life: return .unknown
    case .fault, .silence:
      return isFirm ? self : afterNothing(verdict.sign, on: date, isAnotherNight)
    case .death, .deathAtOnce, .wall, .ownRefusal: return self
    }
  }

  /// The standing of a document that we let go of.
  package func suppressed(on date: Date) -> Standing {
    if case .suppressed = self { return self }
    return .suppressed(since: date)
  }

  private func alive(on date: Date, isListed: Bool, isWithdrawn: Bool) -> Standing {
    if isWithdrawn {
      if case .withdrawn = self { return self }
      return .withdrawn(since: date)
    }
    guard !isListed else { return .present }
    if case .delisted = self { return self }
    return .delisted(since: date)
  }

  private func goneAtOnce(on date: Date) -> Standing {
    switch self {
    case .gone: self
    case .missing(let since, _): .gone(since: since)
    default: .gone(since: date)
    }
  }

  private func afterSignOfDeath(on date: Date) -> Standing {
    switch self {
    case .gone: return self
    case .missing(let since, let count):
      let isDead =
        count + 1 >= Self.signsOfDeath && date.timeIntervalSince(since) >= Self.spanOfDeath
      return isDead ? .gone(since: since) : .missing(since: since, count: count + 1)
    default: return .missing(since: date, count: 1)
    }
  }

  /// Whether this rests on something that was said about the document itself.
  private var isFirm: Bool {
    switch self {
    case .missing, .gone, .delisted, .withdrawn, .suppressed, .leftOut: true
    case .unknown, .present, .blocked, .faulty, .unreachable: false
    }
  }

  private func afterNothing(
    _ sign: VerdictSign,
    on date: Date,
    _ isAnotherNight: Bool
  ) -> Standing {
    switch (sign, self) {
    case (.wall, .blocked): self
    case (.wall, _): .blocked(since: date)
    case (.fault(let fault), .faulty(let since, _)): .faulty(since: since, fault)
    case (.fault(let fault), _): .faulty(since: date, fault)
    case (_, .unreachable(let since, let count)):
      .unreachable(since: since, count: isAnotherNight ? count + 1 : count)
    default: .unreachable(since: date, count: 1)
    }
  }
}
