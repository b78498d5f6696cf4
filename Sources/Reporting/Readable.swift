// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Foundation
import Text

/// Amounts as people read them.
package enum Readable {
  package static func size(_ bytes: Int64) -> String { bytes.inWords }

  package static func time(_ seconds: Double) -> String {
    switch seconds {
    case ..<90: "\(Int(seconds.rounded())) s"
    case ..<5_400: "\(Int((seconds / 60).rounded())) min"
    default: String(format: "%.1f h", seconds / 3_600)
    }
  }

  /// How long ago something was, in one unit: `9 hours`, `3 days`.
  package static func age(_ seconds: Double) -> String {
    switch seconds {
    case ..<5_400: count(Int(seconds / 60), "minute")
    case ..<172_800: count(Int(seconds / 3_600), "hour")
    default: count(Int(seconds / 86_400), "day")
    }
  }

  /// A time, to the minute: `2026-11-23 02:00 UTC`.
  package static func date(_ date: Date) -> String {
    minute(date) + " UTC"
  }

  /// A day in UTC, as all days are that commands print and take.
  package static func day(_ date: Date) -> String {
    String(minute(date).prefix(10))
  }

  private static func minute(_ date: Date) -> String {
    let style = Date.ISO8601FormatStyle().year().month().day().dateTimeSeparator(.space)
      .time(includingFractionalSeconds: false)
    return String(date.formatted(style).prefix(16))
  }

  package static func count(_ number: Int, _ noun: String, _ plural: String? = nil) -> String {
    "\(number) \(number == 1 ? noun : plural ?? noun + "s")"
  }
}
