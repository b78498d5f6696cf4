// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Archiving

/// What the witnesses of the ledger said, as a person is told of it.
package struct WitnessStory: Encodable, Sendable {
  /// The names of those that signed.
  package var signed: [String] = []
  package var alarms: [Word] = []
  package var problems: [Word] = []
  /// Authorities that gave no time stamp.
  package var unstamped: [Word] = []

  package struct Word: Encodable, Sendable {
    package let witness: String
    package let sentence: String
    package let next: Advice
    /// Where what it answered is kept, relative to the archive; nil where that is no evidence.
    package let evidence: String?

    package init(_ witness: String, _ sentence: String, next: Advice, evidence: String?) {
      self.witness = witness
      self.sentence = sentence
      self.next = next
      self.evidence = evidence
    }
  }

  package init() {}

  package var isNews: Bool { !alarms.isEmpty || !problems.isEmpty || !unstamped.isEmpty }
}

extension Report {
  /// What is wrong, the loudest first; nothing where all signed.
  package init(of story: WitnessStory) {
    for word in story.alarms {
      say(
        "\(.styled("ALARM", .red)): the witness \(word.witness) does not know this history of the archive: \(word.sentence).",
        more: Self.more(word)
      )
    }
    for word in story.unstamped {
      say("\(word.witness) gave no time stamp: \(word.sentence).", more: Self.more(word))
    }
    for word in story.problems {
      say("The witness \(word.witness) did not sign: \(word.sentence).", more: Self.more(word))
    }
  }

  private static func more(_ word: WitnessStory.Word) -> [CleanText] {
    let kept = word.evidence.map { CleanText("what it answered is kept in \($0)") }
    return [kept, "next: \(word.next.description)"].compactMap(\.self)
  }
}
