// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Records
import Archiving
import Cataloguing
import Filing
import Foundation
import Support
import SystemPackage
import Testing

@testable import Synchronising

/// What is left when a run does not end as it should, and what the next one makes of it.
@Suite(.timeLimit(.minutes(5)))
struct `Interrupted runs` {
  @Test func `a stopped run keeps what it fetched and judges nothing`() async throws {
    try await Partnership.run { site in
      let targets = (1...6).map { "/report-\($0).pdf" }
      for target in targets { site.serve(target, Bodies.pdf(target)) }
      site.list(targets)
      _ = try await site.night()
      site.drop("/report-1.pdf")
      site.serve("/report-6.pdf") { _ in Reply([.pause(.seconds(30)), .close]) }

      let reached = AsyncStream.makeStream(of: Void.self)
      let plan = try site.plan(at: Date(timeIntervalSince1970: 1_900_000_000))
      let writer = try await ArchiveWriter(site.archive, for: "test")
      let run = Task {
        try await Synchroniser(plan).run(writer) { progress in
          if progress.visited == 5 { reached.continuation.finish() }
        }
      }
      for await _ in reached.stream {}
      run.cancel()
      let report = try await run.value
      #expect(!report.isComplete)
      #expect(report.counts.unchanged == 4)
      #expect(report.news.isEmpty)
      let standing = try await site.standing(of: "/report-1.pdf")
      #expect(standing == "present")
    }
  }

  @Test func `a second run on the same archive is refused at once`() async throws {
    try await Partnership.run { site in
      let writer = try await ArchiveWriter(site.archive, for: "the first run")
      let error = await #expect(throws: ArchiveError.self) {
        try await ArchiveWriter(site.archive, for: "the second run")
      }
      #expect("\(try #require(error))".contains("the first run"))
      withExtendedLifetime(writer) {}
    }
  }

  @Test func `what an earlier run left in staging is swept away`() async throws {
    try await Partnership.run { site in
      let staging = site.archive.path.appending("staging")
      let disk = Disk()
      try disk.makeDirectories(staging.appending("spool"))
      try disk.create(staging.appending("spool").appending("body-1"), holding: "half a report")
      try disk.makeDirectories(staging.appending("batch-1").appending("1"))
      site.list(["/a.pdf"])
      site.serve("/a.pdf", Bodies.pdf("a"))
      let report = try await site.night()
      #expect(report.counts.new == 1)
      #expect(report.recovered.isEmpty)
      let left = try disk.list(staging)
      #expect(left.isEmpty)
    }
  }

  @Test func `visits that were written down and not taken in are taken in`() async throws {
    try await Partnership.run { site in
      site.list(["/a.pdf"])
      site.serve("/a.pdf", Bodies.pdf("a"))
      let report = try await site.night()
      // What a crash between the record and the catalogue leaves.
      let late = Visit(
        at: Date(timeIntervalSince1970: 1_900_000_000),
        address: try site.address("/a.pdf"),
        role: .document,
        verdict: .gone,
        status: 410,
        standing: .gone(since: Date(timeIntervalSince1970: 1_900_000_000)),
        title: nil,
        validators: nil,
        listed: nil
      )
      let runs = site.archive.path.appending("runs").appending(report.run)
      var file = try WritableFile(appendingTo: runs.appending("visits.jsonl"))
      try file.append(RecordCoding.encodeLine(late))
      try file.append("{\"at\": half a li")
      try file.close()
      _ = try await ArchiveWriter(site.archive, for: "test")
      let standing = try await site.standing(of: "/a.pdf")
      #expect(standing == "gone")
    }
  }

  @Test func `without its manifest an archive takes in nothing until it is made again`()
    async throws
  {
    try await Partnership.run { site in
      site.list(["/a.pdf"])
      site.serve("/a.pdf", Bodies.pdf("a"))
      _ = try await site.night()
      let manifest = site.archive.path.appending("manifest-sha512.txt")
      let sound = try Disk().readText(manifest)
      try Disk().removeFile(manifest)
      await #expect(throws: ArchiveError.self) { try await site.night() }
      _ = try await Reindexing.run(ArchiveWriter(site.archive, for: "reindex"))
      let again = try Disk().readText(manifest)
      #expect(again.split(separator: "\n").sorted() == sound.split(separator: "\n").sorted())
      let outcome = try await Verification(of: site.archive).full(cores: 1)
      #expect(outcome.isIntact)
    }
  }

  @Test func `a manifest cut short is mended`() async throws {
    try await Partnership.run { site in
      site.list(["/a.pdf"])
      site.serve("/a.pdf", Bodies.pdf("a"))
      _ = try await site.night()
      let manifest = site.archive.path.appending("manifest-sha512.txt")
      let sound = try Disk().readText(manifest)
      var file = try WritableFile(appendingTo: manifest)
      try file.append("00ff  ocfl/half a li")
      try file.close()
      _ = try await site.night()
      let mended = try Disk().readText(manifest)
      #expect(mended == sound)
    }
  }
}

@Suite(.timeLimit(.minutes(5)))
struct `Making the catalogue again` {
  @Test func `a catalogue made from the archive gives the same answers`() async throws {
    try await Partnership.run { site in
      for name in ["a", "b", "c", "d"] { site.serve("/\(name).pdf", Bodies.pdf(name)) }
      site.list(["/a.pdf", "/b.pdf", "/c.pdf", "/d.pdf"])
      _ = try await site.night()
      site.serve("/b.pdf", Bodies.pdf("another"))
      site.list(["/a.pdf", "/b.pdf", "/d.pdf", "/page"])
      site.drop("/d.pdf")
      site.serve("/page") { _ in
        .ok(Array("<!doctype html><title>x</title><p>A page like any.".utf8), type: "text/html")
      }
      _ = try await site.night()
      _ = try await site.night()

      let before = try await Answers(site.archive)
      #expect(before.documents.count == 6)
      try Disk().removeFile(site.archive.path.appending("catalogue.sqlite"))
      await #expect(throws: ArchiveError.self) { try await site.archive.catalogue() }
      let outcome = try await Reindexing.run(ArchiveWriter(site.archive, for: "reindex"))
      #expect(outcome.unreadable.isEmpty)
      let after = try await Answers(site.archive)
      #expect(after == before)
    }
  }

  @Test func `records of a run that were cut are told, at the end of a line or within one`()
    async throws
  {
    try await Partnership.run { site in
      for name in ["/a.pdf", "/b.pdf", "/c.pdf"] { site.serve(name, Bodies.pdf(name)) }
      site.list(["/a.pdf", "/b.pdf", "/c.pdf"])
      let report = try await site.night()
      let file = site.archive.path.appending("runs").appending(report.run)
        .appending("visits.jsonl")
      let sound = try Disk().read(file)
      let catalogue = site.archive.path.appending("catalogue.sqlite")
      let known = try Disk().read(catalogue)
      let lastLine = try #require(sound.dropLast().lastIndex(of: 0x0A))
      for length in [lastLine + 1, lastLine + 9, 20] {
        try Disk().replace(file, with: Array(sound.prefix(length)))
        try Disk().replace(catalogue, with: known)
        let outcome = try await Reindexing.run(ArchiveWriter(site.archive, for: "reindex"))
        #expect(outcome.unreadable.contains { $0.contains("visits.jsonl") }, "\(length)")
        #expect(!outcome.isWhole)
      }
      // Without the catalogue, the report still counts them.
      for (length, words) in [(lastLine + 1, "of the 4 visits"), (20, "within a line")] {
        try Disk().replace(file, with: Array(sound.prefix(length)))
        try Disk().removeFile(catalogue)
        let outcome = try await Reindexing.run(ArchiveWriter(site.archive, for: "reindex"))
        #expect(outcome.unreadable.contains { $0.contains(words) }, "\(outcome.unreadable)")
      }
      try Disk().replace(file, with: sound)
      #expect(try await Reindexing.run(ArchiveWriter(site.archive, for: "reindex")).isWhole)
    }
  }

  @Test func `a manifest that is made again is told as that`() async throws {
    try await Partnership.run { site in
      site.list(["/a.pdf"])
      site.serve("/a.pdf", Bodies.pdf("a"))
      _ = try await site.night()
      try Disk().removeFile(site.archive.path.appending("manifest-sha512.txt"))
      let first = try await Reindexing.run(ArchiveWriter(site.archive, for: "reindex"))
      let second = try await Reindexing.run(ArchiveWriter(site.archive, for: "reindex"))
      #expect(first.madeManifest && !second.madeManifest)
    }
  }

  @Test func `a damaged catalogue is told apart, and made again`() async throws {
    try await Partnership.run { site in
      site.list(["/a.pdf"])
      site.serve("/a.pdf", Bodies.pdf("a"))
      _ = try await site.night()
      let path = site.archive.path.appending("catalogue.sqlite")
      try Disk().replace(path, with: "this is no database, though it has been one")
      await #expect(throws: CatalogueError.self) { try await site.archive.catalogue() }
      _ = try await Reindexing.run(ArchiveWriter(site.archive, for: "reindex"))
      let versions = try await site.versions(of: "/a.pdf")
      #expect(versions == 1)
    }
  }

  /// Everything that the catalogue answers.
  private struct Answers: Equatable {
    var documents: [Document] = []
    var versions: [Version] = []
    var listed: [[ListEntry]] = []
    var entries: [String] = []

    init(_ archive: Archive) async throws {
      let catalogue = try await archive.catalogue()
      try await catalogue.forEachDocument { documents.append($0) }
      for document in documents {
        versions += try await catalogue.versions(of: document.address)
        listed.append(try await catalogue.listings(of: document.address))
      }
      entries = try await catalogue.entries(of: "reviews").filter(\.isListed)
        .sorted { $0.entry.position < $1.entry.position }
        .map { "\($0.address) \($0.entry)" }
    }
  }
}
