// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Foundation
import HTTP
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `A redirect` {
  @Test func `is written down with where it came from and where it led`() throws {
    let hop = Hop(
      address: try WebAddress("https://example.org/a"),
      status: 301,
      target: try WebAddress("https://example.org/b")
    )
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let text = String(decoding: try encoder.encode(hop), as: UTF8.self)
    #expect(
      text
        == #"{"address":"https://example.org/a","status":301,"target":"https://example.org/b"}"#
    )
    #expect(try JSONDecoder().decode(Hop.self, from: Data(text.utf8)) == hop)
  }
}
