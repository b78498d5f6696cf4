// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Support
import Testing
import Text

@Suite(.timeLimit(.minutes(5)))
struct `A pattern with stars` {
  private static func fits(_ pattern: String, toItsEnd: Bool, _ text: String) -> Bool {
    Wildcards.fit(Array(pattern.utf8)[...], toItsEnd: toItsEnd, Array(text.utf8)[...])
  }

  @Test(
    arguments: [
      ("", "", true, true), ("", "a", true, false), ("a", "a", true, true),
      ("a", "ab", true, false), ("b", "ab", false, false), ("*", "", true, true),
      ("*", "abc", true, true), ("a*c", "abc", true, true), ("a*c", "abcd", true, false),
      ("a*a", "a", false, false), ("a*ab", "aab", true, true), ("*ab*", "xxabxx", true, true),
      ("*aab", "aaab", true, true), ("a**b", "ab", true, true), ("*a*a*", "ba", false, false),
    ]
  )
  func `fits from the beginning, and to the end where that is asked`(
    pattern: String,
    text: String,
    begins: Bool,
    isWhole: Bool
  ) {
    #expect(Self.fits(pattern, toItsEnd: false, text) == begins)
    #expect(Self.fits(pattern, toItsEnd: true, text) == isWhole)
  }

  /// The plain definition: a star is nothing, or one byte and a star.
  private static func isFit(_ pattern: Substring, _ text: Substring, _ toItsEnd: Bool) -> Bool {
    guard let first = pattern.first else { return !toItsEnd || text.isEmpty }
    guard first == "*" else {
      return text.first == first && isFit(pattern.dropFirst(), text.dropFirst(), toItsEnd)
    }
    return isFit(pattern.dropFirst(), text, toItsEnd)
      || !text.isEmpty && isFit(pattern, text.dropFirst(), toItsEnd)
  }

  @Test func `fits what the plain definition says`() {
    var random = Seeded(seed: 1)
    var fitting = 0
    for _ in 0..<5_000 {
      let pattern = String(
        (0..<Int.random(in: 0...7, using: &random)).map { _ in
          "ab*".randomElement(using: &random) ?? "a"
        }
      )
      let text = String(
        (0..<Int.random(in: 0...9, using: &random)).map { _ in
          "ab".randomElement(using: &random) ?? "a"
        }
      )
      for toItsEnd in [false, true] {
        let expected = Self.isFit(pattern[...], text[...], toItsEnd)
        #expect(Self.fits(pattern, toItsEnd: toItsEnd, text) == expected, "\(pattern) \(text)")
        fitting += expected ? 1 : 0
      }
    }
    #expect(fitting > 500 && fitting < 9_500)
  }
}
