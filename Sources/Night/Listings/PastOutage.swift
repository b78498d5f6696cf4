// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Records

/// A time in which runs could not read a source, or not to its end, up to the last run.
struct PastOutage: Sendable {
  let unread: Illness
  /// When the last of the runs began that could not read it.
  let until: Date
  /// How many nights it was when a run told of it last; nil where none did, for our own network was at fault.
  let nightsTold: Int?

  /// What there is to tell now that it is over; nil where nobody was told of it.
  ///
  /// - Parameter now: when the night began that read it.
  /// - Returns: the time in between.
  func ending(at now: Date) -> RunReport.Outage? {
    guard nightsTold != nil else { return nil }
    return RunReport.Outage(
      since: unread.believed(at: now).since,
      until: min(until, now),
      nights: unread.nights
    )
  }
}
