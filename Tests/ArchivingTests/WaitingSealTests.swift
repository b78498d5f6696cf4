// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Filing
import Fixity
import Foundation
import Records
import Support
import SystemPackage
import Testing

@testable import Archiving

@Suite(.timeLimit(.minutes(5)))
struct `A seal that waits with its leaf` {
  private static let (a, b) = ("https://example.org/a.pdf", "https://example.org/b.pdf")

  private func withArchive(_ body: (Archive, FilePath) async throws -> Void) async throws {
    try await ScratchDirectory.run { folder in
      let keeper = try Keeper(in: folder)
      try await keeper.keep([(Self.a, "one"), (Self.b, "two")])
      let archive = keeper.archive
      try await body(archive, archive.ledger.appending(WaitingLeaves.fileName))
    }
  }

  @Test func `is dropped, and every leaf stays where it was`() async throws {
    try await withArchive { archive, queue in
      var before: [String] = []
      try WaitingLeaves(of: archive).forEach { before.append($0.entry) }
      try DocumentSeals(of: archive).drop(of: WebAddress(Self.a))
      var after: [String] = []
      try WaitingLeaves(of: archive).forEach { after.append($0.entry) }
      #expect(before.count > 2 && after == before)
      let text = try Disk().readText(queue)
      #expect(!text.contains(Self.a) && text.contains(Self.b))
    }
  }

  @Test func `is dropped too where its line is damaged, which stays one that cannot be read`()
    async throws
  {
    try await withArchive { archive, queue in
      let lines = try Disk().readText(queue).split(separator: "\n").map(String.init)
      let damaged = try #require(lines.firstIndex { $0.contains(Self.a) })
      var changed = lines
      changed[damaged] = changed[damaged].replacing("\"sum\":\"", with: "\"sum\":\"x")
      try Disk().replace(queue, with: changed.map { "\($0)\n" }.joined())
      try DocumentSeals(of: archive).drop(of: WebAddress(Self.a))
      let text = try Disk().readText(queue)
      #expect(!text.contains(Self.a) && text.contains(Self.b))
      #expect(text.split(separator: "\n").count == lines.count)
      #expect(throws: ArchiveError.self) { try WaitingLeaves(of: archive).forEach { _ in } }
    }
  }

  @Test func `is not taken for dropped where that could not be done`() async throws {
    try await withArchive { archive, queue in
      let address = try WebAddress(Self.a)
      #expect(throws: FilingError.self) {
        try DiskLook.$observer.withValue({ $0 == queue ? .ioError : nil }) {
          try DocumentSeals(of: archive).drop(of: address)
        }
      }
      #expect(throws: FilingError.self) {
        try DiskStep.$observer.withValue(
          DiskWatch.failing { if case .rename(_, to: queue) = $0 { true } else { false } }
        ) {
          try DocumentSeals(of: archive).drop(of: address)
        }
      }
      #expect(try Disk().readText(queue).contains(Self.a))
    }
  }

  @Test(arguments: ["cut", "changed", "empty"])
  func `comes back from a copy that has all of it, and else what was damaged is kept`(
    kind: String
  ) async throws {
    try await withArchive { archive, queue in
      let copy = archive.path.removingLastComponent().appending("Copy")
      try Disk().makeDirectory(copy)
      try Tree(archive.path).write(to: copy)
      let sound = try Disk().readText(queue)
      let damaged =
        switch kind {
        case "cut": String(sound.dropLast(40))
        case "changed": sound.replacing("accession", with: "accessiom")
        default: ""
        }
      try Disk().replace(queue, with: damaged)
      let place = try Repairing.putBackWaiting(
        in: archive,
        from: RepairSource(at: copy, for: archive)
      )
      #expect(try Disk().readText(queue) == sound)
      #expect(try place.map { try Disk().readText(archive.path.pushing(FilePath($0))) } == damaged)
      #expect(
        try Repairing.putBackWaiting(in: archive, from: RepairSource(at: copy, for: archive)) == nil
      )
      // A copy of before has not all of it.
      try Disk().replace(
        copy.pushing("ledger/waiting.jsonl"),
        with: sound.split(separator: "\n").prefix(2).map { "\($0)\n" }.joined()
      )
      guard kind == "cut" else { return }
      try Disk().replace(queue, with: damaged)
      #expect(
        try Repairing.putBackWaiting(in: archive, from: RepairSource(at: copy, for: archive)) == nil
      )
      let writer = try await ArchiveWriter(archive, for: "test")
      #expect(writer.damaged.contains { $0.sentence.contains("could not be read to its end") })
    }
  }
}
