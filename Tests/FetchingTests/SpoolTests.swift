// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Curl
import Dispatch
import Filing
import Fixity
import Glibc
import Support
import SystemPackage
import Testing

@testable import Fetching

@Suite(.timeLimit(.minutes(5)))
struct `A spooled body` {
  private static let body = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }

  @Test
  func `is a file with the digest and the length of what was sent`() async throws {
    try await Desk.run { _ in
      .ok(Self.body, type: "application/pdf")
    } _: { desk in
      let answer = try await desk.fetch("/a.pdf").outcome.get()
      let body = try #require(answer.body)
      #expect(body.length == 300_000)
      #expect(body.digest == Digest.of(Self.body))
      let file = try #require(body.place.file)
      #expect(file.removingLastComponent() == desk.spool)
      let bytes = try Files.readBytes(file)
      #expect(bytes == Self.body)
      let permissions = try Stat(file).permissions
      #expect(permissions == .ownerReadWrite)
      #expect(answer.declaredLength == 300_000)
    }
  }

  @Test
  func `goes with its answer`() async throws {
    try await Desk.run { _ in
      .ok(Self.body, type: "application/pdf")
    } _: { desk in
      do {
        let answer = try await desk.fetch("/a.pdf").outcome.get()
        let here = try desk.spooled()
        #expect(here == [try #require(answer.body?.place.file?.lastComponent?.string)])
      }
      let left = try desk.spooled()
      #expect(left.isEmpty)
    }
  }

  @Test
  func `stays where it is moved to`() async throws {
    try await Desk.run { _ in
      .ok(Self.body, type: "application/pdf")
    } _: { desk in
      let target = desk.spool.removingLastComponent().appending("kept.pdf")
      do {
        let body = try #require(try await desk.fetch("/a.pdf").outcome.get().body)
        try body.move(to: target)
        let left = try desk.spooled()
        #expect(left.isEmpty)
      }
      let bytes = try Files.readBytes(target)
      #expect(bytes == Self.body)
    }
  }

  @Test
  func `still goes with its answer when it could not be moved`() async throws {
    try await Desk.run { _ in
      .ok(Self.body, type: "application/pdf")
    } _: { desk in
      do {
        let body = try #require(try await desk.fetch("/a.pdf").outcome.get().body)
        let target = desk.spool.appending("nowhere/kept.pdf")
        #expect(throws: FilingError(.rename, target, .noSuchFileOrDirectory)) {
          try body.move(to: target)
        }
        let length = try Disk().size(of: try #require(body.place.file))
        #expect(length == 300_000)
      }
      let left = try desk.spooled()
      #expect(left.isEmpty)
    }
  }

  @Test(arguments: [200, 204, 404])
  func `is none where nothing was sent`(status: Int) async throws {
    try await Desk.run { _ in
      .status(status)
    } _: { desk in
      let answer = try await desk.fetch("/a.pdf").outcome.get()
      #expect(answer.body == nil)
      let left = try desk.spooled()
      #expect(left.isEmpty)
    }
  }

  @Test(arguments: [
    Reply.cutShort([1, 2, 3], declaring: 5), .cutChunked([1, 2, 3]),
    Reply([.send(Reply.head(200, [])), .content([1]), .pause(.milliseconds(20)), .reset]),
  ])
  func `is none where the transfer failed`(reply: Reply) async throws {
    try await Desk.run { _ in
      reply
    } _: { desk in
      let fetch = try await desk.fetch("/a.pdf")
      #expect(fetch.failure != nil)
      let left = try desk.spooled()
      #expect(left.isEmpty)
    }
  }

  /// A body that no other path has, too long for one piece.
  private static func own(_ path: some StringProtocol) -> [UInt8] {
    Array(String(repeating: "\(path) ", count: 40_000).utf8)
  }

  @Test
  func `has a file of its own`() async throws {
    try await Desk.run { request in
      .ok(Self.own(request.path), type: "a/b")
    } _: { desk in
      let fetches = try await withThrowingTaskGroup(of: Fetch.self) { group in
        for number in 1...20 { group.addTask { try await desk.fetch("/\(number)") } }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      let bodies = try fetches.map { try #require(try $0.outcome.get().body) }
      #expect(Set(bodies.compactMap(\.place.file)).count == 20)
      for (fetch, body) in zip(fetches, bodies) {
        let bytes = try body.head(200_000)
        #expect(bytes == Self.own(fetch.finalAddress.path))
      }
    }
  }

  @Test(arguments: [1, 61_439, 61_440])
  func `has no file where it is short, until it is moved`(length: Int) async throws {
    let sent = Array(Self.body.prefix(length))
    try await Desk.run { _ in
      .ok(sent, type: "application/pdf")
    } _: { desk in
      let body = try #require(try await desk.fetch("/a.pdf").outcome.get().body)
      #expect(body.place.file == nil)
      let none = try desk.spooled()
      #expect(none.isEmpty)
      #expect(body.length == Int64(length) && body.digest == Digest.of(sent))
      let target = desk.spool.removingLastComponent().appending("kept.pdf")
      try body.move(to: target)
      let (bytes, permissions) = try (Files.readBytes(target), Stat(target).permissions)
      #expect(bytes == sent && permissions == .ownerReadWrite)
      #expect(throws: FilingError(.create, target, .fileExists)) {
        try SpooledBody(sent).move(to: target)
      }
    }
  }

  @Test(arguments: [
    (0, "", ""), (1, "0", "9"), (4, "0123", "6789"), (10, "0123456789", "0123456789"),
    (99, "0123456789", "0123456789"),
  ])
  func `shows its beginning and its end`(count: Int, head: String, tail: String) async throws {
    try await Desk.run { _ in
      .ok(Array("0123456789".utf8), type: "a/b")
    } _: { desk in
      let body = try #require(try await desk.fetch("/").outcome.get().body)
      let (first, last) = try (body.head(count), body.tail(count))
      #expect(first == Array(head.utf8))
      #expect(last == Array(tail.utf8))
    }
  }
}

@Suite(.timeLimit(.minutes(5)))
struct `A disk that fails` {
  /// The file system's own error, as it comes through a fetch.
  private static func fault(_ fetch: Fetch) -> FilingError? {
    guard case .transfer(.sink(let error)) = fetch.failure else { return nil }
    return error as? FilingError
  }

  @Test
  func `fails the fetch with its own reason`() async throws {
    try await Desk.run { _ in
      .ok([UInt8](repeating: 1, count: 100_000), type: "a/b")
    } _: { desk in
      try Disk().removeTree(desk.spool)
      let fetch = try await desk.fetch("/a.pdf")
      let fault = try #require(Self.fault(fetch))
      #expect(fault.operation == .create)
      #expect(fault.cause == .noSuchFileOrDirectory)
      #expect(fault.path.removingLastComponent() == desk.spool)
    }
  }

  @Test
  func `half-way through leaves nothing behind`() async {
    // In a process of its own, because the limit that stands for a full disk is the process's.
    await #expect(processExitsWith: .success) {
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 1_000_000, rlim_max: 1_000_000)
      try #require(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
      let body = [UInt8](repeating: 7, count: 2_000_000)
      try await Desk.run { _ in
        .ok(body, type: "a/b")
      } _: { desk in
        let fetch = try await desk.fetch("/a.pdf")
        let fault = try #require(Self.fault(fetch))
        #expect(fault.operation == .write)
        #expect(fault.cause == .fileTooLarge)
        let left = try desk.spooled()
        #expect(left.isEmpty)
      }
    }
  }
}

@Suite(.timeLimit(.minutes(5)))
struct `A disk that is slow` {
  private static let body = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 / 7 &* 31) }

  /// Runs beside a disk that stands still, and a server of ``body``.
  private static func run(
    _ work:
      @escaping @Sendable (TransferLoop, Request, DispatchQueue, FilePath) async throws -> Void
  ) async throws {
    try await ScratchDirectory.run { directory in
      try await ScriptedServer.run { _ in
        .ok(body, type: "a/b")
      } _: { server in
        let request = Request(try WebAddress("http://127.0.0.1:\(server.port)/"))
        let disk = DispatchQueue(label: "a disk that stands still")
        disk.suspend()
        try await TransferLoop.withLoop(.local) { loop in
          try await work(loop, request, disk, directory)
        }
      }
    }
  }

  @Test
  func `holds up the bodies that it is to take, and no other`() async throws {
    try await Self.run { loop, request, disk, directory in
      let spools = (1...4).map { BodySpool(directory.appending("slow-\($0)"), on: disk) }
      try await withThrowingTaskGroup(of: Void.self) { slow in
        for spool in spools {
          slow.addTask { _ = try await loop.perform(request, into: spool) }
        }
        for number in 1...3 {
          let spool = BodySpool(directory.appending("quick-\(number)"))
          _ = try await loop.perform(request, into: spool)
          let body = try await spool.finish()
          #expect(body?.digest == Digest.of(Self.body))
        }
        disk.resume()
        try await slow.waitForAll()
      }
      for spool in spools {
        let body = try await spool.finish()
        #expect(body?.digest == Digest.of(Self.body))
      }
    }
  }

  @Test
  func `and fails after all ends what waits for it`() async throws {
    try await Self.run { loop, request, disk, directory in
      let spool = BodySpool(directory.appending("nowhere/body"), on: disk)
      async let failure = Self.failure(of: loop, request, into: spool)
      _ = try await loop.perform(request, into: BodySpool(directory.appending("b")))
      disk.resume()
      #expect(await failure?.cause == .noSuchFileOrDirectory)
      await spool.discard()
    }
  }

  private static func failure(
    of loop: TransferLoop,
    _ request: Request,
    into spool: BodySpool
  ) async -> FilingError? {
    do throws(TransferError) {
      _ = try await loop.perform(request, into: spool)
      return nil
    } catch {
      guard case .sink(let cause) = error else { return nil }
      return cause as? FilingError
    }
  }

  @Test
  func `has a body begin anew without a wait`() async throws {
    try await ScratchDirectory.run { directory in
      let disk = DispatchQueue(label: "a disk that stands still")
      disk.suspend()
      let spool = BodySpool(directory.appending("body"), on: disk)
      try spool.receive([UInt8](repeating: 1, count: 100_000).span)
      try spool.receive([UInt8](repeating: 2, count: 100_000).span)
      spool.startOver()
      try spool.receive(Array("another".utf8).span)
      disk.resume()
      let body = try await spool.finish()
      let text = try body.map { String(decoding: try $0.head(1_000), as: UTF8.self) }
      #expect(text == "another")
      #expect(body?.digest == .of("another"))
    }
  }
}
