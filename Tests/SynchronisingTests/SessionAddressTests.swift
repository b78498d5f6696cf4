// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Addressing
import Archiving
import Support
import Synchronization
import Testing

@testable import Synchronising

/// Addresses that are others with every load, of documents that are the same.
@Suite(.timeLimit(.minutes(5)))
struct `Documents under addresses of one load` {
  @Test(arguments: [";jsessionid=", ";PHPSESSID=", "?173260000", "?PHPSESSID="])
  func `are one document each, asked for as the page lists them`(mark: String) async throws {
    try await Partnership.run { site in
      for night in 1...3 {
        let targets = ["/a.pdf", "/b.pdf"].map { "\($0)\(mark)\(night)" }
        site.list(targets)
        for target in targets { site.serve(target, Bodies.pdf(String(target.prefix(2)))) }
        let before = site.server.requests.count
        let report = try await site.night()
        #expect(report.counts.new == (night == 1 ? 2 : 0))
        #expect(report.hasNews == (night == 1))
        let asked = site.server.requests.dropFirst(before).map(\.target)
        #expect(targets.allSatisfy(asked.contains), "\(asked)")
        for target in targets { site.drop(target) }
      }
      for name in ["/a.pdf", "/b.pdf"] {
        #expect(try await site.standing(of: name) == "present")
        #expect(try await site.versions(of: name) == 1)
      }
      let capture = try site.archive.capture(of: site.address("/a.pdf"), version: 1)
      #expect(capture.address == (try site.address("/a.pdf")))
      #expect(capture.fileName == "a.pdf")
      #expect(capture.response.address.text.hasSuffix("\(mark)1"))
    }
  }
}
