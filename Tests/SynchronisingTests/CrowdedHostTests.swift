// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fetching
import Foundation
import Records
import Support
import Testing

@testable import Synchronising

/// A site with more documents than a night may ask for.
@Suite(.timeLimit(.minutes(5)))
struct `A crowded host` {
  private static let targets = (10..<34).map { "/\($0).pdf" }

  /// Twelve documents a night.
  private static func shorten(_ plan: inout RunPlan) {
    plan.politeness.delay = .milliseconds(20)
    plan.politeness.night = .milliseconds(300)
  }

  @Test func `is asked for what is new, then for the rest in turn, and for what failed at once`()
    async throws
  {
    try await Partnership.run { site in
      site.list(Self.targets)
      for target in Self.targets { site.serve(target, Bodies.pdf(target)) }
      var asked: [Set<String>] = []
      for night in 0..<4 {
        let requests = try await site.requests {
          let report = try await site.night(Self.shorten)
          #expect(report.isComplete && report.counts.failed == 0)
          let told = try #require(report.putOff?.first)
          #expect(told.host == Partnership.host && told.documents == 24 && told.left == 12)
          #expect(told.isNews == (night == 0) && told.nights <= 28)
          #expect((told.oldest == nil) == (night == 0))
          #expect(report.hasNews == (night < 2))
        }
        asked.append(Set(requests).intersection(Self.targets))
      }
      #expect(asked.allSatisfy { $0.count == 12 })
      #expect(asked[0].union(asked[1]) == Set(Self.targets), "the new ones are fetched first")
      #expect(asked[2].union(asked[3]) == Set(Self.targets))

      // What is gone is asked for night by night from then on.
      let gone = try #require(asked[2].min())
      site.drop(gone)
      var wasSeen = false
      for _ in 0..<4 {
        let requests = try await site.requests { _ = try await site.night(Self.shorten) }
        #expect(!wasSeen || requests.contains(gone))
        wasSeen = wasSeen || requests.contains(gone)
      }
      #expect(wasSeen)
    }
  }

  @Test func `gets fewer requests where its robots.txt asked for longer pauses`() async throws {
    try await Partnership.run { site in
      site.list(Self.targets)
      for target in Self.targets { site.serve(target, Bodies.pdf(target)) }
      site.serve("/robots.txt") { _ in
        .ok(Array("User-agent: *\nCrawl-delay: 0.06\n".utf8), type: "text/plain")
      }
      let first = try await site.night(Self.shorten)
      #expect(first.counts.new == 12)
      // It is known from then on.
      let second = try await site.night(Self.shorten)
      #expect(second.counts.new == 4)
      #expect(second.putOff?.first?.left == 20)
      let third = try await site.night { plan in
        Self.shorten(&plan)
        plan.longest = .milliseconds(150)
      }
      #expect(third.counts.new == 2, "what a run may take shortens the night")
    }
  }
}
