// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Foundation
import Support
import SystemPackage
import Testing

@testable import Cataloguing

struct `The catalogue` {
  private func withCatalogue(_ body: (Catalogue) throws -> Void) throws {
    try ScratchDirectory.run { folder in
      try body(try Catalogue(at: folder.appending("catalogue.sqlite")))
    }
  }

  private func version(_ address: WebAddress, _ number: Int, title: String = "A report")
    -> VersionRecord
  {
    VersionRecord(
      address: address,
      number: number,
      digest: String(repeating: "\(number)", count: 128),
      size: Int64(number) * 1_000,
      kind: "pdf",
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
    listed: [ListedRecord]? = nil,
    validators: VisitRecord.Validators? = nil
  ) -> VisitRecord {
    VisitRecord(
      address: address,
      role: .document,
      at: Date(timeIntervalSince1970: day * 86_400),
      isAlive: true,
      verdict: "{}",
      status: 200,
      standing: (#"{"standing":"present"}"#, "present"),
      title: nil,
      validators: validators,
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
      let validators = VisitRecord.Validators(address: address, etag: "\"1\"", lastModified: nil)
      let entry = ListedRecord(source: "s", text: "A", heading: "H", position: 3)
      try catalogue.apply(
        versions: [],
        visits: [visit(address, at: 1, listed: [entry], validators: validators)]
      )
      try catalogue.apply(versions: [], visits: [visit(address, at: 2)])
      let document = try #require(try catalogue.document(at: address))
      #expect(document.etag == "\"1\"")
      #expect(document.lastVisited == Date(timeIntervalSince1970: 2 * 86_400))
      let listings = try catalogue.listings(of: address)
      #expect(listings == [entry])
    }
  }

  @Test func `a document that is dropped from a list is known to have been there`() throws {
    try withCatalogue { catalogue in
      let address = try WebAddress("https://example.org/a.pdf")
      let entry = ListedRecord(source: "s", text: "A", heading: nil, position: 0)
      try catalogue.apply(versions: [], visits: [visit(address, at: 1, listed: [entry])])
      try catalogue.apply(versions: [], visits: [visit(address, at: 2, listed: [])])
      let entries = try catalogue.entries(of: "s")
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

  @Test func `a file that is no catalogue is refused with the way out`() throws {
    try ScratchDirectory.run { folder in
      let path = folder.appending("catalogue.sqlite")
      try Files.writeBytes(Array(repeating: 0x58, count: 5_000), to: path)
      let error = #expect(throws: CatalogueError.self) { try Catalogue(at: path) }
      #expect("\(try #require(error))".contains("hanaper reindex"))
    }
  }
}
