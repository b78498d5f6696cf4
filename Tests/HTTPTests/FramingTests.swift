// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import HTTP
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `The length that a head states` {
  private func fault(_ status: Int, _ lines: [String]) throws -> String? {
    let text = (["HTTP/1.1 \(status) OK"] + lines).joined(separator: "\r\n") + "\r\n\r\n"
    return try #require(ResponseHead(Array(text.utf8))).framingFault
  }

  @Test(arguments: [
    [], ["Content-Length: 3"], ["Content-Length:\t 3 "], ["Content-Length: 003"],
    ["Content-Length: 3", "content-length: 3"], ["Content-Length: 3, 3"],
    ["Content-Length: 9223372036854775807"],
    ["Content-Length: 3", "Transfer-Encoding: chunked", "Content-Length: 4"],
  ])
  func `is one number, however often, or none where there are chunks`(lines: [String]) throws {
    #expect(try fault(200, lines) == nil)
  }

  @Test(arguments: [
    ["Content-Length: 3", "Content-Length: 4"], ["Content-Length: 3, 4"],
    ["Content-Length: 3", "X: 1", "CONTENT-LENGTH: 03, 5"],
  ])
  func `may not be two`(lines: [String]) throws {
    #expect(try fault(200, lines) == "it states more than one length")
    #expect(try fault(206, lines) == "it states more than one length")
    #expect(try fault(304, lines) == nil, "there is no body")
    #expect(try fault(204, lines) == nil, "there is no body")
  }

  @Test(arguments: [
    "", " ", "-3", "+3", "0x3", "3a", "3 4", "3,", ",3", "three", "3.0", "9223372036854775808", "٣",
  ])
  func `may not be anything else`(value: String) throws {
    #expect(try fault(200, ["Content-Length: \(value)"]) == "its length is no number")
  }
}
