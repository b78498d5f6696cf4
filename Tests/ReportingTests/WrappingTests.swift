// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Foundation
import Records
import Testing

@testable import Reporting

@Suite(.timeLimit(.minutes(1)))
struct `The width of a message` {
  private func lines(_ text: CleanText, _ width: Int = 20) -> [String] {
    text.wrapped(to: width).map(\.description)
  }

  @Test func `breaks between words, and goes further in`() {
    #expect(
      lines("  one two three four five six") == ["  one two three four", "    five six"]
    )
    #expect(lines("short enough") == ["short enough"])
  }

  @Test func `breaks no address and no command`() {
    let address = "http://example.org/a-long-way-down.pdf"
    #expect(lines("see \(address) now") == ["see", "  \(address)", "  now"])
    #expect(
      lines("next: `hanaper restore \"Child D\" --to a.pdf`, or wait")
        == ["next:", "  `hanaper restore \"Child D\" --to a.pdf`,", "  or wait"]
    )
  }

  @Test func `keeps every word, its order and its style`() {
    let text: CleanText = "plain \(.styled("two words", .red)) and a rest that is long enough"
    let wrapped = text.wrapped(to: 12)
    #expect(
      wrapped.flatMap { $0.description.split(separator: " ") }
        == text.description.split(separator: " ")
    )
    let red = wrapped.flatMap(\.spans).filter { $0.style == .red }.map(\.text).joined(
      separator: " "
    )
    #expect(red == "two words")
  }

  @Test(arguments: [
    "", " ", "`", "`a b c d e f g h i j k l m n o p q r s t u v w x y z",
    "é́ 👩‍👩‍👧 " + String(repeating: "漢 ", count: 40),
    String(repeating: "x", count: 500), String(repeating: " ", count: 500),
  ])
  func `takes any text`(text: String) {
    let wrapped = CleanText(ours: text).wrapped(to: 20).map(\.description).joined(separator: " ")
    #expect(wrapped.filter { $0 != " " } == text.filter { $0 != " " })
  }

  @Test func `is that of a mail, for all of a run's news but what must not be broken`() throws {
    var report = RunReport.sample
    let sentence = String(repeating: "the server says so at length ", count: 8)
    report.news = try [
      .sample(.missing, title: String(repeating: "A long title ", count: 9), sentence: sentence)
    ]
    let signature = "— example.org/hanaper/a " + String(repeating: "A", count: 96)
    report.ledger = LedgerNote(checkpoint: "example.org/hanaper/a\n3\nroot\n\n\(signature)\n")
    let lines = Report(of: report, in: .sample).lines(within: Report.messageWidth)
      .map(\.description)
    let long = lines.filter { $0.count > 78 }.map { $0.drop { $0 == " " } }
    #expect(long.allSatisfy { $0.hasPrefix("—") || $0.hasPrefix("`") }, "\(long)")
    #expect(lines.contains("  " + signature))
  }
}

@Suite(.timeLimit(.minutes(1)))
struct `News by source` {
  @Test func `stands under the name of its source, in the order of the configuration`() throws {
    var report = RunReport.sample
    report.sources = try ["north", "south"].map {
      RunReport.SourceOutcome(
        id: $0,
        title: $0 == "south" ? "South Partnership" : "",
        address: try WebAddress("https://\($0).example.org/"),
        listed: 1,
        appeared: 0,
        disappeared: 0,
        health: RunReport.healthy,
        wasReached: true
      )
    }
    report.news = try ["south", "north", "south", "elsewhere"].enumerated().map { number, source in
      RunReport.NewsItem(
        news: number == 2 ? .missing : .appeared,
        address: try WebAddress("https://example.org/\(number).pdf"),
        title: "Report \(number)",
        sources: [source],
        sentence: "",
        standing: .unknown,
        verdict: .document(.pdf),
        version: 1,
        lastAlive: nil
      )
    }
    let lines = Report(of: report, in: .sample).lines.map(\.description)
    let shown = lines.filter { !$0.hasPrefix("    ") && !$0.contains("next:") }.dropLast()
    #expect(
      Array(shown) == [
        "north", "New (1)", "  Report 1", "South Partnership (south)", "New (1)", "  Report 0",
        "Missing tonight (1)", "  Report 2", "elsewhere", "New (1)", "  Report 3",
      ]
    )
  }

  @Test func `says for each that is lost the command that gives it back`() throws {
    var report = RunReport.sample
    report.news = try [.sample(.gone), .sample(.replaced)]
    let id = try WebAddress("https://example.org/a.pdf").shortID
    let lines = Report(of: report, in: .sample).lines.map(\.description)
    #expect(lines.contains("    `hanaper restore \(id) --config my.yaml`"))
    #expect(lines.contains("    `hanaper restore \(id) --version 1 --config my.yaml`"))
  }
}
