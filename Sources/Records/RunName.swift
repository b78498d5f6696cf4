// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Foundation

/// The name of a run: the time it began by its machine's clock, as in `2026-11-23T020001Z`, and a number behind that
/// where another began in the same second.
package struct RunName: Hashable, Sendable {
  package let text: String
  /// When it began; nil where the name does not say.
  package let started: Date?

  package init(_ text: String) {
    self.text = text
    let time = text.firstIndex(of: "Z").map { text[...$0] } ?? ""
    started = try? Date(String(time), strategy: Self.style)
  }

  /// - Parameters:
  ///   - started: when the run began.
  ///   - repetition: which one it is of those that began in that second, from 1.
  package init(started: Date, repetition: Int = 1) {
    let time = started.formatted(Self.style)
    text = repetition > 1 ? "\(time)-\(repetition)" : time
    self.started = started
  }

  /// Whether its clock was ahead of one that shows `now`.
  package func isAhead(of now: Date) -> Bool { started?.isAhead(of: now) ?? false }

  private static let style = Date.ISO8601FormatStyle(timeSeparator: .omitted)
}
