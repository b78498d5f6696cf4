// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Foundation

extension TimeInterval {
  /// The clocks of machines that share an archive differ by seconds, not by so many minutes.
  package static let clockTolerance: TimeInterval = 300
}

extension Date {
  /// Whether it lies so far ahead that one of two clocks must have been wrong.
  package func isAhead(of now: Date) -> Bool { timeIntervalSince(now) > .clockTolerance }
}
