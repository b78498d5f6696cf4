// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Foundation
import Records
import Testing

@testable import Reporting

extension `The report of a run` {
  @Test func `tells damage first, with what to do next and where a body waits`() throws {
    var report = RunReport.sample
    report.news = [try .sample(.appeared)]
    report.damaged = [
      RunReport.DamagedItem(
        address: try WebAddress("https://example.org/a.pdf"),
        title: "A report",
        sentence: "a file is not as it was kept",
        next: "hanaper verify",
        waiting: "quarantine/x"
      ),
      RunReport.DamagedItem(address: nil, title: nil, sentence: "s", next: "n", waiting: nil),
    ]
    #expect(
      Array(report.told.prefix(8)) == [
        "Damaged in the archive, and left as it is (2)", "  A report",
        "    https://example.org/a.pdf", "    a file is not as it was kept",
        "    what came tonight waits in quarantine/x until you decide",
        "    next: hanaper verify", "    s", "    next: n",
      ]
    )
    #expect(
      report.told[8]
        == "  /manual/docs/recovery.md says how to mend it. Everything else was gone on with."
    )
  }

  @Test func `names the first document that the catalogue is wrong about`() throws {
    var report = RunReport.sample
    for name in ["a", "b"] {
      report.catalogueFaults.append(
        .init(address: try WebAddress("https://example.org/\(name)"), title: name, sentence: "s")
      )
    }
    #expect(
      report.told == [
        "The catalogue is wrong about 2 documents, and was not gone by", "  a",
        "    https://example.org/a", "    s",
        "  Make it again: hanaper reindex --config my.yaml",
      ]
    )
  }

  @Test func `tells of sources only what is new, and of one not read what to do`() throws {
    func source(_ id: String, wasReached: Bool, isNews: Bool = true) throws
      -> RunReport.SourceOutcome
    {
      var source = RunReport.SourceOutcome(
        id: id,
        title: id,
        address: id == "none" ? nil : try WebAddress("https://example.org/"),
        listed: 0,
        appeared: 0,
        disappeared: 0,
        health: "h",
        sentence: "it is so",
        wasReached: wasReached
      )
      source.isNews = isNews
      return source
    }
    var report = RunReport.sample
    report.sources = [
      try source("quiet", wasReached: false, isNews: false), try source("some", wasReached: true),
      try source("page", wasReached: false), try source("none", wasReached: false),
    ]
    report.sources[0].leftOut = "pages were left out"
    let advice = "if the list has moved, write its new address into the configuration"
    #expect(
      report.told == [
        "Source some: it is so.",
        "  next: open https://example.org/ with a browser; `enabled: false` turns a source off that is not wanted any more",
        "Could not read the source page: it is so.",
        "  next: open https://example.org/ with a browser; \(advice)",
        "Could not read the source none: it is so.",
        "  next: open its page with a browser; \(advice)", "Source quiet: pages were left out.",
        "Still not read, the source quiet: it is so.",
      ]
    )
  }

  @Test(
    arguments: [
      (.refused(.privateAddress), "write `allowPrivateAddresses: true` below `network`"),
      (
        .refused(.robots),
        "`hanaper explain \"https://example.org/\" --config my.yaml` says by which line"
      ),
      (.forbidden, "ask the site to let this program in; `hanaper config --config my.yaml`"),
      (.blocked(by: .cloudflare), "ask the site to let this program in"),
      (.tls(.expired), "which will warn of it too, and tell the site"),
      (.serverError(status: 503), "it is asked again in the next run"),
      (.unreachable(.timedOut), "it is asked again in the next run"),
      (.unreachable(.nameUnknown), "if the list has moved"), (.notFound, "if the list has moved"),
    ] as [(Verdict, String)]
  )
  func `what to do about a source that was not read is told by what became of it`(
    verdict: Verdict,
    advice: String
  ) throws {
    var report = RunReport.sample
    var source = RunReport.SourceOutcome(
      id: "s",
      title: "S",
      address: try WebAddress("https://example.org/"),
      verdict: verdict,
      listed: 0,
      appeared: 0,
      disappeared: 0,
      health: RunReport.healthy,
      sentence: verdict.sentence,
      wasReached: false
    )
    source.isNews = true
    report.sources = [source]
    #expect(report.told.last?.hasPrefix("  next: ") == true)
    #expect(report.told.last?.contains(advice) == true, "\(report.told)")
  }

  @Test func `tells why a source is still not read, and of a network the sources that say so`()
    throws
  {
    var report = RunReport.sample
    var source = RunReport.SourceOutcome(
      id: "old",
      title: "Old",
      address: try WebAddress("https://example.org/"),
      listed: 0,
      appeared: 0,
      disappeared: 0,
      health: RunReport.healthy,
      sentence: "it did not answer",
      wasReached: false
    )
    report.sources = [source]
    #expect(report.told == ["Still not read, the source old: it did not answer."])
    report.isNetworkDown = true
    source.isNews = true
    report.sources = (1...7).map { _ in source }
    #expect(
      report.told == [
        "No host could be reached: our own network seems to be down. Nothing was judged."
      ] + Array(repeating: "  old: it did not answer", count: 5) + ["  and 2 more"]
    )
  }

  @Test func `says that it was stopped, but not for want of room, which is said elsewhere`() {
    var report = RunReport.sample
    report.isComplete = false
    #expect(
      report.told
        == [
          "The run was stopped before every document was visited; the next one begins with those that were not."
        ]
    )
    report.shortage = RunReport.Shortage(SpaceShortage(.bytes, free: 1, limit: 2))
    #expect(report.told == [])
  }

  @Test func `tells troubles of hosts, notes, what was recovered and what is asked for no more`() {
    var report = RunReport.sample
    report.isNetworkDown = true
    report.recovered = ["a version was finished"]
    report.notes = [.init(sentence: "without hosts.json", isNews: true)]
    report.degradedHosts = [.init(host: "example.org", sentence: "it is ill", isNews: true)]
    report.retired = [
      .init(source: "old one", reason: .sourceRemoved, documents: 2, sentence: "2 are kept"),
      .init(source: nil, reason: .unknown, documents: 1, sentence: "1 is kept"),
    ]
    #expect(
      report.told == [
        "No host could be reached: our own network seems to be down. Nothing was judged.",
        "Recovered: a version was finished", "Note: without hosts.json.",
        "example.org: it is ill.",
        "2 are kept (`hanaper list --source \"old one\" --config my.yaml`).", "1 is kept.",
      ]
    )
  }

  @Test func `tells once of a crowded host, and what to do where it takes too long`() {
    func host(nights: Int, isNews: Bool = true) -> RunReport.PutOff {
      RunReport.PutOff(
        host: "example.org",
        documents: 20_000,
        left: 8480,
        nights: nights,
        oldest: nil,
        isNews: isNews
      )
    }
    var report = RunReport.sample
    let sentence =
      "example.org: 20000 documents are more than one night may ask for; 8480 wait for one of the next, and each is asked for within %"
      + " nights, the likeliest to have changed first."
    report.putOff = [host(nights: 28)]
    #expect(report.hasNews)
    #expect(report.told == [sentence.replacing("%", with: "28")])
    report.putOff = [host(nights: 31)]
    #expect(
      report.told == [
        sentence.replacing("%", with: "31"),
        "  next: a longer `politeness.night` or a longer `--max-duration`; a shorter `politeness.delay` only where the publisher agrees (`hanaper config --explain politeness --config my.yaml`)",
      ]
    )
    report.putOff = [host(nights: 31, isNews: false)]
    #expect(report.told == [] && !report.hasNews)
  }

  @Test func `lets nothing through that a screen would obey`() throws {
    let bad = "\u{1B}[31mx\u{202E}y\nz\u{7}"
    var report = RunReport.sample
    report.news = [try .sample(.gone, title: bad)]
    report.recovered = [bad]
    report.notes = [.init(sentence: bad, isNews: true)]
    report.damaged = [.init(address: nil, title: bad, sentence: bad, next: bad, waiting: bad)]
    let hidden = report.told.joined().unicodeScalars.filter {
      [.control, .format].contains($0.properties.generalCategory)
    }
    #expect(hidden.isEmpty)
    #expect(report.told.contains("  [31mxy z"))
  }

  @Test func `does not say that what was not fetched is served`() throws {
    var report = RunReport.sample
    report.news = [
      try .sample(.delisted, verdict: .refused(.robots)),
      try .sample(.returned, verdict: .refused(.robots)),
      try .sample(.returned, verdict: .refused(.robots)),
    ]
    report.news[2].cause = .endOfWithdrawal
    let lines = Report(of: report, in: .sample).lines.map(\.description)
    for heading in ["No longer listed (1)", "Listed again (1)", "Back again (1)"] {
      #expect(lines.contains(heading))
    }
    #expect(lines.count { $0 == "    the server says so" } == 3)
  }

  @Test func `says what stays of a document that changed, and what to do about a wall`() throws {
    var report = RunReport.sample
    report.news = [try .sample(.replaced), try .sample(.blocked, version: nil)]
    #expect(report.told.contains("    now v2; v1 stays"))
    #expect(
      report.told.last
        == "  next: open one with a browser. If it is there, ask the site to let this program in; "
        + "`hanaper config --config my.yaml` says by what name it comes"
    )
  }
}
