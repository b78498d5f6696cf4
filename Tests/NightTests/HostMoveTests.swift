// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Discovery
import Foundation
import Records
import Support
import Testing

@testable import Night

@Suite(.timeLimit(.minutes(1)))
struct `A host that moved` {
  private static let count = 40
  private static let before = MoveHistory.files(MoveHistory.old, count)
  private static let (oldList, newList) = (
    MoveHistory.paths(MoveHistory.old, count), MoveHistory.paths(MoveHistory.new, count)
  )
  private static let after = MoveHistory.redirects(MoveHistory.old, to: MoveHistory.new, 1...count)
    .merging(MoveHistory.files(MoveHistory.new, count)) { first, _ in first }
  private static let told =
    "example.org moved to example.com: 40 documents answer there, with the same bytes"

  @Test(arguments: [nil, 1, 2, 3] as [UInt64?])
  func `is one move, though its list names the new addresses in the same night`(seed: UInt64?) {
    var history = MoveHistory()
    _ = history.night([Self.oldList], Self.before, seed: seed)
    let report = history.night([Self.newList], Self.after, seed: seed)
    #expect(history.moves == [Self.told])
    #expect(report.news.isEmpty && report.hasNews)
    #expect(report.sources.map(\.disappeared) == [0] && report.sources.map(\.appeared) == [0])
    #expect(history.names == ["example.org"], "they keep their names")
    #expect(history.versions == Self.count, "and nothing is kept twice")
    #expect(Self.oldList.allSatisfy(history.isListed))
    // The old host is given up, as it is in the end.
    for _ in 1...4 {
      let later = history.night(
        [Self.newList],
        MoveHistory.files(MoveHistory.new, Self.count),
        seed: seed
      )
      #expect(!later.hasNews && later.counts.unchanged == Self.count)
    }
    #expect(history.versions == Self.count)
  }

  @Test func `is one move, though its list names the new addresses weeks later`() {
    var history = MoveHistory()
    _ = history.night([Self.oldList], Self.before)
    for _ in 1...3 { _ = history.night([Self.oldList], Self.after) }
    #expect(history.moves == [Self.told])
    let report = history.night([Self.newList], Self.after)
    #expect(!report.hasNews && report.counts.unchanged == Self.count)
    #expect(history.names == ["example.org"] && history.versions == Self.count)
  }

  @Test func `is told again only when the last of it has moved`() {
    var history = MoveHistory()
    let part = MoveHistory.redirects(MoveHistory.old, to: MoveHistory.new, 1...10)
      .merging(Self.before) { first, _ in first }
      .merging(MoveHistory.files(MoveHistory.new, 10)) { first, _ in first }
    _ = history.night([Self.oldList], Self.before)
    let list = Array(Self.newList.prefix(10)) + Self.oldList.dropFirst(10)
    #expect(history.night([list], part).news.isEmpty)
    #expect(!history.night([list], part).hasNews)
    #expect(history.night([Self.newList], Self.after).news.isEmpty)
    #expect(!history.night([Self.newList], Self.after).hasNews)
    #expect(
      history.moves == [
        "10 documents of example.org answer at example.com now, with the same bytes; 30 answer where they were",
        Self.told,
      ]
    )
    #expect(history.names == ["example.org"] && history.versions == Self.count)
  }

  @Test func `is none where everything leads to the front page`() {
    var history = MoveHistory()
    _ = history.night([Self.oldList], Self.before)
    var answers = MoveHistory.files(MoveHistory.new, Self.count)
    for text in Self.oldList { answers[text] = .verdict(.softMissing(.redirectedHome)) }
    let report = history.night([Self.newList], answers)
    #expect(history.moves.isEmpty)
    #expect(report.counts.new == Self.count, "what is there is looked at in the same night")
    #expect(report.news.count { $0.news == .missing } == 0, "the host is ill, so far")
    let one = report.news.first { $0.news == .appeared }
    #expect(one?.sentence.contains("seems to take the place of https://example.org") == true)
  }

  @Test(arguments: [Verdict.softMissing(.parked), .unreachable(.nameUnknown), .notFound])
  func `is none where the old name was sold, or answers nothing`(verdict: Verdict) {
    var history = MoveHistory()
    _ = history.night([Self.oldList], Self.before)
    for _ in 1...5 {
      var answers: [String: ReplayedNight.Answer] = [:]
      for text in Self.oldList { answers[text] = .verdict(verdict) }
      _ = history.night([Self.oldList], answers)
    }
    #expect(history.moves.isEmpty && history.versions == Self.count)
  }

  @Test func `takes a file along that it changed, as a new version`() {
    var history = MoveHistory()
    _ = history.night([Self.oldList], Self.before)
    var answers = Self.after
    let place = MoveHistory.address(Self.newList[6])
    answers[Self.oldList[6]] = .redirect(to: place, "other")
    answers[Self.newList[6]] = .file("other")
    let report = history.night([Self.newList], answers)
    #expect(report.news.map(\.news) == [.replaced])
    #expect(report.news.map(\.address.text) == [Self.oldList[6]])
    #expect(
      history.moves == [
        "example.org moved to example.com: 40 documents answer there, 39 of them with the same bytes"
      ]
    )
    #expect(!history.night([Self.newList], answers).hasNews)
    #expect(history.names == ["example.org"] && history.versions == Self.count + 1)
  }

  @Test func `moves back`() {
    var history = MoveHistory()
    _ = history.night([Self.oldList], Self.before)
    _ = history.night([Self.newList], Self.after)
    let back = MoveHistory.redirects(MoveHistory.new, to: MoveHistory.old, 1...Self.count)
      .merging(Self.before) { first, _ in first }
    for list in [Self.newList, Self.oldList, Self.oldList] {
      #expect(history.night([list], back).news.isEmpty)
    }
    #expect(!history.night([Self.oldList], Self.before).hasNews)
    #expect(
      history.moves == [
        Self.told,
        "example.com moved back to example.org: 40 documents answer there, with the same bytes",
      ]
    )
    #expect(history.names == ["example.org"] && history.versions == Self.count)
    #expect(history.archive.documents.values.allSatisfy { $0.place == nil })
  }

  @Test func `moves back without a word, where its list names the old addresses again`() {
    var history = MoveHistory()
    _ = history.night([Self.oldList], Self.before)
    _ = history.night([Self.newList], Self.after)
    for _ in 1...2 { #expect(history.night([Self.oldList], Self.before).news.isEmpty) }
    #expect(
      history.moves == [
        Self.told,
        "example.com moved back to example.org: 40 documents answer there, with the same bytes",
      ]
    )
    _ = history.night([Self.newList], Self.after)
    #expect(history.moves.count == 3, "and a second move is news again")
  }

  @Test func `is told though all its files changed that night`() {
    var history = MoveHistory()
    _ = history.night([Self.oldList], Self.before)
    var answers = MoveHistory.files(MoveHistory.new, Self.count, edition: "b")
    for (index, old) in Self.oldList.enumerated() {
      answers[old] = .redirect(to: MoveHistory.address(Self.newList[index]), "\(index + 1)b")
    }
    let report = history.night([Self.newList], answers)
    #expect(Set(report.news.map(\.news)) == [.replaced])
    #expect(
      history.moves == [
        "example.org moved to example.com: 40 documents answer there, with other bytes"
      ]
    )
  }

  @Test func `keeps its documents' names though the new one fails on the night of the move`() {
    var history = MoveHistory()
    _ = history.night([Self.oldList], Self.before)
    var answers: [String: MoveHistory.Answer] = [:]
    for (index, old) in Self.oldList.enumerated() {
      let place = MoveHistory.address(Self.newList[index])
      answers[old] = .failingRedirect(to: place, .serverError(status: 503))
      answers[place.text] = .verdict(.serverError(status: 503))
    }
    for _ in 1...2 { #expect(history.night([Self.newList], answers).news.isEmpty) }
    for _ in 1...2 { #expect(history.night([Self.newList], Self.after).news.isEmpty) }
    #expect(history.moves == [Self.told])
    #expect(history.names == ["example.org"] && history.versions == Self.count)
  }

  @Test func `moves on`() {
    var history = MoveHistory()
    _ = history.night([Self.oldList], Self.before)
    _ = history.night([Self.newList], Self.after)
    let third = "https://www.example.net"
    let answers = MoveHistory.redirects(MoveHistory.new, to: third, 1...Self.count)
      .merging(MoveHistory.files(third, Self.count)) { first, _ in first }
    // The list is behind at first.
    #expect(history.night([Self.newList], answers).news.isEmpty)
    #expect(history.night([MoveHistory.paths(third, Self.count)], answers).news.isEmpty)
    #expect(
      history.moves == [
        Self.told,
        "example.com moved to www.example.net: 40 documents answer there, with the same bytes",
      ]
    )
    #expect(history.names == ["example.org"] && history.versions == Self.count)
  }

  @Test(arguments: [nil, 5] as [UInt64?])
  func `has one document by http and by https, where one leads to the other`(seed: UInt64?) {
    var history = MoveHistory()
    let (http, https) = (MoveHistory.paths("http://example.org", 3), Self.oldList.prefix(3))
    let answers = MoveHistory.redirects("http://example.org", to: MoveHistory.old, 1...3)
      .merging(MoveHistory.files(MoveHistory.old, 3)) { first, _ in first }
    let first = history.night([http + https], answers, seed: seed)
    #expect(first.counts.new == 3)
    for list in [http + https, https + http, Array(https), http] {
      #expect(!history.night([list], answers, seed: seed).hasNews)
    }
    #expect(history.archive.documents.count == 3 && history.versions == 3)
    #expect(history.moves.isEmpty, "it was so from the beginning")
  }

  @Test func `is said with its scheme where only that is another`() {
    var history = MoveHistory()
    let http = MoveHistory.paths("http://example.org", 2)
    _ = history.night([http], MoveHistory.files("http://example.org", 2))
    let answers = MoveHistory.redirects("http://example.org", to: MoveHistory.old, 1...2)
      .merging(MoveHistory.files(MoveHistory.old, 2)) { first, _ in first }
    #expect(history.night([Array(Self.oldList.prefix(2))], answers).news.isEmpty)
    #expect(
      history.moves == [
        "http://example.org moved to https://example.org: 2 documents answer there, with the same bytes"
      ]
    )
  }

  @Test(arguments: 0..<6 as Range<UInt64>)
  func `is one for all sources that list it, whichever is read first`(seed: UInt64) {
    var history = MoveHistory()
    let (old, new) = (Array(Self.oldList.prefix(6)), Array(Self.newList.prefix(6)))
    let before = MoveHistory.files(MoveHistory.old, 6)
    let after = MoveHistory.redirects(MoveHistory.old, to: MoveHistory.new, 1...6)
      .merging(MoveHistory.files(MoveHistory.new, 6)) { first, _ in first }
    _ = history.night([old, []], before, seed: seed)
    #expect(history.night([new, Array(new.prefix(3))], after, seed: seed).news.isEmpty)
    #expect(!history.night([new, Array(new.prefix(3))], after, seed: seed).hasNews)
    #expect(history.names == ["example.org"] && history.versions == 6)
    let listed = history.archive.known(MoveHistory.address(old[0])).entries.map(\.source)
    #expect(listed == ["s0", "s1"])
  }

  @Test func `does not hide that a document is taken off, or dies`() {
    var history = MoveHistory()
    _ = history.night([Self.oldList], Self.before)
    _ = history.night([Self.newList], Self.after)
    let there = MoveHistory.files(MoveHistory.new, Self.count)
    let fewer = Array(Self.newList.dropLast())
    #expect(history.night([fewer], there).news.map(\.news) == [.delisted])
    #expect(!history.night([fewer], there).hasNews, "it is asked for where it is")
    var dead = there
    dead[fewer[0]] = nil
    #expect(history.night([fewer], dead).news.map(\.news) == [.missing])
  }

  @Test func `finds again what has moved back and is listed nowhere`() {
    var history = MoveHistory()
    _ = history.night([Self.oldList], Self.before)
    _ = history.night([Self.newList], Self.after)
    let fewer = Array(Self.newList.dropLast())
    var there = MoveHistory.files(MoveHistory.new, Self.count)
    _ = history.night([fewer], there)
    there[Self.newList[Self.count - 1]] = .verdict(.notFound)
    there[Self.oldList[Self.count - 1]] = .file("\(Self.count)")
    var news: [News] = []
    for _ in 1...6 { news += history.night([fewer], there).news.map(\.news) }
    #expect(!news.contains(.gone) && news.last == .returned, "\(news)")
  }

  @Test(arguments: [nil, 7] as [UInt64?])
  func `is not moved by a list that names it by a host which leads to its own`(seed: UInt64?) {
    var history = MoveHistory()
    let (list, www) = (
      Array(Self.oldList.prefix(4)), MoveHistory.paths("https://www.example.org", 4)
    )
    let answers = MoveHistory.redirects("https://www.example.org", to: MoveHistory.old, 1...4)
      .merging(MoveHistory.files(MoveHistory.old, 4)) { first, _ in first }
    _ = history.night([list], answers, seed: seed)
    for list in [www, www, list + www, list, www] {
      #expect(!history.night([list], answers, seed: seed).hasNews)
    }
    #expect(history.moves.isEmpty && history.archive.documents.count == 4 && history.versions == 4)
    // The other name is given up.
    let alone = MoveHistory.files(MoveHistory.old, 4)
    for _ in 1...4 { #expect(!history.night([list], alone, seed: seed).hasNews) }
  }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func `keeps nothing twice and tells no loss, whatever moves when`(seed: UInt64) {
    var random = Seeded(seed: seed)
    var history = MoveHistory()
    var moved: Set<Int> = []
    let hosts = [MoveHistory.old, MoveHistory.new]
    var target = 1
    _ = history.night(
      [MoveHistory.paths(MoveHistory.old, 8)],
      MoveHistory.files(MoveHistory.old, 8)
    )
    for _ in 0..<12 {
      if random.next() % 6 == 0 { (target, moved) = (1 - target, Set(1...8).subtracting(moved)) }
      for number in 1...8 where random.next() % 4 == 0 { moved.insert(number) }
      var answers: [String: ReplayedNight.Answer] = [:]
      var list: [String] = []
      for number in 1...8 {
        let home = moved.contains(number) ? hosts[target] : hosts[1 - target]
        let other = moved.contains(number) ? hosts[1 - target] : hosts[target]
        let place = "\(home)/files/\(number).pdf"
        answers[place] = .file("\(number)")
        answers["\(other)/files/\(number).pdf"] = .redirect(
          to: MoveHistory.address(place),
          "\(number)"
        )
        // The list names either, or both.
        let which = random.next() % 3
        if which != 0 { list.append(place) }
        if which != 1 { list.append("\(other)/files/\(number).pdf") }
      }
      let report = history.night([list], answers, seed: random.next())
      #expect(report.news.isEmpty, "\(report.news.map { "\($0.news) \($0.address)" })")
    }
    #expect(history.archive.documents.count == 8 && history.versions == 8)
  }
}
