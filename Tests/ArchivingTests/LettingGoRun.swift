// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Filing
import Fixity
import Foundation
import Ledger
import Records
import Support
import SystemPackage
import Testing

@testable import Archiving

/// An archive with a document that is let go of, in all the places in which something of it is.
struct LettingGoRun {
  static let address = "https://example.org/reviews/child-zebedee.pdf"
  static let other = "https://example.org/reviews/annual.pdf"
  static let list = "https://example.org/"
  /// A word of its address, its titles and its bytes.
  static let word = "zebedee"

  let archive: Archive
  let folder: FilePath
  /// Whose signatures the ledger has.
  var ledger = "example.org/reports"

  init(in folder: FilePath) throws {
    self.folder = folder
    archive = try Archive(opening: folder.appending("Archive"))
  }

  /// Makes the archive: three nights, the ledger signed.
  static func prepare(in folder: FilePath) async throws {
    _ = try Archive.create(at: folder.appending("Archive"))
    let run = try LettingGoRun(in: folder)
    try await run.night(
      0,
      [(address, "zebedee, first"), (other, "annual"), (list, "<a href=x>list</a>")]
    )
    try await run.night(1, [(address, "zebedee, second"), (other, "annual, second")])
    try await run.night(2, [], suspect: "<p>zebedee waits")
  }

  private var signer: NoteSigner {
    get throws {
      try NoteSigner(ledger, number: 6)
    }
  }

  private var note: FilePath { folder.appending("key.checkpoint") }

  var signing: ArchiveLedger.Signing {
    get throws { .by([try signer], noting: note) }
  }

  /// Takes away the tombstones that are noted beside the key.
  func dropNote() throws { try Disk().removeFile(NotedTombstones(beside: note).path) }

  var trust: HeldAgainst {
    get throws {
      let noted = try SignedCheckpoint(Disk().read(note))
      return HeldAgainst(
        key: try signer.key,
        checkpoints: [HeldCheckpoint(besideKey: noted)]
      )
    }
  }

  /// Everything that is signed for.
  var leaves: [Leaf] {
    get throws {
      let folder = TileFolder(at: archive.ledger)
      let size = try folder.checkpoint()?.checkpoint.head.size ?? 0
      return try folder.entries(in: 0..<size, of: size).map {
        try RecordCoding.decode(Leaf.self, from: $0)
      }
    }
  }

  private func intake(_ day: Int) async throws -> Intake {
    let writer = try await ArchiveWriter(archive, for: "test", signing: signing)
    return try Intake(
      writer,
      catalogue: try await writer.catalogue(),
      tool: "hanaper/test",
      contact: "mailto:test@example.org",
      start: Self.time(day)
    )
  }

  static func time(_ day: Int) -> Date { Keeper.day.addingTimeInterval(Double(day) * 86_400) }

  /// A night that brings bodies, tells of each, and visits the document whatever comes.
  func night(_ day: Int, _ bodies: [(String, String)], suspect: String? = nil) async throws {
    let intake = try await intake(day)
    let time = Self.time(day)
    func accession(_ address: WebAddress, _ body: String, _ verdict: Verdict) throws -> Accession {
      let file = intake.spool.appending("body-\(Digest.of(body).hex.prefix(8))")
      try Disk().create(file, holding: body)
      return Accession(Keeper.capture(address, body, at: time, run: intake.run, verdict: verdict)) {
        try Disk().rename(file, to: $0)
      }
    }
    var visited = 0
    for (text, body) in bodies {
      let address = try WebAddress(text)
      let verdict = Verdict.document(.pdf)
      try await intake.record(
        Keeper.visit(address, at: time),
        accession(address, body, verdict)
      )
      visited += 1
    }
    let address = try WebAddress(Self.address)
    if let suspect {
      let verdict = Verdict.softMissing(.notFoundPage)
      _ = try await intake.quarantine(accession(address, suspect, verdict))
      try await intake.record(Keeper.visit(address, at: time))
      visited += 1
    }
    var report = RunReport(run: intake.run, tool: "hanaper/test", started: time)
    report.tombstones = intake.suppressed.names(besides: [])
    report.counts.visited = visited
    report.notes = [
      .init(sentence: "Something of \(Self.address) was odd.", isNews: true),
      .init(sentence: "Nothing of \(Self.other) was.", isNews: true),
    ]
    report.recovered = ["an interrupted version of \(Self.address) was whole and is kept"]
    report.ledger = try await intake.signLedger(at: time)
    try await intake.finish(report: report)
    _ = try await intake.signLedger(at: time)
  }

  /// Lets go of the document.
  @discardableResult
  func suppress(
    _ text: String = Self.address,
    day: Int = 3
  ) async throws -> (tombstone: Tombstone, ledger: LedgerNote?) {
    let writer = try await ArchiveWriter(archive, for: "test", signing: signing)
    let suppressing = Suppressing(
      writer,
      try await archive.catalogue(),
      tool: "hanaper/test",
      at: Self.time(day)
    )
    let plan = try await suppressing.plan(for: WebAddress(text))
    return try await suppressing.suppress(plan, because: .identifiesPerson, note: "a letter")
  }

  func lift(_ stone: Tombstone, day: Int = 4) async throws -> Tombstone {
    let writer = try await ArchiveWriter(archive, for: "test", signing: signing)
    let catalogue = try await archive.catalogue()
    return try await Suppressing(writer, catalogue, tool: "hanaper/test", at: Self.time(day))
      .lift(stone, note: "lifted").tombstone
  }

  /// Where the word stands, in names and in bytes.
  func traces(_ word: String = Self.word) throws -> [String] {
    let search = ByteSearch(for: [word])
    return try Tree(archive.path).entries.compactMap { name, entry in
      if name.lowercased().contains(word) { return name }
      guard case .file(let bytes) = entry else { return nil }
      return search.finds(in: bytes.span) ? name : nil
    }.sorted()
  }

  func findings() async throws -> [String] {
    try await Verification(of: archive, against: trust).full(cores: 1).findings.map { "\($0)" }
  }
}
