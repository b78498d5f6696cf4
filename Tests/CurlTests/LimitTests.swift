// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Curl
import HTTP
import Support
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `The limits of a transfer` {
  private static let kilobyte = [UInt8](repeating: 0x61, count: 1_000)

  @Test
  func `an endless body ends at its limit, within one buffer`() async throws {
    try await withServer { _ in
      Reply([.send(Reply.head(200, [])), .endlessly(Self.kilobyte)])
    } _: { server, loop in
      let sink = Collector()
      let limits = TransferLimits(bodyBytes: 1_000_000)
      let request = Request(try server.address(), limits: limits)
      let failure = await loop.failure(of: request, into: sink)
      #expect(failure?.description == "the body is larger than the limit of 1000000 bytes")
      #expect(sink.body.count <= 1_000_000)
      #expect(sink.body.count > 1_000_000 - 128 << 10)
    }
  }

  @Test(arguments: [(999, true), (1_000, true), (1_001, false)])
  func `a body of exactly the limit is let through`(length: Int64, isFine: Bool) async throws {
    let body = [UInt8](repeating: 0x61, count: Int(length))
    try await withServer { _ in
      .ok(body, type: "a/b")
    } _: { server, loop in
      let request = Request(try server.address(), limits: TransferLimits(bodyBytes: 1_000))
      let failure = await loop.failure(of: request)
      #expect(failure?.kind == (isFine ? nil : .tooLarge))
    }
  }

  @Test
  func `a small body that unpacks into a large one is too large`() async throws {
    let bomb = try await ProgramRun("/bin/sh", ["-c", "head -c 10000000 /dev/zero | gzip -n"])
      .output
    #expect(bomb.count < 20_000)
    try await withServer { _ in
      .ok(bomb, type: "text/html", headers: [("Content-Encoding", "gzip")])
    } _: { server, loop in
      let sink = Collector()
      let limits = TransferLimits(bodyBytes: 1_000_000)
      let request = Request(try server.address(), coding: .compressed, limits: limits)
      let failure = await loop.failure(of: request, into: sink)
      #expect(failure?.kind == .tooLarge)
      #expect(sink.body.count <= 1_000_000)
    }
  }

  @Test
  func `a large body that unpacks into nothing is too large`() async throws {
    // The head of a gzip file, then deflate blocks with nothing in them, without end (RFC 1951 §3.2.4).
    let head: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
    let blocks = [[UInt8]](repeating: [0, 0, 0, 0xFF, 0xFF], count: 2_000).flatMap(\.self)
    try await withServer { _ in
      let fields = [("Content-Encoding", "gzip")]
      return Reply([.send(Reply.head(200, fields)), .content(head), .endlessly(blocks)])
    } _: { server, loop in
      let limits = TransferLimits(bodyBytes: 1_000_000, total: .seconds(3))
      let request = Request(try server.address(), coding: .compressed, limits: limits)
      let failure = await loop.failure(of: request)
      #expect(failure?.kind == .tooLarge)
    }
  }

  struct Flood: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let start: String
    let rest: String

    static let all = [
      Flood(testDescription: "of fields", start: "HTTP/1.1 200 OK\r\n", rest: "X-Flood: 1\r\n"),
      Flood(testDescription: "in one line", start: "HTTP/1.1 200 OK\r\nX-Flood: ", rest: "flood"),
      Flood(
        testDescription: "of folded lines",
        start: "HTTP/1.1 200 OK\r\nX: 1\r\n",
        rest: " 2\r\n"
      ),
      Flood(testDescription: "in the status line", start: "HTTP/1.1 200 ", rest: "OK"),
      Flood(testDescription: "of interim responses", start: "", rest: "HTTP/1.1 103 H\r\n\r\n"),
      Flood(
        testDescription: "of trailers",
        start: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n",
        rest: "X-Flood: 1\r\n"
      ),
    ]
  }

  @Test(arguments: Flood.all)
  func `a flood of header bytes is dammed`(flood: Flood) async throws {
    try await withServer { _ in
      let rest = String(repeating: flood.rest, count: 1_000)
      return Reply([.send(Array(flood.start.utf8)), .endlessly(Array(rest.utf8))])
    } _: { server, loop in
      let limits = TransferLimits(total: .seconds(3))
      let failure = await loop.failure(of: Request(try server.address(), limits: limits))
      #expect(failure?.kind == .headersTooLarge, "\(failure?.description ?? "it went well")")
    }
  }

  @Test
  func `a long header section is no flood`() async throws {
    let fields = (1...200).map { ("X-\($0)", String(repeating: "x", count: 1_000)) }
    try await withServer { _ in
      .status(200, fields)
    } _: { server, loop in
      let response = try await loop.perform(Request(server.address()), into: Collector())
      #expect(response.head.fields.count == 201)
    }
  }

  @Test
  func `a drip is a stall`() async throws {
    try await withServer { _ in
      let head = Reply.head(200, [("Content-Length", "1000")])
      return Reply([.send(head), .drip(Self.kilobyte, every: .milliseconds(50))])
    } _: { server, loop in
      let limits = TransferLimits(stall: .seconds(1))
      let sink = Collector()
      let failure = await loop.failure(
        of: Request(try server.address(), limits: limits),
        into: sink
      )
      #expect(failure?.kind == .stalled)
      #expect(failure?.isTransient == true)
      #expect(!sink.body.isEmpty)
    }
  }

  @Test(arguments: [0, 1])
  func `a request's time runs out, on a new connection or a used one`(earlier: Int) async throws {
    try await withServer { request in
      let isSlow = request.path == "/slow"
      return isSlow ? Reply([.pause(.seconds(3_600))]) : .ok(Self.kilobyte, type: "a/b")
    } _: { server, loop in
      for _ in 0..<earlier {
        _ = try await loop.perform(Request(server.address()), into: Collector())
      }
      let limits = TransferLimits(total: .seconds(2))
      let failure = await loop.failure(of: Request(try server.address("/slow"), limits: limits))
      #expect(failure?.kind == .timedOut, "\(failure?.description ?? "it went well")")
      #expect(server.requests.last?.connection == 1)
    }
  }

  @Test
  func `a body's time runs out, however fast it comes`() async throws {
    try await withServer { _ in
      Reply([.send(Reply.head(200, [])), .endlessly([UInt8](repeating: 0, count: 100))])
    } _: { server, loop in
      let limits = TransferLimits(bodyBytes: .max, total: .seconds(2))
      let failure = await loop.failure(of: Request(try server.address(), limits: limits))
      #expect(failure?.kind == .timedOut)
    }
  }

  @Test
  func `a handshake that never ends is given up`() async throws {
    try await withServer { _ in
      .status(204)
    } _: { server, loop in
      let limits = TransferLimits(connect: .milliseconds(300))
      let request = Request(try server.address(scheme: "https"), limits: limits)
      let failure = await loop.failure(of: request)
      // The server waits for a request in plain words, and never gets one.
      #expect(failure?.isTransient == true, "\(failure?.description ?? "it went well")")
    }
  }
}
