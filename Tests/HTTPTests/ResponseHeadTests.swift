// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import HTTP
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `A response's head` {
  @Test
  func `is asked by names in any case, and gives the first field`() {
    let fields = [HeaderField("ETag", "1"), HeaderField("etag", "2"), HeaderField("X", "")]
    #expect(fields["ETAG"] == "1")
    #expect(fields["x"] == "")
    #expect(fields["ETa"] == nil)
    #expect(fields.first(named: "etag")?.name == "ETag")
  }

  @Test
  func `has names whose case plays no part, and values whose case does`() {
    #expect(HeaderField("Link", "A") == HeaderField("link", "A"))
    #expect(Set([HeaderField("Link", "A"), HeaderField("LINK", "A")]).count == 1)
    #expect(HeaderField("Link", "A") != HeaderField("Link", "a"))
    #expect(HeaderField("@", "") != HeaderField("`", ""), "only letters have a case")
  }

  @Test(arguments: ["", "HTTP/1.1\r\n\r\n", "HTTP/1.1 fine\r\n\r\n", "\r\n"])
  func `without a status is none`(text: String) {
    #expect(ResponseHead(Array(text.utf8)) == nil)
  }

  @Test
  func `is read again from the text that was kept of it`() throws {
    let bytes = Array("HTTP/1.1 200 OK\r\nA: caf".utf8) + [0xE9, 0x0D, 0x0A, 0x0D, 0x0A]
    let head = try #require(ResponseHead(bytes))
    let kept = try #require(ResponseHead(kept: head.text))
    #expect(kept.text == head.text)
    #expect(kept.status == 200)
    #expect(kept.fields == [HeaderField("A", "caf\u{E9}")])
  }

  @Test(
    arguments: [
      (["text/html"], 200, "text/html"), (["GZIP"], 200, nil), (["utf-8, gzip"], 200, "utf-8"),
      (["", " , x"], 200, "x"), (["utf-8"], 304, nil), ([], 200, nil),
    ] as [([String], Int, String?)]
  )
  func `names a coding that nobody knows`(values: [String], status: Int, name: String?) throws {
    let lines = ["HTTP/1.1 \(status) OK"] + values.map { "Content-Encoding: \($0)" }
    let head = try #require(ResponseHead(Array(lines.joined(separator: "\r\n").utf8)))
    #expect(head.unknownCoding == name)
  }
}
