// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Foundation

/// How long a host or a list page has been ill: counted in nights, as three runs in one evening are one observation.
///
/// The count stands in each report that says that the illness lasts, so it does not depend on how many runs of other
/// sources lie between.
package struct Illness: Codable, Hashable, Sendable {
  /// When the first run began that found it.
  package let since: Date
  package private(set) var nights = 1
  /// When the run began that counted the last of these nights.
  private var counted: Date

  /// One that a run finds for the first time.
  package init(since start: Date) {
    since = start
    counted = start
  }

  /// The same, as far as it can be believed: what is dated after now was now.
  package func believed(at now: Date) -> Illness {
    guard counted > now || since > now else { return self }
    var illness = Illness(since: min(since, now))
    (illness.nights, illness.counted) = (nights, min(counted, now))
    return illness
  }

  /// The same after one more run that finds it.
  package func lasting(until start: Date) -> Illness {
    guard start.timeIntervalSince(counted) >= Standing.spanOfDeath else { return self }
    var illness = self
    illness.nights += 1
    illness.counted = start
    return illness
  }
}
