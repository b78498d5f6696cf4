// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import Testing

/// Documents that are listed and did not come, as a person meets them.
@Suite(.timeLimit(.minutes(5)))
struct `What a source lists and does not deliver` {
  @Test func `stands in the list from the first night on`() async throws {
    let listing = Installation.listing([("/a.pdf", "Child A"), ("/b.pdf", "Child B")])
    let pdf = try SampleSite.document("lessons-and-messages.pdf")
    try await Installation.run(script: { request in
      switch request.path {
      case "/reviews/": .ok(listing, type: "text/html")
      case "/a.pdf": .ok(pdf, type: "application/pdf")
      case "/b.pdf": .ok([], type: "application/pdf")
      default: .status(404)
      }
    }) { installation, _ in
      let program = installation.program
      let mail = try await program.run("sync").text
      #expect(mail.contains("Child A") && !mail.contains("Child B"), "\(mail)")
      let list = try await program.run("list").text
      let line = list.split(separator: "\n").first { $0.contains("Child B") }
      #expect(line?.contains("  unreachable") == true, "\(list)")
    }
  }
}

/// Links that lead to ordinary web pages, as a person meets them.
@Suite(.timeLimit(.minutes(5)))
struct `Ordinary pages of a source` {
  @Test func `are counted where a person looks, and in no mail`() async throws {
    let listing = Installation.listing([
      ("/a.pdf", "Child A"), ("/get/1", "About Child A"), ("/get/2", "About Child B"),
    ])
    let page = Array("<!doctype html><title>About</title><main><p>About us all.</p></main>".utf8)
    let pdf = try SampleSite.document("lessons-and-messages.pdf")
    try await Installation.run(script: { request in
      switch request.path {
      case "/reviews/": .ok(listing, type: "text/html")
      case "/a.pdf": .ok(pdf, type: "application/pdf")
      case "/get/1", "/get/2": .ok(page, type: "text/html")
      default: .status(404)
      }
    }) { installation, _ in
      let program = installation.program
      let mail = try await program.run("sync").text
      #expect(mail.contains("Child A") && !mail.contains("ordinary"), "\(mail)")
      #expect(try await program.run("sync").text == "")
      let list = try await program.run("list", "--source", "reviews").text
      #expect(
        list.contains("Not shown: 2 links to ordinary web pages, which the source does not keep;"),
        "\(list)"
      )
      let all = try await program.run("list", "--source", "reviews", "--all").text
      #expect(all.contains("unknown (a web page)") && !all.contains("Not shown"), "\(all)")
      let plan = try await program.run("sync", "--dry-run")
      #expect(plan.words.contains("of which 2 are ordinary web pages"), "\(plan.text)")
      #expect(plan.words.contains("About 2 requests;"), "\(plan.text)")
    }
  }
}
