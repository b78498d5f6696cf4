// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Foundation
import HTTP
import Records
import Testing

@testable import Night

@Suite(.timeLimit(.minutes(1)))
struct `What is dated after now` {
  private static let now = Date(timeIntervalSince1970: 1_900_000_000)
  private static func days(_ count: Double) -> Date { now.addingTimeInterval(count * 86_400) }

  private static func document(_ change: (inout Document) -> Void = { _ in }) -> Document {
    let address = WebAddress(alreadyNormal: "https://example.org/a.pdf")
    var document = Document(
      address: address,
      role: .document,
      title: "A",
      firstSeen: days(-9),
      lastVisited: days(-1),
      lastAlive: days(-1),
      standing: .present,
      validators: Validators(address: address, etag: "\"a\"", lastModified: nil),
      lastReceived: days(-3),
      version: 1
    )
    change(&document)
    return document
  }

  @Test
  func `a rest is believed for seven days, and not at all where it was written down after now`() {
    func rest(until end: Double, written: Double?) -> Date? {
      var memory = HostMemory(hosts: ["h": .init(notBefore: Self.days(end))])
      memory.written = written.map(Self.days)
      return memory.believed(at: Self.now, .seconds(7 * 86_400)).hosts["h"]?.notBefore
    }
    #expect(rest(until: 6, written: -1) == Self.days(6))
    #expect(rest(until: 6, written: nil) == Self.days(6))
    #expect(rest(until: 8, written: -1) == nil)
    #expect(rest(until: 400, written: nil) == nil)
    #expect(rest(until: 0.1, written: 2) == nil)
    let since = HostMemory(hosts: ["h": .init(robotsUnreachableSince: Self.days(400))])
    let believed = since.believed(at: Self.now, .seconds(1))
    #expect(believed.hosts["h"]?.robotsUnreachableSince == Self.now)
  }

  @Test func `what was fetched whole then is fetched whole now`() {
    let asked = Self.document().validators(toAskWithOn: Self.now)
    #expect(asked?.etag == "\"a\"")
    let ahead = Self.document { $0.lastReceived = Self.days(400) }
    #expect(ahead.validators(toAskWithOn: Self.now) == nil)
    // The clocks of two machines differ by seconds.
    let near = Self.document { $0.lastReceived = Self.now.addingTimeInterval(20) }
    #expect(near.validators(toAskWithOn: Self.now) != nil)
  }

  @Test(
    arguments: [
      .missing(since: days(400), count: 1), .gone(since: days(400)), .blocked(since: days(400)),
      .faulty(since: days(400), .expired), .unreachable(since: days(400), count: 2),
      .delisted(since: days(400)), .withdrawn(since: days(400)), .suppressed(since: days(400)),
    ] as [Standing]
  )
  func `a standing is so since now, and stays what it is`(standing: Standing) {
    let believed = standing.believed(at: Self.now)
    #expect(believed.since == Self.now)
    #expect(believed.word == standing.word)
    #expect(Standing.present.believed(at: Self.now) == .present)
    #expect(standing.believed(at: Self.days(500)) == standing)
  }

  @Test func `a sign of death counts from now, and ends in death after its three nights`() {
    var document = Self.document { $0.standing = .missing(since: Self.days(400), count: 1) }
    for night in 0..<3 {
      let now = Self.days(Double(night))
      document.standing = document.believed(at: now).standing?.after(
        .notFound,
        on: now,
        isListed: true,
        health: .healthy
      )
    }
    #expect(document.standing == .gone(since: Self.now))
  }

  @Test func `nothing of a document lies ahead`() {
    let ahead = Self.document {
      $0.firstSeen = Self.days(400)
      $0.lastVisited = Self.days(400)
      $0.lastAlive = Self.days(400)
    }
    let believed = ahead.believed(at: Self.now)
    #expect(believed.firstSeen == Self.now && believed.lastVisited == Self.now)
    #expect(believed.lastAlive == Self.now)
    #expect(Self.document().believed(at: Self.now) == Self.document())
  }

  @Test func `runs are told in the same words every night`() throws {
    #expect(Chronology.note(onRunsAhead: []) == nil)
    let one = try #require(Chronology.note(onRunsAhead: [Self.days(400)]))
    #expect(one.hasPrefix("a run is dated after now, until 2031-04-21T"), "\(one)")
    let two = try #require(Chronology.note(onRunsAhead: [Self.days(3), Self.days(400)]))
    #expect(two.hasPrefix("2 runs are dated after now, until 2031-04-21T"), "\(two)")
  }

  @Test func `a long time without a run is told, and a clock that was set meanwhile`() {
    func note(after days: Double) -> String? {
      var report = RunReport(run: "r", tool: "t", started: Self.days(-days))
      report.sources = [
        .init(
          id: "s",
          title: "S",
          address: nil,
          listed: 0,
          appeared: 0,
          disappeared: 0,
          health: RunReport.healthy,
          wasReached: true
        )
      ]
      return RunHistory([.init(report)], of: ["s"]).noteOnGap(before: Self.now)
    }
    #expect(note(after: 31) == nil)
    #expect(note(after: 399.5)?.hasPrefix("the last run was 399 days ago, on 2029-0") == true)
    #expect(RunHistory([], of: ["s"]).noteOnGap(before: Self.now) == nil)
    #expect(Chronology.note(onRunThatTook: 70, while: .seconds(60)) == nil)
    let forward = Chronology.note(onRunThatTook: 86_400 * 3 + 60, while: .seconds(60))
    #expect(forward == "this machine's clock was set forward by 3 days while the run was under way")
    let back = Chronology.note(onRunThatTook: -7_200, while: .seconds(0))
    #expect(back == "this machine's clock was set back by 2 hours while the run was under way")
  }
}
