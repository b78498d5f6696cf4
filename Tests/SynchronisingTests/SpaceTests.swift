// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Records
import Archiving
import Cataloguing
import Fetching
import Filing
import Foundation
import Support
import Synchronization
import SystemPackage
import Testing

@testable import Synchronising

/// A disk that fills up stops a run in order; what was fetched is kept.
@Suite(.timeLimit(.minutes(5)))
struct `A disk that fills up` {
  /// A disk whose room a test decides upon.
  final class SmallDisk: Sendable {
    private let free: Mutex<Int64>
    private let files: Mutex<Int64?>

    init(free: Int64, files: Int64? = nil) {
      self.free = Mutex(free)
      self.files = Mutex(files)
    }

    func set(free: Int64) { self.free.withLock { $0 = free } }
    func set(files: Int64?) { self.files.withLock { $0 = files } }

    var space: DiskSpace {
      DiskSpace(
        freeBytes: free.withLock { $0 },
        totalBytes: 1_000_000_000,
        files: files.withLock { $0 }.map { DiskSpace.Files(free: $0, total: 1_000_000) }
      )
    }
  }

  private static func night(
    _ site: Partnership,
    _ disk: SmallDisk,
    _ adjust: @escaping (inout RunPlan) -> Void = { _ in }
  ) async throws -> RunReport {
    try await site.night { plan in
      plan.diskSpace = { _ in disk.space }
      plan.space = SpaceBudget(freeBytes: 10_000_000)
      adjust(&plan)
    }
  }

  /// The member of the kept report that says what was short.
  private static func keptReport(_ site: Partnership) throws -> String {
    let runs = site.archive.path.appending("runs")
    let last = try #require(try Disk().list(runs).last)
    return try Disk().readText(runs.appending(last.component).appending("report.json"))
  }

  @Test(arguments: [true, false])
  func `before a run: nothing is asked for, and the report says why`(isOfBytes: Bool) async throws {
    try await Partnership.run { site in
      site.list(["/a.pdf"])
      site.serve("/a.pdf", Bodies.pdf("a"))
      let disk = SmallDisk(free: 9_999_999)
      if !isOfBytes {
        disk.set(free: 500_000_000)
        disk.set(files: 12)
      }
      let requests = try await site.requests {
        let report = try await Self.night(site, disk)
        #expect(!report.isComplete && report.hasNews)
        #expect(report.shortage?.subject == (isOfBytes ? .bytes : .files))
      }
      #expect(requests.isEmpty)
      let text = try Self.keptReport(site)
      #expect(text.contains("\"isComplete\" : false"))
      #expect(text.contains("have to stay free") || text.contains("there has to be room"))

      disk.set(free: 500_000_000)
      disk.set(files: nil)
      let next = try await Self.night(site, disk)
      #expect(next.counts.new == 1 && next.isComplete && next.shortage == nil)
    }
  }

  @Test func `during a run: what came is kept, and nothing that failed is judged`() async throws {
    try await Partnership.run { site in
      let targets = (1...6).map { "/report-\($0).pdf" }
      for target in targets { site.serve(target, Bodies.pdf(target)) }
      site.list(targets)
      let disk = SmallDisk(free: 500_000_000)
      _ = try await Self.night(site, disk)
      site.drop("/report-1.pdf")
      site.serve("/report-2.pdf", Bodies.pdf("another"))
      site.serve("/report-3.pdf") { _ in
        disk.set(free: 9_000_000)
        return .ok(Bodies.pdf("a third"), type: "application/pdf")
      }
      let report = try await Self.night(site, disk)
      #expect(!report.isComplete)
      #expect(report.shortage?.subject == .bytes)
      #expect(report.counts.visited < 6)
      #expect(report.news.map(\.news).allSatisfy { $0 == .replaced })
      let (first, second) = try await (
        site.standing(of: "/report-1.pdf"), site.versions(of: "/report-2.pdf")
      )
      #expect(first == "present")
      #expect(second == 2)
      let outcome = try await Verification(of: site.archive).full(cores: 1)
      #expect(outcome.isIntact)

      disk.set(free: 500_000_000)
      let next = try await Self.night(site, disk)
      #expect(next.isComplete)
      #expect(next.news.contains { $0.news == .missing })
    }
  }

  @Test func `while a version is staged: only what was written down is counted`() async throws {
    try await Partnership.run { site in
      let targets = (1...6).map { "/report-\($0).pdf" }
      for target in targets { site.serve(target, Bodies.pdf(target)) }
      site.list(targets)
      let bodies = Mutex(0)
      let report = try await DiskStep.$observer.withValue({ step in
        guard case .create(let place) = step, place.string.contains("/staging/batch-"),
          place.lastComponent?.string.hasPrefix("document.") == true
        else { return .pass }
        let isThird = bodies.withLock { bodies in
          bodies += 1
          return bodies == 3
        }
        return isThird ? .fail(.noSpace) : .pass
      }) {
        // Whether its lines are as many as it counts is looked at after every night.
        try await site.night { $0.politeness.connectionsPerHost = 3 }
      }
      #expect(!report.isComplete && report.shortage?.subject == .full)
      #expect(report.counts.pages == 1)
      let next = try await site.night()
      #expect(next.isComplete && next.counts.new + next.counts.unchanged == 6)
      let outcome = try await Verification(of: site.archive).full(cores: 1)
      #expect(outcome.isIntact)
    }
  }

  @Test(arguments: [true, false])
  func `a long file that does not fit is passed over, and the others are fetched`(
    isDeclared: Bool
  ) async throws {
    try await Partnership.run { site in
      let large = Bodies.pdf("large", padding: 1_700_000)
      site.list(["/a.pdf", "/large.pdf", "/z.pdf"])
      for name in ["a", "z"] { site.serve("/\(name).pdf", Bodies.pdf(name)) }
      site.serve("/large.pdf") { _ in
        isDeclared
          ? .ok(large, type: "application/pdf") : .chunked([large], type: "application/pdf")
      }
      // What is written goes off the room there is; up to half a megabyte waits to be.
      let spool = site.archive.path.appending("staging").appending("spool")
      func night(free: Int64) async throws -> RunReport {
        try await site.night { plan in
          plan.space = SpaceBudget(freeBytes: 10_000_000)
          plan.space.ordinaryBytes = 1_000_000
          plan.diskSpace = { _ in
            let written = (try? Disk().list(spool))?.compactMap {
              try? Disk().size(of: spool.appending($0.component))
            }
            let left = free - (written ?? []).reduce(0, +)
            return DiskSpace(freeBytes: left, totalBytes: 1_000_000_000)
          }
        }
      }
      let report = try await night(free: 11_300_000)
      #expect(report.counts.new == 2 && report.counts.failed == 1)
      #expect(report.troubles.map(\.verdict) == [.refused(.noSpace)])
      #expect(report.isComplete, "every document was visited")
      #expect(report.shortage?.subject == .bodies && report.shortage?.bodies == 1)
      #expect(report.shortage?.sentence.contains("and what was coming needed") == true)
      #expect(report.hasNews)
      let versions = try await site.versions(of: "/large.pdf")
      #expect(versions == 0)

      let next = try await night(free: 500_000_000)
      #expect(next.counts.new == 1 && next.shortage == nil)
    }
  }

  @Test func `an ordinary file that does not fit ends the run`() async throws {
    try await Partnership.run { site in
      let targets = (1...6).map { "/report-\($0).pdf" }
      for target in targets { site.serve(target, Bodies.pdf(target, padding: 5_000)) }
      site.list(targets)
      let requests = try await site.requests {
        // Room for a list page and no more.
        let report = try await Self.night(site, SmallDisk(free: 10_001_000))
        #expect(!report.isComplete && report.shortage?.subject == .bytes)
        #expect(report.counts.new == 0)
      }
      #expect(requests == ["/report-1.pdf", "/reviews/"], "the others are not asked for in vain")
    }
  }

  @Test func `a disk that does not tell its room stops nothing`() async throws {
    try await Partnership.run { site in
      site.list(["/a.pdf"])
      site.serve("/a.pdf", Bodies.pdf("a"))
      let report = try await site.night { plan in
        plan.diskSpace = { throw FilingError(.look, $0, .permissionDenied) }
      }
      #expect(report.counts.new == 1 && report.shortage == nil)
    }
  }
}
