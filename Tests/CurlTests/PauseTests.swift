// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Curl
import HTTP
import Support
import Testing

/// Of a body that comes faster than it can be taken, libcurl keeps the last piece and reads no further.
@Suite(.timeLimit(.minutes(5)))
struct `A transfer whose sink is full` {
  /// More than can be dripped in the time; quickly made, because a clock runs meanwhile.
  private static let crumbs = [UInt8](repeating: 7, count: 100_000)
  private static let body = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 / 7 &* 31) }
  /// So short that the sockets hold it, and the server is done with it.
  private static let short = Array(body.prefix(100_000))

  @Test
  func `waits, and no other with it`() async throws {
    try await withServer { _ in
      .ok(Self.body, type: "a/b")
    } _: { server, loop in
      let address = try server.address()
      let sluice = Sluice(room: 100_000)
      async let held = loop.perform(Request(address), into: sluice)
      await sluice.isFull()
      let taken = sluice.body.count
      for _ in 1...3 {
        let other = Collector()
        _ = try await loop.perform(Request(address), into: other)
        #expect(other.body == Self.body)
      }
      #expect(taken < 200_000)
      #expect(sluice.body.count == taken)
      sluice.open()
      let response = try await held
      #expect(response.receivedBytes == 3_000_000)
      #expect(sluice.body == Self.body)
    }
  }

  struct Form: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let reply: @Sendable ([UInt8]) -> Reply

    static let all = [
      Form(testDescription: "of a declared length") { .ok($0, type: "a/b") },
      Form(testDescription: "in chunks") {
        .chunked([Array($0.prefix(70_001)), Array($0.dropFirst(70_001))], type: "a/b")
      },
      Form(testDescription: "until the connection is closed") {
        Reply([.send(Reply.head(200, [("Connection", "close")])), .content($0), .close])
      },
    ]
  }

  @Test(arguments: Form.all)
  func `before every piece, has them all in the end`(form: Form) async throws {
    try await withServer { _ in
      form.reply(Self.body)
    } _: { server, loop in
      let sieve = Sieve()
      _ = try await loop.perform(Request(server.address()), into: sieve)
      #expect(sieve.body == Self.body)
      #expect(sieve.refusals > 100)
    }
  }

  @Test
  func `has what is unpacked, too`() async throws {
    let packed = try await ProgramRun("/bin/sh", ["-c", "seq 1000000 | gzip -n"]).output
    let plain = (1...1_000_000).map { "\($0)\n" }.joined()
    try await withServer { _ in
      .ok(packed, type: "text/html", headers: [("Content-Encoding", "gzip")])
    } _: { server, loop in
      let sieve = Sieve()
      let request = Request(try server.address(), coding: .compressed)
      _ = try await loop.perform(request, into: sieve)
      #expect(sieve.body == Array(plain.utf8))
    }
  }

  @Test
  func `has a packed piece whole, however much it unpacks to`() async throws {
    // Of zeros, deflate makes a thousandth: all 50 MB of them come in two pieces.
    let bomb = try await ProgramRun("/bin/sh", ["-c", "head -c 50000000 /dev/zero | gzip -n"])
      .output
    try await withServer { _ in
      .ok(bomb, type: "text/html", headers: [("Content-Encoding", "gzip")])
    } _: { server, loop in
      let sluice = Sluice()
      let request = Request(try server.address(), coding: .compressed)
      async let held = loop.perform(request, into: sluice)
      await sluice.isFull()
      sluice.open()
      _ = try await held
      #expect(sluice.body.count == 50_000_000)
    }
  }

  @Test
  func `has the last piece, though all was sent and the connection is gone`() async throws {
    try await withServer { request in
      request.path == "/" ? .ok([1, 2, 3], type: "a/b") : .status(204)
    } _: { server, loop in
      let address = try server.address()
      let sluice = Sluice()
      async let held = loop.perform(Request(address), into: sluice)
      await sluice.isFull()
      _ = try await loop.perform(Request(server.address("/other")), into: Collector())
      #expect(sluice.body == [])
      sluice.open()
      let response = try await held
      #expect(response.head.status == 200)
      #expect(sluice.body == [1, 2, 3])
    }
  }

  @Test
  func `ends when it is cancelled, and may be gone on with after that`() async throws {
    let sluice = Sluice()
    try await withServer { _ in
      .ok(Self.body, type: "a/b")
    } _: { server, loop in
      let address = try server.address()
      let task = Task { await loop.failure(of: Request(address), into: sluice) }
      await sluice.isFull()
      task.cancel()
      let failure = await task.value
      #expect(failure?.kind == .cancelled)
      sluice.open()
      _ = try await loop.perform(Request(address), into: Collector())
    }
    sluice.open()
    #expect(sluice.body == [])
  }

  @Test
  func `fails for its sink's reason, if that is no better later`() async throws {
    struct Broken: Error {}
    try await withServer { _ in
      .ok(Self.body, type: "a/b")
    } _: { server, loop in
      let address = try server.address()
      let sluice = Sluice(room: 50_000) { if $0 > 100_000 { throw Broken() } }
      async let failure = loop.failure(of: Request(address), into: sluice)
      await sluice.isFull()
      sluice.open()
      #expect(await failure?.sinkError is Broken)
      _ = try await loop.perform(Request(address), into: Collector())
    }
  }

  @Test
  func `is whole where no more is wanted`() async throws {
    try await withServer { _ in
      .ok(Self.body, type: "a/b")
    } _: { server, loop in
      let address = try server.address()
      let sluice = Sluice(room: 50_000) { if $0 > 100_000 { throw EnoughReceived() } }
      async let held = loop.perform(Request(address), into: sluice)
      await sluice.isFull()
      sluice.open()
      let response = try await held
      #expect(response.isAbandoned)
    }
  }

  @Test(arguments: [2_999_999, 3_000_000])
  func `is held to its limit, and each byte counts once`(limit: Int64) async throws {
    try await withServer { _ in
      .chunked([Self.body], type: "a/b")
    } _: { server, loop in
      let request = Request(try server.address(), limits: TransferLimits(bodyBytes: limit))
      let failure = await loop.failure(of: request, into: Sieve())
      #expect(failure?.kind == (limit == 3_000_000 ? nil : .tooLarge))
    }
  }

  @Test
  func `is not whole if its server was gone meanwhile`() async throws {
    try await withServer { request in
      request.path == "/" ? .cutShort(Self.short, declaring: 4_000_000) : .status(204)
    } _: { server, loop in
      let address = try server.address()
      let sluice = Sluice()
      async let failure = loop.failure(of: Request(address), into: sluice)
      await sluice.isFull()
      _ = try await loop.perform(Request(server.address("/other")), into: Collector())
      sluice.open()
      #expect(await failure?.kind == .truncated)
      #expect(sluice.body == Self.short)
    }
  }

  @Test
  func `is not late for that, and has its time for the rest`() async throws {
    // Made before any clock runs, which it may outlast on a busy machine.
    #expect(Self.short.count == 100_000)
    try await withServer { request in
      switch request.path {
      case "/long": Reply([.pause(.seconds(18)), .send(Reply.head(204, []))])
      case "/endless":
        Reply([.send(Reply.head(200, [])), .drip(Self.crumbs, every: .milliseconds(1))])
      default: .ok(Self.short, type: "a/b")
      }
    } _: { server, loop in
      let limits = TransferLimits(total: .seconds(15), stall: .seconds(12))
      let (whole, endless) = (Sluice(), Sluice())
      let request = Request(try server.address(), limits: limits)
      let other = Request(
        try server.address("/endless"),
        limits: TransferLimits(total: .seconds(15))
      )
      async let held = loop.perform(request, into: whole)
      async let failure = loop.failure(of: other, into: endless)
      await whole.isFull()
      await endless.isFull()
      // Longer than all of their clocks would have it.
      _ = try await loop.perform(Request(server.address("/long")), into: Collector())
      whole.open()
      endless.open()
      _ = try await held
      #expect(whole.body == Self.short)
      #expect(await failure?.kind == .timedOut)
    }
  }
}
