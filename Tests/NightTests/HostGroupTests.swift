// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Records
import Testing

@testable import Night

/// What is counted of a host is counted of all that are one with it by now.
@Suite(.timeLimit(.minutes(1)))
struct `Hosts that are one by now` {
  @Test func `are known by one name, in whatever order they were united`() {
    var hosts = HostGroups()
    #expect(hosts.name(of: "b") == "b" && hosts.members(with: "b") == ["b"])
    hosts.unite("b", "c")
    hosts.unite("e", "d")
    let united = hosts.unite("c", "d")
    #expect(united?.0 == "b" && united?.1 == "d")
    let again = hosts.unite("b", "e")
    #expect(again == nil)
    #expect(["b", "c", "d", "e"].allSatisfy { hosts.name(of: $0) == "b" })
    #expect(hosts.members(with: "e").count == 4)
  }

  /// Two reports have moved, a third was new at the new host: one notice for all three is in doubt.
  @Test(arguments: [nil, 3, 4] as [UInt64?])
  func `have one count of what came the same`(seed: UInt64?) {
    var history = MoveHistory()
    let (old, new) = (MoveHistory.paths(MoveHistory.old, 2), MoveHistory.paths(MoveHistory.new, 3))
    _ = history.night([old], MoveHistory.files(MoveHistory.old, 2))
    let moved = MoveHistory.redirects(MoveHistory.old, to: MoveHistory.new, 1...2)
    let there = moved.merging(MoveHistory.files(MoveHistory.new, 3)) { first, _ in first }
    #expect(history.night([new], there, seed: seed).counts.new == 1)
    #expect(history.names == ["example.org", "example.com"] && history.versions == 3)
    var notice: [String: MoveHistory.Answer] = [:]
    for (index, place) in new.enumerated() {
      notice[place] = .file("notice")
      if index < 2 { notice[old[index]] = .redirect(to: MoveHistory.address(place), "notice") }
    }
    let report = history.night([new], notice, seed: seed)
    #expect(report.news.map(\.news) == [.sameFile, .sameFile, .sameFile])
    #expect(report.counts.heldBack == 3 && history.versions == 3)
  }
}
