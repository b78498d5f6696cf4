// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Foundation
import HTTP
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `The validators of a version` {
  @Test(arguments: [(nil, nil), ("\"1\"", nil), (nil, "then"), ("\"1\"", "then")])
  func `recognise nothing where there is neither a tag nor a date`(
    etag: String?,
    lastModified: String?
  ) throws {
    let address = try WebAddress("https://example.org/")
    let validators = Validators(address: address, etag: etag, lastModified: lastModified)
    #expect(validators.isEmpty == (etag == nil && lastModified == nil))
  }

  @Test(
    arguments: [
      (nil, #"{"address":"https://example.org/a"}"#),
      ("W/\"\u{E9}\\\"", #"{"address":"https://example.org/a","etag":"W/\"é\\\""}"#),
    ]
  )
  func `survive being written down, and what is not there is left out`(
    etag: String?,
    text: String
  ) throws {
    let address = try WebAddress("https://example.org/a")
    let validators = Validators(address: address, etag: etag, lastModified: nil)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    #expect(String(decoding: try encoder.encode(validators), as: UTF8.self) == text)
    #expect(try JSONDecoder().decode(Validators.self, from: Data(text.utf8)) == validators)
  }
}
