// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Curl
import Support
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `A transfer that fails` {
  struct Example: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let reply: Reply
    let kind: TransferError.Kind
    let isTransient: Bool

    init(_ description: String, _ reply: Reply, _ kind: TransferError.Kind, isTransient: Bool) {
      testDescription = description
      self.reply = reply
      self.kind = kind
      self.isTransient = isTransient
    }
  }

  private static let letters = Array("abc".utf8)
  private static let head = Reply.head(200, [("Content-Length", "5")])

  private static func raw(_ text: String) -> Reply {
    Reply([.send(Array(text.utf8)), .close])
  }

  static let examples = [
    Example("cut short", .cutShort(letters, declaring: 5), .truncated, isTransient: true),
    Example("cut before its body", .cutShort([], declaring: 5), .truncated, isTransient: true),
    Example("cut between chunks", .cutChunked(letters), .truncated, isTransient: true),
    Example(
      "cut in a chunk",
      raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc"),
      .truncated,
      isTransient: true
    ),
    Example("closed at once", Reply([.close]), .reset, isTransient: true),
    Example("reset at once", Reply([.reset]), .reset, isTransient: true),
    Example(
      "reset in its head",
      Reply([.send(Array("HTTP/1.1 200 OK\r\nA:".utf8)), .pause(.milliseconds(20)), .reset]),
      .reset,
      isTransient: true
    ),
    Example(
      "reset in its body",
      Reply([.send(head), .content(letters), .pause(.milliseconds(20)), .reset]),
      .reset,
      isTransient: true
    ),
    Example("no HTTP at all", raw("SSH-2.0-OpenSSH_9.2\r\n"), .protocolFault, isTransient: false),
    Example(
      "a chunk of no length",
      raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n"),
      .protocolFault,
      isTransient: false
    ),
    Example(
      "a coding that nobody knows",
      .ok(letters, type: "a/b", headers: [("Content-Encoding", "lzma")]),
      .unknownCoding,
      isTransient: false
    ),
    Example(
      "a coding that somebody knows and libcurl does not",
      .ok(letters, type: "a/b", headers: [("Content-Encoding", "compress")]),
      .protocolFault,
      isTransient: false
    ),
    Example(
      "a coding that it does not have",
      .ok(letters, type: "a/b", headers: [("Content-Encoding", "gzip")]),
      .protocolFault,
      isTransient: false
    ),
  ]

  @Test(arguments: examples)
  func `says how`(example: Example) async throws {
    try await withServer { _ in
      example.reply
    } _: { server, loop in
      let failure = await loop.failure(of: Request(try server.address()))
      #expect(failure?.kind == example.kind, "\(failure?.description ?? "it went well")")
      #expect(failure?.isTransient == example.isTransient)
    }
  }

  @Test
  func `for want of a server says so`() async throws {
    try await withServer { _ in
      .status(204)
    } _: { server, loop in
      // The server listens at 127.0.0.1 alone, so nobody does at this port here.
      let failure = await loop.failure(of: Request(try server.address(host: "127.0.0.77")))
      #expect(failure?.kind == .notConnected)
      #expect(failure?.isTransient == true)
      #expect(server.requests.isEmpty)
    }
  }

  @Test
  func `because its sink does, with the sink's own error`() async throws {
    struct DiskFull: Error, Equatable {}
    try await withServer { _ in
      .ok(Self.letters, type: "a/b")
    } _: { server, loop in
      let request = Request(try server.address())
      let failure = await loop.failure(of: request, into: Collector { _ in throw DiskFull() })
      #expect(failure?.sinkError is DiskFull)
      #expect(failure?.isTransient == false)
    }
  }

  @Test
  func `leaves the others alone, before it and after it`() async throws {
    try await withServer { request in
      let example = Int(request.path.dropFirst()).map { Self.examples[$0] }
      return example?.reply ?? .ok(Self.letters, type: "a/b")
    } _: { server, loop in
      for number in Self.examples.indices {
        let failure = await loop.failure(of: Request(try server.address("/\(number)")))
        #expect(failure != nil)
        let sink = Collector()
        _ = try await loop.perform(Request(server.address("/good")), into: sink)
        #expect(sink.text == "abc")
      }
    }
  }
}
