// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Testing
import Text

@Suite(.timeLimit(.minutes(1)))
struct `A text as it is searched` {
  @Test(arguments: [
    ("", ""), ("-", "-"), ("plain words", "plain words"),
    // A word that is cut at the end of a line, by either hyphen.
    ("safe-\nguarding", "safeguarding"), ("safe\u{2010}\nguarding", "safeguarding"),
    ("caf\u{E9}-\nteria", "caf\u{E9}teria"), ("a-\nb-\nc", "abc"),
    // What is none: a list, a number, a name, an end.
    ("-\nitem", "-\nitem"), ("2014-\n2017", "2014-\n2017"), ("Anglo-\nSaxon", "Anglo-\nSaxon"),
    ("word -\nword", "word -\nword"), ("word-\n", "word-\n"), ("word-", "word-"),
    ("a--\nb", "a--\nb"),
    // What nobody sees, and what reads alike.
    ("sa\u{AD}fe", "safe"), ("sa\u{200B}fe\u{FEFF}", "safe"), ("\u{FB01}nd \u{FF21}", "find A"),
    ("ends in \u{E2}", "ends in \u{E2}"), ("\u{2019}s \u{C2}\u{EF}", "\u{2019}s \u{C2}\u{EF}"),
  ]) func `has one form for what reads alike`(text: String, form: String) {
    #expect(SearchableText(text).text == form)
  }
}
