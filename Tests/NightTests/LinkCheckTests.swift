// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Discovery
import Foundation
import HTTP
import Records
import Support
import Testing

@testable import Night

@Suite(.timeLimit(.minutes(20)))
struct `A check of links, as a value` {
  private static func page(_ name: String) -> WebAddress {
    WebAddress(alreadyNormal: "https://www.example.org/\(name)/")
  }

  private static func read(
    _ name: String,
    at place: String? = nil,
    _ targets: [String]
  ) -> LinkCheck.Event {
    let body = targets.map { target in
      let parts = target.split(separator: " ", maxSplits: 1)
      return "<a href='\(parts[0])'>\(parts.last ?? "")</a>"
    }
    .joined()
    let address = page(place ?? name)
    let listing = Listing.read(Array(body.utf8), at: address, declaredCharset: nil, withParts: true)
    return .read(LinkCheck.Page(page(name)), at: address.text, listing)
  }

  private static func response(_ verdict: Verdict) -> LinkCheck.Response {
    LinkCheck.Response(AppraisalRecord(verdict: verdict), status: nil)
  }

  private static func due(_ orders: [LinkCheck.Order]) -> [LinkCheck.Candidate] {
    orders.flatMap { order in
      switch order {
      case .visit(let candidates), .look(let candidates): candidates
      }
    }
  }

  @Test(
    arguments: [
      (.document(.pdf), .alive), (.page, .alive), (.notFound, .dead), (.gone, .dead),
      (.softMissing(.notFoundPage), .dead), (.softMissing(.redirectedHome), .dead),
      (.softMissing(.parked), .dead),
      // That a file was meant is a guess, and a reader who follows the link finds something.
      (.softMissing(.viewerPage), .uncertain), (.softMissing(.landingPage), .uncertain),
      (.softMissing(.wrongType), .uncertain), (.forbidden, .uncertain),
      (.unreachable(.timedOut), .uncertain), (.refused(.redirectLoop), .uncertain),
      // The request was refused, and the document may be there all the same.
      (.clientError(status: 400), .uncertain), (.clientError(status: 405), .uncertain),
      (.rateLimited(retryAfter: nil), .uncertain), (.serverError(status: 501), .uncertain),
    ] as [(Verdict, LinkCheckReport.Class)]
  )
  func `calls dead what nobody finds anything at`(verdict: Verdict, class: LinkCheckReport.Class) {
    var check = LinkCheck()
    for candidate in Self.due(check.take(Self.read("a", ["/1.pdf"]))) {
      _ = check.take(.visited(candidate, Self.response(verdict)))
    }
    #expect(check.report.links.map(\.class) == [`class`])
  }

  @Test func `calls dead what is a sign of death for a run, and nothing else`() {
    for verdict in EveryVerdict.all where !verdict.isAlive {
      var check = LinkCheck()
      for candidate in Self.due(check.take(Self.read("a", ["/1.pdf"]))) {
        _ = check.take(.visited(candidate, Self.response(verdict)))
      }
      let expected: LinkCheckReport.Class = verdict.isDeadSign ? .dead : .uncertain
      #expect(check.report.links.map(\.class) == [expected], "\(verdict)")
    }
  }

  @Test func `visits a link as soon as its page is read, and once, and tells every place`() {
    var check = LinkCheck()
    let first = Self.due(check.take(Self.read("a", ["/1.pdf", "/2.pdf"])))
    #expect(first.map { String($0.address.path) } == ["/1.pdf", "/2.pdf"])
    #expect(first.map(\.expectedKind) == [.pdf, .pdf])
    // It is known already, and what is known of it may have come.
    for candidate in first {
      #expect(check.take(.visited(candidate, Self.response(.notFound))).isEmpty)
    }
    let second = Self.due(check.take(Self.read("b", ["/2.pdf", "/3.pdf"])))
    #expect(second.map { String($0.address.path) } == ["/3.pdf"])
    let dead = check.report.links(.dead)
    #expect(dead.map { String($0.address.path) } == ["/1.pdf", "/2.pdf"])
    #expect(
      dead.map { $0.places.map(\.page) }
        == [[Self.page("a")], [Self.page("a"), Self.page("b")]].map { $0.map(\.text) }
    )
  }

  @Test func `takes the links of one page once, where two send their readers to it`() {
    var check = LinkCheck()
    let first = Self.due(check.take(Self.read("old", at: "new", ["/1.pdf", "http://[bad"])))
    let second = Self.due(check.take(Self.read("older", at: "new", ["/1.pdf", "http://[bad"])))
    #expect(first.count == 1 && second.isEmpty)
    _ = check.take(.visited(first[0], Self.response(.notFound)))
    let report = check.report
    #expect(report.pages.map(\.page) == [Self.page("old").text, Self.page("older").text])
    #expect(report.links.map(\.places.count) == [1])
    #expect(report.malformed.count == 1)
  }

  @Test func `visits a link again where another page says that it leads to a file`() {
    let (plain, marked) = ("/view?id=7 The report", "/view?id=7 Report (PDF)")
    for pages in [[("a", plain), ("b", marked)], [("b", marked), ("a", plain)]] {
      var check = LinkCheck()
      var asked: [BodyKind?] = []
      for (name, link) in pages {
        for candidate in Self.due(check.take(Self.read(name, [link]))) {
          asked.append(candidate.expectedKind)
          let verdict: Verdict = candidate.expectedKind == nil ? .page : .softMissing(.notFoundPage)
          _ = check.take(.visited(candidate, Self.response(verdict)))
        }
      }
      #expect(asked == (pages[0].0 == "a" ? [nil, .pdf] : [.pdf]))
      #expect(check.report.links(.dead).count == 1)
      #expect(check.report.links.map(\.places.count) == [2])
    }
  }

  @Test func `believes no answer that was judged by what is not expected any more`() {
    var check = LinkCheck()
    let early = Self.due(check.take(Self.read("a", ["/view?id=7 The report"])))
    let late = Self.due(check.take(Self.read("b", ["/view?id=7 Report (PDF)"])))
    _ = check.take(.visited(late[0], Self.response(.softMissing(.notFoundPage))))
    _ = check.take(.visited(early[0], Self.response(.page)))
    #expect(check.report.links.map(\.verdict) == [.softMissing(.notFoundPage)])
  }

  @Test func `tells an address once, whether it was named, linked, or where readers are sent`() {
    let target = WebAddress(alreadyNormal: "https://www.example.org/1.pdf")
    let dead = Self.response(.notFound)
    let senders = ["old", "older"].map { Self.page($0) }
    let events: [LinkCheck.Event] =
      [.answered(LinkCheck.Page(target), dead, refresh: nil), Self.read("a", ["/1.pdf"])]
      + senders.map { sender in
        let hop = Hop(address: sender, status: 200, target: target)
        return .answered(LinkCheck.Page(sender), dead, refresh: hop)
      }
    for events in [events, events.reversed()] {
      var check = LinkCheck()
      for event in events {
        for candidate in Self.due(check.take(event)) { _ = check.take(.visited(candidate, dead)) }
      }
      let report = check.report
      #expect(report.tally[.dead] == 1)
      let places = report.links.first?.places.map(\.page)
      #expect(places == ([Self.page("a")] + senders).map(\.text))
    }
  }

  @Test func `leaves out what a file without an address cannot say, and counts it`() {
    var check = LinkCheck()
    let body = Array("<a href='a.pdf'>A</a><a href='https://www.example.org/b.pdf'>B</a>".utf8)
    let listing = Listing.read(body, at: FileAddress.nowhere, declaredCharset: nil)
    let due = Self.due(
      check.take(.read(LinkCheck.Page(file: "page.html"), at: "page.html", listing))
    )
    #expect(due.map(\.address.text) == ["https://www.example.org/b.pdf"])
    #expect(check.report.relativeLinks == 1)
    #expect(check.report.pages.map(\.links) == [1])
  }

  private static func parts(_ html: String) -> PageParts? {
    Listing.read(Array(html.utf8), at: page("x"), declaredCharset: nil, withParts: true).parts
  }

  @Test func `tells a part that a page has not, and only where the page is there`() {
    for verdict in [Verdict.page, .notFound, .document(.pdf)] {
      var check = LinkCheck()
      let due = Self.due(check.take(Self.read("a", ["/1#b B", "/1#c C", "/1 D"])))
      #expect(due.map(\.wantsParts) == [true])
      for candidate in due {
        let response = LinkCheck.Response(
          AppraisalRecord(verdict: verdict),
          status: nil,
          parts: verdict == .page ? Self.parts("<p id=b>") : nil
        )
        _ = check.take(.visited(candidate, response))
      }
      let report = check.report.inOrder()
      #expect(report.parts.map(\.part) == (verdict == .page ? ["c"] : []))
      #expect(report.parts.flatMap(\.places).map(\.text) == (verdict == .page ? ["C"] : []))
      #expect(report.counts["part-missing"] == (verdict == .page ? 1 : 0))
      #expect(report.links.count == 1)
    }
  }

  @Test func `visits a link again where another page names a part of it`() {
    for pages in [[("a", "/1"), ("b", "/1#c")], [("b", "/1#c"), ("a", "/1")]] {
      var check = LinkCheck()
      var asked: [Bool] = []
      for (name, link) in pages {
        for candidate in Self.due(check.take(Self.read(name, [link]))) {
          asked.append(candidate.wantsParts)
          let parts = candidate.wantsParts ? Self.parts("") : nil
          let response = LinkCheck.Response(
            AppraisalRecord(verdict: .page),
            status: nil,
            parts: parts
          )
          _ = check.take(.visited(candidate, response))
        }
      }
      #expect(asked == (pages[0].0 == "a" ? [false, true] : [true]))
      #expect(check.report.parts.map(\.part) == ["c"])
    }
  }

  @Test func `tells the links of a page to its own parts`() {
    var check = LinkCheck()
    _ = check.take(Self.read("a", ["#b B", "#c C", "/a/#c C"]))
    let report = check.report
    #expect(report.parts.isEmpty == false && report.parts.allSatisfy { $0.class == .partMissing })
    #expect(Set(report.parts.map(\.part)) == ["b", "c"])
    #expect(report.links.isEmpty)
  }

  @Test func `has files looked at that a file links to, and tells them from where one is`() throws {
    var check = LinkCheck(in: "/home/me")
    let base = try #require(FileAddress.of("/home/me/a b/page.html"))
    let body =
      "<a href='c.md'>C</a><a href='../d%20e.html#f'>D</a><a href='/g'>G</a><a href='../../h'>H</a>"
    let listing = Listing.read(Array(body.utf8), at: base, declaredCharset: nil, withParts: true)
    let page = LinkCheck.Page(file: "a b/page.html")
    let orders = check.take(.read(page, at: "a b/page.html", listing))
    guard case .look(let files)? = orders.first else {
      Issue.record("no files")
      return
    }
    #expect(orders.count == 1)
    #expect(files.map(\.file) == ["/home/me/a b/c.md", "/home/me/d e.html", "/home/h"])
    _ = check.take(.looked(files[0], .missing))
    _ = check.take(.looked(files[1], .there(Self.parts("<p id=x>"))))
    _ = check.take(.looked(files[2], .unreadable("not allowed")))
    let report = check.report
    #expect(report.files.map(\.path) == ["a b/c.md", "d e.html", "/home/h"])
    #expect(report.files.map(\.class) == [.dead, .alive, .uncertain])
    #expect(report.parts.map(\.address) == ["d e.html"])
    #expect(report.relativeLinks == 1)
    #expect(report.links.isEmpty && !report.isNetworkDown)
  }

  @Test(arguments: ["/a/b.md", "/", "/ä ö/%2F?#&=;.html", "/a/\"'<>\\|"])
  func `knows a file by the address that stands in for it`(path: String) throws {
    let address = try #require(FileAddress.of(path))
    #expect(address.isNormal && FileAddress.isOne(address))
    #expect(FileAddress.path(in: address) == path)
  }

  /// What happens in a check of some pages, each link's answer after the page that named it first.
  private struct History {
    let pages: [LinkCheck.Event]
    /// By address.
    let verdicts: [WebAddress: Verdict]

    init(_ generator: inout Seeded) {
      let verdicts: [Verdict] = [
        .document(.pdf), .notFound, .gone, .page, .unreachable(.timedOut),
        .serverError(status: 502),
      ]
      var answers: [WebAddress: Verdict] = [:]
      var pages: [LinkCheck.Event] = []
      for number in 0..<Int.random(in: 1...6, using: &generator) {
        let page = LinkCheck.Page(
          LinkCheckTests.page("\(number)"),
          of: Bool.random(using: &generator) ? "s\(number)" : nil
        )
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: pages.append(.unread(page, because: "it is too large"))
        case 1:
          let verdict = verdicts.randomElement(using: &generator) ?? .page
          let sender = LinkCheckTests.page("\(number)")
          let hop = Hop(address: sender, status: 200, target: LinkCheckTests.page("elsewhere"))
          pages.append(
            .answered(
              page,
              LinkCheckTests.response(verdict),
              refresh: Bool.random(using: &generator) ? hop : nil
            )
          )
        default:
          let targets = (0..<Int.random(in: 0...8, using: &generator)).map { _ in
            let number = Int.random(in: 0..<12, using: &generator)
            let text = ["The report", "Report (PDF)", "Report (Word)"].randomElement(
              using: &generator
            )
            let part = ["", "#a", "#b"].randomElement(using: &generator) ?? ""
            return Bool.random(using: &generator)
              ? "/\(number).pdf" : "/\(number)\(part) \(text ?? "")"
          }
          let place = Bool.random(using: &generator) ? nil : "shared"
          // What stands at one place is one page.
          pages.append(
            LinkCheckTests.read(
              "\(number)",
              at: place,
              place == nil ? targets : ["/0.pdf", "/20.pdf", "mailto:a@b.c", "http://[bad"]
            )
          )
        }
      }
      for number in 0..<24 {
        for ending in ["", ".pdf"] {
          answers[WebAddress(alreadyNormal: "https://www.example.org/\(number)\(ending)")] =
            verdicts.randomElement(using: &generator)
        }
      }
      self.pages = pages
      self.verdicts = answers
    }

    /// The report, when pages come in some order and answers in between.
    func report(_ generator: inout Seeded) throws -> (text: String, visits: Int) {
      var check = LinkCheck()
      var waiting: [LinkCheck.Candidate] = []
      var visited: [LinkCheck.Candidate] = []
      func visit(_ count: Int) {
        for _ in 0..<count {
          let candidate = waiting.remove(at: Int.random(in: waiting.indices, using: &generator))
          visited.append(candidate)
          // What comes is judged by what is expected.
          var verdict = verdicts[candidate.address] ?? .page
          if verdict == .page, candidate.expectedKind == .pdf {
            verdict = .softMissing(.notFoundPage)
          }
          if verdict == .page, candidate.expectedKind == .docx { verdict = .notFound }
          let response = LinkCheck.Response(
            AppraisalRecord(verdict: verdict),
            status: nil,
            parts: candidate.wantsParts ? LinkCheckTests.parts("<p id=a>") : nil
          )
          _ = check.take(.visited(candidate, response))
        }
      }
      for page in pages.shuffled(using: &generator) {
        waiting += LinkCheckTests.due(check.take(page))
        visit(Int.random(in: 0...waiting.count, using: &generator))
      }
      visit(waiting.count)
      #expect(
        visited.count <= Set(visited.map(\.address)).count + pages.count * 8,
        "a link is visited again only where a page changes what it is"
      )
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
      return (String(decoding: try encoder.encode(check.report), as: UTF8.self), visited.count)
    }
  }

  @Test func `tells the same, in whatever order pages and answers come`() throws {
    var visits = 0
    for seed in UInt64(1)...60 {
      var generator = Seeded(seed: seed)
      let history = History(&generator)
      let first = try history.report(&generator)
      for _ in 0..<2 {
        let other = try history.report(&generator)
        try #require(other.text == first.text, "seed \(seed)")
      }
      visits += first.visits
    }
    #expect(visits > 200)
  }
}

private typealias LinkCheckTests = `A check of links, as a value`
