// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Night
import Records
import Support
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `A list page that moved for good` {
  @Test(arguments: [301, 308])
  func `is told once, and stands in each report`(status: Int) async throws {
    try await Partnership.run { site in
      site.serve("/a.pdf", Bodies.pdf("a"))
      site.list(["/a.pdf"])
      #expect(try await site.night().sources.first?.moved == nil)
      site.list(["/a.pdf"], on: "/learning/")
      site.serve("/reviews/") { _ in .redirect(status, to: "/learning/") }
      for night in 0..<3 {
        let report = try await site.night()
        let moved = report.sources.first?.moved
        #expect(moved?.to == (try site.address("/learning/")))
        #expect(moved?.isNews == (night == 0) && report.hasNews == (night == 0))
        #expect(report.isWhole && report.sources.first?.listed == 1)
      }
      site.list(["/a.pdf"], on: "/third/")
      site.serve("/learning/") { _ in .redirect(status, to: "/third/") }
      #expect(try await site.night().sources.first?.moved?.isNews == true)
    }
  }

  @Test func `is none where a redirect is for the moment, or leads round a session`() async throws {
    try await Partnership.run { site in
      site.serve("/a.pdf", Bodies.pdf("a"))
      site.list(["/a.pdf"], on: "/now/")
      site.serve("/reviews/") { _ in .redirect(302, to: "/now/") }
      #expect(try await site.night().sources.first?.moved == nil)
      // As far as it is for good, and no further.
      site.serve("/reviews/") { _ in .redirect(301, to: "/new/") }
      site.serve("/new/") { _ in .redirect(302, to: "/now/") }
      let moved = try await site.night().sources.first?.moved
      #expect(moved?.to == (try site.address("/new/")))
      site.serve("/reviews/") { _ in .redirect(301, to: "/reviews/?PHPSESSID=0123456789abcdef") }
      site.list(["/a.pdf"], on: "/reviews/?PHPSESSID=0123456789abcdef")
      #expect(try await site.night().sources.first?.moved == nil)
    }
  }
}
