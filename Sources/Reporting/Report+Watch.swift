// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Records

// What stands in texts that came, for whoever wants to know of some words.
extension Report {
  /// Of more documents than these it is only said how many they are.
  private static let mostNamed = 20

  mutating func tell(_ watch: RunReport.WatchRound, in wording: Wording) {
    tell(watched: watch.found, in: wording)
    tell(unseen: watch.unseen, in: wording)
    if let problem = watch.problem {
      say("Nothing was looked for by the words of `watch`: \(problem).")
    } else if watch.unread > 0 {
      say(
        "\(Readable.count(watch.unread, "new text")) \(watch.unread == 1 ? "is" : "are") not looked through for the words of `watch` yet; the next `\(wording.command(NextCommand("index")))` does so and tells of them."
      )
    }
  }

  /// In which texts the words of `watch` stand.
  mutating func tell(watched texts: [RunReport.WatchedText], in wording: Wording) {
    add(texts, under: "Words of `watch` stand in", wording)
  }

  /// Which texts hold what their readers do not see.
  mutating func tell(unseen texts: [RunReport.WatchedText], in wording: Wording) {
    guard !texts.isEmpty else { return }
    add(texts, under: "Words that no search finds, for they cannot be seen, stand in", wording)
    say(
      "Whoever has the file can read what is under a black box: tell the publisher which page it is, and not what it says."
    )
  }

  private mutating func add(
    _ texts: [RunReport.WatchedText],
    under heading: String,
    _ wording: Wording
  ) {
    guard !texts.isEmpty else { return }
    var section = Section(.styled("\(heading) (\(texts.count))", .bold))
    section.items = texts.prefix(Self.mostNamed).map { text in
      let title = text.title.isEmpty ? text.address.text : text.title
      return Item(
        "\(title), v\(text.version)",
        details: text.sentences.map { "\($0)" } + ["\(text.address)"]
      )
    }
    if texts.count > Self.mostNamed {
      let find = wording.command(NextCommand("find", "WORDS"))
      section.closing = "\(texts.count - Self.mostNamed) more; `\(find)` finds words in all texts."
    }
    add(section)
  }
}
