// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Testing

@testable import HTML

@Suite(.timeLimit(.minutes(5)))
struct `The words of a script` {
  private static func kinds(_ script: String) -> [ScriptTokens.Kind] {
    ScriptTokens(Array(script.utf8)).tokens.map(\.kind)
  }

  @Test(
    arguments: [
      ("a_1 /* b\n */ $ // c", [.word("a_1"), .word("$")]),
      ("'a\\/b' \"\\x2f\\u002F\"", [.text("a/b"), .text("//")]),
      ("`a` `${b}`", [.text("a"), .text(nil)]), ("'a\nb' 'c", [.text(nil), .text(nil)]),
      ("/a'[/]b/ 1 / 2", [.text(nil), .number(1), .mark(47), .number(2)]),
      ("<!-- a\nb", [.word("b")]), ("'\\u{41}' '\\xg1'", [.text(nil), .text(nil)]),
      ("\\", [.mark(92)]), ("", []),
    ] as [(String, [ScriptTokens.Kind])]
  )
  func `are told apart, and what is not read is no text`(
    script: String,
    kinds: [ScriptTokens.Kind]
  ) {
    #expect(Self.kinds(script) == kinds)
  }

  @Test func `know where a line begins`() {
    let tokens = ScriptTokens(Array("a b\nc /*\n*/ d".utf8)).tokens
    #expect(tokens.map(\.beginsLine) == [true, false, true, true])
  }
}
