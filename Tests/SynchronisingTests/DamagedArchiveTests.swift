// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Records
import Archiving
import Filing
import Foundation
import Support
import SystemPackage
import Testing

@testable import Synchronising

/// Whatever happens to one file that is kept, the night goes on for all the others.
@Suite(.timeLimit(.minutes(10)))
struct `A night over a damaged archive` {
  private static func harmed(_ archive: DamagedArchive, before: Tree) throws -> [String] {
    let (report, page) = (try archive.object("/a.pdf"), try archive.object("/reviews/"))
    let files = ["inventory.json", "inventory.json.sha512", "v1/content/document"]
    let ofPage = files + ["v1/content/capture.json"]
    let ofReport =
      ofPage + ["0=ocfl_object_1.1", "v2/inventory.json", "v2/content/document.pdf"]
    let runs = before.names.filter { $0.hasPrefix("runs/") && before[$0] != nil }
    let names =
      ofReport.map { "\(report)/\($0)" } + ofPage.map { "\(page)/\($0)" } + runs.suffix(2)
      + ["hosts.json"]
    return before.names.filter { name in
      before[name] != nil && names.contains { name == $0 || name.hasPrefix("\($0).") }
    }
  }

  @Test(arguments: Harm.allCases)
  func `keeps the others' news and changes nothing that is kept`(harm: Harm) async throws {
    try await Partnership.run { site in
      let archive = try await DamagedArchive(site)
      archive.change()
      let directory = site.archive.path
      let sound = try Tree(directory)
      for file in try Self.harmed(archive, before: sound) {
        try harm.befall(directory.pushing(FilePath(file)))
        let before = try Tree(directory)
        let report = try await archive.night()
        try check(report, archive, file, before)
        try FileManager.default.removeItem(atPath: directory.string)
        try Disk().makeDirectory(directory)
        try sound.write(to: directory)
      }
    }
  }

  private func check(
    _ report: RunReport,
    _ archive: DamagedArchive,
    _ file: String,
    _ before: Tree
  ) throws {
    let site = archive.site
    let after = try Tree(site.archive.path)
    #expect(after["runs/\(report.run)/report.json"] != nil, "\(file): the report is written")
    let kept = report.news.filter { $0.news == .replaced || $0.news == .appeared }
    let names = Set(kept.map(\.address.lastPathComponent))
    #expect(names.isSuperset(of: ["b.pdf", "c.pdf", "d.pdf"]), "\(file): \(names)")
    #expect(report.sources.map(\.wasReached) == [true, true], "\(file): each list is read")

    let address = try site.address("/a.pdf")
    let isTold = report.damaged.contains { $0.address == address && $0.waiting != nil }
    #expect(names.contains("a.pdf") != isTold, "\(file): kept, or told and put aside")
    for item in report.damaged {
      #expect(item.next.contains("hanaper verify"), "\(file)")
      let waiting = item.waiting.map { after["\($0)/WAITING.txt"] != nil }
      #expect(waiting != false, "\(file): what waits is marked")
    }
    // What is missing may be put back from what is there; nothing else may change.
    let harmless = [
      "catalogue.sqlite", "catalogue.sqlite.sha512", "hosts.json", "manifest-sha512.txt", "lock",
    ]
    let growing = ["manifest-sha512.txt", "ledger/waiting.jsonl"]
    let objects = try DamagedArchive.changing.map(archive.object) + [archive.object("/more/")]
    let grown = objects.flatMap { ["\($0)/inventory.json", "\($0)/inventory.json.sha512"] }
    for name in after.changes(since: before) where before.entries[name] != nil {
      let isGrowing = grown.contains(name) && !(name == file)
      #expect((harmless + growing).contains(name) || isGrowing, "\(file): \(name) has changed")
    }
    for name in growing {
      #expect(after[name]?.starts(with: before[name] ?? []) == true, "\(name)")
    }
  }

  @Test(arguments: [Harm.flippedInTheMiddle, .flippedAtTheEnd, .cut, .emptied])
  func `a manifest that has lost lines keeps back what it knew and nothing else`(
    harm: Harm
  ) async throws {
    try await Partnership.run { site in
      let archive = try await DamagedArchive(site)
      archive.change()
      let manifest = site.archive.path.appending("manifest-sha512.txt")
      if harm == .flippedInTheMiddle {
        // Lines stand in the order in which answers came, and a page that is as before is not asked about.
        try archive.flipLine(of: "/a.pdf", in: manifest)
      } else {
        try harm.befall(manifest)
      }
      let before = try Tree(site.archive.path)
      let report = try await archive.night()
      let after = try Tree(site.archive.path)
      #expect(!report.damaged.isEmpty)
      #expect(report.counts.new == 1, "what is new is in nobody's way")
      let changed = report.counts.changed + report.counts.heldBack
      #expect(changed == 3)
      for name in after.changes(since: before) where before.entries[name] != nil {
        #expect(!name.hasPrefix("ocfl/") || name.contains("/inventory.json"), "\(name)")
      }
      let again = try await archive.night()
      #expect(again.counts.heldBack == report.counts.heldBack, "it is told every night")
      #expect(again.counts.changed == 0)
    }
  }

  @Test func `a listing whose kept copy is damaged is fetched whole, and told every night`()
    async throws
  {
    try await Partnership.run { site in
      let archive = try await DamagedArchive(site)
      let page = try site.address("/reviews/")
      let file = try site.archive.contentFile(of: page, version: 1)
      try Harm.flippedInTheMiddle.befall(file)
      for _ in 0..<2 {
        let asked = try await site.requests {
          let report = try await archive.night()
          #expect(report.damaged.map(\.address) == [page])
          #expect(report.sources.first?.listed == 2)
          #expect(report.counts.unchanged == 3)
        }
        #expect(asked.filter { $0 == "/reviews/" }.count == 2, "with validators, then without")
      }
    }
  }

  @Test func `an interrupted batch that nobody can read is put aside and told`() async throws {
    try await Partnership.run { site in
      let archive = try await DamagedArchive(site)
      let staging = site.archive.path.appending("staging").appending("batch-1")
      try Disk().makeDirectory(staging)
      let newer = "{\"schema\":\"hanaper/intent/9\",\"steps\":[]}"
      try Disk().create(staging.appending("intent.json"), holding: newer)
      archive.change()
      let report = try await archive.night()
      #expect(report.damaged.contains { $0.sentence.contains("hanaper/intent/9") })
      #expect(report.counts.changed == 3)
      let place = "\(site.archive.path)/quarantine/interrupted-batch-1/intent.json"
      #expect(FileManager.default.fileExists(atPath: place))
    }
  }
}
