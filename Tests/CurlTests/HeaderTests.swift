// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import HTTP
import Support
import Testing

@testable import Curl

@Suite(.timeLimit(.minutes(5)))
struct `A header section` {
  struct Example: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bytes: [UInt8]
    let fields: [HeaderField]

    init(_ description: String, _ lines: [UInt8], _ fields: [HeaderField]) {
      testDescription = description
      bytes = Array("HTTP/1.1 200 OK\r\n".utf8) + lines + Array("Content-Length: 0\r\n\r\n".utf8)
      self.fields = fields + [HeaderField("Content-Length", "0")]
    }

    init(_ description: String, _ lines: String, _ fields: [HeaderField]) {
      self.init(description, Array(lines.utf8), fields)
    }
  }

  static let examples = [
    Example("plain", "A: 1\r\nB-c: 2, 3\r\n", [HeaderField("A", "1"), HeaderField("B-c", "2, 3")]),
    Example("bare line ends", "A: 1\nB: 2\n", [HeaderField("A", "1"), HeaderField("B", "2")]),
    Example(
      "blanks around a value, and none",
      "A:\t 1 \t\r\nB:2\r\nC:\r\n",
      [HeaderField("A", "1"), HeaderField("B", "2"), HeaderField("C", "")]
    ),
    Example("a colon in a value", "A: b:c\r\n", [HeaderField("A", "b:c")]),
    Example(
      "repeated",
      "Set-Cookie: a\r\nX: 1\r\nset-cookie: b\r\n",
      [HeaderField("Set-Cookie", "a"), HeaderField("X", "1"), HeaderField("Set-Cookie", "b")]
    ),
    Example("folded", "A: one\r\n  two\r\n\tthree\r\n", [HeaderField("A", "one two three")]),
    Example(
      "Latin-1",
      Array("A: caf".utf8) + [0xE9] + Array("\r\n".utf8),
      [HeaderField("A", "caf\u{E9}")]
    ),
    Example(
      "UTF-8, whose bytes are taken for Latin-1",
      Array("A: \u{E0}\r\n".utf8),
      [HeaderField("A", "\u{C3}\u{A0}")]
    ),
    // Swift takes each of these for the end of a line; in a header section they are not.
    Example(
      "an ellipsis of Windows",
      Array("A: wait".utf8) + [0x85] + Array("Location: /x\r\n".utf8),
      [HeaderField("A", "wait\u{85}Location: /x")]
    ),
    Example(
      "Å in UTF-8",
      Array("A: \u{C5}rsrapport: 1\r\n".utf8),
      [HeaderField("A", "\u{C3}\u{85}rsrapport: 1")]
    ),
    Example(
      "a vertical tab and a form feed",
      "A: 1\u{B}B: 2\u{C}C: 3\r\n",
      [HeaderField("A", "1\u{B}B: 2\u{C}C: 3")]
    ),
  ]

  @Test(arguments: examples)
  func `is read field by field`(example: Example) async throws {
    try await withServer { _ in
      Reply([.send(example.bytes)])
    } _: { server, loop in
      let response = try await loop.perform(Request(server.address()), into: Collector())
      #expect(response.head.fields == example.fields)
      let text = String(String.UnicodeScalarView(example.bytes.map { Unicode.Scalar($0) }))
      #expect(Array(response.head.text.utf8) == Array(text.utf8))
    }
  }

  @Test
  func `has no field that began behind a carriage return alone`() async throws {
    try await withServer { _ in
      let head = "HTTP/1.1 200 OK\r\nA: 1\rLocation: /x\r\nContent-Length: 0\r\n\r\n"
      return Reply([.send(Array(head.utf8))])
    } _: { server, loop in
      let response = try await loop.perform(Request(server.address()), into: Collector())
      #expect(response.head.fields.map(\.name) == ["A", "Content-Length"])
    }
  }

  @Test(arguments: [
    ["HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n"],
    ["HTTP/1.1 100 Continue\r\n\r\n"],
    ["HTTP/1.1 102 Processing\r\n\r\n", "HTTP/1.1 103 Early Hints\r\nX-Interim: 1\r\n\r\n"],
  ])
  func `of an interim response is forgotten`(interim: [String]) async throws {
    try await withServer { _ in
      let final = Reply.ok(Array("abc".utf8), type: "a/b")
      return Reply(interim.map { .send(Array($0.utf8)) } + final.steps)
    } _: { server, loop in
      let sink = Collector()
      let response = try await loop.perform(Request(server.address()), into: sink)
      #expect(response.head.status == 200)
      #expect(response.head.fields.map(\.name) == ["Content-Type", "Content-Length"])
      #expect(response.head.text.hasPrefix("HTTP/1.1 200 OK\r\n"))
      #expect(sink.heads.map(\.status) == [200])
      #expect(sink.text == "abc")
    }
  }

  @Test(arguments: [
    "X-Checksum: 1\r\nETag: \"2\"\r\n", "HTTP/1.1 404 No: x\r\nX-Checksum: 1\r\n",
  ])
  func `says nothing more once the body has begun`(trailers: String) async throws {
    try await withServer { _ in
      let head = Reply.head(200, [("Transfer-Encoding", "chunked"), ("ETag", "\"1\"")])
      return Reply([.send(head), .send(Array("3\r\nabc\r\n0\r\n\(trailers)\r\n".utf8))])
    } _: { server, loop in
      let sink = Collector()
      let response = try await loop.perform(Request(server.address()), into: sink)
      #expect(response.head.status == 200)
      #expect(response.head.fields["ETag"] == "\"1\"")
      #expect(response.head.fields["X-Checksum"] == nil)
      #expect(sink.heads.count == 1)
      #expect(sink.text == "abc")
    }
  }
}

@Suite(.timeLimit(.minutes(5)))
struct `A request's fields` {
  @Test(arguments: [
    HeaderField("If-None-Match", "\"1\"\r\nX-Injected: 1"), HeaderField("A", "1\n"),
    HeaderField("A", "1\r"), HeaderField("A", "1\0"), HeaderField("A", "\u{7F}"),
    HeaderField("A\r\nB", "1"), HeaderField("A: 1\nB", "1"), HeaderField("A:B", "1"),
    HeaderField("", "1"),
  ])
  func `cannot break out of their line`(field: HeaderField) async throws {
    try await withServer { _ in
      .status(204)
    } _: { server, loop in
      #expect(!field.isSendable)
      let request = Request(try server.address(), fields: [HeaderField("Fine", "1"), field])
      let failure = await loop.failure(of: request)
      #expect(failure?.kind == .invalidRequest)
      #expect(server.requests.isEmpty)

      // The loop is none the worse for it.
      let response = try await loop.perform(Request(server.address()), into: Collector())
      #expect(response.head.status == 204)
    }
  }
}
