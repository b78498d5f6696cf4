// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Fixity
package import Addressing

extension RunReport {
  /// By what a source was read, so that a later run can tell what its own site did from what was done to the configuration.
  package struct Reading: Codable, Hashable, Sendable {
    /// The digest of all of the configuration that decides what the source lists, cut short.
    package let configuration: String
    /// The lists that were read, each by the digest of its address, cut short; nil where they are too many to note.
    package let lists: [String]?

    /// More lists are not noted one by one.
    private static let mostLists = 500
    /// How much of a digest is noted: two of a few hundred are not the same by chance.
    private static let mostFigures = 12

    /// - Parameters:
    ///   - configuration: all that decides what the source lists.
    ///   - lists: the lists that were read.
    package init(_ configuration: Digest, of lists: Set<WebAddress>) {
      self.configuration = String(configuration.hex.prefix(32))
      self.lists =
        lists.count > Self.mostLists
        ? nil : lists.map { String(Digest.of($0.text).hex.prefix(Self.mostFigures)) }.sorted()
    }

    /// Whether all lists were read that were read for another.
    package func covers(_ other: Reading) -> Bool {
      guard let mine = lists, let its = other.lists else { return false }
      return Set(mine).isSuperset(of: its)
    }
  }
}
