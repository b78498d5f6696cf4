// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Night
import Records
import Support
import Testing

@testable import Synchronising

@Suite(.timeLimit(.minutes(5)))
struct `Reports that are web pages` {
  private static let targets = [
    "/files/a.pdf", "/case-reviews/family-a.php", "/case-reviews/child-z", "/about.php", "/contact",
  ]

  private static func page(_ words: String) -> [UInt8] {
    Array(
      """
      <!doctype html><html><head><title>\(words)</title></head><body><main><h1>\(words)</h1>
      <p>What the services that knew this family saw and did.</p></main></body></html>
      """.utf8
    )
  }

  private static func serve(_ site: Partnership) {
    site.list(targets)
    site.serve(targets[0], Bodies.pdf("a"))
    for target in targets.dropFirst() {
      site.serve(target) { .ok(page("\(target) \($0.connection)"), type: "text/html") }
    }
  }

  private static func pages(_ patterns: String...) -> (inout RunPlan) -> Void {
    { plan in
      plan.sources[0].kinds = Source.defaultKinds.union([.html])
      plan.sources[0].includePages = patterns.map { AddressPattern($0) }
    }
  }

  private static func kept(_ site: Partnership) async throws -> [String] {
    var kept: [String] = []
    for target in targets where try await site.versions(of: target) > 0 { kept.append(target) }
    return kept
  }

  @Test func `are kept where a source says so, files beside them, and no other pages`()
    async throws
  {
    try await Partnership.run { site in
      Self.serve(site)
      let first = try await site.night(Self.pages("*/case-reviews/*"))
      #expect(first.counts.new == 3)
      let kept = try await Self.kept(site)
      #expect(kept == Array(Self.targets.prefix(3)))

      // A page that does not tell what it is was asked for once, and plain pages never.
      let requests = try await site.requests {
        let second = try await site.night(Self.pages("*/case-reviews/*"))
        #expect(!second.hasNews)
      }
      #expect(!requests.contains("/about.php") && !requests.contains("/contact"))
    }
  }

  @Test func `are left out unless named, and all pages are kept where none is chosen`()
    async throws
  {
    try await Partnership.run { site in
      Self.serve(site)
      _ = try await site.night()
      #expect(try await Self.kept(site) == ["/files/a.pdf"])
      _ = try await site.night(Self.pages())
      #expect(try await Self.kept(site) == Self.targets)
    }
  }

  @Test func `that are left out are told with the first list of a source, once`() async throws {
    try await Partnership.run { site in
      Self.serve(site)
      site.serve("/reviews/") { _ in .status(503) }
      let unread = try await site.night()
      #expect(unread.sources[0].leftOut == nil)
      Self.serve(site)
      let first = try await site.night()
      let sentence = try #require(first.sources[0].leftOut)
      #expect(sentence.contains("not kept: “Report family-a.php”, and 3 more"))
      #expect(first.hasNews)
      let second = try await site.night()
      #expect(second.sources[0].leftOut == nil && !second.hasNews)
    }
  }

  @Test func `of which there are more than are counted are told so`() async throws {
    try await Partnership.run { site in
      let links = (0..<6_000).map { "<li><a href=\"/reviews/\($0).php\">Review \($0)</a>" }
      let html = "<main><h1>Reviews</h1><ul>\(links.joined())</ul></main>"
      site.serve("/reviews/") { _ in .ok(Array(html.utf8), type: "text/html") }
      let report = try await site.night { plan in
        plan.sources[0].exclude = [AddressPattern("*9.php")]
      }
      let sentence = try #require(report.sources[0].leftOut)
      #expect(sentence.contains("“Review 0”, and at least 4499 more"), "\(sentence)")
    }
  }

  @Test func `are not told where pages are asked for, or the link is excluded`() async throws {
    try await Partnership.run { site in
      Self.serve(site)
      let asked = try await site.night(Self.pages("*/case-reviews/*"))
      #expect(asked.sources[0].leftOut == nil)
    }
    try await Partnership.run { site in
      Self.serve(site)
      let excluded = try await site.night { $0.sources[0].include = [AddressPattern("*.pdf")] }
      #expect(excluded.sources[0].leftOut == nil)
    }
  }

  @Test func `a narrower choice is no loss of the site's`() async throws {
    try await Partnership.run { site in
      Self.serve(site)
      _ = try await site.night(Self.pages())
      let narrower = try await site.night(Self.pages("*/case-reviews/*"))
      #expect(narrower.news.isEmpty, "\(narrower.news)")
      #expect(
        narrower.retired.map(\.reason) == [.leftOut],
        "it is a person's choice, and told once"
      )
      #expect(narrower.sources[0].disappeared == 0)
      #expect(try await site.standing(of: "/about.php") == "present")
      #expect(try await !site.night(Self.pages("*/case-reviews/*")).hasNews)
    }
  }
}
