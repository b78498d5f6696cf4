// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Testing
import Text

@Suite(.timeLimit(.minutes(5)))
struct `A character that is not seen` {
  @Test(
    arguments: [
      "\0", "\n", "\u{1B}", "\u{7F}", "\u{85}", "\u{AD}", "\u{61C}", "\u{180E}", "\u{200B}",
      "\u{200E}", "\u{200F}", "\u{2028}", "\u{2029}", "\u{202A}", "\u{202E}", "\u{2060}",
      "\u{2066}", "\u{2069}", "\u{FEFF}", "\u{FFF9}", "\u{E0001}", "\u{E0041}",
    ] as [Unicode.Scalar]
  )
  func `acts on what is shown, or hides in it`(scalar: Unicode.Scalar) {
    #expect(scalar.isHidden)
  }

  @Test(
    arguments: [
      // Persian and emoji are spelt with the joiners.
      "\u{200C}", "\u{200D}",
      // Signs around numbers, which are seen though Unicode counts them as formats.
      "\u{600}", "\u{605}", "\u{6DD}", "\u{70F}", "\u{890}", "\u{891}", "\u{8E2}", "\u{110BD}",
      " ", "\u{A0}", "a", "é", "\u{301}", "😀", "\u{FE0F}", "\u{E000}",
    ] as [Unicode.Scalar]
  )
  func `is none where it is spelling, or is seen`(scalar: Unicode.Scalar) {
    #expect(!scalar.isHidden)
  }
}
