// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Discovery
import Foundation
import Records
import Testing

@testable import Night

@Suite(.timeLimit(.minutes(1)))
struct `Ordinary pages that no kind asks for` {
  private static let page = WebAddress(alreadyNormal: "https://www.example.org/reviews/")
  private static let start = Date(timeIntervalSince1970: 1_900_000_000)

  private static func address(_ name: String) -> WebAddress {
    WebAddress(alreadyNormal: "https://www.example.org/\(name)")
  }

  /// A night of sources with these links, where what ends in `.pdf` is a file and all else a page.
  private static func night(
    _ day: Int,
    _ links: [String: [String]?],
    _ archive: inout MemoryArchive,
    dead: Set<String> = []
  ) -> RunReport {
    let sources = links.keys.sorted().map {
      Source(id: $0, title: $0, place: .page(page))
    }
    var answers: [WebAddress: ReplayedNight.Answer] = [:]
    let listings = sources.map { source in
      guard let names = links[source.id] ?? nil else {
        return SourceListing(notRead: .serverError(status: 500), because: "the server failed")
      }
      var listing = SourceListing([])
      listing.links = names.enumerated().map { position, name in
        let answer: ReplayedNight.Answer =
          name.hasSuffix(".pdf") ? .file(name) : .verdict(dead.contains(name) ? .notFound : .page)
        answers[address(name)] = answer
        return Link(address: address(name), text: name, position: position)
      }
      return listing
    }
    return ReplayedNight(
      plan: NightPlan(sources: sources, started: start + Double(day) * 86_400),
      listings: listings,
      answers: answers
    ).run(&archive)
  }

  private static func pages(_ report: RunReport) -> [Int?] { report.sources.map(\.pages) }

  @Test func `are counted with their source, asked for tonight or resting, and are no news`() {
    var archive = MemoryArchive()
    let links: [String: [String]?] = ["a": ["1.pdf", "about", "news"], "b": ["news", "2.pdf"]]
    let first = Self.night(0, links, &archive)
    #expect(Self.pages(first) == [2, 1] && first.counts.visited == 4)
    for day in 1...3 {
      let later = Self.night(day, links, &archive)
      #expect(Self.pages(later) == [2, 1] && !later.hasNews)
      #expect(later.counts.visited == 2, "they rest")
    }
    let looked = Self.night(29, links, &archive)
    #expect(Self.pages(looked) == [2, 1] && !looked.hasNews && looked.counts.visited == 4)
  }

  @Test func `are counted while the list cannot be read, and not when it lists them no more`() {
    var archive = MemoryArchive()
    _ = Self.night(0, ["a": ["1.pdf", "about", "news"]], &archive)
    #expect(Self.pages(Self.night(1, ["a": nil], &archive)) == [2])
    #expect(Self.pages(Self.night(2, ["a": ["1.pdf", "about"]], &archive)) == [1])
    #expect(Self.pages(Self.night(3, ["a": ["1.pdf"]], &archive)) == [nil])
  }

  @Test func `are none any more where something else answers`() {
    var archive = MemoryArchive()
    _ = Self.night(0, ["a": ["about", "news"]], &archive)
    let report = Self.night(29, ["a": ["about", "news"]], &archive, dead: ["news"])
    #expect(Self.pages(report) == [1])
    #expect(report.news.map(\.news) == [.leftOut], "and that is told")
  }

  @Test func `are told once where nothing else is listed, and stand in each report`() {
    var archive = MemoryArchive()
    let pages: [String: [String]?] = ["a": ["x/news", "x/about"], "b": ["1.pdf", "other"]]
    let first = Self.night(0, pages, &archive)
    let unkept = first.sources.first?.unkept
    #expect(unkept?.keepsNothing == true && unkept?.isNews == true && first.hasNews)
    #expect(unkept?.examples == [Self.address("x/about"), Self.address("x/news")])
    #expect(
      unkept?.sentence
        == "nothing that it lists is kept: both its links lead to ordinary web pages "
        + "(https://www.example.org/x/about, https://www.example.org/x/news)"
    )
    let follow = "`follow: [\"https://www.example.org/x/*\"]` reads them as lists"
    #expect(unkept?.advice.contains("add `page` to its `kinds`") == true)
    #expect(unkept?.advice.hasSuffix(follow) == true)
    #expect(first.sources.last?.unkept == nil, "of which something is kept")
    for day in 1...3 {
      let later = Self.night(day, pages, &archive)
      #expect(later.sources.first?.unkept?.keepsNothing == true && !later.hasNews)
    }
    let unread = Self.night(4, ["a": nil, "b": ["1.pdf"]], &archive)
    #expect(unread.sources.first?.unkept?.isNews == false)
    let kept = Self.night(5, ["a": ["x/news", "x/about", "2.pdf"], "b": ["1.pdf"]], &archive)
    #expect(kept.sources.first?.unkept == nil)
  }

  @Test func `are not told where most links failed, which is told of each`() {
    var archive = MemoryArchive()
    let names = ["a", "b", "c"]
    let report = Self.night(0, ["s": names], &archive, dead: ["b", "c"])
    #expect(report.sources.first?.pages == 1 && report.sources.first?.unkept == nil)
  }
}
