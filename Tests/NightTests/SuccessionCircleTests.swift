// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Records
import Testing

@testable import Night

/// Addresses of one site that lead to each other, night by night another way.
@Suite(.timeLimit(.minutes(1)))
struct `Documents that take each other's places` {
  private static let (a, b, c) = (
    "https://example.org/a.pdf", "https://example.org/b.pdf", "https://example.org/c.pdf"
  )

  /// One of them is listed, and the others lead to it.
  private static func night(_ history: inout MoveHistory, _ used: String, _ others: [String])
    -> RunReport
  {
    let place = MoveHistory.address(used)
    var answers: [String: MoveHistory.Answer] = [used: .file("x")]
    for other in others { answers[other] = .redirect(to: place, "x") }
    return history.night([[used]], answers)
  }

  private static func succeeds(_ history: MoveHistory, _ text: String) -> String? {
    history.archive.documents[MoveHistory.address(text)]?.succeeds?.address?.text
  }

  @Test func `are never a circle, and the one in use comes last`() {
    var history = MoveHistory()
    _ = Self.night(&history, Self.a, [])
    _ = Self.night(&history, Self.b, [Self.a])
    #expect(Self.succeeds(history, Self.b) == Self.a && Self.succeeds(history, Self.a) == nil)
    for _ in 1...3 {
      _ = Self.night(&history, Self.a, [Self.b])
      #expect(Self.succeeds(history, Self.a) == Self.b && Self.succeeds(history, Self.b) == nil)
      _ = Self.night(&history, Self.b, [Self.a])
      #expect(Self.succeeds(history, Self.b) == Self.a && Self.succeeds(history, Self.a) == nil)
    }
    let relisted = Self.night(&history, Self.b, [Self.a]).counts.relisted ?? 0
    #expect(relisted == 0, "it is said once")
  }

  @Test func `are a row that begins anew where the first is in use again`() {
    var history = MoveHistory()
    _ = Self.night(&history, Self.a, [])
    _ = Self.night(&history, Self.b, [Self.a])
    _ = Self.night(&history, Self.c, [Self.b])
    #expect(Self.succeeds(history, Self.c) == Self.b)
    _ = Self.night(&history, Self.a, [Self.c])
    #expect(Self.succeeds(history, Self.c) == Self.b && Self.succeeds(history, Self.b) == nil)
    #expect(Self.succeeds(history, Self.a) == Self.c)
  }

  @Test func `stay as a person said, whatever the site does`() {
    let (a, b) = (MoveHistory.address(Self.a), MoveHistory.address(Self.b))
    let said = Successions([b: Predecessors(Predecessor(a, .person))])
    #expect(said.next(after: a, inRowOf: b) == b && said.isSaidByPerson(b, of: a))
    #expect(!Successions.isOpen(Predecessor(nil, .person)))
    #expect(Successions.isOpen(Predecessor(nil, .redirect)) && Successions.isOpen(nil))
  }

  @Test func `end, though an archive has them as a circle`() {
    let (a, b) = (MoveHistory.address(Self.a), MoveHistory.address(Self.b))
    let circle = Successions([
      b: Predecessors(Predecessor(a, .redirect)), a: Predecessors(Predecessor(b, .redirect)),
    ])
    #expect(circle.next(after: a, inRowOf: b) == b && circle.next(after: b, inRowOf: a) == a)
    #expect(circle.next(after: MoveHistory.address(Self.c), inRowOf: a) == nil)
  }

  @Test func `are one to which several lead, and each of them has it for its own`() {
    var history = MoveHistory()
    let d = "https://example.org/d.pdf"
    let (a, b, c) = (Self.a, Self.b, Self.c)
    _ = history.night([[a, b, d]], [a: .file("a"), b: .file("b"), d: .file("d")])
    let to = MoveHistory.Answer.redirect(to: MoveHistory.address(c), "c")
    let news = history.night([[c, d]], [a: to, b: to, c: .file("c"), d: .file("d")]).news
    #expect(Self.olds(history, c) == [a, b])
    let told = Dictionary(news.map { ($0.news, $0) }, uniquingKeysWith: { first, _ in first })
    #expect(told[.succeeded]?.address.text == c && told[.succeeded]?.succeeds?.text == a)
    #expect(told[.delisted]?.address.text == b && told[.delisted]?.succeededBy?.text == c)
    let quiet = history.night([[c, d]], [a: to, b: to, c: .file("c"), d: .file("d")])
    #expect(quiet.news.isEmpty && quiet.counts.relisted == nil)
    // Another joins them on a later night, and one leads elsewhere by then.
    let other = MoveHistory.Answer.redirect(to: MoveHistory.address(d), "d")
    _ = history.night([[c, d]], [a: other, b: to, c: .file("c"), d: .file("d")])
    #expect(Self.olds(history, c) == [b] && Self.olds(history, d) == [a])
  }

  @Test func `are a chain in which each has the next, though the first leads to the last`() {
    var history = MoveHistory()
    _ = Self.night(&history, Self.a, [])
    _ = Self.night(&history, Self.b, [Self.a])
    for _ in 1...2 { _ = Self.night(&history, Self.c, [Self.a, Self.b]) }
    #expect(Self.olds(history, Self.b) == [Self.a] && Self.olds(history, Self.c) == [Self.b])
  }

  @Test func `stay as a person said, and that the site says otherwise is told once`() {
    var history = MoveHistory()
    let (a, b, c) = (Self.a, Self.b, Self.c)
    let files: [String: MoveHistory.Answer] = [b: .file("b"), c: .file("c")]
    _ = history.night([[a, b, c]], files.merging([a: .file("a")]) { $1 })
    func said(_ olds: Predecessors, of new: String) {
      guard let known = history.archive.documents[MoveHistory.address(new)],
        let verdict = known.verdict
      else { return }
      history.archive.take(
        Visit(saying: verdict, again: known, succeeds: olds.first, succeedsToo: olds.further),
        nil
      )
    }
    said(Predecessors(Predecessor(MoveHistory.address(a), .person)), of: b)
    let led = files.merging([a: .redirect(to: MoveHistory.address(c), "c")]) { $1 }
    let notes = history.night([[b, c]], led).notes
    #expect(notes.count == 1 && notes[0].isNews)
    let advice = "`hanaper join \(a) \(b) --undo`, then `hanaper join \(a) \(c)`"
    #expect(notes.first?.sentence.contains(advice) == true)
    #expect(Self.olds(history, b) == [a] && Self.olds(history, c).isEmpty)
    #expect(history.night([[b, c]], led).notes.isEmpty)
    var silent = led
    silent[a] = .verdict(.serverError(status: 500))
    #expect(history.night([[b, c]], silent).notes.isEmpty)
    #expect(history.night([[b, c]], led).notes.isEmpty, "once, whatever came between")
    var undone = Predecessors(Predecessor(MoveHistory.address(a), .person))
    undone.takeBack(MoveHistory.address(a), by: .person)
    said(undone, of: b)
    #expect(history.night([[b, c]], led).notes.isEmpty)
    #expect(Self.olds(history, b).isEmpty && Self.olds(history, c) == [a])
  }

  private static func olds(_ history: MoveHistory, _ text: String) -> [String] {
    history.archive.documents[MoveHistory.address(text)].map(Predecessors.init(of:))?.taken
      .compactMap(\.address?.text) ?? []
  }
}
