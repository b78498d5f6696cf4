// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation

extension Int64 {
  /// A number of bytes as people read it: `312.4 MB`.
  package var inWords: String {
    for (unit, factor) in [("TB", 1e12), ("GB", 1e9), ("MB", 1e6), ("kB", 1e3)]
    where Double(self) >= factor {
      return String(format: "%.1f \(unit)", Double(self) / factor)
    }
    return "\(self) B"
  }
}
