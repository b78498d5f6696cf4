// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage
import Testing

/// A real listing followed over eighteen months, with real reports and a real error page behind it.
@Suite(.enabled(if: OutsideData.isPresent, "\(OutsideData.whereToPutIt)"), .timeLimit(.minutes(10)))
struct `A real index of inspection reports` {
  private static let indexHost = "data-to-insight.github.io"
  private static let filesHost = "files.ofsted.gov.uk"
  private static let index = "/ofsted-ilacs-scrape-tool/"
  private static let dates = [
    "2024-02-17", "2024-03-05", "2024-03-18", "2024-12-02", "2025-08-18", "2025-09-01",
  ]

  /// What is served on one date.
  private struct Site: Sendable {
    let listing: [UInt8]
    let reports: [[UInt8]]
    let errorPage: [UInt8]
    /// Which share of the reports answers with the error page on this date; none for 0.
    let illEvery: Int
    let turn: Int

    func answer(_ request: ReceivedRequest) -> Reply {
      if request.path == index { return .ok(listing, type: "text/html; charset=utf-8") }
      guard let name = request.path.split(separator: "/").last, let number = Int(name),
        request.path.hasPrefix("/v1/file/")
      else { return .status(404) }
      if illEvery > 0, (number + turn) % illEvery == 0 {
        return .ok(errorPage, type: "application/pdf")
      }
      let body = reports[number % reports.count]
      let etag = "\"\(number)-\(body.count)\""
      return .document(body, type: "application/pdf", etag: etag, for: request)
    }
  }

  private static func bytes(_ collection: String, _ file: String) throws -> [UInt8] {
    try Files.readBytes(try #require(OutsideData.directory(collection)).appending(file))
  }

  private static func reports() throws -> [[UInt8]] {
    let folder = try #require(OutsideData.directory("ofsted/pdf"))
    let files = try #require(FileManager.default.enumerator(atPath: folder.string))
    return try files.compactMap { $0 as? String }.filter { $0.hasSuffix(".pdf") }.sorted()
      .map { try Files.readBytes(folder.pushing(FilePath($0))) }
  }

  /// The addresses of reports in a page, found by plain text search and nothing of ours.
  private static func listed(in page: [UInt8]) -> Set<String> {
    let text = String(decoding: page, as: UTF8.self)
    return Set(
      text.matches(of: #/https://files\.ofsted\.gov\.uk/v1/file/[0-9]+/#).map { String($0.output) }
    )
  }

  @Test func `every report ever listed is kept, and never the error page`() async throws {
    let reports = try Self.reports()
    let pages = try Self.dates.map { try Self.bytes("ofsted/index-history", "\($0).html") }
    let errorPage = try Self.bytes(
      "ofsted/not-found-as-pdf",
      "2023-08-17-80543_rotherham-10-august-2012.pdf"
    )
    let sites = pages.enumerated().map { turn, page in
      // By the last date everything has healed.
      let illEvery = turn == pages.count - 1 ? 0 : 9
      return Site(
        listing: page,
        reports: reports,
        errorPage: errorPage,
        illEvery: illEvery,
        turn: turn
      )
    }

    try await ScratchDirectory.run { scratch in
      let authority = try await TestAuthority.make(in: scratch)
      let identity = try await authority.identity(for: [
        Self.indexHost, Self.filesHost, "adcs.org.uk",
      ])
      let first = try #require(sites.first)
      try await ScriptedServer.run(tls: identity, script: first.answer) { server in
        let installation = try await Installation(
          in: scratch.appending("ofsted"),
          hosts: ["\(Self.indexHost):443", "\(Self.filesHost):443", "adcs.org.uk:443"],
          at: server.port,
          certificates: authority.certificatePath,
          sources: "  - { id: ofsted, page: \"https://\(Self.indexHost)\(Self.index)\" }"
        )
        for site in sites {
          server.replaceScript(site.answer)
          let run = try await installation.program.run("sync")
          #expect(run.status == 0, "\(run.text)\(run.errorText)")
        }
        try await check(installation, pages: pages, errorPage: errorPage)
      }
    }
  }

  private func check(
    _ installation: Installation,
    pages: [[UInt8]],
    errorPage: [UInt8]
  ) async throws {
    let ever = pages.map(Self.listed).reduce(into: Set()) { $0.formUnion($1) }
    let now = Self.listed(in: try #require(pages.last))
    #expect(ever.count == 227)

    let documents = try await installation.program.answer(ListAnswer.self, "list").documents
      .filter { $0.address.contains(Self.filesHost) }
    #expect(Set(documents.map(\.address)) == ever)
    #expect(documents.allSatisfy { $0.versions == 1 && $0.kind == "pdf" })
    let unlisted = Set(documents.filter(\.listedBy.isEmpty).map(\.address))
    #expect(unlisted == ever.subtracting(now))
    let standings = documents.filter { unlisted.contains($0.address) }.map(\.standing)
    #expect(Set(standings) == ["delisted"])

    let verify = try await installation.program.run("verify")
    #expect(verify.status == 0, "\(verify.text)")
    let complaints = try await installation.complaints()
    #expect(complaints.isEmpty)
    let manifest = try Files.readBytes(installation.archive.appending("manifest-sha512.txt"))
    let digest = try await Program.shell(
      "sha512sum \"$1\"",
      [try Self.write(errorPage, installation)]
    )
    .text.prefix(128)
    #expect(digest.count == 128)
    #expect(!String(decoding: manifest, as: UTF8.self).contains(digest))
  }

  private static func write(_ bytes: [UInt8], _ installation: Installation) throws -> String {
    let path = installation.folder.appending("error-page")
    try Files.writeBytes(bytes, to: path)
    return path.string
  }
}
