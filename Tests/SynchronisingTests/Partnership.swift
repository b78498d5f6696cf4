// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Night
import Addressing
import Records
import Archiving
import Cataloguing
import Curl
import Fetching
import Filing
import Foundation
import GRDB
import Support
import Synchronization
import SystemPackage
import Testing

@testable import Synchronising

/// A partnership's site that exists for one test, with an archive that mirrors it night by night.
///
/// Pages are answered from a table that the test changes between the nights.
final class Partnership: Sendable {
  static let host = "www.partnership.example"
  static let listing = "http://\(host)/reviews/"

  typealias Answer = @Sendable (ReceivedRequest) -> Reply

  let archive: Archive
  let server: ScriptedServer
  private let answers: Mutex<[String: Answer]>
  private let nights = Mutex(0)

  private init(_ archive: Archive, _ server: ScriptedServer) {
    self.archive = archive
    self.server = server
    answers = Mutex([:])
  }

  /// Runs `body` with an empty site and an empty archive.
  static func run(
    _ body: (Partnership) async throws -> Void
  ) async throws {
    try await ScratchDirectory.run { folder in
      try await ScriptedServer.run { _ in
        .status(503)
      } _: { server in
        let archive = try Archive.create(at: folder.appending("Archive"))
        let partnership = Partnership(archive, server)
        server.replaceScript { [weak partnership] request in
          partnership?.answer(request) ?? .status(500)
        }
        try await body(partnership)
      }
    }
  }

  private func answer(_ request: ReceivedRequest) -> Reply {
    let answer = answers.withLock { answers in
      answers[request.target] ?? (request.target == "/robots.txt" ? nil : answers["*"])
    }
    return answer?(request) ?? .status(404, [("Content-Type", "text/html")], body: Bodies.notFound)
  }

  // MARK: The site

  func serve(_ target: String, _ answer: @escaping Answer) {
    answers.withLock { $0[target] = answer }
  }

  /// Serves whatever is asked for and has no answer of its own; else that is not found.
  func serveAnythingElse(_ answer: @escaping Answer) { serve("*", answer) }

  /// Serves a document honestly, with validators.
  func serve(_ target: String, _ body: [UInt8], type: String = "application/pdf") {
    let etag = "\"\(body.count)-\(body.reduce(UInt64(5_381)) { $0 &* 33 &+ UInt64($1) })\""
    serve(target) { .document(body, type: type, etag: etag, for: $0) }
  }

  func drop(_ target: String) {
    answers.withLock { $0[target] = nil }
  }

  /// Serves the listing with links to these targets, each titled by its last path component.
  func list(_ targets: [String], token: String = "one") {
    list(targets, on: "/reviews/", token: token)
  }

  /// Serves a list page of one's choice.
  func list(_ targets: [String], on page: String, token: String = "one") {
    let items = targets.map { target in
      "<li><a href=\"\(target)\">Report \(target.split(separator: "/").last ?? "")</a></li>"
    }
    let text = """
      <!doctype html><html><head><title>Reviews</title><meta name="token" content="\(token)"></head>
      <body><main><h1>Reviews</h1><ul>\(items.joined(separator: "\n"))</ul></main></body></html>
      """
    serve(page) { _ in .ok(Array(text.utf8), type: "text/html; charset=utf-8") }
  }

  func address(_ target: String) throws -> WebAddress {
    try WebAddress("http://\(Self.host)\(target)")
  }

  // MARK: Nights

  /// Runs `sync` as it would run the next night, 24 hours after the last.
  func night(_ adjust: (inout RunPlan) -> Void = { _ in }) async throws -> RunReport {
    let number = nights.withLock { number in
      number += 1
      return number
    }
    let time = try Date("2026-03-01T02:00:00Z", strategy: .iso8601)
      .addingTimeInterval(Double(number - 1) * 86_400)
    var plan = try plan(at: time)
    adjust(&plan)
    let report = try await Synchroniser(plan).run(try await ArchiveWriter(archive, for: "test"))
    report.expectAgreement()
    try expectLines(of: report)
    return report
  }

  /// Whatever a run counts has its line, and the other way round.
  private func expectLines(of report: RunReport) throws {
    let file = archive.path.appending("runs").appending(report.run).appending(Visit.fileName)
    let lines = try Disk().readText(file).split(separator: "\n")
      .count { !$0.contains("\"isRetired\":") }
    let counts = report.counts
    #expect(lines == counts.visited + counts.pages + (counts.relisted ?? 0))
  }

  func plan(at time: Date) throws -> RunPlan {
    var network = NetworkSettings(userAgent: "hanaper/test", allowsPrivateAddresses: true)
    network.connectTo = ["\(Self.host):80:127.0.0.1:\(server.port)"]
    let place = Source.Place.page(try WebAddress(Self.listing))
    var plan = RunPlan(
      sources: [Source(id: "reviews", title: "Reviews", place: place)],
      politeness: Politeness(delay: .zero),
      limits: TransferLimits(bodyBytes: 2_000_000, total: .seconds(20), stall: .seconds(10)),
      network: network,
      tool: "hanaper/test",
      contact: "mailto:test@partnership.example",
      clock: { time }
    )
    plan.retries = .never
    // How full the disk is on which tests run is no matter here.
    plan.diskSpace = { _ in DiskSpace(freeBytes: .max, totalBytes: .max) }
    return plan
  }

  // MARK: What is held

  /// Changes what only the catalogue says, as a command does that is cut off before it notes what it left.
  func changeCatalogue(_ sql: String) throws {
    let database = try DatabaseQueue(path: archive.path.appending("catalogue.sqlite").string)
    try database.write { try $0.execute(sql: sql) }
    try database.close()
    try Disk().removeFile(archive.path.appending("catalogue.sqlite.sha512"))
  }

  func standing(of target: String) async throws -> String? {
    try await archive.catalogue().document(at: address(target))?.standing?.word
  }

  func versions(of target: String) async throws -> Int {
    try await archive.catalogue().versions(of: address(target)).count
  }

  func body(of target: String, version: Int) throws -> [UInt8] {
    try archive.payload(of: address(target), version: version)
  }

  func isListed(_ target: String) async throws -> Bool {
    try await !archive.catalogue().listings(of: address(target)).isEmpty
  }

  /// Forgets the requests so far, and counts those of `work`.
  func requests(during work: () async throws -> Void) async throws -> [String] {
    let before = server.requests.count
    try await work()
    return server.requests.dropFirst(before).map(\.target).filter { $0 != "/robots.txt" }.sorted()
  }
}

extension RunReport {
  /// Whatever the night was like, the news and the figures tell the same of it.
  fileprivate func expectAgreement() {
    // What an earlier run counted, and did not come to tell, is told besides.
    func told(_ kind: News) -> Int { news.count { $0.news == kind && $0.ofRun == nil } }
    #expect(
      counts.new == told(.appeared) + told(.succeeded),
      "“New” and “new” are the same documents"
    )
    #expect(counts.changed == told(.replaced), "“Changed” and “changed” are the same documents")
    #expect(counts.failed + (counts.leftOut ?? 0) == troubles.count)
    let each =
      counts.new + counts.changed + counts.unchanged + counts.notKept + counts.heldBack
      + counts.failed + (counts.leftOut ?? 0)
    #expect(counts.visited == each, "each visit is counted as one thing")
    let once = Set(news.map { "\($0.news.word) \($0.address)" })
    #expect(once.count == news.count, "no document has the same news twice")
    let pages = Set(sources.compactMap(\.address))
    #expect(!news.contains { pages.contains($0.address) }, "a list page is no document")
  }
}
