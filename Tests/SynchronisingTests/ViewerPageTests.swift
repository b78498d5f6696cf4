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

@Suite(.timeLimit(.minutes(5)))
struct `A viewer's page in a file's place` {
  private static func page(_ body: String) -> Reply {
    let text = "<!doctype html><html><head><title>a.pdf</title></head><body>\(body)</body></html>"
    return .ok(Array(text.utf8), type: "text/html; charset=utf-8")
  }

  private static let viewer = "<div id=viewer></div><p>Print, share, or save to your computer."

  @Test(arguments: [
    ("/s/1/a.pdf?dl=0", "\(viewer)<a href='/s/1/a.pdf?dl=1'>Download</a>", "/s/1/a.pdf?dl=1"),
    ("/files/a.pdf", "<iframe src='/pdfjs/viewer.html?file=/raw/a.pdf'></iframe>", "/raw/a.pdf"),
    ("/pdfjs/viewer.html?file=/raw/b.pdf", "<script src=pdf.js></script>", "/raw/b.pdf"),
    ("/o/r/blob/main/a.pdf", "<a href=/o/r/raw/main/a.pdf>Raw</a>", "/o/r/raw/main/a.pdf"),
  ])
  func `is followed to the file, which is kept under the address that is listed`(
    listed: String,
    body: String,
    file: String
  ) async throws {
    try await Partnership.run { site in
      site.list([listed])
      site.serve(listed) { _ in Self.page(body) }
      site.serve(file, Bodies.pdf("a"))
      let first = try await site.night()
      #expect(first.news.map(\.news) == [.appeared])
      #expect(first.news.first?.address == (try site.address(listed)))
      let capture = try site.archive.capture(of: site.address(listed), version: 1)
      #expect(capture.redirects.map(\.status) == [200])
      #expect(capture.redirects.map(\.target.target) == [Substring(file)])
      #expect(capture.response.address == (try site.address(file)))

      // The page every night, and the file on condition.
      var second: RunReport?
      let requests = try await site.requests { second = try await site.night() }
      #expect(requests.sorted() == ["/reviews/", listed, file].sorted())
      #expect(second?.news.isEmpty == true && second?.counts.unchanged == 1)
      #expect((second?.counts.bytes ?? 0) < 1_500, "the file was not sent again")

      site.serve(file, Bodies.pdf("other"))
      let third = try await site.night()
      #expect(third.news.map(\.news) == [.replaced])
    }
  }

  @Test func `that gives no file away is told once as a viewer, and never as dead`() async throws {
    try await Partnership.run { site in
      site.list(["/s/1/a.pdf?dl=0", "/held.pdf"])
      site.serve("/s/1/a.pdf?dl=0") { _ in Self.page(Self.viewer) }
      site.serve("/held.pdf", Bodies.pdf("held"))
      let first = try await site.night()
      #expect(first.news.compactMap(\.standing.leftOutReason) == [.viewer])
      site.serve("/held.pdf") { _ in Self.page(Self.viewer) }
      for _ in 1...5 {
        let report = try await site.night()
        #expect(!report.news.contains { [.missing, .gone, .leftOut].contains($0.news) })
      }
      #expect(try await site.standing(of: "/held.pdf") == "unreachable")
      #expect(try await site.standing(of: "/s/1/a.pdf?dl=0") == "left-out")
    }
  }

  @Test func `is followed no further than one hop, and only where robots.txt lets us`() async throws
  {
    try await Partnership.run { site in
      site.serve("/robots.txt") { _ in
        .ok(Array("User-agent: *\nDisallow: /kept-away/\n".utf8), type: "text/plain")
      }
      site.list(["/a.pdf", "/b.pdf"])
      site.serve("/a.pdf") { _ in Self.page("<embed src=/kept-away/a.pdf>") }
      site.serve("/b.pdf") { _ in Self.page("<embed src=/second.pdf>") }
      site.serve("/second.pdf") { _ in Self.page("<embed src=/third.pdf>") }
      site.serve("/third.pdf", Bodies.pdf("third"))
      site.serve("/kept-away/a.pdf", Bodies.pdf("a"))
      var report: RunReport?
      let requests = try await site.requests { report = try await site.night() }
      #expect(requests == ["/a.pdf", "/b.pdf", "/reviews/", "/second.pdf"])
      #expect(report?.news.map(\.standing.leftOutReason) == [.viewer, .viewer])
    }
  }

  @Test func `leads to no private address and to no circle`() async throws {
    try await Partnership.run { site in
      site.list(["/a.pdf", "/b.pdf"])
      site.serve("/a.pdf") { _ in Self.page("<embed src=http://127.0.0.1:9/a.pdf>") }
      site.serve("/b.pdf") { _ in Self.page("<embed src=/c.pdf>") }
      site.serve("/c.pdf") { _ in .redirect(302, to: "/b.pdf") }
      let report = try await site.night()
      #expect(report.news.map(\.standing.leftOutReason) == [.viewer, .viewer])
    }
  }

  @Test func `shows a file that is too large: that is told, not the viewer`() async throws {
    try await Partnership.run { site in
      site.list(["/a.pdf"])
      site.serve("/a.pdf") { _ in Self.page("<embed src=/raw.pdf>") }
      site.serve("/raw.pdf", Bodies.pdf("a", padding: 300_000))
      let report = try await site.night { $0.limits.bodyBytes = 200_000 }
      #expect(report.news.map(\.standing.leftOutReason) == [.tooLarge])
      let third = try await site.night { $0.limits.bodyBytes = 400_000 }
      #expect(third.news.map(\.news) == [.appeared])
    }
  }

  @Test func `is alive for a check where the file is, and uncertain else`() async throws {
    try await Partnership.run { site in
      site.list(["/a.pdf", "/b.pdf"])
      site.serve("/a.pdf") { _ in Self.page("<embed src=/raw.pdf>") }
      site.serve("/b.pdf") { _ in Self.page(Self.viewer) }
      site.serve("/raw.pdf", Bodies.pdf("a"))
      let plan = try site.plan(at: .now)
      let report = try await ScratchDirectory.run { folder in
        try await LinkChecker(plan, spool: folder).run([.address(site.address("/reviews/"))])
      }
      let classes = report.links.sorted { $0.address < $1.address }.map(\.class)
      #expect(classes == [.alive, .uncertain])
    }
  }
}
