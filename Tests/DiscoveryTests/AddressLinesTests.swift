// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Testing

@testable import Discovery

@Suite(.timeLimit(.minutes(1)))
struct `The lines of a list of addresses` {
  @Test(arguments: [
    "https://a.example/1.pdf\nhttps://a.example/2.pdf\n",
    "\u{FEFF}https://a.example/1.pdf\r\n\r\n https://a.example/2.pdf",
    "\u{FEFF}# mine\nhttps://a.example/1.pdf\nhttps://a.example/2.pdf",
  ])
  func `are the same with the mark that editors on Windows put in front`(text: String) {
    let lines = Array(AddressLines.lines(of: Array(text.utf8)))
    #expect(lines == ["https://a.example/1.pdf", "https://a.example/2.pdf"])
  }
}
