// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Curl
import Fetching
import HTTP
import Support
import Synchronization
import Testing

/// Two answers are one body only if nothing at all speaks against it.
@Suite(.timeLimit(.minutes(5)))
struct `The rest of a body from a server that misbehaves` {
  private static let first = [UInt8](repeating: 1, count: 200_000)
  private static let second = [UInt8](repeating: 2, count: 200_000)
  private static let quick = RetryPolicy(
    retries: 3,
    firstPause: .milliseconds(1),
    longestPause: .milliseconds(1)
  )

  /// Breaks the first edition off after 120,000 bytes, answers a request for a range with `rest`,
  /// and any later one with the second edition whole.
  private static func script(_ rest: Reply) -> ScriptedServer.Script {
    let breaks = Mutex(1)
    let piece = Array(first.prefix(120_000))
    return { request in
      if request["Range"] != nil { return rest }
      let isWhole = breaks.withLock { breaks in
        breaks -= 1
        return breaks < 0
      }
      guard !isWhole else {
        return .ok(second, type: "a/b", headers: [("ETag", "\"2\"")])
      }
      return .cutShort(piece, declaring: first.count, headers: [("ETag", "\"1\"")])
    }
  }

  private static func part(_ range: String, _ body: ArraySlice<UInt8>, etag: String?) -> Reply {
    let tag = etag.map { [("ETag", $0)] } ?? []
    return .status(206, [("Content-Range", range)] + tag, body: Array(body))
  }

  struct Example: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let rest: Reply
  }

  @Test(arguments: [
    Example(
      testDescription: "of another edition that is as long",
      rest: part("bytes 120000-199999/200000", second[120_000...], etag: "\"2\"")
    ),
    Example(
      testDescription: "by a tag that is weak all of a sudden",
      rest: part("bytes 120000-199999/200000", second[120_000...], etag: "W/\"1\"")
    ),
    Example(
      testDescription: "that stops before the end",
      rest: part("bytes 120000-149999/200000", first[120_000..<150_000], etag: "\"1\"")
    ),
    Example(
      testDescription: "that stops before the end of what it keeps to itself",
      rest: part("bytes 120000-149999/*", first[120_000..<150_000], etag: "\"1\"")
    ),
  ])
  func `is not sewn on`(example: Example) async throws {
    try await Desk.run(retries: Self.quick, script: Self.script(example.rest)) { desk in
      let answer = try await desk.fetch("/a.pdf").outcome.get()
      let body = try answer.body.map { try $0.head(1_000_000) }
      #expect(body == Self.second)
      #expect(answer.validators?.etag == "\"2\"")
      #expect(desk.server.requests.map { $0["Range"] } == [nil, "bytes=120000-", nil])
    }
  }

  @Test
  func `counts together with its beginning`() async throws {
    try await Desk.run(
      retries: Self.quick,
      limits: TransferLimits(bodyBytes: 150_000),
      script: Self.script(
        Self.part("bytes 120000-199999/200000", Self.first[120_000...], etag: "\"1\"")
      )
    ) { desk in
      let fetch = try await desk.fetch("/a.pdf")
      #expect(fetch.failure?.description == "the body is larger than the limit of 150000 bytes")
      let left = try desk.spooled()
      #expect(left.isEmpty)
    }
  }

  @Test
  func `may be a whole of its own, as long as any`() async throws {
    try await Desk.run(
      retries: Self.quick,
      limits: TransferLimits(bodyBytes: 210_000),
      script: Self.script(.ok(Self.second, type: "a/b"))
    ) { desk in
      let answer = try await desk.fetch("/a.pdf").outcome.get()
      let body = try answer.body.map { try $0.head(1_000_000) }
      #expect(body == Self.second)
    }
  }
}
