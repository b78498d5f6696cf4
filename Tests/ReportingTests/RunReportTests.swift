// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Foundation
import Records
import Testing

@testable import Reporting

@Suite(.timeLimit(.minutes(5)))
struct `The report of a run` {
  @Test func `of a night without news is its numbers`() {
    var report = RunReport.sample
    report.counts.visited = 1
    report.counts.unchanged = 1
    report.counts.bytes = 2_500_000
    #expect(
      Report(of: report, in: .sample).text
        == "1 document visited, 0 new, 0 changed, 1 unchanged, 2.5 MB in 2 min."
    )
  }

  @Test func `counts a source's ordinary pages for whoever sits before it, and for no mail`() throws
  {
    var report = RunReport.sample
    var source = RunReport.SourceOutcome(
      id: "first",
      title: "First",
      address: try WebAddress("https://example.org/reviews/"),
      listed: 14,
      appeared: 0,
      disappeared: 0,
      health: RunReport.healthy,
      wasReached: true
    )
    source.pages = 12
    report.sources = [source]
    #expect(!report.hasNews)
    #expect(report.told.isEmpty)
    let lines = Report(of: report, in: .sample, whole: true).lines.dropLast().map(\.description)
    #expect(
      lines == [
        "Source first: 12 links lead to ordinary web pages, which it does not keep "
          + "(`hanaper list --source first --all --config my.yaml`)."
      ]
    )
  }

  @Test func `tells what is not fetched by our own refusal, many of a source in one line`() throws {
    func item(_ number: Int, _ reason: Refusal) throws -> RunReport.NewsItem {
      RunReport.NewsItem(
        news: .refused,
        address: try WebAddress("https://example.org/\(number).pdf"),
        title: "Report \(number)",
        sources: ["s"],
        sentence: Verdict.refused(reason).sentence,
        standing: .present,
        verdict: .refused(reason),
        version: 2,
        lastAlive: Date(timeIntervalSince1970: 0)
      )
    }
    var report = RunReport.sample
    report.news = try [item(1, .tooLarge)]
    #expect(
      report.told == [
        "Kept, but not fetched any more (1)", "  Report 1", "    https://example.org/1.pdf",
        "    the file is larger than `limits.documentSize` allows; last seen alive on 1970-01-01; v2 is kept",
        "  next: raise `limits.documentSize`. `hanaper explain \"https://example.org/1.pdf\" --config my.yaml` shows "
          + "what keeps it from us",
      ]
    )
    report.news = try (1...40).map { try item($0, .robots) }
    #expect(report.told.count == 5)
    #expect(report.told.dropFirst().first == "  40 documents of the source s")
    #expect(report.told.contains { $0.contains("list --source s --attention") })
  }

  @Test(arguments: [
    Verdict.refused(.failingHost), .refused(.deferred), .unreachable(.robotsUnread),
  ])
  func `tells what its host keeps from us in one line a host, whatever the source`(
    verdict: Verdict
  ) throws {
    func item(_ number: Int, _ news: News, _ verdict: Verdict) throws -> RunReport.NewsItem {
      RunReport.NewsItem(
        news: news,
        address: try WebAddress(
          "https://\(number % 13 == 0 ? "b" : "a").example.org/\(number).pdf"
        ),
        title: "Report \(number)",
        sources: ["s\(number % 13)"],
        sentence: verdict.sentence,
        standing: .present,
        verdict: verdict,
        version: 1,
        lastAlive: Date(timeIntervalSince1970: 0)
      )
    }
    let isSilence = verdict == .unreachable(.robotsUnread)
    var report = RunReport.sample
    report.news = try (1...26).map { try item($0, isSilence ? .unreachable : .refused, verdict) }
    let told = report.told
    #expect(told.contains("  a.example.org: \(verdict.sentence): 24 documents"), "\(told)")
    #expect(told.contains("  b.example.org: \(verdict.sentence): 2 documents"), "\(told)")
    #expect(!told.contains { $0.contains("Report 1") })
    report.news = try (1...26).map { try item($0, .fetchedAgain, .unchanged) }
    #expect(report.told.filter { $0.contains("documents") }.count == 1)
    #expect(report.told.contains { $0.contains("Report 13") }, "two are told one by one")
  }

  @Test func `tells of a page in place of everything once for its host, and once that it is over`()
    throws
  {
    var notice = AppraisalRecord(verdict: .softMissing(.siteNotice))
    notice.evidence.title = "We are improving our site"
    func items(_ news: News, _ verdict: Verdict, _ sentence: String) throws -> [RunReport.NewsItem]
    {
      try (1...40).map { number in
        RunReport.NewsItem(
          news: news,
          address: try WebAddress("https://example.org/\(number).pdf"),
          title: "Report \(number)",
          sources: ["s"],
          sentence: sentence,
          standing: .present,
          verdict: verdict,
          version: 2,
          lastAlive: Date(timeIntervalSince1970: 0)
        )
      }
    }
    var report = RunReport.sample
    report.news = try items(.unreachable, notice.verdict, notice.sentence)
    #expect(
      report.told == [
        "One page in place of everything for several nights (40)",
        "  example.org: the site answers its documents and its list with the same page: "
          + "“We are improving our site”: 40 documents",
        "    last seen alive on 1970-01-01; what is kept stays",
        "    `hanaper list \"example.org\" --config my.yaml` names them",
        "  next: nothing, if the site recovers; should it stay so, open one with a browser",
      ]
    )
    report.news = try items(.returned, .unchanged, RunReport.Cause.endOfNotice.sentence)
    #expect(report.told.count > 40, "the words alone are no reason")
    for index in report.news.indices { report.news[index].cause = .endOfNotice }
    #expect(
      report.told == [
        "Back again (40)",
        "  example.org: the site answers with its documents again, and not with one page for every address: 40 documents",
        "    `hanaper list \"example.org\" --config my.yaml` names them",
      ]
    )
  }

  @Test func `counts what failed and was not kept only where there is such`() throws {
    var report = RunReport.sample
    report.counts.heldBack = 1
    report.counts.failed = 2
    report.counts.leftOut = 4
    report.counts.notKept = 3
    #expect(
      report.summary
        == "0 documents visited, 0 new, 0 changed, 0 unchanged, 1 held back, "
        + "2 failed, 4 left out, 3 of no kind that is kept, 0 B in 2 min"
    )
    report.firstNotKept = try WebAddress("https://a.example/data.json")
    #expect(
      report.summary.contains("3 of no kind that is kept (https://a.example/data.json first),")
    )
  }

  private static let headings: [(News, String)] = [
    (.appeared, "New (1)"),
    (.replaced, "Changed: a new version is kept (1)"),
    (.delisted, "Still served, but no longer listed (1)"),
    (.missing, "Missing tonight (1)"),
    (.gone, "Gone (1)"),
    (.returned, "Back again (1)"),
    (.blocked, "Kept from us by the site (1)"),
    (.faulty, "Secure connection at fault (1)"),
    (.unreachable, "Not reached for several nights (1)"),
    (.withdrawn, "Withdrawn by the publisher (1)"),
    (.suppressed, "Let go of (1)"),
    (.succeeded, "New, in place of another document (1)"),
    (.inTurn, "Two editions are delivered in turn: both are kept (1)"),
    (.madeAnew, "Made anew at each request: only the content is compared (1)"),
    (.leftOut, "Listed, but not kept (1)"),
    (.sameFile, "One file under several names (1)"),
    (.refused, "Kept, but not fetched any more (1)"),
    (.fetchedAgain, "Fetched again (1)"),
  ]

  @Test(arguments: headings)
  func `has a heading for each sort of news, red where it is bad`(
    news: News,
    heading: String
  ) throws {
    var report = RunReport.sample
    report.news = [try .sample(news, verdict: news.isBad ? .notFound : .document(.pdf))]
    let lines = Array(Report(of: report, in: .sample).lines.dropFirst())
    #expect(lines[0] == .styled(CleanText(ours: heading), news.isBad ? .red : .bold))
    #expect(lines[1...2].map(\.description) == ["  A report", "    https://example.org/a.pdf"])
    let loss = "    the server says so; last seen alive on 1970-01-01; v2 is kept"
    #expect(lines.contains { $0.description == loss } == news.isBad)
    #expect(lines.contains { $0.description.contains("next: ") } || !news.isBad)
  }

  @Test func `names the command that says whose place it takes`() throws {
    var report = RunReport.sample
    var item = try RunReport.NewsItem.sample(.appeared)
    item.seemsToSucceed = try WebAddress("https://example.org/old.pdf")
    report.news = [item]
    #expect(
      report.told.contains {
        $0.contains("if it does: `")
          && $0.contains(#"join "https://example.org/old.pdf" "https://example.org/a.pdf""#)
      }
    )
  }

  @Test func `has a heading for every sort of news`() {
    #expect(Set(Self.headings.map(\.0)) == Set(News.allCases))
  }

  @Test func `tells a file that answers for several documents once, with what stays`() throws {
    var report = RunReport.sample
    func item(_ title: String, _ digest: String) throws -> RunReport.NewsItem {
      var item = try RunReport.NewsItem.sample(.sameFile, title: title)
      (item.digest, item.waiting) = (digest, digest == "new" ? nil : "quarantine/w")
      return item
    }
    let crowd = try (1...12).map { try item("R\($0)", "one") }
    report.news = try crowd + [item("N", "new")]
    let told = report.told
    #expect(
      told.prefix(3) == [
        "One file under several names (13)", "  the server says so",
        "    R1, https://example.org/a.pdf; v2 stays, and what came waits in quarantine/w",
      ]
    )
    #expect(
      told[11...14] == [
        "    R10, https://example.org/a.pdf; v2 stays, and what came waits in quarantine/w",
        "    and 2 more", "  the server says so", "    N, https://example.org/a.pdf",
      ]
    )
    #expect(told[15].contains("`hanaper accept DOCUMENT --config my.yaml` keeps it"))
  }

  @Test func `keeps news of one sort together, in the order of the first of each`() throws {
    var report = RunReport.sample
    report.news = [
      try .sample(.gone, title: "A"), try .sample(.appeared, title: "B", version: 1),
      try .sample(.gone, title: "C", version: nil),
    ]
    #expect(
      report.told == [
        "Gone (2)", "  A", "    https://example.org/a.pdf",
        "    the server says so; last seen alive on 1970-01-01; v2 is kept",
        "    `hanaper restore 085f2010 --config my.yaml`", "  C",
        "    https://example.org/a.pdf", "    the server says so",
        "  next: `restore` gives back what is kept; `hanaper show DOCUMENT --config my.yaml` says where else to look; "
          + "`hanaper ack DOCUMENT --config my.yaml` settles what is as it should be",
        "New (1)", "  B",
        "    https://example.org/a.pdf",
      ]
    )
  }

  @Test(arguments: [News.missing, .gone])
  func `says of each that is lost how to get it back, and once where else to look`(news: News)
    throws
  {
    var report = RunReport.sample
    report.news = [try .sample(news)]
    #expect(
      report.told.last
        == "  next: `restore` gives back what is kept; `hanaper show 085f2010 --config my.yaml` says where else to look; "
        + "`hanaper ack 085f2010 --config my.yaml` settles what is as it should be"
    )
    report.news = try (0..<30).map { try .sample(news, title: "\($0)") }
    #expect(report.told.count == 1 + 30 * 4 + 1)
    #expect(report.told.count { $0.contains("hanaper restore 085f2010") } == 30)
    report.news = [try .sample(news, version: nil)]
    #expect(!report.told.contains { $0.contains("hanaper restore") }, "nothing is kept of it")
  }

  @Test func `says when a host that is not believed was last seen alive, and a page last read`()
    throws
  {
    var report = RunReport.sample
    let day = Date(timeIntervalSince1970: 0)
    var host = RunReport.HostOutcome(host: "example.org", sentence: "5 of 6 failed", isNews: true)
    host.lastAlive = day
    report.degradedHosts = [host]
    var source = RunReport.SourceOutcome(
      id: "first",
      title: "First",
      address: try WebAddress("https://example.org/reviews/"),
      listed: 0,
      appeared: 0,
      disappeared: 0,
      health: RunReport.healthy,
      sentence: "it failed",
      wasReached: false
    )
    source.lastRead = day
    source.isNews = true
    report.sources = [source]
    #expect(report.told.contains("example.org: 5 of 6 failed; last seen alive on 1970-01-01."))
    let unread = "Could not read the source first: it failed; last read on 1970-01-01."
    #expect(report.told.contains(unread))
    report.sources[0].isNews = false
    #expect(
      report.told.contains("Still not read, the source first: it failed; last read on 1970-01-01.")
    )
  }

  @Test func `tells a move once, and where to write the new address`() throws {
    var report = RunReport.sample
    func move(_ isNews: Bool) -> RunReport.HostMove {
      RunReport.HostMove(
        from: "example.org",
        to: "example.com",
        documents: 120,
        remaining: 0,
        isNews: isNews
      )
    }
    report.movedHosts = [move(false)]
    #expect(report.told.isEmpty && !report.hasNews)
    report.movedHosts = [move(true)]
    report.sources = [
      RunReport.SourceOutcome(
        id: "first",
        title: "First",
        address: try WebAddress("https://example.org/reviews/"),
        listed: 120,
        appeared: 0,
        disappeared: 0,
        health: RunReport.healthy,
        wasReached: true
      )
    ]
    #expect(report.hasNews)
    #expect(
      report.told == [
        "example.org moved to example.com: 120 documents answer there, with the same bytes.",
        "  they keep the names that they had here",
        "  next: write the new address of the page into the configuration, for first, before the old one is given up",
      ]
    )
  }

  @Test func `tells by which line of robots.txt something is left out`() throws {
    var report = RunReport.sample
    report.news = [
      RunReport.NewsItem(
        news: .leftOut,
        address: try WebAddress("https://example.org/a.pdf"),
        title: "A",
        sources: ["first"],
        sentence: "the site's robots.txt asks us to stay away (line 2: Disallow: /\u{1B}[2J)",
        standing: .leftOut(since: Date(timeIntervalSince1970: 0), .robots),
        verdict: .refused(.robots),
        version: nil,
        lastAlive: nil
      )
    ]
    let told = report.told
    #expect(told.contains { $0.contains("stay away (line 2: Disallow: /") }, "\(told)")
    #expect(!told.joined().contains("\u{1B}[2J"))
  }

  @Test func `tells what is left out with its reason, and more than ten of one in one line`() throws
  {
    func item(_ reason: LeftOutReason, _ source: String) throws -> RunReport.NewsItem {
      RunReport.NewsItem(
        news: .leftOut,
        address: try WebAddress("https://example.org/a.pdf"),
        title: "A",
        sources: [source],
        sentence: "the server says so",
        standing: .leftOut(since: Date(timeIntervalSince1970: 0), reason),
        verdict: .notFound,
        version: nil,
        lastAlive: nil
      )
    }
    var report = RunReport.sample
    report.news = try (0..<11).map { _ in try item(.robots, "first one") }
    report.news += try (0..<2).map { _ in try item(.wall, "second") }
    #expect(
      report.told == [
        "Listed, but not kept (11)", "  11 documents of the source first one",
        "    the site's robots.txt asks us to stay away",
        "    `hanaper list --source \"first one\" --standing left-out --config my.yaml` names them",
        "  next: open one with a browser. "
          + "`hanaper explain ADDRESS --config my.yaml` shows the line of robots.txt, "
          + "which a reason in `ignoreRobots` overrules. "
          + "What is not wanted, `exclude` takes off the list",
        "Listed, but not kept (2)",
        "  A", "    https://example.org/a.pdf", "    the site keeps us out",
        "  A", "    https://example.org/a.pdf", "    the site keeps us out",
        "  next: open one with a browser. If it is there, ask the site to let this program in; "
          + "`hanaper config --config my.yaml` says by what name it comes. "
          + "What is not wanted, `exclude` takes off the list",
      ]
    )
  }
}
