// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Cataloguing
import Records
import Support
import Testing

@testable import Synchronising

@Suite(.timeLimit(.minutes(5)))
struct `Documents that are made anew at each request` {
  /// A PDF as it is made at one request: `number` stands in its identifier, and is no part of what it says.
  private static func pdf(_ text: String, _ number: Int) -> [UInt8] {
    let id = String(repeating: "0", count: 32 - "\(number)".count) + "\(number)"
    let plain = String(decoding: Bodies.pdf(text), as: UTF8.self)
    return Array(
      plain.replacing("/Root 1 0 R", with: "/Root 1 0 R /ID [<\(id)> <\(id)>]").utf8
    )
  }

  /// Serves what is made anew, with the same words each time.
  private func serve(_ text: String, on site: Partnership, etag: String? = nil) {
    let counter = Counter()
    site.serve("/a.pdf") { _ in
      .ok(
        Self.pdf(text, counter.next()),
        type: "application/pdf",
        headers: etag.map { [("ETag", $0)] } ?? []
      )
    }
  }

  /// What is told of the next night.
  private func news(of site: Partnership) async throws -> [News] {
    try await site.night().news.map(\.news)
  }

  private func known(_ site: Partnership) async throws -> Document? {
    try await site.archive.catalogue().document(at: site.address("/a.pdf"))
  }

  @Test func `and encrypted are kept each night, and told as what nobody can compare`() async throws
  {
    try await Partnership.run { site async throws in
      site.list(["/a.pdf"])
      let counter = Counter()
      site.serve("/a.pdf") { _ in
        let number = counter.next()
        let plain = String(decoding: Self.pdf("\(number) of 9", number), as: UTF8.self)
        let pdf = plain.replacing("/Root 1 0 R", with: "/Root 1 0 R /Encrypt 3 0 R")
        return .ok(Array(pdf.utf8), type: "application/pdf")
      }
      var notes: [String] = []
      for night in 1...6 {
        let report = try await site.night()
        #expect(report.news.map(\.news) == [night == 1 ? .appeared : .replaced])
        let says = report.news.first?.sentence.contains("it is encrypted") == true
        #expect(says == (night > 1))
        notes += report.notes.filter(\.isNews).map(\.sentence)
      }
      #expect(try await site.versions(of: "/a.pdf") == 6)
      #expect(notes.count == 1)
      #expect(notes.first?.contains("on 5 nights in a row, and is encrypted") == true)
      #expect(notes.first?.contains("`exclude`") == true)
    }
  }

  @Test func `are kept once and told once, and a change of words is a new version`() async throws {
    try await Partnership.run { site async throws in
      site.list(["/a.pdf"])
      serve("a", on: site)
      var told: [[News]] = []
      for _ in 1...4 {
        let report = try await site.night()
        told.append(report.news.map(\.news))
        #expect(report.counts.changed == 0)
        #expect(report.counts.failed == 0)
      }
      #expect(told == [[.appeared], [.madeAnew], [], []])
      #expect(try await site.versions(of: "/a.pdf") == 1)
      #expect(try await known(site)?.verdict == .unchanged)
      let since = try #require(try await known(site)?.madeAnewSince)

      serve("b", on: site)
      #expect(try await news(of: site) == [.replaced])
      let address = try site.address("/a.pdf")
      #expect(try site.archive.capture(of: address, version: 1).content == nil)
      #expect(try site.archive.capture(of: address, version: 2).content != nil)
      for _ in 1...2 { #expect(try await news(of: site).isEmpty) }
      #expect(try await site.versions(of: "/a.pdf") == 2)

      // Words of before are a change as any other.
      serve("a", on: site)
      #expect(try await news(of: site) == [.replaced])
      #expect(try await site.versions(of: "/a.pdf") == 3)
      #expect(try await known(site)?.madeAnewSince == since)
    }
  }

  @Test func `stay known when the catalogue is made again`() async throws {
    try await Partnership.run { site async throws in
      site.list(["/a.pdf"])
      serve("a", on: site)
      for _ in 1...2 { _ = try await site.night() }
      serve("b", on: site)
      for _ in 1...2 { _ = try await site.night() }
      let before = try #require(try await known(site))
      let outcome = try await Reindexing.run(try await ArchiveWriter(site.archive, for: "test"))
      #expect(outcome.isWhole)
      #expect(try await known(site) == before)
      #expect(before.madeAnewSince != nil)
      #expect(try await news(of: site).isEmpty)
      #expect(try await site.versions(of: "/a.pdf") == 2)
    }
  }

  @Test func `are sound where one tag stands for all that is made`() async throws {
    try await Partnership.run { site async throws in
      site.list(["/a.pdf"])
      serve("a", on: site, etag: "\"page-7\"")
      #expect(try await news(of: site) == [.appeared])
      #expect(try await news(of: site) == [.madeAnew])
      // The tag of before with other words: fetched twice, and both say the same.
      serve("b", on: site, etag: "\"page-7\"")
      let before = site.server.requests.count
      #expect(try await news(of: site) == [.replaced])
      let requests = site.server.requests.dropFirst(before).filter { $0.target == "/a.pdf" }
      #expect(requests.count == 2)
      #expect(try await site.versions(of: "/a.pdf") == 2)
    }
  }

  @Test func `are seen in one night where a doubtful end is looked at twice`() async throws {
    try await Partnership.run { site async throws in
      site.list(["/a.pdf"])
      let counter = Counter()
      site.serve("/a.pdf") { _ in
        // Without its last line, as some writers leave it.
        .ok(Self.pdf("a", counter.next()).dropLast(6) + [], type: "application/pdf")
      }
      #expect(try await news(of: site) == [.appeared, .madeAnew])
      #expect(counter.next() == 3, "it was fetched twice")
      #expect(try await news(of: site).isEmpty)
      #expect(try await site.versions(of: "/a.pdf") == 1)
    }
  }
}
