// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import Cataloguing
import Curl
import Foundation
import Night
import Records
import Support
import Synchronization
import Testing

@testable import Synchronising

/// A file whose structure looks broken, though as many bytes came as were announced.
@Suite(.timeLimit(.minutes(5)))
struct `A file that looks broken` {
  private static let whole = Bodies.pdf("whole")
  /// Without its last line, as some writers leave it, and as a cache that was cut may.
  private static let odd = Array(Bodies.pdf("odd").dropLast(8))

  @Test func `is fetched twice in one night where nothing is held, and kept`() async throws {
    try await Partnership.run { site in
      site.list(["/a.pdf"])
      site.serve("/a.pdf", Self.odd)
      let requests = try await site.requests {
        let report = try await site.night()
        #expect(report.counts.new == 1)
      }
      #expect(requests.filter { $0 == "/a.pdf" }.count == 2)
    }
  }

  @Test func `displaces no sound version before it has come on another night`() async throws {
    try await Partnership.run { site in
      site.list(["/a.pdf"])
      site.serve("/a.pdf", Self.whole)
      _ = try await site.night()
      site.serve("/a.pdf", Self.odd)
      let requests = try await site.requests {
        let report = try await site.night()
        #expect(report.troubles.map(\.verdict) == [.damaged(.truncated)])
        #expect(report.troubles.first?.quarantined != nil)
        #expect(report.news.isEmpty)
      }
      #expect(requests.filter { $0 == "/a.pdf" }.count == 1, "a cache would give the same again")
      let third = try await site.night()
      #expect(third.news.map(\.news) == [.replaced])
      #expect(try await site.versions(of: "/a.pdf") == 2)
      let capture = try site.archive.capture(of: site.address("/a.pdf"), version: 2)
      #expect(capture.appraisal.doubt != nil)
    }
  }

  /// As a publisher's program makes it that leaves out the last line of all its files.
  private static func odd(_ number: Int) -> [UInt8] {
    Array(Bodies.pdf("odd", padding: 400 + number).dropLast(8))
  }

  @Test func `displaces one that looks the same on another night, too, and not before`()
    async throws
  {
    try await Partnership.run { site in
      site.list(["/a.pdf"])
      site.serve("/a.pdf", Self.odd)
      _ = try await site.night()
      for edition in 2...4 {
        site.serve("/a.pdf", Self.odd(edition))
        let first = try await site.night()
        #expect(first.news.isEmpty, "what is held vouches for no other bytes")
        #expect(first.troubles.map(\.verdict) == [.damaged(.truncated)])
        #expect(try await site.night().news.map(\.news) == [.replaced])
        #expect(try await site.versions(of: "/a.pdf") == edition)
      }
    }
  }

  /// As a program makes it whose offsets are out in all of its files.
  private static func shifted(_ number: Int) -> [UInt8] {
    let line = Array("% \(number) is put before all that the offsets count\n".utf8)
    let pdf = Bodies.pdf("shifted", padding: 400 + number)
    return pdf.prefix { $0 != 0x0A } + [0x0A] + line + pdf.drop { $0 != 0x0A }.dropFirst()
  }

  @Test func `displaces one that is odd in the same way at once where no cut makes that`()
    async throws
  {
    try await Partnership.run { site in
      site.list(["/a.pdf"])
      site.serve("/a.pdf", Self.shifted(1))
      _ = try await site.night()
      #expect(
        try site.archive.capture(of: site.address("/a.pdf"), version: 1).appraisal.doubt
          == .crossReferenceMisplaced
      )
      for edition in 2...4 {
        site.serve("/a.pdf", Self.shifted(edition))
        #expect(try await site.night().news.map(\.news) == [.replaced])
        #expect(try await site.versions(of: "/a.pdf") == edition)
      }
      // Never the same twice in a night: it may be a body on its way that loses bytes.
      let dice = Mutex(4)
      site.serve("/a.pdf") { _ in
        .ok(
          Self.shifted(
            dice.withLock {
              $0 += 1; return $0
            }
          ),
          type: "application/pdf"
        )
      }
      #expect(try await site.night().troubles.map(\.verdict) == [.damaged(.corrupt)])
      // Another oddity is another matter.
      site.serve("/a.pdf", Self.odd(9))
      #expect(try await site.night().troubles.map(\.verdict) == [.damaged(.truncated)])
    }
  }

  @Test func `is forgotten where the sound one is back on the next night`() async throws {
    try await Partnership.run { site in
      site.list(["/a.pdf"])
      site.serve("/a.pdf", Self.whole)
      _ = try await site.night()
      site.serve("/a.pdf", Self.odd)
      _ = try await site.night()
      site.serve("/a.pdf", Self.whole)
      let third = try await site.night()
      #expect(third.news.isEmpty && third.counts.unchanged == 1)
      #expect(try await site.versions(of: "/a.pdf") == 1)
    }
  }

  @Test func `displaces nothing where a sound one comes between`() async throws {
    try await Partnership.run { site in
      site.list(["/a.pdf"])
      site.serve("/a.pdf", Self.whole)
      _ = try await site.night()
      for _ in 1...3 {
        site.serve("/a.pdf", Self.odd)
        let report = try await site.night()
        #expect(report.troubles.map(\.verdict) == [.damaged(.truncated)])
        site.serve("/a.pdf", Self.whole)
        _ = try await site.night()
      }
      #expect(try await site.versions(of: "/a.pdf") == 1)
      // Two nights in a row are believed still.
      site.serve("/a.pdf", Self.odd)
      _ = try await site.night()
      #expect(try await site.night().news.map(\.news) == [.replaced])
    }
  }

  /// - Returns: the newest version after a person has accepted what seemed damaged, and after the same once more.
  private static func acceptTwice(on site: Partnership) async throws -> (Int?, Int?) {
    let writer = try await ArchiveWriter(site.archive, for: "test")
    let catalogue = try await writer.catalogue()
    let run = PersonRun(
      writer,
      catalogue,
      tool: "hanaper/test",
      contact: "mailto:a@b.example",
      at: try Date("2026-03-05T12:00:00Z", strategy: .iso8601)
    )
    let address = try site.address("/a.pdf")
    let first = try await Deciding(run).acceptDamaged(of: address, note: nil)
    let second = try await Deciding(run).acceptDamaged(of: address, note: nil)
    try await catalogue.close()
    return (first?.newest, second?.newest)
  }

  @Test func `and is another every night, is kept where a person says so`() async throws {
    try await Partnership.run { site in
      site.list(["/a.pdf"])
      site.serve("/a.pdf", Self.whole)
      _ = try await site.night()
      for night in 1...4 {
        site.serve("/a.pdf", Self.odd(night))
        _ = try await site.night()
      }
      let (newest, again) = try await Self.acceptTwice(on: site)
      #expect(newest == 2 && again == nil, "it went from quarantine")
      #expect(try site.body(of: "/a.pdf", version: 2) == Self.odd(4))
      // That was said of these bytes, and of no others.
      for broken in [Self.odd(5), Array(Self.whole.dropLast(40)), Self.odd(6)] {
        site.serve("/a.pdf", broken)
        let report = try await site.night()
        #expect(report.counts.changed == 0 && report.troubles.first?.quarantined != nil)
        #expect(try await site.versions(of: "/a.pdf") == 2)
      }
      // What is confirmed comes in.
      let confirmed = try await site.night()
      #expect(Set(confirmed.news.map(\.news)) == [.replaced, .returned])
      #expect(try site.body(of: "/a.pdf", version: 3) == Self.odd(6))
      let checked = try await Verification(of: site.archive).full(cores: 1)
      #expect(checked.findings.isEmpty)
    }
  }

  @Test func `and was accepted, is the document when it comes again, whatever came between`()
    async throws
  {
    try await Partnership.run { site in
      site.list(["/a.pdf"])
      site.serve("/a.pdf", Self.whole)
      _ = try await site.night()
      site.serve("/a.pdf", Self.odd(1))
      _ = try await site.night()
      #expect(try await Self.acceptTwice(on: site).0 == 2)
      site.serve("/a.pdf", Self.odd(2))
      #expect(try await site.night().troubles.count == 1)
      site.serve("/a.pdf", Self.odd(1))
      let report = try await site.night()
      #expect(report.counts.unchanged == 1 && report.troubles.isEmpty)
      // What came between begins anew.
      site.serve("/a.pdf", Self.odd(2))
      #expect(try await site.night().counts.changed == 0)
      #expect(try await site.versions(of: "/a.pdf") == 2)
    }
  }

  @Test func `and is another every night, is never kept`() async throws {
    try await Partnership.run { site in
      site.list(["/a.pdf"])
      site.serve("/a.pdf", Self.whole)
      _ = try await site.night()
      for night in 1...4 {
        site.serve("/a.pdf", Self.odd(night))
        let report = try await site.night()
        #expect(report.troubles.map(\.verdict) == [.damaged(.truncated)])
        #expect(report.news.map(\.news) == (night == 3 ? [.unreachable] : []))
      }
      #expect(try await site.versions(of: "/a.pdf") == 1)
    }
  }

  @Test func `is looked at twice in one night where quarantine could not remember it`() async throws
  {
    try await Partnership.run { site in
      site.list(["/a.pdf"])
      site.serve("/a.pdf", Self.whole)
      _ = try await site.night()
      site.serve("/a.pdf", Self.odd)
      let report = try await site.night { $0.quarantineBytes = 0 }
      #expect(report.news.map(\.news) == [.replaced])
    }
  }
}
