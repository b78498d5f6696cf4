// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

extension RunReport {
  /// A host whose documents are found at another one.
  package struct HostMove: Codable, Hashable, Sendable {
    package let from: String
    package let to: String
    /// How many documents are found there.
    package let documents: Int
    /// How many of them brought other bytes than were held; nil for none.
    package let changed: Int?
    /// How many are found where they were.
    package let remaining: Int
    /// How many were not asked, because the run was stopped; nil where all were.
    package let unasked: Int?
    /// Whether it had moved from there before.
    package let isBack: Bool
    /// Whether it is told now; else it was before.
    package private(set) var isNews: Bool

    package init(
      from: String,
      to: String,
      documents: Int,
      changed: Int? = nil,
      remaining: Int,
      unasked: Int? = nil,
      isBack: Bool = false,
      isNews: Bool
    ) {
      (self.from, self.to) = (from, to)
      self.documents = documents
      self.changed = changed
      self.remaining = remaining
      self.unasked = unasked
      self.isBack = isBack
      self.isNews = isNews
    }

    /// The same in a run that found nothing new about it.
    package var carriedOn: HostMove {
      var move = self
      move.isNews = false
      return move
    }

    /// In a user's words, without a full stop.
    package var sentence: String {
      let number = documents == 1 ? "1 document" : "\(documents) documents"
      let answer = documents == 1 ? "answers" : "answer"
      if let unasked {
        let all = documents + remaining + unasked
        return
          "so far \(documents) of \(all) documents of \(from) \(answer) at \(to), \(bytes); the run was stopped before it had "
          + "asked for the others"
      }
      guard remaining > 0 else {
        let verb = isBack ? "moved back" : "moved"
        return "\(from) \(verb) to \(to): \(number) \(answer) there, \(bytes)"
      }
      let stay = remaining == 1 ? "1 answers where it was" : "\(remaining) answer where they were"
      return "\(number) of \(from) \(answer) at \(to) now, \(bytes); \(stay)"
    }

    private var bytes: String {
      guard let changed, changed > 0 else { return "with the same bytes" }
      let same = documents - changed
      return same > 0 ? "\(same) of them with the same bytes" : "with other bytes"
    }
  }
}
