// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Curl
import Foundation
import Glibc
import HTTP
import Support
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `The transfer loop` {
  @Test
  func `answers 500 requests over 8 connections`() async throws {
    try await withServer { request in
      .ok(Array(request.path.utf8), type: "a/b")
    } _: { server, loop in
      let answered = try await withThrowingTaskGroup(of: Int.self) { group in
        for worker in 0..<8 {
          group.addTask {
            var answered = 0
            for number in stride(from: worker, to: 500, by: 8) {
              let sink = Collector()
              _ = try await loop.perform(Request(server.address("/\(number)")), into: sink)
              if sink.text == "/\(number)" { answered += 1 }
            }
            return answered
          }
        }
        return try await group.reduce(0, +)
      }
      #expect(answered == 500)
      #expect(server.requests.count == 500)
      #expect(Set(server.requests.map(\.path)).count == 500)
      // One that is on its way out is still there, for the server, when another comes in.
      #expect(server.peakConnections <= 16)
    }
  }

  @Test
  func `reuses a connection for one request after the other`() async throws {
    try await withServer { _ in
      .ok([1, 2, 3], type: "a/b")
    } _: { server, loop in
      for _ in 1...20 {
        _ = try await loop.perform(Request(server.address()), into: Collector())
      }
      #expect(Set(server.requests.map(\.connection)) == [1])
    }
  }

  @Test
  func `asks another machine in the place of the named one`() async throws {
    try await ScriptedServer.run { request in
      .ok(Array((request.host ?? "").utf8), type: "a/b")
    } _: { server in
      var settings = NetworkSettings.local
      settings.connectTo = [
        "www.example.org:80:127.0.0.1:\(server.port)",
        "example.com:8080:127.0.0.1:\(server.port)",
      ]
      let hosts = try await TransferLoop.withLoop(settings) { loop in
        var hosts: [String] = []
        for address in ["http://www.example.org/", "http://example.com:8080/a"] {
          let sink = Collector()
          _ = try await loop.perform(Request(WebAddress(address)), into: sink)
          hosts.append(sink.text)
        }
        return hosts
      }
      #expect(hosts == ["www.example.org", "example.com:8080"])
    }
  }

  /// Notes the thread on which it is called, as a folder of `/proc`.
  private final class ThreadNote: BodySink {
    private let note = Mutex<String?>(nil)

    var thread: String? { note.withLock { $0 } }

    func begin(_ head: ResponseHead) {
      let thread = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/thread-self")
      note.withLock { $0 = thread.map { "/proc/" + $0 } }
    }

    func receive(_ bytes: Span<UInt8>) {}
  }

  @Test
  func `has a thread of its own, which ends with it`() async throws {
    let note = ThreadNote()
    try await withServer { _ in
      .status(204)
    } _: { server, loop in
      _ = try await loop.perform(Request(server.address()), into: note)
      let thread = try #require(note.thread)
      #expect(access(thread, F_OK) == 0)
    }
    let thread = try #require(note.thread)
    // Its last act is to say that it has ended; the system may need a moment more to believe it.
    let isGone = await OwnThread.run {
      for _ in 1...10_000 where access(thread, F_OK) == 0 { usleep(1_000) }
      return access(thread, F_OK) != 0
    }
    #expect(isGone)
  }

  @Test
  func `ends when what is done with it fails`() async throws {
    struct Stop: Error {}
    await #expect(throws: Stop.self) {
      try await TransferLoop.withLoop(.local) { _ in throw Stop() }
    }
  }

  @Test
  func `runs beside others`() async throws {
    try await ScriptedServer.run { _ in
      .ok([1], type: "a/b")
    } _: { server in
      let address = try server.address()
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 1...8 {
          group.addTask {
            try await TransferLoop.withLoop(.local) { loop in
              for _ in 1...5 { _ = try await loop.perform(Request(address), into: Collector()) }
            }
          }
        }
        try await group.waitForAll()
      }
      #expect(server.requests.count == 40)
    }
  }
}

/// Each of these would take an hour if nobody cancelled it.
@Suite(.timeLimit(.minutes(5)))
struct `A cancelled transfer` {
  private static let slow = Reply([
    .send(Reply.head(200, [("Content-Length", "3")])), .content([1]), .pause(.seconds(3_600)),
  ])

  @Test
  func `ends before it has begun`() async throws {
    try await withServer { _ in
      Self.slow
    } _: { server, loop in
      let address = try server.address()
      let task = Task {
        withUnsafeCurrentTask { $0?.cancel() }
        return await loop.failure(of: Request(address))
      }
      let failure = await task.value
      #expect(failure?.kind == .cancelled)
      #expect(failure?.isTransient == false)
    }
  }

  @Test
  func `ends while its server takes its time`() async throws {
    try await withServer { _ in
      Self.slow
    } _: { server, loop in
      let address = try server.address()
      let (pieces, came) = AsyncStream<Void>.makeStream()
      let sink = Collector { _ in came.yield() }
      let task = Task { await loop.failure(of: Request(address), into: sink) }
      for await _ in pieces { break }
      task.cancel()
      let failure = await task.value
      #expect(failure?.kind == .cancelled)
      #expect(sink.body == [1])
    }
  }

  @Test
  func `takes none of the others with it, whenever it ends`() async throws {
    try await withServer { request in
      request.path == "/slow" ? Self.slow : .ok([1, 2, 3], type: "a/b")
    } _: { server, loop in
      let (slow, quick) = (try server.address("/slow"), try server.address("/quick"))
      for round in 0..<5 {
        let kinds = await withTaskGroup(of: TransferError.Kind?.self) { group in
          for number in 0..<40 {
            group.addTask {
              guard number % 2 == 0 else { return await loop.failure(of: Request(quick))?.kind }
              let task = Task { await loop.failure(of: Request(slow))?.kind }
              for _ in 0..<(number * round) { await Task.yield() }
              task.cancel()
              return await task.value
            }
          }
          return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(kinds.filter { $0 == .cancelled }.count == 20, "\(kinds)")
        #expect(kinds.filter { $0 == nil }.count == 20, "\(kinds)")
      }
    }
  }
}
