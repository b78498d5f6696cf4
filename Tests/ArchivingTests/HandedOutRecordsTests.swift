// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import Foundation
import Records
import Support
import SystemPackage
import Testing

@testable import Archiving

/// What was given out is no part of what the ledger proves, and told all the same where it cannot be read.
@Suite struct `The record of what was given out` {
  private static let one = "https://example.org/files/one.pdf"

  private func withRecord(
    _ body: (Archive, FilePath) async throws -> Void
  ) async throws {
    try await ScratchDirectory.run { folder in
      let archive = try Keeper(in: folder).archive
      try HandedOutRecords(of: archive).add(
        HandedOut(
          at: Keeper.day,
          request: "request 2026/17",
          items: [.init(address: Self.one, title: "One", version: 1, digest: .of("one"))]
        )
      )
      let place = archive.path.appending(Archive.requestsName)
      let name = try #require(try Disk().list(place).first?.name)
      try await body(archive, place.appending(name))
    }
  }

  private func found(in archive: Archive) async throws -> [ArchiveFinding] {
    let outcome = try await Verification(of: archive).full(.quick, cores: 1)
    return (outcome.findings + outcome.warnings).filter { $0.path.hasPrefix("requests") }
  }

  @Test func `is told where it is cut, and where something else lies beside it`() async throws {
    try await withRecord { archive, file in
      #expect(try await found(in: archive) == [])
      let text = try Disk().readText(file)
      try Disk().replace(file, with: String(text.dropLast(20)))
      let damaged = try await found(in: archive)
      #expect(damaged.map(\.codes) == [["request", "changed"]])
      #expect(damaged.first?.severity == .damage)
      try Disk().replace(file, with: text)
      try Disk().create(file.removingLastComponent().appending("notes.txt"), holding: "mine")
      #expect(try await found(in: archive).map(\.severity) == [.warning])
    }
  }

  @Test func `loses the name of what was let go of, though it cannot be read`() async throws {
    try await withRecord { archive, file in
      let text = try Disk().readText(file)
      try Disk().replace(file, with: String(text.dropLast(20)))
      try HandedOutRecords(of: archive).forget([Self.one], for: "2026-11-28T020001Z")
      let left = try Disk().readText(file)
      #expect(!left.contains("one.pdf") && left.contains("request 2026/17"), "\(left)")
    }
  }

  @Test func `is forgotten by the day in its name where it cannot be read`() async throws {
    try await withRecord { archive, file in
      try Disk().replace(file, with: "who asked: {")
      let records = HandedOutRecords(of: archive)
      #expect(try records.count(before: Keeper.day) == 0)
      #expect(try records.forget(before: Keeper.day) == 0)
      #expect(try records.forget(before: Keeper.day.addingTimeInterval(86_400)) == 1)
      #expect(try records.all().unreadable == [])
      #expect(try Disk().entry(at: file) == nil)
    }
  }
}
