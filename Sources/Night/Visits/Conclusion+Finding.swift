// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Foundation
import Records

extension Conclusion {
  /// Concludes from what a visit found.
  ///
  /// - Parameters:
  ///   - finding: that.
  ///   - health: whether the run can be believed; where not, nothing changes.
  ///   - isWithheld: whether nothing is told of it tonight; where only its host is ill, what changes is recorded
  ///     meanwhile.
  ///   - doubt: what is to be said of its body, where that came for others too and displaces nothing.
  ///   - place: where the document is found from now on; nil where it was found there before.
  ///   - start: when the run began.
  ///   - history: the runs before it.
  init(
    from finding: Finding,
    _ health: RunHealth,
    isWithheld: Bool,
    doubt: SharedBody?,
    place: WebAddress?,
    on start: Date,
    _ history: RunHistory
  ) {
    let candidate = finding.candidate
    let verdict = finding.appraisal.verdict
    let old = candidate.known?.standing ?? .unknown
    var isAnotherNight = true
    if case .unreachable(let since, let count) = old {
      isAnotherNight = history.nights(since: since, before: start) >= count
    }
    // A host that fails as a whole says nothing of what it never delivered: the reason that is known stays.
    let isKnownReason = isWithheld && old.leftOutReason != nil
    let new =
      isKnownReason
      ? old : Self.standing(after: finding, health, doubt: doubt, from: old, isAnotherNight)
    let told = candidate.known?.told ?? old
    let reasons = candidate.known?.toldReasons ?? []
    let telling = isWithheld ? told : StandingChange.told(of: new, after: told, besides: reasons)
    let isNew = new != candidate.recordedStanding || telling != candidate.recordedTelling
    let isJudged = finding.keeps && health == .healthy
    let refusal =
      isJudged
      ? OwnRefusal.after(verdict, candidate.known?.refusal, on: start, isWithheld: isWithheld) : nil
    let visit = Visit(
      at: finding.at,
      address: candidate.address,
      role: .document,
      verdict: verdict,
      status: finding.status,
      standing: isNew ? new : nil,
      told: isNew && telling != new ? telling : nil,
      title: candidate.title == candidate.known?.title ? nil : candidate.title,
      validators: finding.keeps && finding.isAlive && doubt == nil ? finding.validators : nil,
      validatorFault: finding.validatorFault,
      listed: candidate.isEntryNews ? candidate.entries : nil,
      isMadeAnew: finding.isMadeAnew && finding.keeps && doubt == nil
        && candidate.known?.madeAnewSince == nil
        ? true : nil,
      edition: finding.edition.flatMap { edition in
        let last = candidate.known?.edition ?? candidate.known?.version
        return edition == last ? nil : edition
      },
      place: place,
      succeeds: finding.keeps && finding.isAlive && (doubt == nil || finding.isHeld)
        ? candidate.succeeds : nil,
      proposes: finding.bringsVersion && !finding.isHeld && candidate.succeeds == nil
        ? candidate.predecessor : nil,
      quarantined: finding.quarantined,
      shared: doubt,
      refusal: refusal,
      oversize: finding.appraisal.oversize.flatMap {
        $0 == candidate.known?.oversize ? nil : $0
      }
    )
    self.init(
      finding: finding,
      visit: visit,
      told: told,
      new: new,
      isWithheld: isWithheld
    )
  }

  /// How the document stands after the visit.
  private static func standing(
    after finding: Finding,
    _ health: RunHealth,
    doubt: SharedBody?,
    from old: Standing,
    _ isAnotherNight: Bool
  ) -> Standing {
    let candidate = finding.candidate
    // What is in doubt says nothing of how the document stands, but that the list has dropped it.
    let isTakenOff = old == .present && !candidate.isListed
    if doubt != nil, finding.isHeld, !isTakenOff { return old }
    if finding.hasExpired, finding.keeps { return old.afterExpiry(on: finding.at, health: health) }
    let isLeftOut = !finding.keeps || doubt != nil && !finding.isHeld
    guard isLeftOut else {
      return old.after(
        finding.appraisal.verdict,
        on: finding.at,
        isListed: candidate.isListed,
        isWithdrawn: candidate.isWithdrawn,
        health: health,
        isAnotherNight: isAnotherNight
      )
    }
    return old.afterNothingHeld(
      doubt == nil ? finding.appraisal.verdict : .softMissing(.rejected),
      on: finding.at,
      wanting: candidate.kinds,
      isNamed: candidate.isNamed,
      isRejected: candidate.isRejected,
      health: health,
      isAnotherNight: isAnotherNight
    )
  }
}
