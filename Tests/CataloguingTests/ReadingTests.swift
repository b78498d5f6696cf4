// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Fixity
import GRDB
import Support
import SystemPackage
import Testing

@testable import Cataloguing

@Suite(.timeLimit(.minutes(5)))
struct `The catalogue keeps what lists said` {
  private let page = WebAddress(alreadyNormal: "https://example.org/reviews/")
  private let other = WebAddress(alreadyNormal: "https://example.org/older/")
  private let key = Digest.of("a list")
  private let lines = Array("{}\nl\t=one".utf8)

  private func withCatalogue(_ body: (Catalogue, FilePath) async throws -> Void) async throws {
    try await ScratchDirectory.run { folder in
      let path = folder.appending("catalogue.sqlite")
      try await body(try await Catalogue(at: path), path)
    }
  }

  @Test func `and gives it out for what it follows from, and for nothing else`() async throws {
    try await withCatalogue { catalogue, _ in
      try await catalogue.keep(reading: lines, of: "s", at: page, key)
      #expect(try await catalogue.reading(of: "s", at: page, key) == lines)
      #expect(try await catalogue.reading(of: "s", at: page, Digest.of("another")) == nil)
      #expect(try await catalogue.reading(of: "t", at: page, key) == nil)
      #expect(try await catalogue.reading(of: "s", at: other, key) == nil)
      try await catalogue.keep(reading: [], of: "s", at: page, Digest.of("another"))
      #expect(try await catalogue.reading(of: "s", at: page, key) == nil)
      #expect(try await catalogue.reading(of: "s", at: page, Digest.of("another")) == [])
    }
  }

  @Test func `and not what was damaged since`() async throws {
    try await withCatalogue { catalogue, path in
      try await catalogue.keep(reading: lines, of: "s", at: page, key)
      try await DatabaseQueue(path: path.string).write { database in
        try database.execute(sql: "UPDATE reading SET lines = CAST('{}\nl\t=two' AS BLOB)")
      }
      #expect(try await catalogue.reading(of: "s", at: page, key) == nil)
    }
  }

  @Test func `and forgets it with the list, and with the source`() async throws {
    try await withCatalogue { catalogue, _ in
      for source in ["s", "t"] {
        for page in [page, other] {
          try await catalogue.keep(reading: lines, of: source, at: page, key)
        }
      }
      try await catalogue.forgetReadings(of: "s", except: [page])
      #expect(try await catalogue.reading(of: "s", at: page, key) == lines)
      #expect(try await catalogue.reading(of: "s", at: other, key) == nil)
      try await catalogue.forgetReadings(exceptOf: ["s"])
      #expect(try await catalogue.reading(of: "s", at: page, key) == lines)
      #expect(try await catalogue.reading(of: "t", at: page, key) == nil)
    }
  }

  @Test func `and one from before it did gets the table`() async throws {
    try await ScratchDirectory.run { folder in
      let path = folder.appending("catalogue.sqlite")
      let catalogue = try await Catalogue(at: path)
      try await catalogue.close()
      try await DatabaseQueue(path: path.string).write { try $0.execute(sql: "DROP TABLE reading") }
      let reader = try await Catalogue(reading: path)
      #expect(try await reader.reading(of: "s", at: page, key) == nil)
      try await reader.close()
      let writer = try await Catalogue(at: path)
      try await writer.keep(reading: lines, of: "s", at: page, key)
      #expect(try await writer.reading(of: "s", at: page, key) == lines)
    }
  }
}
