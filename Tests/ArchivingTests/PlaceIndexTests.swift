// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Testing

@testable import Archiving

@Suite(.timeLimit(.minutes(20)))
struct `Places in an archive` {
  private let index = PlaceIndex(["ocfl/a/b/one", "ocfl/a/b/two", "ocfl/c"])

  @Test func `are found by the folders above them`() {
    #expect(index.places(in: "ocfl/a").sorted() == ["ocfl/a/b/one", "ocfl/a/b/two"])
    #expect(index.places(in: "ocfl/a/b/one") == ["ocfl/a/b/one"])
    #expect(index.places(in: "ocfl/a/b/on") == [])
    #expect(index.places(in: "ocfl/a/b/one/v1") == [])
  }

  @Test func `are found by what lies in them`() {
    #expect(index.place(holding: "ocfl/c/v1/content") == "ocfl/c")
    #expect(index.place(holding: "ocfl/c") == "ocfl/c")
    #expect(index.place(holding: "ocfl/cd") == nil)
    #expect(index.place(holding: "ocfl") == nil)
  }

  @Test func `are related to both`() {
    #expect(index.related(to: "ocfl/c/v1") == "ocfl/c")
    #expect(index.related(to: "ocfl/a/b") != nil)
    #expect(index.related(to: "ocfl/d") == nil)
    #expect(PlaceIndex.path(to: "a/b/c") == ["a/b/c", "a/b", "a"])
  }
}
