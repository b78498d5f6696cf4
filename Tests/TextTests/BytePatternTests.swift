// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Support
import Testing
import Text

@Suite(.timeLimit(.minutes(5)))
struct `Bytes among others` {
  @Test func `are found where they stand first, and nowhere else`() {
    Fuzz.run(2_000) { random in
      let letters = Array("ab\n")
      func text(_ lengths: ClosedRange<Int>) -> String {
        String(
          (0..<Int.random(in: lengths, using: &random)).map { _ in
            letters.randomElement(using: &random) ?? "a"
          }
        )
      }
      let (pattern, bytes) = (text(1...4), Array(text(0...40).utf8))
      let start = Int.random(in: 0...bytes.count, using: &random)
      let found = BytePattern(pattern).first(in: bytes.span, from: start)
      #expect(found == bytes[start...].firstRange(of: Array(pattern.utf8))?.lowerBound)
    }
  }

  @Test(arguments: ["", "a", "aab", "ab", "b", "äaab", "aabé", "é"])
  func `are those of each part of a text`(part: String) {
    #expect(BytePattern(part).isIn("äaabé"))
  }

  @Test(arguments: ["aaab", "ba", "e\u{301}", "A", "äaabéé"])
  func `are not those of what only looks like a part of it`(part: String) {
    #expect(!BytePattern(part).isIn("äaabé"))
  }

  @Test func `are found where a mark follows that joins them to one character`() {
    #expect(BytePattern("\"schema\"").isIn("{\"schema\"\u{301}:"))
    #expect(!BytePattern("a").isIn(""))
  }
}
