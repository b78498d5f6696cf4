// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Foundation

extension RunReport {
  /// What of a source a person has seen and settled, until it comes to stand otherwise.
  package struct SettledSource: Codable, Hashable, Sendable {
    package let source: String
    package let at: Date
    /// What was wrong, in stable words.
    package let subjects: [String]
    /// In the person's own words.
    package let note: String?

    package init(_ source: String, at date: Date, _ subjects: [String], note: String?) {
      (self.source, at, self.subjects, self.note) = (source, date, subjects, note)
    }

    /// The same, as far as it is so still; nil where nothing of it is.
    package func among(_ subjects: [String]) -> SettledSource? {
      let still = self.subjects.filter(subjects.contains)
      return still.isEmpty ? nil : SettledSource(source, at: at, still, note: note)
    }
  }
}
