// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Foundation
import Records
import Support
import Testing

@testable import Night

@Suite(.timeLimit(.minutes(5)))
struct `A host with more documents than a night may ask for` {
  @Test func `may be asked for as many as politeness leaves time for`() {
    let usual = NightShare(night: .seconds(8 * 3600), delay: .seconds(2))
    #expect(usual.documents(on: "www.example.org") == 11_520)
    #expect(NightShare(night: .seconds(1), delay: .zero).documents(on: "a") == nil)
    #expect(NightShare(night: .seconds(1), delay: .seconds(60)).documents(on: "a") == 1)
    let slow = NightShare(
      night: .seconds(1000),
      delay: .seconds(1),
      delays: ["slow.example": .seconds(10), "fast.example": .milliseconds(10)]
    )
    #expect(slow.documents(on: "slow.example") == 80)
    #expect(slow.documents(on: "fast.example") == 800)
  }

  @Test func `what changes often is urgent sooner, and what has waited in the end`() {
    let (calm, lively) = (ChangeRate.perDay(0, in: 300), ChangeRate.perDay(12, in: 300))
    #expect(calm < lively)
    #expect(ChangeRate.urgency(lively, after: 2) > ChangeRate.urgency(calm, after: 5))
    #expect(ChangeRate.urgency(lively, after: 2) < ChangeRate.urgency(calm, after: 20))
    // Of what was hardly watched, little is believed.
    #expect(ChangeRate.perDay(0, in: 0) > ChangeRate.perDay(0, in: 1000))
    #expect(ChangeRate.perDay(-1, in: -5) > 0)
  }

  @Test func `what is pressing comes first, then what is most urgent`() {
    let waiting = [
      NightShare.Waiting(number: 0, age: 1, urgency: 5),
      NightShare.Waiting(number: 1, age: 1, urgency: 9),
      NightShare.Waiting(number: 2, age: 1, urgency: 1, isPressing: true),
      NightShare.Waiting(number: 3, age: 20, urgency: 2),
      NightShare.Waiting(number: 4, age: 1, urgency: 3),
      NightShare.Waiting(number: 5, age: .infinity, urgency: .infinity),
    ]
    #expect(NightShare.choose(of: waiting, room: 6) == [2, 5, 1, 0, 4, 3])
    // Half a night is enough for what may fail, unless nothing else waits.
    let failing = (0..<8).map {
      NightShare.Waiting(number: $0, age: 2, urgency: Float($0), isPressing: $0 < 6)
    }
    #expect(NightShare.choose(of: failing, room: 4) == [0, 5, 7, 6])
    #expect(Set(NightShare.choose(of: failing, room: 6)) == [0, 3, 4, 5, 6, 7])
    // One has waited longest, and has its place whatever is more urgent.
    #expect(NightShare.choose(of: Array(waiting.dropLast()), room: 2) == [3, 2])
    #expect(NightShare.choose(of: waiting, room: 0) == [])
    #expect(NightShare.choose(of: [], room: 3) == [])
  }

  /// Nights of a host, of which each document changes by chance at a rate of its own.
  private struct Host {
    let rates: [Double]
    var seen: [Double]
    var changes: [Int]
    /// When it changed and nobody has told.
    var untold: [[Double]]
    var delays: [Double] = []
    var longestWait = 0.0

    init(_ rates: [Double]) {
      self.rates = rates
      seen = Array(repeating: 0, count: rates.count)
      changes = Array(repeating: 0, count: rates.count)
      untold = Array(repeating: [], count: rates.count)
    }

    mutating func live(nights: Int, seed: UInt64, choose: (Host, Double) -> [Int]) {
      var random = Seeded(seed: seed)
      for night in 1...nights {
        let now = Double(night)
        for index in rates.indices where Double.random(in: 0..<1, using: &random) < rates[index] {
          untold[index].append(now - 0.5)
        }
        for index in choose(self, now) {
          longestWait = max(longestWait, now - seen[index])
          delays += untold[index].map { now - $0 }
          changes[index] += untold[index].isEmpty ? 0 : 1
          untold[index] = []
          seen[index] = now
        }
      }
      // What is never told waits to the end.
      for index in rates.indices { delays += untold[index].map { Double(nights) - $0 } }
    }

    func waiting(at now: Double) -> [NightShare.Waiting] {
      rates.indices.map { index in
        let age = now - seen[index]
        let rate = ChangeRate.perDay(changes[index], in: seen[index])
        return NightShare.Waiting(
          number: index,
          age: Float(age),
          urgency: Float(ChangeRate.urgency(rate, after: age))
        )
      }
    }

    var meanDelay: Double { delays.reduce(0, +) / Double(delays.count) }
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func `news is told sooner than by asking for all in turn, at as many requests`(seed: UInt64) {
    // Few change every fortnight, most in years.
    let rates = (0..<1500).map { $0 % 30 == 0 ? 1.0 / 14 : 1.0 / 2000 }
    var ours = Host(rates)
    ours.live(nights: 360, seed: seed) { NightShare.choose(of: $0.waiting(at: $1), room: 120) }
    var uniform = Host(rates)
    uniform.live(nights: 360, seed: seed) { _, now in
      (0..<120).map { (Int(now) * 120 + $0) % 1500 }
    }
    #expect(ours.meanDelay < uniform.meanDelay * 0.75)
    #expect(ours.longestWait <= Double(NightShare.nightsForAll))
  }

  @Test(arguments: [UInt64(1), 2, 3, 4, 5, 6])
  func `each is asked for within 28 nights, whatever else is urgent`(seed: UInt64) {
    var random = Seeded(seed: seed)
    let count = Int.random(in: 2...900, using: &random)
    let room = Int((Double(count) / 28).rounded(.up)) + Int.random(in: 0...2, using: &random)
    var last = [Int](repeating: 0, count: count)
    var longest = 0
    for night in 1...90 {
      let waiting = last.indices.map { index in
        NightShare.Waiting(
          number: index,
          age: Float(night - last[index]),
          urgency: Float.random(in: 0..<9, using: &random),
          isPressing: Int.random(in: 0..<4, using: &random) == 0
        )
      }
      let chosen = NightShare.choose(of: waiting, room: room)
      #expect(chosen.count == min(room, count) && Set(chosen).count == chosen.count)
      for index in chosen {
        longest = max(longest, night - last[index])
        last[index] = night
      }
    }
    longest = max(longest, last.map { 91 - $0 }.max() ?? 0)
    #expect(longest <= NightShare.nightsForAll)
    #expect(NightShare.needed(for: 280, everyNights: 1) == 10)
    #expect(NightShare.needed(for: 280, everyNights: 7) == 70)
    #expect(NightShare.needed(for: 280, everyNights: 90) == 280)
  }

  // MARK: As a night

  private static let page = WebAddress(alreadyNormal: "https://www.example.org/reviews/")
  private static let source = Source(id: "s", title: "S", place: .page(page))
  private static let start = Date(timeIntervalSince1970: 1_900_000_000)

  /// Ten documents a night, and links to 40.
  private static func night(
    _ number: Int,
    _ archive: inout MemoryArchive,
    besides answers: [WebAddress: ReplayedNight.Answer] = [:],
    text: String = "Review"
  ) throws -> (report: RunReport, visited: Set<WebAddress>) {
    let links = try (10..<50).map { try WebAddress("https://www.example.org/\($0).pdf") }
    let before = archive.documents.mapValues(\.lastVisited)
    let date = start.addingTimeInterval(Double(number) * 86_400)
    let night = ReplayedNight(
      plan: NightPlan(
        sources: [source],
        started: date,
        share: NightShare(night: .seconds(25), delay: .seconds(2))
      ),
      listings: [SourceListing(links)],
      answers: Dictionary(uniqueKeysWithValues: links.map { ($0, .file($0.text)) })
        .merging(answers) { $1 }
    )
    let report = night.run(&archive)
    archive.end(report)
    let visited = archive.documents.filter { before[$0.key] != $0.value.lastVisited }
    return (report, Set(visited.keys))
  }

  @Test func `is told of once; new ones come first, and what is missing every night`()
    throws
  {
    var archive = MemoryArchive()
    let first = try Self.night(0, &archive)
    #expect(first.visited.count == 10 && first.report.isComplete)
    let told = try #require(first.report.putOff?.first)
    #expect(told.host == "www.example.org" && told.documents == 40 && told.left == 30)
    #expect(told.isNews && told.oldest == nil && told.nights <= 28)
    let second = try Self.night(1, &archive)
    #expect(second.report.putOff?.first?.isNews == false)
    #expect(second.visited.isDisjoint(with: first.visited))
    for number in 2..<4 { _ = try Self.night(number, &archive) }
    #expect(archive.documents.count == 40)
    // What fails is asked for in every night, though others have waited longer.
    let gone = try #require(second.visited.min())
    var fails: [WebAddress: ReplayedNight.Answer] = [:]
    var nights = 4
    repeat {
      fails = [gone: .verdict(.notFound)]
      let night = try Self.night(nights, &archive, besides: fails)
      nights += 1
      #expect(night.report.putOff?.first?.oldest != nil)
      if night.visited.contains(gone) { break }
    } while nights < 40
    for _ in 0..<3 {
      let night = try Self.night(nights, &archive, besides: fails)
      nights += 1
      #expect(night.visited.contains(gone) && night.visited.count == 10)
    }
  }

  @Test func `is not taken to be ill where what a list dropped is asked for before the rest`()
    throws
  {
    var archive = MemoryArchive()
    for number in 0..<6 { _ = try Self.night(number, &archive) }
    // Four are dropped by the list and gone from the site, and a night has room for six.
    let links = try (10..<50).map { try WebAddress("https://www.example.org/\($0).pdf") }
    let dropped = Array(links.prefix(3)) + Array(links.suffix(1))
    let night = ReplayedNight(
      plan: NightPlan(
        sources: [Self.source],
        started: Self.start.addingTimeInterval(6 * 86_400),
        share: NightShare(night: .seconds(15), delay: .seconds(2))
      ),
      listings: [SourceListing(links.filter { !dropped.contains($0) })],
      answers: Dictionary(
        uniqueKeysWithValues: links.map {
          ($0, dropped.contains($0) ? .verdict(.notFound) : .file($0.text))
        }
      )
    )
    let report = night.run(&archive)
    #expect(report.degradedHosts.isEmpty)
    let told = report.news.map(\.address)
    #expect(told.count == 3 && Set(told).isSubset(of: dropped))
  }

  @Test func `nothing is told where all fits, or nobody says how much may`() throws {
    var archive = MemoryArchive()
    let links = try (10..<20).map { try WebAddress("https://www.example.org/\($0).pdf") }
    for share in [nil, NightShare(night: .seconds(25), delay: .seconds(2))] {
      let night = ReplayedNight(
        plan: NightPlan(sources: [Self.source], started: Self.start, share: share),
        listings: [SourceListing(links)],
        answers: Dictionary(uniqueKeysWithValues: links.map { ($0, .file($0.text)) })
      )
      let report = night.run(&archive)
      #expect(report.putOff == nil && report.counts.visited == 10)
    }
  }

  @Test func `that it takes longer than 28 nights is told when it comes to that`() throws {
    let links = try (0..<400).map { try WebAddress("https://www.example.org/\($0).pdf") }
    var archive = MemoryArchive()
    var isNews: [Bool] = []
    for (number, count) in [200, 200, 400, 400].enumerated() {
      let night = ReplayedNight(
        plan: NightPlan(
          sources: [Self.source],
          started: Self.start.addingTimeInterval(Double(number) * 86_400),
          share: NightShare(night: .seconds(25), delay: .seconds(2))
        ),
        listings: [SourceListing(Array(links.prefix(count)))],
        answers: Dictionary(uniqueKeysWithValues: links.map { ($0, .file($0.text)) })
      )
      let report = night.run(&archive)
      archive.end(report)
      let told = try #require(report.putOff?.first)
      isNews.append(told.isNews)
      #expect((told.nights <= 28) == (count == 200))
    }
    #expect(isNews == [true, false, true, false])
  }
}
