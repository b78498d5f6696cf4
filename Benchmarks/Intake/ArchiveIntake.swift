// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Archiving
import Cataloguing
import Filing
import Foundation
import HTTP
import Ledger
import SystemPackage

/// Takes documents into a new archive: everything that `sync` does with them but the fetching.
struct ArchiveIntake {
  private let folder: FilePath
  private let count: Int
  private let signer: NoteSigner?
  private var documents: SampleDocuments

  /// - Parameters:
  ///   - folder: where the archive is to be.
  ///   - count: how many documents it gets.
  ///   - sizes: how long they are, in bytes.
  ///   - signer: signs for its ledger at the end; nil to leave all of it waiting.
  init(
    _ folder: FilePath,
    _ count: Int,
    of sizes: ClosedRange<Int> = 2_000...20_000,
    signedBy signer: NoteSigner? = nil
  ) {
    self.folder = folder
    self.count = count
    self.signer = signer
    documents = SampleDocuments(sizes)
  }

  mutating func run() async throws -> String {
    let archive = try Archive.create(at: folder)
    let time = Date().wholeSecond
    var figures = Figures(of: count)

    let writer = try await ArchiveWriter(archive, for: "benchmark")
    let catalogue = try await writer.catalogue()
    let intake = try Intake(
      writer,
      catalogue: catalogue,
      tool: "hanaper/benchmark",
      contact: "mailto:records@example.org",
      start: time
    )
    for number in 1...count {
      let document = try documents.spool(number, in: intake.spool)
      let capture = document.capture(at: time, run: intake.run)
      let visit = Visit(
        at: time,
        address: document.address,
        role: .document,
        verdict: .document(.pdf),
        status: 200,
        standing: .present,
        title: capture.title,
        validators: .init(
          address: document.address,
          etag: "\"66432a2c-\(document.size)\"",
          lastModified: "Tue, 14 May 2024 09:12:44 GMT"
        ),
        listed: capture.listed
      )
      let file = document.file
      // As in a run, which has asked about all of a source at once.
      let accession = Accession(capture, known: 0) { try Disk().rename(file, to: $0) }
      try await intake.record(visit, accession)
      try figures.passed(number)
    }
    let report = RunReport(run: intake.run, tool: "hanaper/benchmark", started: time)
    try await intake.finish(report: report)
    try await catalogue.close()
    let answer = try figures.finish()
    if let signer {
      let note = FilePath("\(folder).checkpoint")
      _ = ArchiveLedger(of: archive).note(by: .by([signer], noting: note), at: time)
    }
    return answer
  }
}
