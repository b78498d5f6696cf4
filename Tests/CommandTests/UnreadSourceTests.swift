// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import Synchronization
import Testing

/// A source that cannot be read, as a person meets it from night to night.
@Suite(.timeLimit(.minutes(5)))
struct `An unread source` {
  @Test func `is told as long as the status is not 0, and when it is read again`() async throws {
    let listing = Installation.listing([("/a.pdf", "Child A")])
    let pdf = try SampleSite.document("lessons-and-messages.pdf")
    let isWell = Atomic(false)
    try await Installation.run(script: { request in
      switch request.path {
      case "/reviews/" where isWell.load(ordering: .relaxed): .ok(listing, type: "text/html")
      case "/a.pdf": .ok(pdf, type: "application/pdf")
      default: .status(404)
      }
    }) { installation, _ in
      let program = installation.program
      let first = try await program.run("sync")
      #expect(first.status == 4 && first.text.contains("Could not read the source reviews: "))
      for _ in 0..<2 {
        let next = try await program.run("sync")
        #expect(next.status == 4)
        #expect(next.text.hasPrefix("Still not read, the source reviews (since 20"), "\(next.text)")
        #expect(next.text.contains("(status 404)."), "\(next.text)")
        #expect(next.text.split(separator: "\n").count { !$0.hasPrefix(" ") } == 1, "\(next.text)")
      }
      isWell.store(true, ordering: .relaxed)
      let well = try await program.run("sync")
      #expect(well.status == 0)
      #expect(
        well.text.contains("The source reviews is read again: 1 document listed; not read on 20"),
        "\(well.text)"
      )
      #expect(try await program.run("sync").text == "")
    }
  }
}
