// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Curl
import Support
import Synchronization
import Testing

@testable import Fetching

@Suite(.timeLimit(.minutes(5)))
struct `A request that failed for the moment` {
  private static let quick = RetryPolicy(
    retries: 3,
    firstPause: .milliseconds(1),
    longestPause: .milliseconds(1)
  )
  private static let fine = Reply.ok([1, 2, 3], type: "a/b")

  /// Answers with these replies one after the other, then with the last of them.
  private func fetch(
    _ replies: [Reply],
    retries: RetryPolicy = quick
  ) async throws -> (status: Int?, requests: Int, failure: FetchFailure?) {
    let waiting = Mutex(replies)
    return try await Desk.run(retries: retries) { _ in
      waiting.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
    } _: { desk in
      let fetch = try await desk.fetch("/a.pdf")
      return (try? fetch.outcome.get().status, desk.server.requests.count, fetch.failure)
    }
  }

  @Test(arguments: [408, 425, 500, 502, 503, 504, 520, 524])
  func `is made again`(status: Int) async throws {
    let (answer, requests, _) = try await fetch([.status(status), .status(status), Self.fine])
    #expect(answer == 200)
    #expect(requests == 3)
  }

  @Test
  func `is made again after a broken connection and a body cut short`() async throws {
    let cut = Reply.cutShort([1], declaring: 3)
    let (answer, requests, _) = try await fetch([Reply([.reset]), cut, Self.fine])
    #expect(answer == 200)
    #expect(requests == 3)
  }

  @Test
  func `is given up after three more tries, with the last answer`() async throws {
    let (answer, requests, _) = try await fetch([
      .status(500), .status(502), .status(500), .status(504),
    ])
    #expect(answer == 504)
    #expect(requests == 4)
    let (none, resets, failure) = try await fetch([Reply([.reset])])
    #expect(none == nil)
    #expect(resets >= 4)
    #expect(failure != nil)
  }

  @Test(arguments: [200, 204, 301, 304, 400, 401, 403, 404, 406, 410, 451, 501, 505])
  func `is not made again where the answer is meant`(status: Int) async throws {
    let (answer, requests, _) = try await fetch([.status(status)])
    #expect(answer == status)
    #expect(requests == 1)
  }

  @Test
  func `is not made again where it is not to be`() async throws {
    let (answer, requests, _) = try await fetch([.status(500), Self.fine], retries: .never)
    #expect(answer == 500)
    #expect(requests == 1)
  }

  @Test
  func `waits between nothing and a time that doubles up to a limit`() {
    let policy = RetryPolicy(retries: 9, firstPause: .seconds(2), longestPause: .seconds(120))
    var least = Extreme(value: 0)
    var most = Extreme(value: .max)
    for (retry, longest) in [(1, 2.0), (2, 4), (3, 8), (6, 64), (7, 120), (1_000, 120)] {
      #expect(policy.pause(before: retry, using: &least) == .zero)
      let pause = policy.pause(before: retry, using: &most)
      #expect(pause <= .seconds(longest) && pause >= .seconds(longest * 0.999))
    }
  }

  /// Always draws the same.
  private struct Extreme: RandomNumberGenerator {
    let value: UInt64
    mutating func next() -> UInt64 { value }
  }
}

@Suite(.timeLimit(.minutes(5)))
struct `Asking for less than a document` {
  private static let body = [UInt8](repeating: 0x61, count: 3_000_000)

  @Test
  func `HEAD brings status and fields, and no body`() async throws {
    try await Desk.run {
      .document(Self.body, type: "application/pdf", for: $0)
    } _: { desk in
      let order = FetchOrder(try desk.address("/a.pdf"), purpose: .head)
      let answer = try await desk.fetcher.fetch(order).outcome.get()
      #expect(answer.status == 200 && answer.method == .head)
      #expect(answer.declaredLength == 3_000_000)
      #expect(answer.body == nil && answer.receivedBytes == 0)
      #expect(desk.server.requests.map(\.method) == ["HEAD"])
    }
  }

  @Test
  func `a body is abandoned once its signature is here`() async throws {
    try await Desk.run {
      .document(Self.body, type: "application/pdf", for: $0)
    } _: { desk in
      let order = FetchOrder(try desk.address("/a.pdf"), purpose: .signature)
      let answer = try await desk.fetcher.fetch(order).outcome.get()
      let body = try #require(answer.body)
      #expect(answer.status == 200 && answer.response.isAbandoned)
      #expect(body.length >= 64 << 10)
      #expect(body.length < 500_000, "the rest was not fetched")
      // What was abandoned harms nobody who comes after.
      let whole = try await desk.fetch("/a.pdf").outcome.get()
      #expect(whole.body?.length == 3_000_000)
      #expect(!whole.response.isAbandoned)
    }
  }

  @Test
  func `a short body is taken whole`() async throws {
    try await Desk.run {
      .document([1, 2, 3], type: "a/b", for: $0)
    } _: { desk in
      let order = FetchOrder(try desk.address("/a"), purpose: .signature)
      let answer = try await desk.fetcher.fetch(order).outcome.get()
      #expect(answer.body?.length == 3)
      #expect(!answer.response.isAbandoned)
    }
  }

  @Test
  func `an endless body is no trouble`() async throws {
    try await Desk.run { _ in
      Reply([.send(Reply.head(200, [])), .endlessly([UInt8](repeating: 1, count: 1_000))])
    } _: { desk in
      let order = FetchOrder(try desk.address("/a"), purpose: .signature)
      let answer = try await desk.fetcher.fetch(order).outcome.get()
      #expect(answer.response.isAbandoned)
    }
  }
}
