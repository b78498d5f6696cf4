// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Records

extension OwnRefusal {
  /// It is told with so many nights in a row: a robots.txt that was wrong for a day is none of a reader's business.
  static let nightsUntilTold = 3

  /// What there is to write down of our own refusal to fetch what is held, after one more visit.
  ///
  /// - Parameters:
  ///   - verdict: the outcome of the visit.
  ///   - known: what was known before; nil where it was fetched, or nothing was refused.
  ///   - start: when the run began.
  ///   - isWithheld: whether nothing is told tonight.
  /// - Returns: nil where it is no refusal of ours, or where nothing of it is new.
  static func after(
    _ verdict: Verdict,
    _ known: OwnRefusal?,
    on start: Date,
    isWithheld: Bool
  ) -> OwnRefusal? {
    guard case .refused(let reason) = verdict, reason.isOfOurPolicy || reason.isPassing else {
      return nil
    }
    let told = known?.toldReasons ?? []
    if let known, known.toldOn != nil, told.contains(reason) || reason.isPassing {
      // Reasons may come in turn: each is told once, and the last one is shown.
      guard !reason.isPassing, reason != known.reason else { return nil }
      return OwnRefusal(reason: reason, stay: known.stay, toldOn: known.toldOn, told: told)
    }
    let stay = known?.stay.lasting(until: start) ?? Illness(since: start)
    // Where another reason was told before, this one has lasted for long enough.
    let isTold = !isWithheld && (stay.nights >= nightsUntilTold || known?.toldOn != nil)
    let next = OwnRefusal(
      reason: reason,
      stay: stay,
      toldOn: isTold ? start : known?.toldOn,
      told: isTold ? told.union([reason]) : told
    )
    return next == known ? nil : next
  }
}

extension Refusal {
  /// Whether it lasts until somebody changes something, here or at the site.
  fileprivate var isOfOurPolicy: Bool {
    switch self {
    case .robots, .privateAddress, .tooLarge, .suppressed: true
    default: false
    }
  }

  /// Whether it is so for the moment, and may come in turn with others of the kind.
  ///
  /// That the disk has no room is told by the run, each time.
  fileprivate var isPassing: Bool {
    switch self {
    case .deferred, .failingHost, .unreadable: true
    default: false
    }
  }
}
