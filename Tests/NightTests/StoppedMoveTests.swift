// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Discovery
import Foundation
import Records
import Testing

@testable import Night

/// A run that is stopped while it finds out that a host has moved.
@Suite(.timeLimit(.minutes(1)))
struct `A move that a stopped run met` {
  private static let count = 40
  private static let (oldList, newList) = (
    MoveHistory.paths(MoveHistory.old, count), MoveHistory.paths(MoveHistory.new, count)
  )
  private static let before = MoveHistory.files(MoveHistory.old, count)
  private static let after = MoveHistory.redirects(MoveHistory.old, to: MoveHistory.new, 1...count)
    .merging(MoveHistory.files(MoveHistory.new, count)) { first, _ in first }
  private static let whole =
    "example.org moved to example.com: 40 documents answer there, with the same bytes"
  private static let part =
    "so far 12 of 40 documents of example.org answer at example.com, with the same bytes; the run was stopped before it "
    + "had asked for the others"

  @Test func `is told as far as it came, and once more when it is whole`() {
    var history = MoveHistory()
    _ = history.night([Self.oldList], Self.before)
    _ = history.night([Self.newList], Self.after, stop: 12)
    #expect(history.moves == [Self.part])
    _ = history.night([Self.newList], Self.after, stop: 20)
    #expect(history.moves == [Self.part], "a second run that is stopped tells nothing new")
    for _ in 1...3 { _ = history.night([Self.newList], Self.after) }
    #expect(history.moves == [Self.part, Self.whole])
    #expect(history.names == ["example.org"] && history.versions == Self.count)
  }

  @Test func `is whole where all its documents had been asked for`() {
    var history = MoveHistory()
    _ = history.night([Self.oldList], Self.before)
    _ = history.night([Self.newList], Self.after, stop: Self.count)
    for _ in 1...2 { _ = history.night([Self.newList], Self.after) }
    #expect(history.moves == [Self.whole])
  }

  @Test func `is told with what stayed, where the rest did not move`() {
    var history = MoveHistory()
    _ = history.night([Self.oldList], Self.before)
    let some = MoveHistory.redirects(MoveHistory.old, to: MoveHistory.new, 1...Self.count)
    let moved = Self.oldList.sorted().prefix(12)
    let answers = Self.before.merging(some.filter { moved.contains($0.key) }) { $1 }
    _ = history.night([Self.oldList], answers, stop: 12)
    for _ in 1...2 { _ = history.night([Self.oldList], answers) }
    #expect(history.moves.count == 2)
    #expect(
      history.moves.last
        == "12 documents of example.org answer at example.com now, with the same bytes; 28 answer where they were"
    )
  }
}
