// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Support
import Testing

@testable import Archiving

@Suite(.timeLimit(.minutes(5)))
struct `Bytes among others` {
  @Test func `are found where they stand first, and nowhere else`() {
    Fuzz.run(2_000) { random in
      let letters = Array("ab\n".utf8)
      func text(_ lengths: ClosedRange<Int>) -> [UInt8] {
        (0..<Int.random(in: lengths, using: &random)).map { _ in
          letters.randomElement(using: &random) ?? 0
        }
      }
      let (pattern, text) = (text(1...4), text(0...40))
      let start = Int.random(in: 0...text.count, using: &random)
      let found = BytePattern(pattern).first(in: text, from: start)
      #expect(found == text[start...].firstRange(of: pattern)?.lowerBound)
    }
  }
}
