// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Text

/// Reads and writes amounts with their units: `2s`, `15m`, `500MB`.
enum Amounts {
  /// A duration: a number and one of `ms`, `s`, `m`, `h`, `d`; a bare `0` will do.
  static func duration(_ text: String) -> Duration? {
    guard text != "0" else { return .zero }
    return split(text).flatMap { number, unit in
      switch unit {
      case "ms": .milliseconds(number)
      case "s": .seconds(number)
      case "m", "min": .seconds(number * 60)
      case "h": .seconds(number * 3_600)
      case "d": .seconds(number * 86_400)
      default: nil
      }
    }
  }

  /// A size in bytes: a number and one of `B`, `kB`, `MB`, `GB`, `TB` (powers of 1,000), `KiB`,
  /// `MiB`, `GiB`, `TiB` (of 1,024).
  static func bytes(_ text: String) -> Int64? {
    split(text).flatMap { number, unit in
      let factor: Double? =
        switch unit.lowercased() {
        case "b": 1
        case "kb": 1e3
        case "mb": 1e6
        case "gb": 1e9
        case "tb": 1e12
        case "kib": 1_024
        case "mib": 1_048_576
        case "gib": 1_073_741_824
        case "tib": 1_099_511_627_776
        default: nil
        }
      return factor.flatMap { Int64(exactly: (number * $0).rounded()) }
    }
  }

  static func describe(_ duration: Duration) -> String {
    // Shorter than anything that is waited for, and still what somebody wrote.
    let rest = duration.components.attoseconds % 1_000_000_000_000_000
    guard rest == 0 else {
      return String(format: "%.9fms", duration.seconds * 1_000)
    }
    return switch duration.wholeMilliseconds {
    case 0: "0s"
    case let value where value % 3_600_000 == 0: "\(value / 3_600_000)h"
    case let value where value % 60_000 == 0: "\(value / 60_000)m"
    case let value where value % 1_000 == 0: "\(value / 1_000)s"
    case let value: "\(value)ms"
    }
  }

  static func describe(bytes: Int64) -> String {
    for (unit, factor) in [
      ("TB", 1_000_000_000_000), ("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000),
    ]
      as [(String, Int64)]
    where bytes >= factor && bytes % factor == 0 {
      return "\(bytes / factor)\(unit)"
    }
    return "\(bytes)B"
  }

  private static func split(_ text: String) -> (Double, String)? {
    let digits = text.prefix { $0.isNumber || $0 == "." }
    guard let number = Double(digits), number.isFinite, number >= 0, number < 1e12 else {
      return nil
    }
    return (number, text.dropFirst(digits.count).trimmingPrefix(" ").description)
  }
}
