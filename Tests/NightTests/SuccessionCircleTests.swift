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
    let said = Successions([b: Predecessor(a, .person)])
    #expect(said.next(after: a, inRowOf: b) == b && said.isSaidByPerson(b))
    #expect(!Successions.isOpen(Predecessor(nil, .person)))
    #expect(Successions.isOpen(Predecessor(nil, .redirect)) && Successions.isOpen(nil))
  }

  @Test func `end, though an archive has them as a circle`() {
    let (a, b) = (MoveHistory.address(Self.a), MoveHistory.address(Self.b))
    let circle = Successions([b: Predecessor(a, .redirect), a: Predecessor(b, .redirect)])
    #expect(circle.next(after: a, inRowOf: b) == b && circle.next(after: b, inRowOf: a) == a)
    #expect(circle.next(after: MoveHistory.address(Self.c), inRowOf: a) == nil)
  }
}
