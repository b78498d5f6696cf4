// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing

extension RunReport {
  /// What the texts that came in a run were looked through for: the words of `watch`.
  package struct WatchRound: Codable, Sendable {
    /// In which of them words stand.
    package var found: [WatchedText] = []
    /// On pages of which of them words stand that their readers do not see.
    package var unseen: [WatchedText] = []
    /// How many texts were left for `index`, which tells of them.
    package var unread = 0
    /// Why none could be looked through; nil where some could.
    package var problem: String?

    package init() {}

    package var isNews: Bool {
      !found.isEmpty || !unseen.isEmpty || unread > 0 || problem != nil
    }
  }

  /// A version, and what is to be said of its text.
  package struct WatchedText: Codable, Sendable {
    package let address: WebAddress
    package let title: String
    package let version: Int
    /// What, and where: a clause each.
    package let sentences: [String]

    package init(address: WebAddress, title: String, version: Int, sentences: [String]) {
      (self.address, self.title) = (address, title)
      (self.version, self.sentences) = (version, sentences)
    }
  }
}
