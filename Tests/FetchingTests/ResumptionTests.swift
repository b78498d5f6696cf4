// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Curl
import Filing
import Fixity
import Support
import Synchronization
import Testing

@testable import Fetching

/// A server that breaks off a body a few times before it sends the rest.
private final class Breaker: Sendable {
  static let body = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }

  private let breaks: Mutex<[Int]>
  private let rest: @Sendable (ReceivedRequest) -> Reply
  private let validators: [(String, String)]

  /// - Parameters:
  ///   - breaks: how many bytes of the whole, or of the rest, come before each break.
  ///   - validators: fields of the answers that break off.
  ///   - rest: what is answered once there are no more breaks.
  init(
    after breaks: [Int],
    validators: [(String, String)] = [("ETag", "\"1\"")],
    rest: (@Sendable (ReceivedRequest) -> Reply)? = nil
  ) {
    self.breaks = Mutex(breaks)
    self.validators = validators
    self.rest = rest ?? { .document(Self.body, type: "a/b", etag: "\"1\"", for: $0) }
  }

  func answer(_ request: ReceivedRequest) -> Reply {
    guard let count = breaks.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) else {
      return rest(request)
    }
    guard let start = request["Range"].flatMap({ Int($0.dropFirst(6).dropLast()) }) else {
      let piece = Array(Self.body.prefix(count))
      return .cutShort(piece, declaring: Self.body.count, headers: validators)
    }
    let range = ("Content-Range", "bytes \(start)-\(Self.body.count - 1)/\(Self.body.count)")
    let length = ("Content-Length", "\(Self.body.count - start)")
    let piece = Array(Self.body.dropFirst(start).prefix(count))
    return Reply([.send(Reply.head(206, [range, length] + validators)), .content(piece), .close])
  }
}

@Suite(.timeLimit(.minutes(5)))
struct `A large body that breaks off` {
  private static let quick = RetryPolicy(
    retries: 3,
    firstPause: .milliseconds(1),
    longestPause: .milliseconds(1)
  )

  /// Fetches from a breaker; the requests' ranges, and what came of it.
  private func fetch(
    from breaker: Breaker,
    retries: RetryPolicy = quick
  ) async throws -> (ranges: [String?], body: [UInt8]?, requests: Int, failure: String?) {
    try await Desk.run(retries: retries) {
      breaker.answer($0)
    } _: { desk in
      let fetch = try await desk.fetch("/large.pdf")
      let answer = try? fetch.outcome.get()
      let body = try answer?.body.map { body in
        let file = try #require(body.place.file)
        #expect(try body.digest == Digest.of(Files.readBytes(file)))
        return try Files.readBytes(file)
      }
      #expect(answer.map { $0.status == 200 } ?? true, "an answer in pieces is an answer of 200")
      if answer == nil {
        let left = try desk.spooled()
        #expect(left.isEmpty)
      }
      return (
        desk.server.requests.map { $0["Range"] }, body, answer?.requests ?? 0,
        fetch.failure?.description
      )
    }
  }

  @Test
  func `is gone on with where it broke off, and is whole`() async throws {
    let (ranges, body, requests, _) = try await fetch(from: Breaker(after: [120_000, 70_000]))
    #expect(ranges == [nil, "bytes=120000-", "bytes=190000-"])
    #expect(body == Breaker.body)
    #expect(requests == 3)
  }

  @Test
  func `is asked for by its strong validator, verbatim`() async throws {
    let breaker = Breaker(after: [120_000], validators: [("ETag", "\"a b\"")])
    try await Desk.run(retries: Self.quick) {
      breaker.answer($0)
    } _: { desk in
      _ = try await desk.fetch("/large.pdf", validators: nil)
      #expect(desk.server.requests.map { $0["If-Range"] } == [nil, "\"a b\""])
    }
  }

  @Test(arguments: [
    [("ETag", "W/\"1\"")], [], [("ETag", "1")],
    [("ETag", "\"1\""), ("Content-Encoding", "identity")],
    [("ETag", "\"1\""), ("Accept-Ranges", "none")],
    // Within one second of the change the date names two states of the file.
    [
      ("Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT"),
      ("Date", "Sun, 06 Nov 1994 08:49:37 GMT"),
    ],
  ])
  func `is fetched from the beginning where nothing vouches for the rest`(
    validators: [(String, String)]
  ) async throws {
    let (ranges, body, _, _) = try await fetch(
      from: Breaker(after: [120_000], validators: validators)
    )
    #expect(ranges == [nil, nil])
    #expect(body == Breaker.body)
  }

  @Test
  func `is gone on with by its date, if that is older than the answer`() async throws {
    let modified = "Sun, 06 Nov 1994 08:49:37 GMT"
    let fields = [("Last-Modified", modified), ("Date", "Sun, 06 Nov 1994 08:49:38 GMT")]
    let breaker = Breaker(after: [120_000], validators: fields) {
      .document(Breaker.body, type: "a/b", lastModified: modified, for: $0)
    }
    let (ranges, body, _, _) = try await fetch(from: breaker)
    #expect(ranges == [nil, "bytes=120000-"])
    #expect(body == Breaker.body)
  }

  @Test
  func `is fetched from the beginning while it is short`() async throws {
    let (ranges, body, _, _) = try await fetch(from: Breaker(after: [60_000]))
    #expect(ranges == [nil, nil])
    #expect(body == Breaker.body)
  }

  @Test
  func `starts over when its bytes have changed meanwhile`() async throws {
    let other = [UInt8](repeating: 7, count: 150_000)
    let breaker = Breaker(after: [120_000]) {
      .document(other, type: "a/b", etag: "\"2\"", for: $0)
    }
    let (ranges, body, _, _) = try await fetch(from: breaker)
    #expect(ranges == [nil, "bytes=120000-"])
    #expect(body == other)
  }

  @Test(arguments: [
    "bytes 119999-199999/200000", "bytes 120001-199999/200000", "bytes 120000-199999/200001",
    "bytes 0-199999/200000", "bytes 120000-", "items 120000-199999/200000", "",
  ])
  func `starts over when the rest is not the rest`(range: String) async throws {
    let breaker = Breaker(after: [120_000]) { request in
      guard request["Range"] != nil else {
        return .document(Breaker.body, type: "a/b", etag: "\"1\"", for: request)
      }
      return .status(206, [("Content-Range", range)], body: [1, 2, 3])
    }
    let (ranges, body, _, _) = try await fetch(from: breaker)
    #expect(ranges == [nil, "bytes=120000-", nil])
    #expect(body == Breaker.body)
  }

  @Test
  func `starts over when the server cannot satisfy the range`() async throws {
    let breaker = Breaker(after: [120_000]) { request in
      request["Range"] == nil
        ? .document(Breaker.body, type: "a/b", etag: "\"1\"", for: request)
        : .status(416, [("Content-Range", "bytes */120000")])
    }
    let (ranges, body, _, _) = try await fetch(from: breaker)
    #expect(ranges == [nil, "bytes=120000-", nil])
    #expect(body == Breaker.body)
  }

  @Test
  func `fails when it breaks off every time, and leaves nothing behind`() async throws {
    let (ranges, body, _, failure) = try await fetch(
      from: Breaker(after: [70_000, 10_000, 10_000, 10_000, 10_000])
    )
    #expect(ranges == [nil, "bytes=70000-", "bytes=80000-", "bytes=90000-"])
    #expect(body == nil)
    #expect(failure?.hasPrefix("the body was cut short") == true)
  }
}
