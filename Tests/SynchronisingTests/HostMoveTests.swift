// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Cataloguing
import Curl
import Foundation
import Records
import Support
import Testing

@testable import Synchronising

/// A site that gets another name, over HTTP and on the disk.
@Suite(.timeLimit(.minutes(5)))
struct `A site under a new name` {
  private static let new = "www.newname.example"

  private static func withNewName(_ site: Partnership) -> (inout RunPlan) -> Void {
    let port = site.server.port
    return { $0.network.connectTo.append("\(new):80:127.0.0.1:\(port)") }
  }

  private static let targets = (1...4).map { "/files/\($0).pdf" }

  /// Lets the old name lead to the new one, for whatever is asked for.
  private static func move(_ site: Partnership, list: [String]) {
    for target in targets + ["/reviews/"] {
      let body =
        target == "/reviews/"
        ? Array("<main>\(list.map { "<a href='\($0)'>Report \($0)</a>" }.joined())</main>".utf8)
        : Bodies.pdf(target)
      site.serve(target) { request in
        guard request.host == new else { return .redirect(301, to: "http://\(new)\(target)") }
        guard target != "/reviews/" else { return .ok(body, type: "text/html") }
        return .document(body, type: "application/pdf", etag: "\"\(target)\"", for: request)
      }
    }
  }

  @Test func `is one move, and each document is found by either address`() async throws {
    try await Partnership.run { site in
      for target in Self.targets { site.serve(target, Bodies.pdf(target)) }
      site.list(Self.targets)
      _ = try await site.night()
      // Links on the page are relative, so they lead to the new name as soon as the page does.
      Self.move(site, list: Self.targets)
      let report = try await site.night(Self.withNewName(site))
      #expect(report.news.isEmpty, "\(report.news.map(\.sentence))")
      #expect(
        report.movedHosts?.map(\.sentence) == [
          "\(Partnership.host) moved to \(Self.new): 4 documents answer there, with the same bytes"
        ]
      )
      let requests = try await site.requests {
        let next = try await site.night(Self.withNewName(site))
        #expect(!next.hasNews && next.counts.unchanged == 4)
      }
      #expect(requests.count == 6, "the page is asked for by its old address: \(requests)")
      let catalogue = try await site.archive.catalogue()
      for target in Self.targets {
        let place = try WebAddress("http://\(Self.new)\(target)")
        #expect(try await catalogue.document(at: place) == nil)
        let found = try await DocumentFinder(in: catalogue).find(place.text)
        #expect(found.address == (try site.address(target)) && found.place == place)
        #expect(try await site.versions(of: target) == 1)
        #expect(try await site.isListed(target))
      }
      try await catalogue.close()
      // The records say so too.
      _ = try await Reindexing.run(try await ArchiveWriter(site.archive, for: "test"))
      let again = try await site.archive.catalogue()
      let places = try await again.places()
      #expect(places.count == 4)
      try await again.close()
      let last = try await site.night(Self.withNewName(site))
      #expect(!last.hasNews && last.counts.unchanged == 4)
    }
  }

  @Test func `is looked at by itself in the same night, where the old one does not lead to it`()
    async throws
  {
    try await Partnership.run { site in
      for target in Self.targets { site.serve(target, Bodies.pdf(target)) }
      site.list(Self.targets)
      _ = try await site.night()
      site.list(Self.targets.map { "http://\(Self.new)\($0)" })
      let report = try await site.night(Self.withNewName(site))
      #expect(report.counts.new == 4 && report.movedHosts == nil)
      #expect(report.news.count { $0.news == .delisted } == 4)
    }
  }
}
