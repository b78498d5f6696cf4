// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Curl
import Fetching
import Foundation
import HTTP
import Support
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `A conditional request` {
  private static let body = Array("%PDF-1.7".utf8)

  @Test(
    arguments: [
      ("\"abc\"", nil), ("W/\"5f3-1a\"", nil), ("W/\"5f3-1a\"", "Sat, 01 Aug 2026 01:00:00 GMT"),
      (nil, "Sat, 01 Aug 2026 01:00:00 GMT"), (nil, "2026-08-01 01:00"), ("unquoted", nil),
      ("\"a, b\"", nil), ("\"a\"b\"", nil), ("", nil),
    ] as [(String?, String?)]
  )
  func `repeats what the server gave, word for word`(
    etag: String?,
    lastModified: String?
  ) async throws {
    try await Desk.run { request in
      .document(
        Self.body,
        type: "application/pdf",
        etag: etag,
        lastModified: lastModified,
        for: request
      )
    } _: { desk in
      let first = try await desk.fetch("/a.pdf").outcome.get()
      #expect(first.status == 200)
      #expect(!first.wasConditional)
      let validators = try #require(first.validators)
      let address = try desk.address("/a.pdf")
      #expect(validators.address == address)
      #expect(validators.etag == etag)
      #expect(validators.lastModified == lastModified)

      let second = try await desk.fetch("/a.pdf", validators: validators).outcome.get()
      #expect(second.wasConditional)
      let request = try #require(desk.server.requests.last)
      #expect(request["If-None-Match"] == etag)
      #expect(request["If-Modified-Since"] == lastModified)
    }
  }

  @Test
  func `that finds nothing new costs no body`() async throws {
    try await Desk.run { request in
      .document(Self.body, type: "application/pdf", etag: "W/\"1\"", for: request)
    } _: { desk in
      let validators = try await desk.fetch("/a.pdf").outcome.get().validators
      let answer = try await desk.fetch("/a.pdf", validators: validators).outcome.get()
      #expect(answer.status == 304)
      #expect(answer.wasConditional)
      #expect(answer.body == nil)
      #expect(answer.validators == validators)
    }
  }

  @Test
  func `that finds something new brings it`() async throws {
    try await Desk.run { request in
      .document(Self.body, type: "application/pdf", etag: "\"2\"", for: request)
    } _: { desk in
      let old = Validators(address: try desk.address("/a.pdf"), etag: "\"1\"", lastModified: nil)
      let answer = try await desk.fetch("/a.pdf", validators: old).outcome.get()
      #expect(answer.status == 200)
      #expect(answer.wasConditional)
      #expect(answer.body?.length == 8)
      #expect(answer.validators?.etag == "\"2\"")
    }
  }

  @Test
  func `goes to the address that gave the validators, and to no other on the way`() async throws {
    try await Desk.run { request in
      guard request.path == "/a" else {
        return .document(Self.body, type: "application/pdf", etag: "\"1\"", for: request)
      }
      return .redirect(302, to: "/b")
    } _: { desk in
      let validators = try await desk.fetch("/a").outcome.get().validators
      let address = try desk.address("/b")
      #expect(validators?.address == address)

      let answer = try await desk.fetch("/a", validators: validators).outcome.get()
      #expect(answer.status == 304)
      #expect(answer.wasConditional)
      let sent = desk.server.requests.suffix(2).map { $0["If-None-Match"] }
      #expect(sent == [nil, "\"1\""])

      // Validators of the address that now redirects say nothing of the one it redirects to.
      let stale = Validators(address: try desk.address("/a"), etag: "\"1\"", lastModified: nil)
      let whole = try await desk.fetch("/a", validators: stale).outcome.get()
      #expect(whole.status == 200)
      #expect(!whole.wasConditional)
      #expect(desk.server.requests.suffix(2).map { $0["If-None-Match"] } == ["\"1\"", nil])
    }
  }

  @Test
  func `is not thought of where none was made`() async throws {
    try await Desk.run { _ in
      .status(304)
    } _: { desk in
      let answer = try await desk.fetch("/a").outcome.get()
      #expect(answer.status == 304)
      #expect(!answer.wasConditional)
      #expect(answer.validators == nil)
    }
  }

  @Test
  func `is not made with validators that cannot be sent`() async throws {
    try await Desk.run { _ in
      .ok(Self.body, type: "application/pdf")
    } _: { desk in
      let address = try desk.address("/a")
      for etag in ["\"1\r\nX-Injected: 1\"", "\"\u{1}\"", "\"\u{7F}\""] {
        let validators = Validators(address: address, etag: etag, lastModified: nil)
        let answer = try await desk.fetch("/a", validators: validators).outcome.get()
        #expect(answer.status == 200)
        #expect(!answer.wasConditional)
        let request = try #require(desk.server.requests.last)
        #expect(request["If-None-Match"] == nil)
        #expect(request["X-Injected"] == nil)
      }
    }
  }

  @Test
  func `repeats bytes that are no ASCII as they came`() async throws {
    // RFC 9110 §8.8.3 allows them in an entity tag.
    let head = Array("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nETag: \"caf".utf8)
    try await Desk.run { _ in
      Reply([.send(head + [0xE9] + Array("\"\r\n\r\n".utf8))])
    } _: { desk in
      let validators = try await desk.fetch("/a").outcome.get().validators
      _ = try await desk.fetch("/a", validators: validators).outcome.get()
      // What is no UTF-8 the server reads as Latin-1; sent as UTF-8, it would be two letters there.
      #expect(desk.server.requests.last?["If-None-Match"] == "\"caf\u{E9}\"")
    }
  }
}

@Suite(.timeLimit(.minutes(5)))
struct `An answer` {
  @Test(
    arguments: [
      (Reply.ok([1, 2, 3], type: "a/b"), 3), (.status(404, body: [1]), 1), (.status(200), 0),
      (.chunked([[1, 2, 3]], type: "a/b"), nil), (.untilClose([1, 2, 3]), nil),
      // The length before a coding is undone is not that of the body as it is kept.
      (
        Reply([.send(Reply.head(304, [("Content-Length", "9"), ("Content-Encoding", "gzip")]))]),
        nil
      ),
    ] as [(Reply, Int64?)]
  )
  func `has the length that the server declared for what is kept`(
    reply: Reply,
    length: Int64?
  ) async throws {
    try await Desk.run { _ in
      reply
    } _: { desk in
      let answer = try await desk.fetch("/a").outcome.get()
      #expect(answer.declaredLength == length)
    }
  }

  @Test
  func `may have come compressed for a page, and not for a document`() async throws {
    try await Desk.run { _ in
      .status(204)
    } _: { desk in
      let address = try desk.address("/")
      for purpose in [FetchOrder.Purpose.document, .page] {
        _ = await desk.fetcher.fetch(FetchOrder(address, purpose: purpose))
      }
      let codings = desk.server.requests.map { $0["Accept-Encoding"] ?? "" }
      #expect(codings.first == "identity")
      #expect(codings.last?.contains("gzip") == true)
    }
  }

  @Test
  func `is called as its header says, or else as its address`() async throws {
    try await Desk.run { request in
      let header = ("Content-Disposition", "filename=\"ä.pdf\"")
      return .ok([1], type: "a/b", headers: request.path == "/named" ? [header] : [])
    } _: { desk in
      let named = try await desk.fetch("/named").outcome.get()
      let bare = try await desk.fetch("/reports/b.pdf").outcome.get()
      #expect(named.publishedName?.text == "ä.pdf")
      #expect(bare.publishedName?.text == "b.pdf")
    }
  }
}
