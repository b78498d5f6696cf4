// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Curl
import Fetching
import Foundation
import HTTP
import Night
import Records
import Support
import Testing

@testable import Synchronising

/// A page in a document's place that sends its reader on to the file.
@Suite(.timeLimit(.minutes(5)))
struct `A document's page that sends its reader on` {
  private static func page(_ inside: String, _ refresh: String? = nil) -> Reply {
    let fields = [("Content-Type", "text/html")] + (refresh.map { [("Refresh", $0)] } ?? [])
    return .status(200, fields, body: Array(inside.utf8))
  }

  private static let meta = "<meta http-equiv=refresh content='3; url=/get/17'><p>Wait."
  private static let script = "<p>Wait.<script>window.location.replace('/get/17')</script>"

  @Test(arguments: [
    ("/review/a.pdf", meta, nil), ("/review/a.pdf", script, nil), ("/review/a", meta, nil),
    ("/review/a", script, nil), ("/review/a.pdf", "<p>Wait.", "0; url=/get/17"),
    ("/review/a", "", "10; url='/get/17'"),
    ("/review/a.pdf", "<script>location.href=\"/get/17\"</script>", nil),
  ])
  func `is followed to it, which is kept under the document's address`(
    listed: String,
    body: String,
    field: String?
  ) async throws {
    try await Partnership.run { site in
      site.list([listed])
      site.serve(listed) { _ in Self.page(body, field) }
      site.serve("/get/17", Bodies.pdf("a"))
      let first = try await site.night()
      #expect(first.news.map(\.news) == [.appeared])
      #expect(first.news.first?.address == (try site.address(listed)))
      let capture = try site.archive.capture(of: site.address(listed), version: 1)
      #expect(capture.redirects.map(\.status) == [200])
      #expect(capture.response.address == (try site.address("/get/17")))
      let second = try await site.night()
      #expect(!second.hasNews && second.counts.unchanged == 1)
      site.serve("/get/17", Bodies.pdf("other"))
      #expect((try await site.night()).news.map(\.news) == [.replaced])
    }
  }

  @Test(arguments: [
    "/user/logout?next=/a", "/reports/delete/17", "/second", "/", "http://127.0.0.1:9/a",
    "/kept-away/a", "mailto:a@example.org", "/lost",
  ])
  func `to no file, or where we may not go, is told with where it leads`(target: String)
    async throws
  {
    try await Partnership.run { site in
      site.serve("/robots.txt") { _ in
        .ok(Array("User-agent: *\nDisallow: /kept-away/\n".utf8), type: "text/plain")
      }
      site.list(["/a.pdf"])
      site.serve("/a.pdf") { _ in Self.page("<p>Please wait, reader.", "0; url=\(target)") }
      site.serve("/second") { _ in Self.page("<p>Wait more.", "0; url=/third") }
      site.serve("/third", Bodies.pdf("third"))
      var report: RunReport?
      let requests = try await site.requests { report = try await site.night() }
      #expect(!requests.contains { ["/third", "/kept-away/a", "/"].contains($0) })
      #expect(!requests.contains { $0.contains("logout") || $0.contains("delete") })
      #expect(report?.news.compactMap(\.standing.leftOutReason).count == 1)
      let sentence = report?.news.first?.sentence ?? ""
      let isAddress = !target.hasPrefix("mailto:")
      #expect(sentence.contains("sends its readers on to") == isAddress)
      #expect((report?.news.first?.sendsOn != nil) == isAddress)
    }
  }

  @Test func `after more than ten seconds is a page`() async throws {
    try await Partnership.run { site in
      site.list(["/review/a", "/b.pdf"])
      site.serve("/review/a") { _ in Self.page("<p>News.", "30; url=/get/17") }
      site.serve("/b.pdf") { _ in
        Self.page("<meta http-equiv=refresh content='11; url=/get/b.pdf'><p>News.")
      }
      site.serve("/get/17", Bodies.pdf("a"))
      site.serve("/get/b.pdf", Bodies.pdf("b"))
      let requests = try await site.requests { _ = try await site.night() }
      #expect(!requests.contains { $0.hasPrefix("/get/") })
    }
  }

  @Test func `is alive for a check where the file is`() async throws {
    try await Partnership.run { site in
      site.list(["/a.pdf", "/b.pdf"])
      site.serve("/a.pdf") { _ in Self.page(Self.meta) }
      site.serve("/b.pdf") { _ in Self.page(Self.script.replacing("17", with: "18")) }
      site.serve("/get/17", Bodies.pdf("a"))
      let plan = try site.plan(at: .now)
      let report = try await ScratchDirectory.run { folder in
        try await LinkChecker(plan, spool: folder).run([.address(site.address("/reviews/"))])
      }
      let links = report.links.sorted { $0.address < $1.address }
      #expect(links.map(\.class) == [.alive, .uncertain])
      #expect(links.last?.sentence.contains("/get/18") == true)
    }
  }
}
