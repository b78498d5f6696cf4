// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Foundation
import Night
import Records
import Support
import SystemPackage
import Testing

@testable import Synchronising

/// What leaves a list because the configuration was changed was not taken off by the site.
@Suite(.timeLimit(.minutes(5)))
struct `A source that is read otherwise than the night before` {
  /// A list with a further page, a page that it follows, a report that is a page, and another list beside it.
  private static func publish(on site: Partnership) {
    let more = #"<a href="/reviews/?page=2">Next</a>"#
    site.serve("/reviews/") { _ in
      page(["/files/a.pdf", "/files/b.pdf", "/reviews/child-c", "/reports/d.html"], more)
    }
    site.serve("/reviews/?page=2") { _ in page(["/files/e.pdf", "/files/f.pdf"], more) }
    site.list(["/files/c.pdf"], on: "/reviews/child-c")
    site.list(["/files/b.pdf"], on: "/other/")
    let text = "<html><title>D</title><body><main><h1>D</h1><p>What was learned.</p></main>"
    site.serve("/reports/d.html") { _ in .ok(Array(text.utf8), type: "text/html; charset=utf-8") }
    for name in ["a", "b", "c", "e", "f"] { site.serve("/files/\(name).pdf", Bodies.pdf(name)) }
  }

  private static func page(_ targets: [String], _ more: String) -> Reply {
    let items = targets.map { "<li><a href=\"\($0)\">Report \($0.suffix(5))</a></li>" }.joined()
    let text =
      "<html><title>Reviews</title><body><main><h1>Reviews</h1><ul>\(items)</ul>\(more)</main>"
    return .ok(Array(text.utf8), type: "text/html; charset=utf-8")
  }

  private static func night(
    _ site: Partnership,
    program: String? = nil,
    _ change: (inout Source) throws -> Void = { _ in }
  ) async throws -> RunReport {
    try await site.night { plan in
      var source = plan.sources[0]
      source.follow = [AddressPattern("*/reviews/child-*")]
      source.kinds.insert(.html)
      source.includePages = [AddressPattern("*/reports/*")]
      try? change(&source)
      plan.sources = [source]
      if let program { plan.program = program }
    }
  }

  struct Change: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let left: Set<String>
    /// Whether the ground is that the list is read otherwise; else `include`, `exclude` say so by themselves.
    var isReading = true
    let apply: @Sendable (inout Source, Partnership) throws -> Void
  }

  static let changes = [
    Change(testDescription: "pages", left: ["/files/c.pdf", "/files/e.pdf", "/files/f.pdf"]) {
      source,
      _ in source.mostPages = 1
    },
    Change(testDescription: "follow", left: ["/files/c.pdf"]) { source, _ in source.follow = [] },
    Change(testDescription: "kinds", left: ["/reports/d.html"]) { source, _ in
      source.kinds.remove(.html)
      source.includePages = []
    },
    Change(testDescription: "exclude, of a further page", left: ["/files/e.pdf", "/files/f.pdf"]) {
      source,
      _ in source.exclude = [AddressPattern("*page=2")]
    },
    Change(
      testDescription: "page",
      left: ["/files/a.pdf", "/files/c.pdf", "/files/e.pdf", "/files/f.pdf", "/reports/d.html"]
    ) { source, site in
      var other = Source(id: "reviews", title: "R", place: .page(try site.address("/other/")))
      (other.kinds, other.includePages) = (source.kinds, source.includePages)
      source = other
    },
    Change(testDescription: "exclude, of a document", left: ["/files/a.pdf"], isReading: false) {
      source,
      _ in source.exclude = [AddressPattern("*/a.pdf")]
    },
  ]

  @Test(arguments: changes)
  func `tells once how many are asked for no more, and has them back when that is undone`(
    change: Change
  ) async throws {
    try await Partnership.run { site in
      Self.publish(on: site)
      let all = try await site.requests { _ = try await Self.night(site) }
      let quiet = try await Self.night(site)
      #expect(!quiet.hasNews, "\(quiet.news) \(quiet.sources)")
      for _ in 1...2 {
        let requests = try await site.requests {
          let report = try await Self.night(site) { try change.apply(&$0, site) }
          #expect(report.news.isEmpty, "\(report.news)")
          let told = report.retired.filter { $0.reason != .pageRemoved }
          #expect(told.map(\.documents) == [change.left.count])
          #expect(told.map(\.source) == ["reviews"])
          #expect(told.map(\.reason) == [change.isReading ? .readingChanged : .leftOut])
          #expect(report.sources.map(\.health) == ["healthy"])
        }
        #expect(change.left.isDisjoint(with: requests))
        for isReindexed in [false, true] {
          let later = try await site.requests {
            let report = try await Self.night(site) { try change.apply(&$0, site) }
            #expect(!report.hasNews || report.sources.contains(where: \.isNews), "\(report.news)")
            #expect(report.news.isEmpty && report.retired.isEmpty)
          }
          #expect(change.left.isDisjoint(with: later))
          if !isReindexed {
            let file = site.archive.path.appending("catalogue.sqlite").string
            try FileManager.default.removeItem(atPath: file)
            _ = try await Reindexing.run(ArchiveWriter(site.archive, for: "test"))
          }
        }
        let back = try await site.requests {
          let report = try await Self.night(site)
          #expect(report.news.isEmpty && report.counts.new == 0, "\(report.news)")
        }
        #expect(Set(back).isSuperset(of: all))
        for target in change.left where target.hasSuffix(".pdf") {
          #expect(try await site.standing(of: target) == "present")
        }
      }
    }
  }

  @Test func `leaves to the site what the site did, in that night and later`() async throws {
    try await Partnership.run { site in
      Self.publish(on: site)
      _ = try await Self.night(site)
      // The list itself is read as before, and loses a report in the same night.
      site.serve("/reviews/") { _ in
        Self.page(
          ["/files/a.pdf", "/reviews/child-c", "/reports/d.html"],
          #"<a href="/reviews/?page=2">Next</a>"#
        )
      }
      let report = try await Self.night(site) { $0.exclude = [AddressPattern("*/a.pdf")] }
      #expect(report.news.map(\.address.path) == ["/files/b.pdf"])
      #expect(report.news.map(\.news) == [.delisted])
      #expect(report.retired.map(\.documents) == [1])
      // A later night, by the same configuration.
      site.serve("/reviews/?page=2") { _ in Self.page(["/files/e.pdf"], "") }
      let later = try await Self.night(site) { $0.exclude = [AddressPattern("*/a.pdf")] }
      #expect(later.news.map(\.address.path) == ["/files/f.pdf"])
      #expect(later.retired.isEmpty)
    }
  }

  @Test func `tells what the site dropped meanwhile, once the change is taken back`() async throws {
    try await Partnership.run { site in
      Self.publish(on: site)
      _ = try await Self.night(site)
      _ = try await Self.night(site) { $0.mostPages = 1 }
      site.serve("/reviews/?page=2") { _ in Self.page(["/files/e.pdf"], "") }
      let report = try await Self.night(site)
      #expect(report.news.map(\.address.path) == ["/files/f.pdf"])
      #expect(report.news.map(\.news) == [.delisted])
      let quiet = try await Self.night(site)
      #expect(quiet.news.isEmpty)
    }
  }

  /// Whoever gives back what was left out may change something else with it.
  @Test(arguments: ["pages", "follow"])
  func `tells it, too, where the source is read otherwise again and finds what it found`(
    change: String
  ) async throws {
    func leaveOut(_ source: inout Source) {
      if change == "pages" { source.mostPages = 1 } else { source.follow = [] }
    }
    try await Partnership.run { site in
      Self.publish(on: site)
      _ = try await Self.night(site)
      let left = try await Self.night(site, leaveOut)
      let reports = left.retired.filter { $0.reason == .readingChanged }
      #expect(reports.map(\.documents) == [change == "pages" ? 3 : 1])
      site.serve("/reviews/?page=2") { _ in Self.page(["/files/e.pdf"], "") }
      site.list(["/files/g.pdf"], on: "/reviews/child-c")
      site.serve("/files/g.pdf", Bodies.pdf("g"))
      // Something else says nothing of what is left out still.
      let still = try await Self.night(site) {
        leaveOut(&$0)
        $0.exclude = [AddressPattern("*/x.pdf")]
      }
      #expect(still.news.allSatisfy { $0.address.path != "/files/c.pdf" }, "\(still.news)")
      var told: [String] = []
      for _ in 1...3 {
        let report = try await Self.night(site) { $0.exclude = [AddressPattern("*/y.pdf")] }
        told += report.news.filter { $0.news == .delisted }.map(\.address.path.description)
      }
      let all = told + still.news.filter { $0.news == .delisted }.map(\.address.path.description)
      #expect(all.sorted() == ["/files/c.pdf", "/files/f.pdf"])
      #expect(told.contains("/files/c.pdf"))
    }
  }

  @Test func `is not so by another program`() async throws {
    try await Partnership.run { site in
      Self.publish(on: site)
      let first = try await Self.night(site, program: "hanaper/1")
      site.serve("/reviews/?page=2") { _ in Self.page(["/files/e.pdf"], "") }
      let report = try await Self.night(site, program: "hanaper/2")
      #expect(report.news.map(\.news) == [.delisted] && report.retired.isEmpty)
      #expect(first.sources.first?.reading == report.sources.first?.reading)
    }
  }

  @Test func `is not taken for what it was, where it is as it was when it left them out`()
    async throws
  {
    try await Partnership.run { site in
      Self.publish(on: site)
      _ = try await Self.night(site)
      func short(_ source: inout Source) { source.mostPages = 1 }
      #expect(try await Self.night(site, short).retired.map(\.documents) == [3])
      let both = try await Self.night(site) {
        $0.mostPages = 1
        $0.exclude = [AddressPattern("*/a.pdf")]
      }
      #expect(both.retired.map(\.documents) == [1])
      for _ in 1...3 {
        let report = try await Self.night(site, short)
        #expect(!report.hasNews, "\(report.news) \(report.sources)")
        #expect(report.sources.allSatisfy { $0.sentence == nil })
      }
      // What they were listed by is another matter: what is missing then was taken off by the site.
      site.serve("/reviews/?page=2") { _ in Self.page(["/files/e.pdf"], "") }
      let back = try await Self.night(site)
      #expect(back.news.map(\.address) == [try site.address("/files/f.pdf")])
      #expect(back.news.map(\.news) == [.delisted])
    }
  }
}
