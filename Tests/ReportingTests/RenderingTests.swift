// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Foundation
import Records
import Testing

@testable import Reporting

@Suite("Reports in other forms than lines") struct RenderingTests {
  private let now = Date(timeIntervalSince1970: 1_795_917_609)

  private func item(_ number: Int, _ news: News = .appeared, title: String? = nil) throws
    -> RunReport.NewsItem
  {
    RunReport.NewsItem(
      news: news,
      address: try WebAddress("https://example.org/\(number).pdf?a=1&b=2"),
      title: title ?? "Review \(number)",
      sources: ["reviews"],
      sentence: news.sentence,
      standing: .unknown,
      verdict: .document(.pdf),
      version: 1,
      lastAlive: now
    )
  }

  private func run(_ news: [RunReport.NewsItem], _ name: String = "2026-11-29T020009Z") -> RunReport
  {
    var run = RunReport(run: name, tool: "hanaper/0.1.0", started: now)
    run.news = news
    run.sources = [
      .init(
        id: "reviews",
        title: "Our reviews",
        address: nil,
        listed: 1,
        appeared: 0,
        disappeared: 0,
        health: RunReport.healthy,
        wasReached: true
      )
    ]
    return run
  }

  @Test func `a page makes nothing of what a title says, and links only addresses`() {
    let bad = "<script>alert(1)</script> `rm -rf` https://evil.example/ \"'&\u{0}\u{202E}"
    var report = Report()
    report.say(.styled("\(bad)", .bold))
    var section = Report.Section("New (1)")
    section.items = [
      Report.Item("\(bad)", details: ["https://example.org/a.pdf?x=1&y=2.", "`hanaper list`"])
    ]
    report.add(section)
    var page = HTMLPage("\(bad)", made: now)
    page.add("Last run", report)
    let text = page.text
    #expect(!text.contains("<script"))
    #expect(!text.unicodeScalars.contains { $0 == "\u{202E}" || $0 == "\u{0}" })
    #expect(!text.contains("href=\"https://evil.example/"))
    #expect(text.contains("`rm -rf`"))
    #expect(
      text.contains(
        "<a href=\"https://example.org/a.pdf?x=1&amp;y=2\" rel=\"noreferrer\">https://example.org/a.pdf?x=1&amp;y=2</a>."
      ),
      "\(text)"
    )
    #expect(text.contains("<code>hanaper list</code>"))
    for tag in ["ul", "li", "h3", "section", "strong", "main", "p"] {
      let (open, close) = (
        text.split(separator: "<\(tag)").count, text.split(separator: "</\(tag)>").count
      )
      #expect(text.contains("</\(tag)>") && open == close, "\(tag)")
    }
  }

  @Test func `a signature is not broken, and a table has heads`() {
    var report = Report()
    var section = Report.Section("Checkpoint")
    section.isVerbatim = true
    section.items = ["example.org/x", "12", "abc=", "", "— example.org/x Az3=="].map {
      Report.Item("\($0)")
    }
    report.add(section)
    var table = Table(["SOURCE", "KEPT"], [.left, .right])
    table.add(["a<b", "3"])
    report.add(table)
    var page = HTMLPage("T", made: now)
    page.add("S", report)
    #expect(page.text.contains(">example.org/x\n12\nabc=\n\n— example.org/x Az3==</pre>"))
    #expect(
      page.text.contains("<th scope=\"col\">SOURCE</th>") && page.text.contains("<td>a&lt;b</td>")
    )
  }

  @Test func `a feed has its news once, and no more than a reader wants`() throws {
    var feed = AtomFeed(
      "Reports",
      tag: "tag:example.org,2026-11-28:hanaper/x",
      at: nil,
      updated: now
    )
    feed.add(run(try (0..<3).map { try item($0, title: "A ]]> & <b>\u{1}\u{FFFF}") }))
    #expect(feed.text.components(separatedBy: "<entry>").count == 4)
    #expect(
      feed.text.contains("<title>New: A ]]&gt; &amp; &lt;b&gt;\u{FFFD}</title>"),
      "\(feed.text)"
    )
    #expect(feed.text.contains("href=\"https://example.org/0.pdf?a=1&amp;b=2\""))
    feed.add(run(try (0..<(AtomFeed.mostOfRun + 1)).map { try item($0) }, "2026-11-28T020009Z"))
    #expect(feed.text.contains("61 pieces of news"))
    for day in 10..<20 {
      feed.add(run(try (0..<AtomFeed.mostOfRun).map { try item($0) }, "2026-11-\(day)T020009Z"))
    }
    #expect(feed.isFull)
    #expect(feed.text.components(separatedBy: "<entry>").count == AtomFeed.mostEntries + 1)
    let parser = XMLParserProbe()
    #expect(parser.accepts(feed.text))
  }

  @Test func `what failed and is told nowhere else is named where it is counted`() throws {
    func trouble(_ number: Int, _ verdict: Verdict) throws -> RunReport.Trouble {
      RunReport.Trouble(
        address: try WebAddress("https://example.org/\(number).pdf?a=1&b=2"),
        title: "",
        verdict: verdict,
        sentence: verdict.sentence,
        standing: .unknown,
        lastAlive: nil
      )
    }
    var report = run([try item(1, .missing)])
    report.counts.failed = 1
    report.troubles = [try trouble(1, .notFound), try trouble(2, .refused(.robots))]
    #expect(report.summary.contains(", 1 failed, "), "\(report.summary)")
    report.counts.failed = 3
    report.troubles += [try trouble(3, .notFound), try trouble(4, .notFound)]
    #expect(
      report.summary.contains(", 3 failed (https://example.org/3.pdf?a=1&b=2 first), "),
      "\(report.summary)"
    )
  }

  @Test func `a subject says what is worst first, and whose it is`() throws {
    #expect(run([]).subject == "Hanaper: nothing new")
    let news = [try item(1), try item(2), try item(3, .gone)]
    #expect(run(news).subject == "Hanaper: Our reviews: 1 gone, 2 new")
    var stopped = run([try item(1)])
    stopped.isComplete = false
    #expect(stopped.subject == "Hanaper: Our reviews: stopped early, 1 new")
    var unread = run([])
    unread.sources[0].wasReached = false
    #expect(unread.subject == "Hanaper: reviews still not read")
    unread.sources[0].isNews = true
    #expect(unread.subject == "Hanaper: reviews not read")
  }
}

/// Whether a text is well-formed, as far as its tags go.
private struct XMLParserProbe {
  func accepts(_ text: String) -> Bool {
    var open: [Substring] = []
    var rest = text[...]
    while let start = rest.firstIndex(of: "<") {
      guard let end = rest[start...].firstIndex(of: ">") else { return false }
      let tag = rest[rest.index(after: start)..<end]
      rest = rest[rest.index(after: end)...]
      if tag.hasPrefix("?") || tag.hasSuffix("/") { continue }
      if tag.hasPrefix("/") {
        guard open.popLast() == tag.dropFirst() else { return false }
      } else {
        open.append(tag.prefix { $0 != " " })
      }
    }
    return open.isEmpty
  }
}
