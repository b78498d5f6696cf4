// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Support
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `A document` {
  struct Example: Sendable, CustomTestStringConvertible {
    let headers: [String]
    let status: Int
    var body = "0123456789"
    var range: String?

    var testDescription: String { headers.joined(separator: ", ") }
  }

  static let monday = "Mon, 07 Jul 2025 09:00:00 GMT"

  static let examples = [
    Example(headers: [], status: 200),
    Example(headers: ["If-None-Match: \"a\""], status: 304, body: ""),
    Example(headers: ["If-None-Match: W/\"a\""], status: 304, body: ""),
    Example(headers: ["If-None-Match: \"z\", \"a\""], status: 304, body: ""),
    Example(headers: ["If-None-Match: *"], status: 304, body: ""),
    Example(headers: ["If-None-Match: \"z\""], status: 200),
    Example(headers: ["If-Modified-Since: \(monday)"], status: 304, body: ""),
    Example(headers: ["If-Modified-Since: Sun, 06 Jul 2025 09:00:00 GMT"], status: 200),
    // An entity tag outweighs a date.
    Example(headers: ["If-None-Match: \"z\"", "If-Modified-Since: \(monday)"], status: 200),
    Example(headers: ["Range: bytes=4-"], status: 206, body: "456789", range: "bytes 4-9/10"),
    Example(
      headers: ["Range: bytes=9-", "If-Range: \"a\""],
      status: 206,
      body: "9",
      range: "bytes 9-9/10"
    ),
    Example(
      headers: ["Range: bytes=9-", "If-Range: \(monday)"],
      status: 206,
      body: "9",
      range: "bytes 9-9/10"
    ),
    Example(headers: ["Range: bytes=9-", "If-Range: \"z\""], status: 200),
    Example(headers: ["Range: bytes=10-"], status: 416, body: "", range: "bytes */10"),
    // More than the one form of a range may be answered with the whole.
    Example(headers: ["Range: bytes=-2"], status: 200),
    Example(headers: ["Range: bytes=0-1,4-"], status: 200),
  ]

  @Test(arguments: examples)
  func `is given whole, in part, or not again`(example: Example) async throws {
    try await ScriptedServer.run { request in
      .document(
        Array("0123456789".utf8),
        type: "text/plain",
        etag: "\"a\"",
        lastModified: Self.monday,
        for: request
      )
    } _: { server in
      let client = try RawClient(port: server.port)
      let fields = example.headers.map { "\($0)\r\n" }.joined()
      client.say("GET / HTTP/1.1\r\nConnection: close\r\n\(fields)\r\n")
      let answer = await client.hear()
      #expect(answer.hasPrefix("HTTP/1.1 \(example.status) "))
      #expect(answer.hasSuffix("\r\n\r\n" + example.body))
      if let range = example.range {
        #expect(answer.contains("Content-Range: \(range)\r\n"))
      } else {
        #expect(!answer.contains("Content-Range"))
      }
      if example.status != 416 { #expect(answer.contains("ETag: \"a\"\r\n")) }
    }
  }

  @Test
  func `without validators is given anew each time`() async throws {
    try await ScriptedServer.run { request in
      .document([0x2E], type: "text/plain", for: request)
    } _: { server in
      let answer = try await curl("-H", "If-None-Match: *", "-z", Self.monday, server.url())
      #expect(answer.text == ".")
    }
  }

  @Test
  func `keeps its body to itself when asked for the head`() async throws {
    try await ScriptedServer.run { request in
      .document([0x2E], type: "text/plain", for: request)
    } _: { server in
      let answer = try await curl("-I", "-r", "0-", server.url())
      #expect(answer.text.hasPrefix("HTTP/1.1 200 OK\r\n"))
      #expect(answer.text.hasSuffix("Content-Length: 1\r\n\r\n"))
    }
  }
}
