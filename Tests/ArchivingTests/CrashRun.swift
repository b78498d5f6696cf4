// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Addressing
import Archiving
import Cataloguing
import Filing
import Fixity
import Foundation
import Ledger
import OCFL
import Support
import SystemPackage
import Testing

/// A run with a bit of everything, to be stopped: two batches or more, and a suspect body.
struct CrashRun {
  let archive: Archive

  /// What the documents have been and are to become, in the order of the versions.
  struct Document: Sendable {
    let address: String
    let before: [String]
    let during: [String]

    var all: [String] { before + during }
  }

  static let documents = [
    Document(address: "https://example.org/unchanged.pdf", before: ["same"], during: []),
    Document(
      address: "https://example.org/changed.pdf",
      before: ["one"],
      during: ["two", "three"]
    ),
    Document(address: "https://example.org/returned.pdf", before: ["x", "y"], during: ["x"]),
    Document(address: "https://example.org/new.pdf", before: [], during: ["new"]),
  ]

  static let suspect = (address: "https://example.org/suspect.pdf", body: "<p>Please wait")

  init(_ archive: Archive) {
    self.archive = archive
  }

  /// Makes an archive as it was before the run.
  static func prepare(in directory: FilePath) async throws {
    let run = CrashRun(try Archive.create(at: directory.appending("Archive")))
    for number in 0..<2 {
      try await run.sync(day: number) { document in
        document.before.count > number ? [document.before[number]] : []
      }
    }
  }

  init(in directory: FilePath) throws {
    archive = try Archive(opening: directory.appending("Archive"))
  }

  /// The run that is to be stopped; in batches of few versions, one is written while the next is filled.
  func first(inBatchesOf versions: Int = Intake.versionsPerBatch) async throws {
    try await sync(day: 10, withSuspect: true, inBatchesOf: versions) { $0.during }
  }

  /// The next night's run: it takes in what of the first is not there.
  func next() async throws {
    try await sync(day: 11, withSuspect: true) { [$0.all.last].compactMap(\.self) }
  }

  /// Visits every document, and keeps each of the bodies that is not what is held already.
  private func sync(
    day: Int,
    withSuspect: Bool = false,
    inBatchesOf versions: Int = Intake.versionsPerBatch,
    bodies: (Document) -> [String]
  ) async throws {
    let time = Self.time(ofDay: day)
    let catalogue = try await archive.catalogue()
    let intake = try await intake(day: day, versionsPerBatch: versions)
    do {
      for document in Self.documents {
        let address = try WebAddress(document.address)
        var held = try await catalogue.versions(of: address).last?.digest
        for body in bodies(document) where Digest.of(body) != held {
          let accession = try accession(body, of: address, at: time, intake)
          try await intake.record(Keeper.visit(address, at: time), accession)
          held = Digest.of(body)
        }
        try await intake.record(Keeper.visit(address, at: time))
      }
      if withSuspect {
        let address = try WebAddress(Self.suspect.address)
        let accession = try accession(Self.suspect.body, of: address, at: time, intake)
        _ = try await intake.quarantine(accession)
      }
      Interleaving.current?.filled()
      try await sign(intake, at: time)
      try await intake.finish(report: ["schema": Archive.reportSchema])
      try await sign(intake, at: time)
    } catch {
      Interleaving.current?.filled()
      // As a run does that has to end without a report.
      try? await intake.salvage()
      throw error
    }
  }

  /// As a run does: before it tells what it did, and once more over its own report.
  private func sign(_ intake: Intake, at time: Date) async throws {
    if let problem = try await intake.signLedger(at: time)?.problem { throw Unsigned(problem) }
  }

  private struct Unsigned: Error, CustomStringConvertible {
    let description: String

    init(_ problem: String) { description = problem }
  }

  private static var signer: NoteSigner {
    get throws {
      try NoteSigner(number: 4)
    }
  }

  /// The last checkpoint, outside of the archive.
  private var note: FilePath {
    archive.path.removingLastComponent().appending("key.checkpoint")
  }

  /// What is known of the ledger outside of the archive.
  var trust: HeldAgainst {
    get throws {
      var checkpoints: [HeldCheckpoint] = []
      if try Disk().entry(at: note) != nil {
        let noted = try SignedCheckpoint(Disk().read(note))
        checkpoints = [HeldCheckpoint(besideKey: noted)]
      }
      return HeldAgainst(key: try Self.signer.key, checkpoints: checkpoints)
    }
  }

  static func time(ofDay day: Int) -> Date {
    Keeper.day.addingTimeInterval(Double(day) * 86_400)
  }

  func intake(day: Int, versionsPerBatch: Int = Intake.versionsPerBatch) async throws -> Intake {
    let writer = try await ArchiveWriter(
      archive,
      for: "test",
      signing: .by([try Self.signer], noting: note)
    )
    return try Intake(
      writer,
      catalogue: try await writer.catalogue(),
      tool: "hanaper/test",
      contact: "mailto:test@example.org",
      start: Self.time(ofDay: day),
      versionsPerBatch: versionsPerBatch
    )
  }

  /// Brings a body to an intake, without a run around it.
  func bring(_ body: String, of text: String, to intake: Intake) async throws {
    let address = try WebAddress(text)
    let accession = try accession(body, of: address, at: Self.time(ofDay: 0), intake)
    try await intake.record(Keeper.visit(address, at: Self.time(ofDay: 0)), accession)
  }

  /// The suspect body, on its way to quarantine.
  func suspectAccession(_ intake: Intake) throws -> Accession {
    let address = try WebAddress(Self.suspect.address)
    return try accession(Self.suspect.body, of: address, at: Self.time(ofDay: 0), intake)
  }

  /// A body, spooled as a fetch spools it.
  func accession(
    _ body: String,
    of address: WebAddress,
    at time: Date,
    _ intake: Intake,
    known: Int? = nil
  ) throws -> Accession {
    let file = intake.spool.appending("body-\(Digest.of(body).hex.prefix(8))")
    try Disk().removeFile(file)
    try Disk().create(file, holding: body)
    let capture = Keeper.capture(address, body, at: time, run: intake.run)
    return Accession(capture, known: known) {
      try Disk().rename(file, to: $0)
    }
  }
}
