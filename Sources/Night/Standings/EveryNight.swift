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
  ///
  /// - Parameters:
  ///   - title: what it is called.
  ///   - address: where it is.
  ///   - isEncrypted: whether nobody can compare what its versions say.
  /// - Returns: what was seen, and what to do.
  static func sentence(of title: String, at address: String, isEncrypted: Bool = false) -> String {
    let name = title.isEmpty || title == address ? address : "“\(title)” (\(address))"
    let seen = "\(name) has changed on \(nightsUntilTold) nights in a row"
    if isEncrypted {
      return
        "\(seen), and is encrypted: a site that encrypts it anew at each request delivers other bytes each time, and whether "
        + "what it says has changed nobody can compare without deciphering it. Each is kept: open two versions, which "
        + "`hanaper restore` gives back; if they say the same, ask the site for a file that stays as it is, or take it off "
        + "the list with `exclude`, which leaves what is kept"
    }
    return
      "\(seen); if only a date or a figure in it differs, which `hanaper restore` of "
      + "two versions shows, take it off the list with `exclude`, or ask the site for a page without it"
  }

  /// What is told of each new version of what is encrypted: a clause.
  static let sentenceOfEncrypted =
    "it is encrypted, so that only opening both shows whether what it says has changed"
}
