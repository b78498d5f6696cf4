// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Curl
import Fetching
import Filing
import Fixity
import HTTP
import Support
import SystemPackage
import Testing

@Suite(.enabled(if: Nginx.isPresent, "needs Debian's package nginx-light"), .timeLimit(.minutes(5)))
struct `A body from nginx` {
  private static let body = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 13) }

  /// Runs nginx with one large file, and a fetcher that asks it.
  private func withFetcher(
    limits: TransferLimits,
    directives: String,
    _ body: @Sendable (Nginx, Fetcher, WebAddress) async throws -> Void
  ) async throws {
    try await ScratchDirectory.run { folder in
      let spool = folder.appending("spool")
      try Disk().makeDirectory(spool)
      try await Nginx.run(in: folder, directives: directives) { nginx in
        try nginx.write(Self.body, to: "large.pdf")
        let address = try WebAddress("http://127.0.0.1:\(nginx.port)/large.pdf")
        try await TransferLoop.withLoop(.local) { loop in
          let fetcher = Fetcher(
            loop,
            politeness: Politeness(delay: .zero),
            retries: RetryPolicy(retries: 5, firstPause: .zero, longestPause: .zero),
            limits: limits,
            spool: spool
          )
          try await body(nginx, fetcher, address)
        }
      }
    }
  }

  @Test
  func `that comes too slowly is gone on with by a range`() async throws {
    // After so many bytes of each answer nginx as good as stops.
    let directives = "limit_rate_after 180k; limit_rate 1;"
    let limits = TransferLimits(total: .seconds(1))
    try await withFetcher(limits: limits, directives: directives) { nginx, fetcher, address in
      let answer = try await fetcher.fetch(FetchOrder(address, purpose: .document)).outcome.get()
      #expect(answer.status == 200)
      #expect(answer.body?.digest == Digest.of(Self.body))
      #expect(try nginx.requests().contains { $0.hasPrefix("GET /large.pdf 206 ") })
    }
  }

  @Test
  func `is not sent again while its tag is the same, and sent when it is another`() async throws {
    try await withFetcher(limits: TransferLimits(), directives: "") { nginx, fetcher, address in
      let first = try await fetcher.fetch(FetchOrder(address, purpose: .document)).outcome.get()
      let validators = try #require(first.validators)
      let again = FetchOrder(address, purpose: .document, validators: validators)
      let second = try await fetcher.fetch(again).outcome.get()
      #expect(second.status == 304 && second.wasConditional && second.body == nil)
      try nginx.write(Self.body + [0], to: "large.pdf")
      let third = try await fetcher.fetch(again).outcome.get()
      #expect(third.status == 200)
      #expect(third.body?.digest == Digest.of(Self.body + [0]))
      #expect(third.validators?.etag != validators.etag)
    }
  }
}
