// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Records
import Archiving
import Cataloguing
import Filing
import Fixity
import Foundation
import SystemPackage

/// Puts documents into an archive without any network.
struct Keeper {
  let archive: Archive
  private let folder: FilePath

  init(in folder: FilePath) throws {
    self.init(try Archive.create(at: folder.appending("Archive")), in: folder)
  }

  /// Keeps in an archive that is there already; the folder must be on its file system.
  init(_ archive: Archive, in folder: FilePath) {
    self.archive = archive
    self.folder = folder
  }

  static let day = Date(timeIntervalSince1970: 1_700_000_000)

  /// Keeps bodies, each under its address, in one run.
  func keep(_ bodies: [(String, String)], day: Int = 0) async throws {
    let time = Self.day.addingTimeInterval(Double(day) * 86_400)
    let writer = try await ArchiveWriter(archive, for: "test")
    let intake = try Intake(
      writer,
      catalogue: try await writer.catalogue(),
      tool: "hanaper/test",
      contact: "mailto:test@example.org",
      start: time
    )
    for (number, (text, body)) in bodies.enumerated() {
      let address = try WebAddress(text)
      let file = folder.appending("body-\(number)")
      try Disk().removeFile(file)
      try Disk().create(file, holding: body)
      let capture = Self.capture(address, body, at: time, run: intake.run)
      let visit = Self.visit(address, at: time)
      try await intake.record(visit, Accession(capture) { try Disk().rename(file, to: $0) })
    }
    try await intake.finish(report: ["schema": Archive.reportSchema])
  }

  /// An address that ends with a slash is a page that others are listed on.
  private static func isListing(_ address: WebAddress) -> Bool { address.text.hasSuffix("/") }

  static func visit(_ address: WebAddress, at time: Date) -> Visit {
    Visit(
      at: time,
      address: address,
      role: isListing(address) ? .listing : .document,
      verdict: isListing(address) ? .page : .document(.pdf),
      status: 200,
      standing: .present,
      title: "Report \(address.lastPathComponent)",
      validators: nil,
      listed: nil
    )
  }

  static func capture(
    _ address: WebAddress,
    _ body: String,
    at time: Date,
    run: String,
    verdict: Verdict = .document(.pdf)
  ) -> Capture {
    Capture(
      address: address,
      role: isListing(address) ? .listing : .document,
      kind: isListing(address) ? .html : .pdf,
      digest: .of(body),
      size: Int64(body.utf8.count),
      title: "Report \(address.lastPathComponent)",
      fileName: address.lastPathComponent,
      capturedAt: time,
      run: run,
      tool: "hanaper/test",
      listed: [],
      request: .init(method: "GET", userAgent: "hanaper/test"),
      redirects: [],
      response: .init(
        address: address,
        status: 200,
        head: "HTTP/1.1 200 OK\r\n\r\n",
        httpVersion: "1.1",
        peer: "192.0.2.1",
        receivedBytes: Int64(body.utf8.count),
        milliseconds: 1
      ),
      appraisal: AppraisalRecord(verdict: verdict),
      fingerprint: nil
    )
  }

  func versions(of text: String) throws -> [KeptVersion] {
    try archive.keptVersions(of: try WebAddress(text))
  }
}
