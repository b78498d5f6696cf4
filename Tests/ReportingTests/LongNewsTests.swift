// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Foundation
import Records
import Testing

@testable import Reporting

/// A night that brings more than anybody reads: the first one, or that of a site that was taken down.
@Suite(.timeLimit(.minutes(5)))
struct `The report of a night with much news` {
  private static func items(
    _ news: News,
    _ count: Int,
    of source: String
  ) throws -> [RunReport.NewsItem] {
    try (0..<count).map { number in
      RunReport.NewsItem(
        news: news,
        address: try WebAddress("https://example.org/\(source)/\(number).pdf"),
        title: "\(source) \(number)",
        sources: [source],
        sentence: news.sentence,
        standing: .unknown,
        verdict: news.isBad ? .notFound : .document(.pdf),
        version: 1,
        lastAlive: nil
      )
    }
  }

  private static func titles(_ report: RunReport, of source: String) -> Int {
    report.told.count { $0.hasPrefix("  \(source) ") }
  }

  @Test func `names thirty documents of a source, and says how many more there are and where`()
    throws
  {
    var report = RunReport.sample
    report.news = try Self.items(.appeared, 5_000, of: "many") + Self.items(.appeared, 2, of: "few")
    #expect(report.told.filter { $0.hasPrefix("New (") } == ["New (2)", "New (5000)"])
    #expect(Self.titles(report, of: "many") == 30)
    #expect(Self.titles(report, of: "few") == 2)
    #expect(
      report.told.suffix(2) == [
        "  … and 4,970 more of the source many",
        "    `hanaper list --source many --config my.yaml` names them; "
          + "all are in runs/r/report.json of the archive",
      ]
    )
    #expect(report.news.count == 5_002, "what programs read is whole")
  }

  @Test func `names all where they are as many as are named`() throws {
    var report = RunReport.sample
    report.news = try Self.items(.appeared, 30, of: "many")
    #expect(Self.titles(report, of: "many") == 30)
    #expect(!report.told.contains { $0.contains("more") })
  }

  @Test func `is short, however many sources there are`() throws {
    var report = RunReport.sample
    for number in 0..<150 {
      report.news += try Self.items(.appeared, 100, of: "s\(number)x")
    }
    #expect(report.told.count < 150 * 10)
    for number in 0..<150 { #expect(Self.titles(report, of: "s\(number)x") == 3) }
    #expect(report.told.count { $0.contains("… and 97 more of the source") } == 150)
  }

  // Of what our own refusal keeps from us, many of one source are one line anyway.
  @Test(arguments: News.allCases.filter { $0 != .refused && $0 != .fetchedAgain })
  func `says of news of every sort where the rest is`(news: News) throws {
    var report = RunReport.sample
    report.news = try Self.items(news, 40, of: "many")
    #expect(Self.titles(report, of: "many") == 30)
    #expect(report.told.contains("  … and 10 more of the source many"))
    #expect(report.told.contains { $0.contains("runs/r/report.json") })
    let isForAttention = report.told.contains { $0.contains("--source many --attention") }
    #expect(isForAttention == news.isBad)
  }
}
