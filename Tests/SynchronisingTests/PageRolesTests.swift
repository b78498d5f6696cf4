// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Night
import Addressing
import Records
import Archiving
import Cataloguing
import Support
import Testing

@testable import Synchronising

/// A page that one source reads is a list page, whatever other sources link to it or name it.
@Suite(.timeLimit(.minutes(5)))
struct `Pages that one source links and another reads` {
  /// One source links the page that another reads.
  static func linked(
    _ site: Partnership,
    wantsPages: Bool,
    isReaderFirst: Bool
  ) throws -> [Source] {
    var linker = Source(id: "linker", title: "Linker", place: .page(try site.address("/all/")))
    if wantsPages { linker.kinds.insert(.html) }
    let place = Source.Place.page(try site.address("/guide"))
    let reader = Source(id: "reader", title: "Reader", place: place)
    return isReaderFirst ? [reader, linker] : [linker, reader]
  }

  static func prepare(_ site: Partnership) {
    site.list(["/a.pdf", "/guide"], on: "/all/")
    site.list(["/b.pdf", "/all/", "/guide"], on: "/guide")
    for name in ["a", "b"] { site.serve("/\(name).pdf", Bodies.pdf(name)) }
  }

  @Test(arguments: [true, false], [true, false])
  func `the page is kept once, and nights without changes are silent`(
    wantsPages: Bool,
    isReaderFirst: Bool
  ) async throws {
    try await Partnership.run { site in
      Self.prepare(site)
      let sources = try Self.linked(site, wantsPages: wantsPages, isReaderFirst: isReaderFirst)
      let first = try await site.night { $0.sources = sources }
      #expect(first.news.map(\.address.text).map { $0.suffix(6) } == ["/a.pdf", "/b.pdf"])
      for _ in 2...4 {
        let requests = try await site.requests {
          let report = try await site.night { $0.sources = sources }
          #expect(!report.hasNews)
          #expect(report.sources.allSatisfy { $0.appeared == 0 && $0.disappeared == 0 })
        }
        #expect(requests == ["/a.pdf", "/all/", "/b.pdf", "/guide"], "each is asked for once")
      }
      let versions = try await site.versions(of: "/guide")
      let role = try await site.archive.catalogue().document(at: site.address("/guide"))?.role
      #expect(versions == 1)
      #expect(role == .listing)
    }
  }

  @Test func `a run of the linking source alone knows that another reads the page`() async throws {
    try await Partnership.run { site in
      Self.prepare(site)
      let sources = try Self.linked(site, wantsPages: true, isReaderFirst: false)
      let report = try await site.night { plan in
        plan.sources = [sources[0]]
        plan.configured = sources
      }
      #expect(report.news.map(\.address.lastPathComponent) == ["a.pdf"])
      let versions = try await site.versions(of: "/guide")
      #expect(versions == 0, "it is the other source's to keep")
    }
  }

  @Test func `a list of addresses that names a list page makes no second document of it`()
    async throws
  {
    try await Partnership.run { site in
      Self.prepare(site)
      let page = try site.address("/guide")
      var named = Source(id: "named", title: "Named", place: .addresses([page]))
      named.kinds.insert(.html)
      let sources = [named, Source(id: "reader", title: "Reader", place: .page(page))]
      _ = try await site.night { $0.sources = sources }
      let second = try await site.night { $0.sources = sources }
      #expect(!second.hasNews)
      let versions = try await site.versions(of: "/guide")
      #expect(versions == 1)
    }
  }

  @Test func `a list page that nobody reads any more becomes the document that a source links`()
    async throws
  {
    try await Partnership.run { site in
      Self.prepare(site)
      let sources = try Self.linked(site, wantsPages: true, isReaderFirst: false)
      _ = try await site.night { $0.sources = sources }
      func role() async throws -> Document.Role? {
        try await site.archive.catalogue().document(at: site.address("/guide"))?.role
      }
      for _ in 1...2 {
        let alone = try await site.night { $0.sources = [sources[0]] }
        #expect(alone.news.isEmpty)
        #expect(alone.counts.visited == 2 && alone.counts.unchanged == 2)
        #expect(try await role() == .document)
        let both = try await site.night { $0.sources = sources }
        #expect(both.news.isEmpty)
        #expect(try await role() == .listing)
      }
      let same = try await site.versions(of: "/guide")
      #expect(same == 1)
      site.list(["/b.pdf", "/c.pdf"], on: "/guide")
      let changed = try await site.night { $0.sources = [sources[0]] }
      #expect(changed.news.map(\.news) == [.replaced])
    }
  }

  @Test func `a list page that nobody reads any more is no document where no pages are asked for`()
    async throws
  {
    try await Partnership.run { site in
      Self.prepare(site)
      let sources = try Self.linked(site, wantsPages: false, isReaderFirst: false)
      _ = try await site.night { $0.sources = sources }
      let requests = try await site.requests {
        let alone = try await site.night { $0.sources = [sources[0]] }
        #expect(alone.news.isEmpty)
        #expect(alone.sources.allSatisfy { $0.appeared == 0 })
      }
      #expect(requests == ["/a.pdf", "/all/"])
    }
  }

  @Test func `a page that two sources are read from is kept once`() async throws {
    try await Partnership.run { site in
      Self.prepare(site)
      let page = Source.Place.page(try site.address("/guide"))
      let sources = ["one", "two"].map { Source(id: $0, title: $0, place: page) }
      let first = try await site.night { $0.sources = sources }
      #expect(first.counts.new == 1)
      let second = try await site.night { $0.sources = sources }
      #expect(!second.hasNews)
      let versions = try await site.versions(of: "/guide")
      #expect(versions == 1)
    }
  }
}
