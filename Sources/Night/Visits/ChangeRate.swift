// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Records

/// How often a document is believed to change.
///
/// Changes are taken to come by chance at a rate of the document's own (a Poisson process). Of one that has been watched for a short time little is
/// known, so that all begin with what is usual for reports.
package enum ChangeRate {
  /// What is known of any report before it is watched: a change in a year.
  static let usual = (changes: 0.25, days: 90.0)

  /// - Parameters:
  ///   - changes: how many were seen.
  ///   - days: in how many days.
  /// - Returns: changes a day.
  package static func perDay(_ changes: Int, in days: Double) -> Double {
    (Double(max(0, changes)) + usual.changes) / (max(0, days) + usual.days)
  }

  /// How much is lost by not asking now: the time for which news of one more day would lie untold, but for a constant.
  ///
  /// To tell news as soon as may be, with so many requests a night, a document is asked as often as the root of its rate says: rate times age
  /// squared is equal for all then, and highest for whatever has been left too long.
  ///
  /// - Parameters:
  ///   - rate: changes a day.
  ///   - age: days since it was asked for.
  /// - Returns: the higher, the sooner it is to be asked for.
  package static func urgency(_ rate: Double, after age: Double) -> Double { rate * age * age }
}

extension DocumentBrief {
  /// Days since it was asked for, and how urgent that makes it; without an end where a clock was wrong.
  ///
  /// - Parameters:
  ///   - now: the present.
  ///   - isStirred: whether something near it has changed of late.
  /// - Returns: both.
  func urgency(asOf now: Date, isStirred: Bool) -> (age: Double, urgency: Double) {
    guard !lastVisited.isAhead(of: now) else { return (.infinity, .infinity) }
    let age = max(0, now.timeIntervalSince(lastVisited)) / 86_400
    let watched = lastVisited.timeIntervalSince(firstSeen ?? lastVisited) / 86_400
    let rate = ChangeRate.perDay(changes + (isStirred ? 1 : 0), in: watched)
    return (age, ChangeRate.urgency(rate, after: age))
  }
}
