// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Night
import Addressing
import Records
import Archiving
import Cataloguing
import Foundation
import Support
import SystemPackage
import Testing

@testable import Synchronising

/// What a person takes out of the configuration is kept, not visited, and told once.
@Suite(.timeLimit(.minutes(5)))
struct `Documents that nobody asks for any more` {
  /// The sources of these tests: two pages, and a list of addresses.
  static func sources(_ site: Partnership) throws -> [Source] {
    let first = try Source(id: "first", title: "First", place: .page(site.address("/first/")))
    let second = try Source(id: "second", title: "Second", place: .page(site.address("/second/")))
    let addresses = try ["x", "y", "z"].map { try site.address("/\($0).pdf") }
    return [first, second, Source(id: "named", title: "Named", place: .addresses(addresses))]
  }

  static func prepare(_ site: Partnership) {
    site.list(["/a.pdf", "/b.pdf"], on: "/first/")
    site.list(["/b.pdf", "/c.pdf", "/d.pdf"], on: "/second/")
    for name in ["a", "b", "c", "d", "x", "y", "z"] {
      site.serve("/\(name).pdf", Bodies.pdf(name))
    }
  }

  /// A change of the configuration that takes documents out of it.
  struct Change: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let told: [String]
    let notVisited: Set<String>
    let apply: @Sendable (inout [Source], Partnership) throws -> Void
  }

  static let changes = [
    Change(
      testDescription: "a source is removed",
      told: [
        "1 list page is not read any more, because no source of the configuration is read from it; it is kept",
        "2 documents that the source second asked for are not visited any more, because the source is no "
          + "longer in the configuration; they are kept",
      ],
      notVisited: ["/c.pdf", "/d.pdf", "/second/"],
      apply: { sources, _ in sources.removeAll { $0.id == "second" } }
    ),
    Change(
      testDescription: "a source is switched off",
      told: [
        "1 list page is not read any more, because no source of the configuration is read from it; it is kept",
        "2 documents that the source second asked for are not visited any more, because the source is off in "
          + "the configuration; they are kept",
      ],
      notVisited: ["/c.pdf", "/d.pdf", "/second/"],
      apply: { sources, _ in sources[1].isEnabled = false }
    ),
    Change(
      testDescription: "an address is taken out of a list",
      told: [
        "1 document that the source named asked for is not visited any more, because its address no longer "
          + "stands there; it is kept"
      ],
      notVisited: ["/y.pdf"],
      apply: { sources, site in
        let addresses = try ["x", "z"].map { try site.address("/\($0).pdf") }
        sources[2] = Source(id: "named", title: "Named", place: .addresses(addresses))
      }
    ),
    Change(
      testDescription: "a source excludes more",
      told: [
        "2 documents that the source second asked for are not visited any more, because include, "
          + "includePages or exclude of the source leave them out now; they are kept"
      ],
      notVisited: ["/c.pdf", "/d.pdf"],
      apply: { sources, _ in
        sources[1].exclude = ["*c.pdf", "*d.pdf", "*b.pdf"].map(AddressPattern.init)
      }
    ),
    Change(
      testDescription: "a source includes less",
      told: [
        "1 document that the source second asked for is not visited any more, because include, "
          + "includePages or exclude of the source leave it out now; it is kept"
      ],
      notVisited: ["/c.pdf"],
      apply: { sources, _ in sources[1].include = [AddressPattern("*d.pdf")] }
    ),
    Change(
      testDescription: "a source is read from another page",
      told: [
        "1 list page is not read any more, because no source of the configuration is read from it; it is kept"
      ],
      notVisited: ["/second/"],
      apply: { sources, site in
        site.list(["/b.pdf", "/c.pdf", "/d.pdf"], on: "/moved/")
        sources[1] = Source(id: "second", title: "S", place: .page(try site.address("/moved/")))
      }
    ),
  ]

  static func night(_ site: Partnership, _ sources: [Source]) async throws -> RunReport {
    try await site.night { plan in
      plan.configured = sources
      plan.sources = sources.filter(\.isEnabled)
    }
  }

  @Test(arguments: changes)
  func `are told once with their number, and visited again when they are asked for`(
    change: Change
  ) async throws {
    try await Partnership.run { site in
      Self.prepare(site)
      let before = try Self.sources(site)
      var after = before
      try change.apply(&after, site)
      let all = try await site.requests { _ = try await Self.night(site, before) }
      for _ in 1...2 {
        let requests = try await site.requests {
          let report = try await Self.night(site, after)
          #expect(report.retired.map(\.sentence).sorted() == change.told)
          #expect(report.news.isEmpty && report.hasNews)
        }
        #expect(Set(all).subtracting(requests) == change.notVisited)
        let quiet = try await Self.night(site, after)
        #expect(!quiet.hasNews, "it is told once")
        // The catalogue is only an index.
        try FileManager.default.removeItem(
          atPath: site.archive.path.appending("catalogue.sqlite").string
        )
        _ = try await Reindexing.run(ArchiveWriter(site.archive, for: "test"))
        let again = try await Self.night(site, after)
        #expect(!again.hasNews, "also by a catalogue that was made again")
        let back = try await site.requests {
          let report = try await Self.night(site, before)
          #expect(report.news.isEmpty && report.counts.changed == 0)
        }
        #expect(Set(back).isSuperset(of: all))
      }
      for target in all {
        let versions = try await site.versions(of: target)
        #expect(versions == 1, "\(target) is kept")
      }
    }
  }

  @Test func `a run of some sources takes nothing for removed`() async throws {
    try await Partnership.run { site in
      Self.prepare(site)
      let sources = try Self.sources(site)
      _ = try await Self.night(site, sources)
      for source in sources {
        let report = try await site.night { plan in
          plan.configured = sources
          plan.sources = [source]
        }
        #expect(!report.hasNews)
      }
    }
  }

  @Test func `a source that is off and read by name now and then is not told each time`()
    async throws
  {
    try await Partnership.run { site in
      Self.prepare(site)
      var sources = try Self.sources(site)
      sources[1].isEnabled = false
      func named() async throws -> RunReport {
        try await site.night { plan in
          plan.configured = sources
          plan.sources = [sources[1]]
        }
      }
      #expect(try await named().counts.new == 3)
      #expect(try await Self.night(site, sources).retired.map(\.documents) == [2, 1])
      #expect(try await !named().hasNews)
      #expect(try await !Self.night(site, sources).hasNews)
      #expect(try await !named().hasNews)
    }
  }

  @Test func `what the site took off its list is asked for still`() async throws {
    try await Partnership.run { site in
      Self.prepare(site)
      let sources = try Self.sources(site)
      _ = try await Self.night(site, sources)
      site.list(["/b.pdf", "/c.pdf"], on: "/second/")
      let report = try await Self.night(site, sources)
      #expect(report.news.map(\.news) == [.delisted])
      #expect(report.retired.isEmpty)
      // When its source goes too, that is told.
      let without = sources.filter { $0.id != "second" }
      #expect(try await Self.night(site, without).retired.map(\.documents).max() == 2)
    }
  }

  @Test func `a source that is gone lists nothing any more`() async throws {
    try await Partnership.run { site in
      Self.prepare(site)
      let sources = try Self.sources(site)
      _ = try await Self.night(site, sources)
      let without = sources.filter { $0.id != "second" }
      _ = try await Self.night(site, without)
      site.list(["/a.pdf"], on: "/first/")
      let report = try await Self.night(site, without)
      #expect(report.news.map(\.news) == [.delisted], "only the source that is gone lists it")
    }
  }

  @Test func `what no record speaks of is told when every list was read`() async throws {
    try await Partnership.run { site in
      Self.prepare(site)
      let sources = try Self.sources(site)
      _ = try await Self.night(site, sources)
      site.list(["/b.pdf", "/c.pdf"], on: "/second/")
      try FileManager.default.removeItem(atPath: site.archive.path.appending("runs").string)
      _ = try await Reindexing.run(ArchiveWriter(site.archive, for: "test"))
      let some = try await site.night { plan in
        plan.configured = sources
        plan.sources = [sources[0]]
      }
      #expect(some.retired.isEmpty)
      let report = try await Self.night(site, sources)
      #expect(report.retired.map(\.reason) == [.unknown])
      #expect(report.retired.map(\.documents) == [1])
      #expect(try await !Self.night(site, sources).hasNews)
    }
  }

  @Test(arguments: RetirementGround.allCases, [1, 2])
  func `every ground has a sentence for one and for many`(ground: RetirementGround, count: Int) {
    let sentence = ground.sentence(count, of: "reviews")
    #expect(sentence.hasPrefix("\(count) "))
    #expect(sentence.contains(count == 1 ? "it is kept" : "they are kept"))
    #expect(!ground.note.isEmpty)
  }
}
