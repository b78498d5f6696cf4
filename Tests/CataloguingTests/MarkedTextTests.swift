// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Testing

@testable import Cataloguing

@Suite(.timeLimit(.minutes(1)))
struct `A text in which something was found` {
  @Test(arguments: [
    ("Injured, injury; re-injure", "[Injured], [injury]; re-[injure]"),
    ("the INJURIES of 2014", "the [INJURIES] of 2014"), ("un-found", "un-found"), ("", ""),
    // Letters that are no ASCII, and signs between words that are none.
    ("\u{201C}injury\u{201D}\u{2014}injured", "\u{201C}[injury]\u{201D}\u{2014}[injured]"),
    ("child\u{2019}s injur\u{FC}", "child\u{2019}s [injur\u{FC}]"), ("xinjury", "xinjury"),
    ("\u{CD}njury", "[\u{CD}njury]"),
  ]) func `has its words marked that begin so`(text: String, marked: String) {
    let said = MarkedText.marking(["injur"], in: text)
      .map { $0 == "\u{1}" ? "[" : $0 == "\u{2}" ? "]" : $0 }
    #expect(String(said) == marked)
  }

  @Test func `names the parts in which it stands, and shows the one that has most of the first`() {
    let text = "nothing\u{0C}a \u{1}word\u{2} here\u{0C}\u{1}word\u{2} and \u{1}word\u{2}"
    let marked = MarkedText(text, hasParts: true)
    #expect(marked.parts == [2, 3] && marked.partCount == 2)
    #expect(marked.snippet.filter(\.isFound).map(\.text).first == "word")
    #expect(MarkedText(text, hasParts: false).parts.isEmpty)
    #expect(MarkedText("", hasParts: true).snippet.isEmpty)
  }
}
