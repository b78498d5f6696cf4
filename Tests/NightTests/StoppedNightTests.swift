// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Foundation
import Records
import Support
import Testing

@testable import Night

@Suite(.timeLimit(.minutes(5)))
struct `A night that was stopped` {
  private static let page = WebAddress(alreadyNormal: "https://www.example.org/reviews/")
  private static let source = Source(id: "s", title: "S", place: .page(page))

  /// The report of a night in which the source's page answered with an error.
  private static func night(after runs: [RunReport], isComplete: Bool) -> RunReport {
    let history = RunHistory(runs.map { RunHistory.PastRun($0) }, of: ["s"])
    let start = Date(timeIntervalSince1970: 1_900_000_000)
    var night = Night(
      NightPlan(sources: [source], started: start),
      history,
      RunReport(run: "r", tool: "t", started: start)
    )
    let reading = SourceListing(notRead: .serverError(status: 500), because: "the server failed")
    _ = night.take(.read(source: 0, reading, SourceMemory([], strangers: [:])))
    _ = night.take(.ended(isComplete: isComplete))
    return night.report
  }

  @Test func `tells of a source once, and the next does not tell it again`() {
    let stopped = Self.night(after: [], isComplete: false)
    #expect(stopped.sources.map(\.isNews) == [true])
    let next = Self.night(after: [stopped], isComplete: true)
    #expect(next.sources.map(\.isNews) == [false])
    #expect(Self.night(after: [next, stopped], isComplete: false).sources.map(\.isNews) == [false])
  }

  @Test func `has told of a host, and proves nothing against it`() {
    var stopped = Self.night(after: [], isComplete: false)
    stopped.degradedHosts = [
      .init(host: "www.example.org", sentence: "5 of 5 failed", isNews: true)
    ]
    let history = RunHistory([RunHistory.PastRun(stopped)], of: ["s"])
    #expect(history.hasTold(ofHost: "www.example.org") && !history.hasTold(ofHost: "other.example"))
    #expect(history.illness(ofHost: "www.example.org") == nil)
    #expect(history.illness(ofSource: "s") == nil)
  }

  @Test func `tells nothing of sources that were not all read`() {
    var unread = Self.night(after: [], isComplete: false)
    unread.sources = []
    #expect(Self.night(after: [unread], isComplete: true).sources.map(\.isNews) == [true])
  }

  @Test func `is gone on with: what it did not come to is visited first`() throws {
    let links = try (10..<22).map { try WebAddress("https://www.example.org/\($0).pdf") }
    var visited: [WebAddress: Date] = [:]
    var reports: [RunReport] = []
    for run in 0..<6 {
      let start = Date(timeIntervalSince1970: 1_900_000_000 + Double(run) * 86_400)
      let listed = links.map { link in
        ListedDocument(
          address: link,
          entry: ListEntry(source: "s", text: link.text, heading: nil, position: 0),
          isListed: true,
          brief: visited[link].map {
            // The first failed; a host is not to be given up over it before others are seen.
            let verdict = Verdict.unreachable(.timedOut)
            return DocumentBrief(
              role: .document,
              verdict: link == links[0] ? verdict : .unchanged,
              lastVisited: $0,
              isHeld: true,
              isRetired: false,
              mayBePage: false
            )
          }
        )
      }
      var night = Night(
        NightPlan(sources: [Self.source], started: start),
        RunHistory(reports.map { RunHistory.PastRun($0) }, of: ["s"]),
        RunReport(run: "r", tool: "t", started: start)
      )
      let orders = night.take(
        .read(source: 0, SourceListing(links), SourceMemory(listed, strangers: [:]))
      )
      let due: [WebAddress] = orders.flatMap { order -> [WebAddress] in
        if case .visit(let numbers) = order { numbers.map(night.list.address) } else { [] }
      }
      #expect(Set(due) == Set(links))
      // The last is whole, and begins anew.
      if run == 5 { #expect(due.first == links[1] && due.last == links[0]) }
      for address in due.prefix(5) { visited[address] = start.addingTimeInterval(60) }
      if run == 2 { #expect(visited.count == 12) }
      _ = night.take(.ended(isComplete: run == 4))
      reports.insert(night.report, at: 0)
    }
  }
}
