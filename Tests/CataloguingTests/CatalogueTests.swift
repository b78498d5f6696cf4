// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Addressing
import Fixity
import Foundation
import HTTP
import Support
import SystemPackage
import Testing

@testable import Cataloguing

@Suite(.timeLimit(.minutes(5)))
struct `The catalogue` {
  private func withCatalogue(_ body: (Catalogue) throws -> Void) throws {
    try ScratchDirectory.run { folder in
      try body(try Catalogue(at: folder.appending("catalogue.sqlite")))
    }
  }

  private func version(_ address: WebAddress, _ number: Int, title: String = "A report")
    -> Version
  {
    Version(
      address: address,
      number: number,
      digest: Digest(.sha512, hex: String(repeating: "\(number)", count: 128))
        ?? .unreadable(.sha512),
      size: Int64(number) * 1_000,
      kind: .pdf,
      capturedAt: Date(timeIntervalSince1970: Double(number) * 86_400),
      path: "ocfl/x/v\(number)/content/document.pdf",
      fileName: "a.pdf",
      fingerprint: nil,
      title: title,
      role: .document
    )
  }

  private func visit(
    _ address: WebAddress,
    at day: Double,
    title: String? = nil,
    status: Int = 200,
    listed: [ListEntry]? = nil,
    validators: Validators? = nil,
    fault: ValidatorFault? = nil
  ) -> Visit {
    Visit(
      at: Date(timeIntervalSince1970: day * 86_400),
      address: address,
      role: .document,
      verdict: status == 304 ? .unchanged : .document(.pdf),
      status: status,
      standing: status == 304 ? nil : .present,
      title: title,
      validators: validators,
      validatorFault: fault,
      listed: listed
    )
  }

  @Test func `a version makes a document, a later one becomes its newest`() throws {
    try withCatalogue { catalogue in
      let address = try WebAddress("https://example.org/a.pdf")
      try catalogue.apply(versions: [version(address, 1), version(address, 2)], visits: [])
      // Made again in another order, as a recovery may do.
      try catalogue.apply(versions: [version(address, 1)], visits: [])
      let document = try #require(try catalogue.document(at: address))
      #expect(document.version == 2)
      #expect(document.size == 2_000)
      #expect(document.firstSeen == Date(timeIntervalSince1970: 86_400))
      let numbers = try catalogue.versions(of: address).map(\.number)
      #expect(numbers == [1, 2])
    }
  }

  @Test func `what a visit leaves out stays as it was`() throws {
    try withCatalogue { catalogue in
      let address = try WebAddress("https://example.org/a.pdf")
      let validators = Validators(address: address, etag: "\"1\"", lastModified: nil)
      let entry = ListEntry(source: "s", text: "A", heading: "H", position: 3)
      try catalogue.apply(
        versions: [],
        visits: [visit(address, at: 1, listed: [entry], validators: validators)]
      )
      try catalogue.apply(versions: [], visits: [visit(address, at: 2)])
      let document = try #require(try catalogue.document(at: address))
      #expect(document.validators?.etag == "\"1\"")
      #expect(document.lastVisited == Date(timeIntervalSince1970: 2 * 86_400))
      let listings = try catalogue.listings(of: address)
      #expect(listings == [entry])
    }
  }

  @Test func `a visit that found nothing new leaves what any other would`() throws {
    try withCatalogue { catalogue in
      let addresses = try ["a", "b"].map { try WebAddress("https://example.org/\($0).pdf") }
      let rows = try addresses.enumerated().map { index, address in
        let validators = Validators(address: address, etag: "\"1\"", lastModified: nil)
        try catalogue.apply(
          versions: [version(address, 3)],
          visits: [visit(address, at: 4, listed: [], validators: validators, fault: .useless)]
        )
        // The same title as before makes it a visit like any other.
        let title = index == 0 ? nil : "A report"
        try catalogue.apply(
          versions: [],
          visits: [visit(address, at: 5, title: title, status: 304)]
        )
        return try #require(try catalogue.document(at: address))
      }
      #expect(rows[0].lastVisited == Date(timeIntervalSince1970: 5 * 86_400))
      #expect(rows[0].uselessValidators == 0)
      let differences = zip(
        Mirror(reflecting: rows[0]).children,
        Mirror(reflecting: rows[1]).children
      )
      .filter { "\($0.value)" != "\($1.value)" }.map(\.0.label)
      #expect(differences == ["address", "validators"])
    }
  }

  @Test func `a visit that found nothing new makes a document that was not known`() throws {
    try withCatalogue { catalogue in
      let address = try WebAddress("https://example.org/a.pdf")
      let record = Visit(
        at: Date(timeIntervalSince1970: 86_400),
        address: address,
        role: .document,
        verdict: .unchanged,
        status: 304,
        standing: nil,
        title: nil,
        validators: nil,
        listed: nil
      )
      try catalogue.apply(versions: [], visits: [record])
      let document = try #require(try catalogue.document(at: address))
      #expect(document.lastAlive == record.at)
    }
  }

  @Test func `a night is told what is known of what a source lists, and of the rest`() throws {
    try withCatalogue { catalogue in
      let addresses = try ["a", "b", "c"].map { try WebAddress("https://example.org/\($0).pdf") }
      let entries = [
        ListEntry(source: "s", text: "A", heading: nil, position: 0),
        ListEntry(source: "t", text: "B", heading: "H", position: 7),
      ]
      try catalogue.apply(
        versions: [version(addresses[0], 1)],
        visits: [
          visit(addresses[0], at: 1, listed: entries), visit(addresses[1], at: 1, listed: entries),
          visit(addresses[1], at: 2, listed: [entries[1]]),
        ]
      )
      let listed = try catalogue.entries(of: "s").sorted { $0.address < $1.address }
      #expect(listed.map(\.address) == Array(addresses[0...1]))
      #expect(listed.map(\.isListed) == [true, false])
      #expect(listed.map { $0.brief?.isHeld } == [true, false])
      #expect(listed[0].entry == entries[0])

      let briefs = try catalogue.briefs(of: addresses)
      #expect(briefs == [listed[0].brief, listed[1].brief, nil])
      let known = try catalogue.known(of: addresses)
      #expect(known.map(\.entries) == [entries, [entries[1]], []])
      #expect(known.map { $0.document?.version } == [1, nil, nil])
      #expect(known[2].document == nil)
    }
  }

  @Test func `who lists documents is told of many at once as of each`() throws {
    try withCatalogue { catalogue in
      let addresses = try ["a", "b'\"", "c"].map { try WebAddress("https://example.org/\($0)") }
      let entries = [
        ListEntry(source: "s", text: "A", heading: nil, position: 0),
        ListEntry(source: "t", text: "B", heading: "H", position: 7),
      ]
      try catalogue.apply(
        versions: addresses.map { version($0, 1) },
        visits: [
          visit(addresses[0], at: 1, listed: entries), visit(addresses[1], at: 1, listed: entries),
          visit(addresses[1], at: 2, listed: [entries[1]]),
        ]
      )
      var documents: [Document] = []
      try catalogue.forEachDocument { documents.append($0) }
      let told = try catalogue.askers(for: documents)
      #expect(told.count == 2)
      #expect(told[addresses[1]]?.map(\.isListed) == [true, false])
      for address in addresses {
        let alone = try catalogue.askers(for: address)
        let among = told[address] ?? []
        #expect(among.map(\.record) == alone.map(\.record))
        #expect(among.map(\.isListed) == alone.map(\.isListed))
      }
    }
  }

  @Test func `a document that is dropped from a list is known to have been there`() throws {
    try withCatalogue { catalogue in
      let address = try WebAddress("https://example.org/a.pdf")
      let entry = ListEntry(source: "s", text: "A", heading: nil, position: 0)
      try catalogue.apply(versions: [], visits: [visit(address, at: 1, listed: [entry])])
      try catalogue.apply(versions: [], visits: [visit(address, at: 2, listed: [])])
      let entries = try catalogue.entries(of: "s").filter(\.isListed)
      let documents = try catalogue.documents(of: "s")
      #expect(entries.isEmpty)
      #expect(documents.map(\.address) == [address])
    }
  }

  @Test func `documents are handed out in portions, each once`() throws {
    try withCatalogue { catalogue in
      let addresses = try (0..<1_300).map { try WebAddress("https://example.org/\($0).pdf") }
      try catalogue.apply(versions: addresses.map { version($0, 1) }, visits: [])
      var seen: [WebAddress] = []
      try catalogue.forEachDocument { seen.append($0.address) }
      #expect(seen == addresses.sorted())
      let totals = try catalogue.totals()
      #expect(totals.documents == 1_300)
      #expect(totals.bytes == 1_300_000)
    }
  }

  @Test func `a search takes its text literally`() throws {
    try withCatalogue { catalogue in
      let address = try WebAddress("https://example.org/100%25.pdf")
      let other = try WebAddress("https://example.org/1000.pdf")
      try catalogue.apply(versions: [version(address, 1), version(other, 1)], visits: [])
      let found = try catalogue.documents(containing: "100%", limit: 9).map(\.address)
      #expect(found == [address])
      let byDigest = try catalogue.documents(withDigestPrefix: "11111111", limit: 9)
      #expect(byDigest.count == 2)
      let none = try catalogue.documents(withDigestPrefix: "12", limit: 9)
      #expect(none.isEmpty)
    }
  }

  @Test func `a file that is no catalogue is refused`() throws {
    try ScratchDirectory.run { folder in
      let path = folder.appending("catalogue.sqlite")
      try Files.writeBytes(Array(repeating: 0x58, count: 5_000), to: path)
      let error = #expect(throws: CatalogueError.self) { try Catalogue(at: path) }
      #expect("\(try #require(error))".contains("is damaged"))
    }
  }

  @Test func `a catalogue of another schema is named with both numbers`() throws {
    try ScratchDirectory.run { folder in
      let path = folder.appending("catalogue.sqlite")
      try Catalogue(at: path).close()
      // SQLite keeps it as four bytes at 60.
      var bytes = try Files.readBytes(path)
      for (number, words) in [(UInt8(200), "newer Hanaper (schema 200;"), (1, "older Hanaper")] {
        bytes.replaceSubrange(60..<64, with: [0, 0, 0, number])
        try Files.writeBytes(bytes, to: path)
        let error = #expect(throws: CatalogueError.self) { try Catalogue(at: path) }
        #expect("\(try #require(error))".contains(words))
      }
    }
  }
}
