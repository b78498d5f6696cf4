// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Support
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `Replies that misbehave` {
  struct Example: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let reply: Reply

    /// What `man curl` says of it: 18 partial file, 52 no reply, 56 failure in receiving.
    let status: Int
    let body: String
  }

  static let head = Reply.head(200, [("Content-Length", "5")])
  static let letters = Array("abc".utf8)

  static let examples = [
    Example(
      testDescription: "cut short",
      reply: .cutShort(letters, declaring: 5),
      status: 18,
      body: "abc"
    ),
    Example(testDescription: "cut chunked", reply: .cutChunked(letters), status: 18, body: "abc"),
    Example(testDescription: "until close", reply: .untilClose(letters), status: 0, body: "abc"),
    Example(
      testDescription: "overlong",
      reply: .overlong(letters, declaring: 2),
      status: 0,
      body: "ab"
    ),
    Example(
      testDescription: "reset in the body",
      reply: Reply([.send(head), .pause(.milliseconds(1)), .reset]),
      status: 56,
      body: ""
    ),
    Example(testDescription: "reset at once", reply: Reply([.reset]), status: 56, body: ""),
    Example(testDescription: "closed at once", reply: Reply([.close]), status: 52, body: ""),
    Example(
      testDescription: "dripping, yet whole",
      reply: Reply([.send(head), .drip(Array("abcde".utf8), every: .milliseconds(1))]),
      status: 0,
      body: "abcde"
    ),
  ]

  @Test(arguments: examples)
  func `are seen by curl for what they are`(example: Example) async throws {
    try await ScriptedServer.run { _ in
      example.reply
    } _: { server in
      let answer = try await curl(server.url())
      #expect(answer.status == example.status, "\(answer.errorText)")
      #expect(answer.text == example.body)
    }
  }

  @Test
  func `behave when only the head is asked for`() async throws {
    try await ScriptedServer.run { _ in
      .cutShort(Self.letters, declaring: 5)
    } _: { server in
      let answer = try await curl("-I", server.url())
      #expect(answer.status == 0)
      #expect(answer.text.hasSuffix("Content-Length: 5\r\n\r\n"))
    }
  }

  @Test
  func `a pause outlasts the client's patience`() async throws {
    try await ScriptedServer.run { _ in
      Reply([.pause(.seconds(3600))])
    } _: { server in
      let answer = try await curl("-m", "0.1", server.url())
      #expect(answer.status == 28)
    }
  }

  @Test
  func `an endless body ends with the client`() async throws {
    try await ScriptedServer.run { _ in
      Reply([.send(Reply.head(200, [])), .endlessly(Self.letters)])
    } _: { server in
      let client = try RawClient(port: server.port)
      client.say("GET / HTTP/1.1\r\n\r\n")
      #expect(await client.hear(until: "c").contains("\r\n\r\nabc"))
    }
  }
}
