// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
package import Archiving
package import Cataloguing
import Extraction
import Records

extension Report {
  /// What a search found.
  ///
  /// - Parameters:
  ///   - found: that.
  ///   - unread: how many versions are not read yet.
  ///   - wording: how commands are typed here.
  package init(of found: TextHits, unread: Int, in wording: Wording) {
    if found.isAnyOrder { say("No document has these words in a row; these have all of them.") }
    for hit in found.hits { add(hit) }
    if found.older > 0 {
      say(
        "\(Readable.count(found.older, "older version")) \(found.older == 1 ? "has" : "have") what you look for, and no newest one; `version:all` searches these, too."
      )
    } else if found.hits.isEmpty {
      say("No document has all of these words.")
    } else if let ranked = found.ranked {
      say(
        "The words are in very many documents: these are the best of the newest \(ranked) that have them. Another word, `year:` or `source:` narrows it down."
      )
    } else if let most = found.moreThan {
      say(
        "\(Readable.count(found.hits.count, "document")) of more than \(most); `--limit` shows more, and another word, `year:` or `source:` narrows it down."
      )
    } else if let count = found.count, count > found.hits.count {
      say("\(Readable.count(found.hits.count, "document")) of \(count); `--limit` shows more.")
    }
    if unread > 0 {
      say(
        "The text of \(Readable.count(unread, "version")) is not read yet, and was not searched; `\(wording.command(NextCommand("index")))` reads it."
      )
    }
  }

  private mutating func add(_ hit: TextHit) {
    var section = Section(.styled("\(hit.title.isEmpty ? hit.address.text : hit.title)", .bold))
    var place: CleanText =
      "\(hit.address.shortID)  v\(hit.version), kept on \(Readable.day(hit.capturedAt))"
    if hit.standing != "present" { place = "\(place), \(hit.standing)" }
    var lines: [CleanText] = []
    if !hit.snippet.isEmpty {
      var text: CleanText = ""
      for piece in hit.snippet {
        let words: CleanText = piece.isFound ? .styled("\(piece.text)", .bold) : "\(piece.text)"
        text = "\(text)\(words)"
      }
      lines.append(hit.places.map { "\($0): \(text)" } ?? text)
    } else if let reason = hit.reason.flatMap(NoText.init(rawValue:)) {
      lines.append("found by its title: \(reason.sentence)")
    }
    section.items = [Item(place, details: lines + ["\(hit.address)"])]
    add(section)
  }

  /// What came of reading texts.
  ///
  /// - Parameters:
  ///   - outcome: that.
  ///   - wording: how commands are typed here.
  package init(of outcome: TextRound.Outcome, in wording: Wording) {
    if outcome.damaged > 0 {
      say(
        "\(Readable.count(outcome.damaged, "version")) could not be read, because what is kept is damaged; `\(wording.command(.verify))` says what mends it."
      )
    }
    if outcome.read > 0 || outcome.waiting == 0 && outcome.damaged == 0 {
      say(
        outcome.read == 0
          ? "All that is kept is read already."
          : "The text of \(Readable.count(outcome.read, "version")) was read."
      )
    }
    tell(watched: outcome.watched, in: wording)
    tell(unseen: outcome.unseen, in: wording)
    for (package, count) in outcome.missing.sorted(by: { $0.key < $1.key }) {
      say(
        "\(Readable.count(count, "version")) could not be read, because a program is not installed: `apt install \(package)` brings it, and the next `\(wording.command(NextCommand("index")))` goes on."
      )
    }
    if outcome.waiting > 0 {
      say(
        "\(Readable.count(outcome.waiting, "version")) \(outcome.waiting == 1 ? "is" : "are") still to be read; the next `\(wording.command(NextCommand("index")))` goes on with them."
      )
    }
  }
}

extension TextHit {
  /// Where the words stand, for people; nil where the document has no parts, or they stand in its title.
  fileprivate var places: CleanText? {
    guard let part, !parts.isEmpty else { return nil }
    let numbers = parts.map(String.init).joined(separator: ", ")
    let more = partCount > parts.count ? " and \(partCount - parts.count) more" : ""
    return "\(part)\(parts.count > 1 ? "s" : "") \(numbers)\(more)"
  }
}

extension NoText {
  /// Why a document has no text, in a clause.
  package var sentence: String {
    switch self {
    case .kind: "documents of its kind have no text"
    case .scan: "its pages are pictures of text, with no text in them"
    case .empty: "there is no text in it"
    case .password: "it opens with a password only"
    case .damaged: "it is not built as its kind is, and could not be read"
    case .tooMuch: "reading it would take too much time or memory"
    case .noProgram: "the program that reads its kind is not installed"
    }
  }
}
