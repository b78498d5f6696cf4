// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Testing

@testable import Night

@Suite(.timeLimit(.minutes(20)))
struct `Address patterns` {
  @Test(arguments: [
    ("*/reviews/*", "https://example.org/reviews/a.pdf", true),
    ("*/reviews/*", "https://example.org/reviews", false),
    ("*FORM*", "https://example.org/Referral-form.docx", true),
    ("*form*", "https://example.org/report.pdf", false),
    ("https://example.org/*", "https://example.org/", true),
    ("https://example.org/*", "https://example.org.evil.example/", false),
    ("*.pdf", "https://example.org/a.PDF", true),
    ("*.pdf", "https://example.org/a.pdf?x", false),
    ("*-*-*", "https://example.org/-/a", false),
    ("*-*-*", "https://example.org/-/-", true),
    ("*", "https://example.org/", true),
    ("https://example.org/a", "https://example.org/a", true),
    ("https://example.org/a", "https://example.org/ab", false),
    ("", "https://example.org/", false),
  ])
  func `a star stands for anything`(pattern: String, address: String, fits: Bool) throws {
    let address = try WebAddress(address)
    #expect(AddressPattern(pattern).fits(address) == fits)
  }
}
