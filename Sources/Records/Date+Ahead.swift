// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Foundation

extension Date {
  /// Whether it lies so far ahead that one of two clocks must have been wrong: machines that share an archive differ by
  /// seconds, not by minutes.
  package func isAhead(of now: Date) -> Bool { timeIntervalSince(now) > 300 }
}
