// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Night
import Records
import Support
import Testing

@testable import Synchronising

@Suite(.timeLimit(.minutes(5)))
struct `Nights of a site with a long menu` {
  /// Serves a list page with 40 pages and a report behind links that say nothing, in a part of this class.
  private static func serve(_ site: Partnership, in name: String) {
    let items = (0..<40).map { "<li><a href=/town/\($0)>Services of town \($0)</a></li>" }.joined()
    let html = """
      <!doctype html><title>Reviews</title><div class=\(name)><ul>\(items)<li><a href=/child-c>C</a></ul></div>
      <div><h1>Reviews</h1><p>What was learnt from each review of the partnership stands here.</p>
      <a href=/a.pdf>A</a> <a href=/child-b>B</a></div>
      """
    site.serve("/reviews/") { _ in .ok(Array(html.utf8), type: "text/html") }
    for town in 0..<40 { site.list([], on: "/town/\(town)") }
    for target in ["/a.pdf", "/child-b", "/child-c"] { site.serve(target, Bodies.pdf(target)) }
  }

  @Test func `visits no page of the menu`() async throws {
    try await Partnership.run { site in
      Self.serve(site, in: "offcanvas")
      let requests = try await site.requests {
        let report = try await site.night()
        #expect(report.news.map(\.address.path) == ["/a.pdf", "/child-b"])
        #expect(report.sources.first?.menuLinks == 41)
      }
      #expect(requests == ["/a.pdf", "/child-b", "/reviews/"])
    }
  }

  @Test func `that was taken for its list before loses nothing, and is not ill`() async throws {
    try await Partnership.run { site in
      Self.serve(site, in: "box")
      let first = try await site.night()
      #expect(first.news.count == 3)
      Self.serve(site, in: "navbar")
      for _ in 0..<2 {
        let requests = try await site.requests {
          let report = try await site.night()
          #expect(!report.hasNews, "\(report.news) \(report.told)")
          #expect(report.sources.first?.health == "healthy")
          #expect(report.sources.first?.listed == 3)
          #expect(report.sources.first?.disappeared == 0)
        }
        #expect(requests == ["/a.pdf", "/child-b", "/child-c", "/reviews/"])
      }
      #expect(try await site.versions(of: "/reviews/") == 1)
    }
  }

  /// Serves a list of reports behind links that say nothing, in a part of this class, beside a menu.
  ///
  /// - Parameters:
  ///   - site: the site.
  ///   - reports: the reports.
  ///   - name: the class.
  ///   - element: the name of the element that is the part.
  ///   - others: what else stands in it, as pages.
  private static func serve(
    _ site: Partnership,
    _ reports: [String],
    in name: String,
    element: String = "div",
    besides others: [String] = []
  ) {
    for other in others { site.list([], on: "/\(other)") }
    let menu = (0..<40).map { "<li><a href=/town/\($0)>Town \($0)</a></li>" }.joined()
    let items = (reports + others).map { "<li><a href=/\($0)>Entry \($0)</a></li>" }.joined()
    let html = """
      <!doctype html><title>Reviews</title><div class=navbar><ul>\(menu)</ul></div><h1>Reviews</h1>
      <p>What was learnt from each of them stands here, and what the partnership did about it since then, year by year, in
      the words of those who took part, with the names of no child.</p><\(element) class=\(name)><ul>\(items)</ul></\(element)>
      """
    site.serve("/reviews/") { _ in .ok(Array(html.utf8), type: "text/html") }
    for report in reports { site.serve("/\(report)", Bodies.pdf(report)) }
  }

  @Test func `is no reason to pass over what is new on a list that moves into one`() async throws {
    try await Partnership.run { site in
      let reports = ["x1", "x2", "x3", "x4"]
      Self.serve(site, reports, in: "box")
      #expect(try await site.night().counts.new == 4)
      Self.serve(site, reports + ["x5"], in: "submenus")
      let report = try await site.night()
      #expect(report.news.map(\.address.path) == ["/x5"])
      #expect(report.sources.first?.menuLinks == 40)
      let told = report.sources.first { $0.isNews }?.sentence
      #expect(told?.hasPrefix("1 new link stands in what is called a menu") == true)
      let quiet = try await site.night()
      #expect(!quiet.hasNews, "\(quiet.news) \(quiet.sources)")
    }
  }

  @Test(arguments: ["nav", "header", "footer"])
  func `is no reason either where the page itself calls it navigation`(
    element: String
  ) async throws {
    try await Partnership.run { site in
      let reports = ["x1", "x2", "x3", "x4"]
      Self.serve(site, reports, in: "box")
      #expect(try await site.night().counts.new == 4)
      Self.serve(site, reports + ["x5"], in: "box", element: element)
      let report = try await site.night()
      #expect(report.news.map(\.address.path) == ["/x5"], "\(report.news.map(\.sentence))")
      #expect(report.sources.first?.listed == 5)
      let told = report.sources.first { $0.isNews }?.sentence
      #expect(told?.hasPrefix("1 new link stands in what is called a menu") == true)
      let quiet = try await site.night()
      #expect(!quiet.hasNews, "\(quiet.news) \(quiet.sources)")
      Self.serve(site, Array(reports.dropFirst()) + ["x5"], in: "box", element: element)
      let delisted = try await site.night()
      #expect(delisted.news.map(\.news) == [.delisted])
      #expect(delisted.news.map(\.address.path) == ["/x1"])
    }
  }

  @Test func `takes back nothing where the list stands among many pages in a header`() async throws
  {
    try await Partnership.run { site in
      let reports = ["x1", "x2", "x3", "x4"]
      Self.serve(site, reports, in: "box")
      _ = try await site.night()
      let others = (0..<12).map { "about/\($0)" }
      Self.serve(site, reports, in: "box", element: "header", besides: others)
      let requests = try await site.requests {
        let report = try await site.night()
        #expect(!report.news.contains { $0.news == .delisted })
        #expect(report.sources.first?.listed == 4)
      }
      #expect(!requests.contains { $0.hasPrefix("/about") })
    }
  }

  @Test func `is one where few of the documents stand in a footer`() async throws {
    try await Partnership.run { site in
      let reports = ["x1", "x2", "x3", "x4"]
      Self.serve(site, reports, in: "box")
      _ = try await site.night()
      Self.serve(site, ["x1"], in: "box", element: "footer", besides: ["contact"])
      let requests = try await site.requests { _ = try await site.night() }
      #expect(!requests.contains("/contact"))
    }
  }
}
