// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Discovery
import Foundation
import HTML
import Records
import Support
import Testing

@testable import Night

@Suite(.timeLimit(.minutes(20)))
struct `A page that lists nothing` {
  private static func sentence(_ html: String, include: [String] = []) throws -> String {
    let page = try WebAddress("https://www.example.org/reviews/")
    var source = Source(id: "s", title: "S", place: .page(page))
    source.include = include.map { AddressPattern($0) }
    let listing = Listing.read(Array(html.utf8), at: page, declaredCharset: nil)
    return EmptyListing(listing, of: source).sentence
  }

  private static let menu = "<nav><a href=/about/>About</a><a href=/news/>News</a></nav>"
  private static let words = String(repeating: "We look after children and learn. ", count: 20)

  @Test(
    arguments: [
      ("", "there is no link on it"),
      ("<meta http-equiv=refresh content='60; url=/list/'>", "sends its reader to"),
      ("<frameset><frame src=/top.html><frame src=/list.html></frameset>", "/list.html"),
      (
        "<main><iframe src='https://lists.example.org/embed/'></iframe></main>", "lists.example.org"
      ),
      ("<main><a href=/a.pdf>A</a><a href=/b.pdf>B</a></main>", "2 documents"),
      ("<main><form><input type=password></form></main>", "asks for a password"),
      ("\(menu)<div id=app></div><script src=/app.js></script>", "made by a script"),
      (
        "\(menu)<main>\(words)</main><noscript>Please enable JavaScript.</noscript>",
        "made by a script"
      ),
      ("<main><p>There are currently no reports.</p></main>", "“There are currently no reports.”"),
      ("<script></script><main><p>No results</p></main>", "“No results”"),
      ("<main><a href=/one.html>One</a><a href=/two.html>Two</a>\(words)</main>", "2 web pages"),
      ("\(menu)<main>\(words)</main>", "those of its menus"),
    ]
  )
  func `says what was seen on it`(html: String, what: String) throws {
    let sentence = try Self.sentence(
      "<html>\(html)</html>",
      include: what == "2 documents" ? ["*.docx"] : []
    )
    #expect(sentence.contains(what), "\(sentence)")
    #expect(!sentence.hasSuffix("."), "the report ends it")
  }

  @Test(arguments: [
    ("There are currently no reviews available.", true), ("No documents found", true),
    ("Nothing found.", true), ("No reports have been published yet", true),
    ("0 items", false), ("We found no reason to publish the report of the inspector", false),
    ("Reports", false), ("There is no place like home", false), ("", false),
  ])
  func `may say so itself`(line: String, isSo: Bool) {
    #expect(EmptyListing.saysNothing(line[...]) == isSo)
  }

  @Test(arguments: [[], [PageLimit.length]] as [Set<PageLimit>])
  func `says nothing of what it lists where it was not read to its end`(limits: Set<PageLimit>)
    throws
  {
    let source = Source(id: "s", title: "S", place: .page(try WebAddress("https://a.example/")))
    let start = Date(timeIntervalSince1970: 1_900_000_000)
    var night = Night(
      NightPlan(sources: [source], started: start),
      RunHistory([], of: ["s"]),
      RunReport(run: "r", tool: "t", started: start)
    )
    var reading = SourceListing([])
    reading.limits = limits
    reading.sentence = limits.isEmpty ? nil : "it is too long"
    reading.sentenceIfEmpty = "it lists nothing"
    _ = night.take(.read(source: 0, reading, SourceMemory([], strangers: [:])))
    let sentence = night.report.sources.first?.sentence
    #expect(sentence == (limits.isEmpty ? "it lists nothing" : "it is too long"))
  }

  @Test func `is news when it comes to that, and not on the next night`() throws {
    let source = Source(id: "s", title: "S", place: .page(try WebAddress("https://a.example/")))
    func outcome(_ listed: Int, _ sentence: String?) -> SourceState {
      var state = SourceState(source, SourceListing([]))
      state.outcome.listed = listed
      state.outcome.sentence = sentence
      return state
    }
    let limited = outcome(9, "the page is too long")
    var empty = outcome(0, "its page lists nothing")
    empty.judgeNews(since: limited.outcome)
    #expect(empty.outcome.isNews)
    var again = empty
    again.judgeNews(since: empty.outcome)
    #expect(!again.outcome.isNews)
  }
}
