// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Testing
import Text

@Suite(.timeLimit(.minutes(5)))
struct `A text` {
  @Test(arguments: ["", "a", "aab", "ab", "b", "äaab", "aabé", "é"])
  func `has the bytes of each of its parts`(part: String) {
    #expect("äaabé".hasBytes(of: part))
  }

  @Test(arguments: ["aaab", "ba", "e\u{301}", "A", "äaabéé"])
  func `has not the bytes of what only looks like a part of it`(part: String) {
    #expect(!"äaabé".hasBytes(of: part))
  }

  @Test func `has a part where a mark follows that joins it to one character`() {
    #expect("{\"schema\"\u{301}:".hasBytes(of: "\"schema\""))
    #expect(!"".hasBytes(of: "a"))
  }
}
