// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
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

/// A second site whose list page is answered when something has happened elsewhere.
private final class SlowSite: Sendable {
  static let host = "slow.example"
  static let listing = "http://\(host)/list/"

  private let events = Mutex<Set<String>>([])

  func happened(_ event: String) {
    _ = events.withLock { $0.insert(event) }
  }

  /// Waits for something to happen, on the server's own thread.
  ///
  /// - Returns: whether it did, before it was given up.
  func waits(for event: String) -> Bool {
    for _ in 0..<600 {
      if events.withLock({ $0.contains(event) }) { return true }
      Thread.sleep(forTimeInterval: 0.02)
    }
    return false
  }
}

extension Partnership {
  /// Runs a night with a source on another host besides.
  fileprivate func bothNight(
    _ adjust: (inout RunPlan) -> Void = { _ in }
  ) async throws -> RunReport {
    let page = Source.Place.page(try WebAddress(SlowSite.listing))
    return try await night { plan in
      plan.sources.append(Source(id: "slow", title: "Slow", place: page))
      plan.network.connectTo.append("\(SlowSite.host):80:127.0.0.1:\(self.server.port)")
      adjust(&plan)
    }
  }
}

extension Partnership {
  /// What a run wrote down is as much as its report counts: only then is a catalogue that says otherwise at fault.
  fileprivate func expectTally() async throws {
    let sound = try await Verification(of: archive).full(cores: 1)
    #expect(sound.isIntact, "\(sound.findings)")
    try changeCatalogue("UPDATE run SET taken_in = taken_in + 500")
    let outcome = try await Verification(of: archive).full(cores: 1)
    #expect(outcome.findings.map(\.path) == ["catalogue.sqlite"], "\(outcome.findings)")
    try changeCatalogue("UPDATE run SET taken_in = taken_in - 500")
  }
}

@Suite(.timeLimit(.minutes(5)))
struct `A slow list page` {
  private static let slowDocument = "http://\(SlowSite.host)/slow.pdf"

  /// Two nights; in the second, the slow page comes when another host's document was fetched.
  private func run(
    listing targets: [String],
    _ check: (Partnership, RunReport) async throws -> Void
  ) async throws {
    try await Partnership.run { site in
      site.list(["/a.pdf", "/b.pdf"])
      site.list([Self.slowDocument], on: "/list/")
      for name in ["a", "b", "slow", "new"] { site.serve("/\(name).pdf", Bodies.pdf(name)) }
      let first = try await site.bothNight()
      #expect(first.counts.new == 3)

      let slow = SlowSite()
      let changed = Bodies.pdf("a, changed")
      site.serve("/a.pdf") { _ in
        slow.happened("a")
        return .ok(changed, type: "application/pdf")
      }
      let links = targets.map { "<li><a href=\"\($0)\">Again</a>" }.joined()
      let page = "<title>Slow</title><main><ul>\(links)</ul></main>"
      let order = Mutex<Bool?>(nil)
      site.serve("/list/") { _ in
        let wasFirst = slow.waits(for: "a")
        order.withLock { $0 = wasFirst }
        return .ok(Array(page.utf8), type: "text/html")
      }
      let second = try await site.bothNight()
      #expect(order.withLock { $0 } == true, "no host waits for another's list page")
      #expect(second.counts.changed == 1)
      try await check(site, second)
    }
  }

  @Test func `holds up no other host`() async throws {
    try await run(listing: [Self.slowDocument, "/new.pdf"]) { site, report in
      #expect(report.isComplete && report.sources.count == 2)
      #expect(report.counts.new == 1)
      #expect(report.counts.visited == 4)
      let third = try await site.bothNight()
      #expect(third.news.isEmpty && third.counts.unchanged == 4)
    }
  }

  @Test func `that names what was visited before is written down once, and makes no news`()
    async throws
  {
    try await run(listing: [Self.slowDocument, "http://\(Partnership.host)/a.pdf"]) {
      site,
      report in
      #expect(report.counts.visited == 3)
      #expect(report.news.map(\.news) == [.replaced])
      #expect(report.counts.relisted == 1)
      try await site.expectTally()
      for _ in 0..<2 {
        let entries = try await site.archive.catalogue().listings(of: site.address("/a.pdf"))
        #expect(entries.map(\.source) == ["reviews", "slow"])
        #expect(entries.map(\.text) == ["Report a.pdf", "Again"])
        // What the archive says without its catalogue.
        _ = try await Reindexing.run(ArchiveWriter(site.archive, for: "test"))
      }
      let third = try await site.bothNight()
      #expect(third.news.isEmpty && third.sources.allSatisfy { !$0.isNews })
      let document = try await site.archive.catalogue().document(at: site.address("/a.pdf"))
      #expect(document?.title == "Reviews: Report a.pdf")
    }
  }

  @Test func `that is waited for until the run is stopped leaves what was visited kept and told`()
    async throws
  {
    try await Partnership.run { site in
      site.list(["/a.pdf"])
      site.list([Self.slowDocument], on: "/list/")
      site.serve("/a.pdf", Bodies.pdf("a"))
      site.serve("/slow.pdf", Bodies.pdf("slow"))
      _ = try await site.bothNight()
      site.serve("/a.pdf", Bodies.pdf("a, changed"))
      site.drop("/slow.pdf")
      site.serve("/list/") { _ in Reply([.pause(.seconds(30)), .close]) }

      var plan = try site.plan(at: Date(timeIntervalSince1970: 1_900_000_000))
      plan.sources.append(
        Source(id: "slow", title: "Slow", place: .page(try WebAddress(SlowSite.listing)))
      )
      plan.network.connectTo.append("\(SlowSite.host):80:127.0.0.1:\(site.server.port)")
      let told = plan
      let writer = try await ArchiveWriter(site.archive, for: "test")
      let reached = AsyncStream.makeStream(of: Void.self)
      let run = Task {
        try await Synchroniser(told).run(writer) { progress in
          if progress.visited == 1 { reached.continuation.finish() }
        }
      }
      for await _ in reached.stream {}
      run.cancel()
      let report = try await run.value
      #expect(!report.isComplete && report.sources.isEmpty && !report.isNetworkDown)
      #expect(report.news.map(\.news) == [.replaced])
      #expect(report.counts.pages == 1 && report.counts.visited == 1)
      try await site.expectTally()
      #expect(try await site.versions(of: "/a.pdf") == 2)
      #expect(
        try await site.archive.catalogue().document(at: WebAddress(Self.slowDocument))?.standing
          == .present
      )
    }
  }
}
