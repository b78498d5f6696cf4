// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Records

/// Nights, as runs count them: three runs in one evening are one night's observation.
enum Nights {
  /// How many nights there are in runs before one, each at least `Standing.spanOfDeath` from the next.
  ///
  /// - Parameters:
  ///   - starts: when the runs began, the newest first.
  ///   - next: when the run after them began.
  /// - Returns: their number, without the night of that run.
  static func count(_ starts: some Sequence<Date>, before next: Date) -> Int {
    var next = next
    return starts.count { start in
      guard next.timeIntervalSince(start) >= Standing.spanOfDeath else { return false }
      next = start
      return true
    }
  }
}
