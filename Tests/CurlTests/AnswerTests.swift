// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Curl
import HTTP
import Support
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `An answer` {
  @Test
  func `comes with its head, its body and the way it took`() async throws {
    let document = Array("%PDF-1.7".utf8)
    try await withServer { _ in
      .ok(document, type: "application/pdf", headers: [("ETag", "\"1\"")])
    } _: { server, loop in
      let sink = Collector()
      let request = Request(try server.address("/a%20report.pdf?page=1"))
      let response = try await loop.perform(request, into: sink)
      #expect(response.head.status == 200)
      #expect(response.head.fields["content-type"] == "application/pdf")
      #expect(response.head.fields["ETag"] == "\"1\"")
      #expect(response.head.text.hasPrefix("HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n"))
      #expect(response.peer == "127.0.0.1")
      #expect(response.httpVersion == "1.1")
      #expect(response.receivedBytes == 8)
      #expect(response.redirect == nil)
      #expect(response.firstByteAfter > .zero)
      #expect(response.took >= response.firstByteAfter)
      #expect(sink.body == document)
      #expect(sink.heads.map(\.status) == [200])
    }
  }

  @Test
  func `is asked for in just the words that are needed`() async throws {
    try await withServer { _ in
      .status(204)
    } _: { server, loop in
      let request = Request(
        try server.address("/a?b=c"),
        fields: [
          HeaderField("X-First", "1"), HeaderField("X-Empty", ""), HeaderField("X-Z", "a:b"),
        ]
      )
      _ = try await loop.perform(request, into: Collector())
      let received = try #require(server.requests.first)
      #expect(received.method == "GET")
      #expect(received.target == "/a?b=c")
      let fields = received.headers.map { "\($0.name): \($0.value)" }
      #expect(
        fields == [
          "Host: 127.0.0.1:\(server.port)", "User-Agent: hanaper-tests", "Accept: */*",
          "Accept-Encoding: identity", "X-First: 1", "X-Empty: ", "X-Z: a:b",
        ]
      )
    }
  }

  @Test(arguments: [200, 204, 206, 301, 304, 400, 403, 404, 410, 429, 500, 503])
  func `of any status is a response and no failure`(status: Int) async throws {
    try await withServer { _ in
      .status(status, status == 301 ? [("Location", "../b.pdf?c")] : [])
    } _: { server, loop in
      let request = Request(try server.address("/d/a.pdf"))
      let response = try await loop.perform(request, into: Collector())
      #expect(response.head.status == status)
      let target = status == 301 ? try server.address("/b.pdf?c").text : nil
      #expect(response.redirect == target)
      #expect(server.requests.count == 1)
    }
  }

  struct Form: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let reply: Reply
    let text: String
  }

  @Test(arguments: [
    Form(
      testDescription: "of known length",
      reply: .ok(Array("abc".utf8), type: "a/b"),
      text: "abc"
    ),
    Form(testDescription: "empty", reply: .ok([], type: "a/b"), text: ""),
    Form(
      testDescription: "in chunks",
      reply: .chunked([Array("ab".utf8), Array("c".utf8)], type: "a/b"),
      text: "abc"
    ),
    Form(testDescription: "until close", reply: .untilClose(Array("abc".utf8)), text: "abc"),
    Form(
      testDescription: "overlong",
      reply: .overlong(Array("abcdef".utf8), declaring: 3),
      text: "abc"
    ),
    Form(
      testDescription: "byte by byte",
      reply: Reply([
        .send(Reply.head(200, [("Content-Length", "3")])),
        .drip(Array("abc".utf8), every: .milliseconds(2)),
      ]),
      text: "abc"
    ),
  ])
  func `has its body in whatever form it was sent`(form: Form) async throws {
    try await withServer { _ in
      form.reply
    } _: { server, loop in
      let sink = Collector()
      _ = try await loop.perform(Request(server.address()), into: sink)
      #expect(sink.text == form.text)
      #expect(sink.heads.count == 1)
    }
  }

  @Test
  func `streams through in pieces, before it is whole`() async throws {
    struct Enough: Error {}
    let piece = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0) }
    try await withServer { request in
      request.path == "/endless"
        ? Reply([.send(Reply.head(200, [])), .endlessly(piece)]) : .ok(piece, type: "a/b")
    } _: { server, loop in
      let sink = Collector()
      _ = try await loop.perform(Request(server.address()), into: sink)
      #expect(sink.body == piece)
      #expect(sink.pieces.count > 4)

      let impatient = Collector { piece in if piece.count > 3 { throw Enough() } }
      let request = Request(try server.address("/endless"))
      let failure = await loop.failure(of: request, into: impatient)
      #expect(failure?.kind == .sink)
    }
  }

  @Test
  func `compressed is undone, asked for or not`() async throws {
    let plain = String(repeating: "a page with links\n", count: 200)
    let gzip = try await ProgramRun("/bin/sh", ["-c", #"printf %s "$0" | gzip -n"#, plain]).output
    try await withServer { _ in
      .ok(gzip, type: "text/html", headers: [("Content-Encoding", "gzip")])
    } _: { server, loop in
      for coding in [ContentCoding.identity, .compressed] {
        let sink = Collector()
        let request = Request(try server.address(), coding: coding)
        let response = try await loop.perform(request, into: sink)
        #expect(sink.text == plain)
        #expect(response.receivedBytes == gzip.count)
        #expect(response.head.fields["Content-Encoding"] == "gzip")
      }
      let asked = server.requests.map { $0["Accept-Encoding"] ?? "" }
      #expect(asked.first == "identity")
      #expect(asked.last?.contains("gzip") == true)
    }
  }
}
