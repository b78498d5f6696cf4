// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Appraisal
import Archiving
import Foundation
import Records
import Support
import Testing

@testable import Synchronising

/// A site answers every address with one page under 200, its list page and front page too.
@Suite(.timeLimit(.minutes(10)))
struct `One page in place of everything` {
  private static let targets = (1...5).map { "/files/\($0).pdf" }

  private static func page(_ title: String, _ text: String) -> Partnership.Answer {
    let page = "<!doctype html><html><head><title>\(title)</title></head><body><main>\(text)</main>"
    return { _ in .ok(Array(page.utf8), type: "text/html; charset=utf-8") }
  }

  private static let notice = page(
    "We are improving our site",
    "<h1>We are improving our site</h1><p>Please come back on Monday, or write to us in the meantime.</p>"
  )
  private static let consent = page(
    "Before you continue",
    "<h1>Before you continue</h1><p>Choose which cookies we may set, and then go on to the page.</p>"
  )

  private static func serve(_ site: Partnership) {
    site.list(targets)
    for target in targets { site.serve(target, Bodies.pdf(target)) }
  }

  /// Lets everything be answered alike.
  private static func close(_ site: Partnership, with answer: @escaping Partnership.Answer) {
    for target in targets { site.drop(target) }
    site.serve("/reviews/", answer)
    site.serveAnythingElse(answer)
  }

  @Test(arguments: [true, false])
  func `is told once for the host, with the third night, and once when it is over`(isNotice: Bool)
    async throws
  {
    try await Partnership.run { site in
      Self.serve(site)
      _ = try await site.night()
      Self.close(site, with: isNotice ? Self.notice : Self.consent)
      let title = isNotice ? "We are improving our site" : "Before you continue"
      for _ in 1...2 {
        let report = try await site.night()
        #expect(report.news.isEmpty)
        let sentence = report.degradedHosts.first?.sentence ?? ""
        #expect(sentence.contains("its list with the same page: “\(title)”: 5 documents"))
      }
      let third = try await site.night()
      #expect(third.news.map(\.news) == Array(repeating: .unreachable, count: 5))
      #expect(Set(third.news.map(\.verdict)) == [.softMissing(.siteNotice)])
      for _ in 4...6 { #expect(try await site.night().news.isEmpty) }
      for target in Self.targets {
        #expect(try await site.standing(of: target) == "unreachable", "nothing is gone for it")
      }
      Self.serve(site)
      let back = try await site.night()
      #expect(back.news.map(\.news) == Array(repeating: .returned, count: 5))
      let last = try await site.night()
      #expect(!last.hasNews)
    }
  }

  @Test func `is death where the list is sound, and only what is not there is answered alike`()
    async throws
  {
    try await Partnership.run { site in
      Self.serve(site)
      _ = try await site.night()
      Self.close(site, with: Self.notice)
      site.list(Self.targets)
      for _ in 1...2 { _ = try await site.night() }
      let third = try await site.night()
      #expect(third.news.map(\.news) == Array(repeating: .gone, count: 5))
    }
  }

  @Test(arguments: [
    // The last word of the list's own address, which is left out where the list repeats it.
    "<h1>We are improving our site</h1><p>The reviews pages are being rebuilt until Monday; write to us meanwhile.</p>",
    // A footer with one of the documents.
    "<h1>We are improving our site</h1><p>Back soon.</p><footer><a href=/files/1.pdf>Child A</a></footer>",
    // A few links of its own.
    "<h1>Back soon</h1><p><a href=/p.pdf>Privacy</a> <a href=/q.pdf>Terms</a></p>",
  ])
  func `is no death whatever the page says and links to`(text: String) async throws {
    try await Partnership.run { site in
      Self.serve(site)
      _ = try await site.night()
      Self.close(site, with: Self.page("We are improving our site", text))
      for _ in 1...4 { _ = try await site.night() }
      for target in Self.targets.dropFirst() {
        let standing = try await site.standing(of: target)
        #expect(standing == "unreachable")
      }
    }
  }

  @Test func `is death where the list says of itself that it is not there`() async throws {
    try await Partnership.run { site in
      Self.serve(site)
      _ = try await site.night()
      let text = "<h1>Page not found</h1><p>Sorry, this page could not be found.</p>"
      Self.close(site, with: Self.page("Page not found", text))
      for _ in 1...4 { _ = try await site.night() }
      for target in Self.targets { #expect(try await site.standing(of: target) == "gone") }
    }
  }

  @Test func `is no notice for what a source lists that has its list`() throws {
    let page = try WebAddress("https://a.example/reviews/")
    func likeness(_ text: String) -> PageLikeness {
      PageLikeness(Array("<main><p>\(text)".utf8), charset: nil, at: page, asked: page)
    }
    func document(_ host: String, _ sources: Set<String>) -> NoticeShelf.Document {
      NoticeShelf.Document(on: host, listedBy: sources)
    }
    let shelf = NoticeShelf()
    #expect(shelf.isEmpty && !shelf.has(likeness("Back soon"), for: document("a.example", ["a"])))
    shelf.add(likeness("Back soon"), of: "a", on: "a.example")
    #expect(shelf.has(likeness("Back soon"), for: document("files.example", ["a"])))
    #expect(!shelf.has(likeness("Child A"), for: document("a.example", ["a"])))
    #expect(!shelf.has(likeness("Back soon"), for: document("b.example", ["b"])))
    #expect(!shelf.has(likeness("Back soon"), for: document("a.example", ["a", "b"])))
    #expect(shelf.has(likeness("Back soon"), for: document("a.example", [])))
    #expect(!shelf.has(likeness("Back soon"), for: document("b.example", [])))
  }
}
