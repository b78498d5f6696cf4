// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Foundation

extension RunReport {
  /// A host with more documents than a night may ask for: some wait for one of the next nights.
  package struct PutOff: Codable, Hashable, Sendable {
    package let host: String
    /// How many documents could be asked for.
    package let documents: Int
    /// How many of these were not asked for in this run.
    package let left: Int
    /// After how many nights each has been asked for.
    package let nights: Int
    /// When the one was asked for that waits longest; nil where one never was.
    package let oldest: Date?
    /// Whether the run before told nothing of it, or something better.
    package let isNews: Bool

    package init(
      host: String,
      documents: Int,
      left: Int,
      nights: Int,
      oldest: Date?,
      isNews: Bool
    ) {
      (self.host, self.documents, self.left) = (host, documents, left)
      (self.nights, self.oldest, self.isNews) = (nights, oldest, isNews)
    }
  }
}
