// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Addressing
import Fixity
import Foundation
import GRDB
import HTTP
import Support
import SystemPackage
import Testing

@testable import Cataloguing

extension `The catalogue` {
  @Test func `a night is told what is known of what a source lists, and of the rest`() async throws
  {
    try await withCatalogue { catalogue in
      let addresses = try ["a", "b", "c"].map { try WebAddress("https://example.org/\($0).pdf") }
      let entries = [
        ListEntry(source: "s", text: "A", heading: nil, position: 0),
        ListEntry(source: "t", text: "B", heading: "H", position: 7),
      ]
      try await catalogue.apply(
        versions: [version(addresses[0], 1)],
        visits: [
          visit(addresses[0], at: 1, listed: entries), visit(addresses[1], at: 1, listed: entries),
          visit(addresses[1], at: 2, listed: [entries[1]]),
        ]
      )
      let listed = try await catalogue.entries(of: "s").sorted { $0.address < $1.address }
      #expect(listed.map(\.address) == Array(addresses[0...1]))
      #expect(listed.map(\.isListed) == [true, false])
      #expect(listed.map { $0.brief?.isHeld } == [true, false])
      #expect(listed[0].entry == entries[0])

      let briefs = try await catalogue.briefs(of: addresses)
      #expect(briefs == [listed[0].brief, listed[1].brief, nil])
      let known = try await catalogue.known(of: addresses)
      #expect(known.map(\.entries) == [entries, [entries[1]], []])
      #expect(known.map { $0.document?.version } == [1, nil, nil])
      #expect(known[2].document == nil)
    }
  }

  @Test func `folders are known in which something changed or began to stand badly`() async throws {
    try await withCatalogue { catalogue in
      let addresses = try ["a/1.pdf", "b/2.pdf", "c/3.pdf?x=/y"].map {
        try WebAddress("https://example.org/\($0)")
      }
      try await catalogue.apply(
        versions: [version(addresses[0], 1), version(addresses[1], 1), version(addresses[1], 2)],
        visits: [
          visit(addresses[0], at: 1),
          visit(
            addresses[2],
            at: 2,
            status: 404,
            standing: .missing(since: Date(timeIntervalSince1970: 2), count: 1)
          ),
        ]
      )
      let folders = ["https://example.org/b/", "https://example.org/c/"]
      #expect(try await catalogue.stirredFolders(since: .distantPast) == Set(folders))
      #expect(try await catalogue.stirredFolders(since: .distantFuture).isEmpty)
    }
  }

  @Test func `who lists documents is told of many at once as of each`() async throws {
    try await withCatalogue { catalogue in
      let addresses = try ["a", "b'\"", "c"].map { try WebAddress("https://example.org/\($0)") }
      let entries = [
        ListEntry(source: "s", text: "A", heading: nil, position: 0),
        ListEntry(source: "t", text: "B", heading: "H", position: 7),
      ]
      try await catalogue.apply(
        versions: addresses.map { version($0, 1) },
        visits: [
          visit(addresses[0], at: 1, listed: entries), visit(addresses[1], at: 1, listed: entries),
          visit(addresses[1], at: 2, listed: [entries[1]]),
        ]
      )
      var documents: [Document] = []
      try await catalogue.forEachDocument { documents.append($0) }
      let told = try await catalogue.askers(for: documents)
      #expect(told.count == 2)
      #expect(told[addresses[1]]?.map(\.isListed) == [true, false])
      for address in addresses {
        let alone = try await catalogue.askers(for: address)
        let among = told[address] ?? []
        #expect(among.map(\.record) == alone.map(\.record))
        #expect(among.map(\.isListed) == alone.map(\.isListed))
      }
    }
  }

  @Test func `a document that is dropped from a list is known to have been there`() async throws {
    try await withCatalogue { catalogue in
      let address = try WebAddress("https://example.org/a.pdf")
      let entry = ListEntry(source: "s", text: "A", heading: nil, position: 0)
      try await catalogue.apply(versions: [], visits: [visit(address, at: 1, listed: [entry])])
      try await catalogue.apply(versions: [], visits: [visit(address, at: 2, listed: [])])
      let entries = try await catalogue.entries(of: "s").filter(\.isListed)
      let documents = try await catalogue.documents(of: "s")
      #expect(entries.isEmpty)
      #expect(documents.map(\.address) == [address])
    }
  }

  @Test func `documents are handed out in portions, each once`() async throws {
    try await withCatalogue { catalogue in
      let addresses = try (0..<1_300).map { try WebAddress("https://example.org/\($0).pdf") }
      try await catalogue.apply(versions: addresses.map { version($0, 1) }, visits: [])
      var seen: [WebAddress] = []
      try await catalogue.forEachDocument { seen.append($0.address) }
      #expect(seen == addresses.sorted())
    }
  }

  @Test func `a search takes its text literally`() async throws {
    try await withCatalogue { catalogue in
      let address = try WebAddress("https://example.org/100%25.pdf")
      let other = try WebAddress("https://example.org/1000.pdf")
      try await catalogue.apply(versions: [version(address, 1), version(other, 1)], visits: [])
      let found = try await catalogue.documents(containingAll: ["100%"], limit: 9).map(\.address)
      #expect(found == [address])
      let byDigest = try await catalogue.documents(withDigestPrefix: "11111111", limit: 9)
      #expect(byDigest.count == 2)
      let none = try await catalogue.documents(withDigestPrefix: "12", limit: 9)
      #expect(none.isEmpty)
    }
  }

  @Test func `a task that is cancelled still writes down what it has, and is answered`()
    async throws
  {
    try await withCatalogue { catalogue in
      let address = try WebAddress("https://example.org/a.pdf")
      let stopped = Task {
        withUnsafeCurrentTask { $0?.cancel() }
        try await catalogue.apply(versions: [self.version(address, 1)], visits: [])
        return try await catalogue.newestVersion(of: address)
      }
      #expect(try await stopped.value == 1)
    }
  }

  @Test func `nothing of a change that fails is taken in`() async throws {
    try await ScratchDirectory.run { folder in
      let path = folder.appending("catalogue.sqlite")
      let address = try WebAddress("https://example.org/a.pdf")
      let catalogue = try await Catalogue(at: path)
      try await catalogue.apply(versions: [version(address, 1)], visits: [])
      let reader = try await Catalogue(reading: path)
      await #expect(throws: CatalogueError.self) {
        try await reader.apply(versions: [version(address, 2)], visits: [])
      }
      #expect(try await catalogue.newestVersion(of: address) == 1)
    }
  }

  @Test func `a file that is no catalogue is refused`() async throws {
    try await ScratchDirectory.run { folder in
      let path = folder.appending("catalogue.sqlite")
      try Files.writeBytes(Array(repeating: 0x58, count: 5_000), to: path)
      let error = await #expect(throws: CatalogueError.self) { try await Catalogue(at: path) }
      #expect("\(try #require(error))".contains("is damaged"))
    }
  }

  @Test func `a catalogue of another schema is named with both numbers`() async throws {
    try await ScratchDirectory.run { folder in
      let path = folder.appending("catalogue.sqlite")
      try await Catalogue(at: path).close()
      // SQLite keeps it as four bytes at 60.
      var bytes = try Files.readBytes(path)
      for (number, words) in [(UInt8(200), "newer Hanaper (schema 200;"), (1, "older Hanaper")] {
        bytes.replaceSubrange(60..<64, with: [0, 0, 0, number])
        try Files.writeBytes(bytes, to: path)
        let error = await #expect(throws: CatalogueError.self) { try await Catalogue(at: path) }
        #expect("\(try #require(error))".contains(words))
      }
    }
  }
}
