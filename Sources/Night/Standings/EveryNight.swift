// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Foundation
import Records

/// Whether a document has a new version every night, as where it prints the day on which it is loaded.
package enum EveryNight {
  /// After so many nights in a row it is told, once.
  package static let nightsUntilTold = 5

  /// Between two nights there is no more time than this, in seconds: a run may be late, or take long.
  private static let longestGap: TimeInterval = 40 * 60 * 60

  /// Whether tonight's version is the one with which it is told.
  ///
  /// - Parameters:
  ///   - captures: when the versions before it were captured, the newest first.
  ///   - now: when it was captured itself.
  /// - Returns: true on the last of so many nights in a row, and on none after it.
  package static func isTold(after captures: some Sequence<Date>, at now: Date) -> Bool {
    var (night, nights, isTonight) = (now, 1, true)
    for capture in captures {
      let gap = night.timeIntervalSince(capture)
      guard gap >= Standing.spanOfDeath else {
        // A second version of one night tells nothing, and was told of with the first.
        if isTonight { return false }
        continue
      }
      isTonight = false
      guard gap <= longestGap else { break }
      (night, nights) = (capture, nights + 1)
      if nights > nightsUntilTold { return false }
    }
    return nights == nightsUntilTold
  }

  /// What is told of it.
  static func sentence(of title: String, at address: String) -> String {
    let name = title.isEmpty || title == address ? address : "“\(title)” (\(address))"
    return
      "\(name) has changed on \(nightsUntilTold) nights in a row; if only a date or a figure in it differs, which `hanaper restore` of "
      + "two versions shows, take it off the list with `exclude`, or ask the site for a page without it"
  }
}
