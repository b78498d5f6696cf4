// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Addressing
import Fixity
import Foundation
import GRDB
import Glibc
import HTTP
import Support
import SystemPackage
import Testing

@testable import Cataloguing

@Suite(.timeLimit(.minutes(5)))
struct `The catalogue` {
  func withCatalogue(_ body: (Catalogue) async throws -> Void) async throws {
    try await ScratchDirectory.run { folder in
      try await body(try await Catalogue(at: folder.appending("catalogue.sqlite")))
    }
  }

  @Test(.timeLimit(.minutes(1)))
  func `is not waited for where a pipe or a folder has its place`() async throws {
    try await ScratchDirectory.run { folder in
      let pipe = folder.appending("pipe")
      let isMade = mkfifo(pipe.string, 0o600) as CInt == (0 as CInt)
      try #require(isMade)
      for path in [pipe, folder] {
        await #expect(throws: CatalogueError.self) { try await Catalogue(reading: path) }
        await #expect(throws: CatalogueError.self) { try await Catalogue(at: path) }
      }
    }
  }

  func version(_ address: WebAddress, _ number: Int, title: String = "A report")
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

  func visit(
    _ address: WebAddress,
    at day: Double,
    title: String? = nil,
    status: Int = 200,
    listed: [ListEntry]? = nil,
    validators: Validators? = nil,
    fault: ValidatorFault? = nil,
    standing: Standing? = nil
  ) -> Visit {
    Visit(
      at: Date(timeIntervalSince1970: day * 86_400),
      address: address,
      role: .document,
      verdict: status == 304 ? .unchanged : .document(.pdf),
      status: status,
      standing: standing ?? (status == 304 ? nil : .present),
      title: title,
      validators: validators,
      validatorFault: fault,
      listed: listed
    )
  }

  @Test func `a version makes a document, a later one becomes its newest`() async throws {
    try await withCatalogue { catalogue in
      let address = try WebAddress("https://example.org/a.pdf")
      try await catalogue.apply(versions: [version(address, 1), version(address, 2)], visits: [])
      // Made again in another order, as a recovery may do.
      try await catalogue.apply(versions: [version(address, 1)], visits: [])
      let document = try #require(try await catalogue.document(at: address))
      #expect(document.version == 2)
      #expect(document.size == 2_000)
      #expect(document.firstSeen == Date(timeIntervalSince1970: 86_400))
      let numbers = try await catalogue.versions(of: address).map(\.number)
      #expect(numbers == [1, 2])
    }
  }

  @Test func `since when a document is made anew stays as it was first seen`() async throws {
    try await withCatalogue { catalogue in
      let address = try WebAddress("https://example.org/a.pdf")
      for (day, isMadeAnew) in [(1, nil), (2, true), (3, nil), (4, true)] as [(Double, Bool?)] {
        let visit = Visit(
          at: Date(timeIntervalSince1970: day * 86_400),
          address: address,
          role: .document,
          verdict: .unchanged,
          status: 200,
          standing: nil,
          title: nil,
          validators: nil,
          listed: nil,
          isMadeAnew: isMadeAnew
        )
        let read = try RecordCoding.decode(Visit.self, from: Array(visit.line.utf8))
        #expect(read.isMadeAnew == isMadeAnew)
        try await catalogue.apply(versions: [], visits: [read])
        let known = try await catalogue.document(at: address)?.madeAnewSince
        #expect(known == (day == 1 ? nil : Date(timeIntervalSince1970: 2 * 86_400)))
      }
    }
  }

  /// Makes a catalogue with one document, as an older program would have left it.
  private func older(_ sql: String, of address: WebAddress, at path: FilePath) async throws {
    let catalogue = try await Catalogue(at: path)
    try await catalogue.apply(versions: [version(address, 1)], visits: [visit(address, at: 1)])
    try await catalogue.close()
    let database = try DatabaseQueue(path: path.string)
    try await database.write { try $0.execute(sql: sql) }
    try database.close()
  }

  @Test func `one that may only be read is read, whatever it lacks`() async throws {
    try await ScratchDirectory.run { folder in
      let path = folder.appending("catalogue.sqlite")
      let address = try WebAddress("https://example.org/a.pdf")
      try await older("ALTER TABLE document DROP COLUMN made_anew", of: address, at: path)
      let reader = try await Catalogue(reading: path)
      let documents = try await reader.documents(containingAll: ["example"], limit: 9)
      #expect(documents.map(\.version) == [1])
    }
  }

  @Test func `of what it lists, one without publications is read, and gets them`() async throws {
    try await ScratchDirectory.run { folder in
      let path = folder.appending("catalogue.sqlite")
      let address = try WebAddress("https://example.org/a.pdf")
      let first = ListEntry(source: "s", text: "A", heading: "H", position: 3)
      let catalogue = try await Catalogue(at: path)
      try await catalogue.apply(versions: [], visits: [visit(address, at: 1, listed: [first])])
      try await catalogue.close()
      let database = try DatabaseQueue(path: path.string)
      try await database.write {
        try $0.execute(sql: "ALTER TABLE listed DROP COLUMN publication")
      }
      try database.close()
      let reader = try await Catalogue(reading: path)
      #expect(try await reader.entries(of: "s").map(\.entry) == [first])
      #expect(try await reader.askers(for: address).map(\.isListed) == [true])
      try await reader.close()
      let writer = try await Catalogue(at: path)
      let second = ListEntry(source: "s", text: "A", heading: "H", position: 3, publication: "1")
      try await writer.apply(versions: [], visits: [visit(address, at: 2, listed: [second])])
      #expect(try await writer.known(of: [address]).first?.entries == [second])
      #expect(try await writer.entries(of: "s").map(\.entry) == [second])
    }
  }

  private func telling(
    _ address: WebAddress,
    at day: Double,
    _ standing: Standing?,
    told: Standing?
  ) -> Visit {
    Visit(
      at: Date(timeIntervalSince1970: day * 86_400),
      address: address,
      role: .document,
      verdict: .notFound,
      status: 404,
      standing: standing,
      told: told,
      title: nil,
      validators: nil,
      listed: nil
    )
  }

  @Test func `what was told last stands until a standing is recorded`() async throws {
    try await withCatalogue { catalogue in
      let address = try WebAddress("https://example.org/a.pdf")
      let missing = Standing.missing(since: Date(timeIntervalSince1970: 0), count: 1)
      for (number, (standing, told, expected)) in [
        (Standing.present, nil, nil), (missing, .present, .present), (nil, nil, .present),
        (missing, nil, nil),
      ].enumerated() as EnumeratedSequence<[(Standing?, Standing?, Standing?)]> {
        let visit = telling(address, at: Double(number), standing, told: told)
        let read = try RecordCoding.decode(Visit.self, from: Array(visit.line.utf8))
        try await catalogue.apply(versions: [], visits: [read])
        #expect(try await catalogue.known(of: [address]).first?.document?.told == expected)
      }
    }
  }

  @Test func `one that lacks a column is read, and gets it when it is written to`() async throws {
    try await ScratchDirectory.run { folder in
      let path = folder.appending("catalogue.sqlite")
      let address = try WebAddress("https://example.org/a.pdf")
      let sql = """
        ALTER TABLE document DROP COLUMN told; ALTER TABLE document DROP COLUMN made_anew;
        PRAGMA user_version = 4
        """
      try await older(sql, of: address, at: path)
      let reader = try await Catalogue(reading: path)
      #expect(try await reader.document(at: address)?.standing == .present)
      #expect(try await reader.known(of: [address]).first?.document?.madeAnewSince == nil)
      try await reader.close()
      let writer = try await Catalogue(at: path)
      let missing = Standing.missing(since: Date(timeIntervalSince1970: 0), count: 1)
      try await writer.apply(
        versions: [],
        visits: [telling(address, at: 2, missing, told: .present)]
      )
      let known = try await writer.known(of: [address]).first?.document
      #expect(known?.standing == missing && known?.told == .present)
    }
  }

  @Test func `what a visit leaves out stays as it was`() async throws {
    try await withCatalogue { catalogue in
      let address = try WebAddress("https://example.org/a.pdf")
      let validators = Validators(address: address, etag: "\"1\"", lastModified: nil)
      let entry = ListEntry(source: "s", text: "A", heading: "H", position: 3, publication: "1")
      try await catalogue.apply(
        versions: [],
        visits: [visit(address, at: 1, listed: [entry], validators: validators)]
      )
      try await catalogue.apply(versions: [], visits: [visit(address, at: 2)])
      let document = try #require(try await catalogue.document(at: address))
      #expect(document.validators?.etag == "\"1\"")
      #expect(document.lastVisited == Date(timeIntervalSince1970: 2 * 86_400))
      let listings = try await catalogue.listings(of: address)
      #expect(listings == [entry])
    }
  }

  @Test func `a visit that found nothing new leaves what any other would`() async throws {
    try await withCatalogue { catalogue in
      let addresses = try ["a", "b"].map { try WebAddress("https://example.org/\($0).pdf") }
      var rows: [Document] = []
      for (index, address) in addresses.enumerated() {
        let validators = Validators(address: address, etag: "\"1\"", lastModified: nil)
        try await catalogue.apply(
          versions: [version(address, 3)],
          visits: [visit(address, at: 4, listed: [], validators: validators, fault: .useless)]
        )
        // The same title as before makes it a visit like any other.
        let title = index == 0 ? nil : "A report"
        try await catalogue.apply(
          versions: [],
          visits: [visit(address, at: 5, title: title, status: 304)]
        )
        rows.append(try #require(try await catalogue.document(at: address)))
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

  @Test func `a visit that found nothing new makes a document that was not known`() async throws {
    try await withCatalogue { catalogue in
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
      try await catalogue.apply(versions: [], visits: [record])
      let document = try #require(try await catalogue.document(at: address))
      #expect(document.lastAlive == record.at)
    }
  }
}
