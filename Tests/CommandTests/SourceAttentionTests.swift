// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage
import Testing

/// What of sources needs somebody, where a person looks for it.
@Suite(.timeLimit(.minutes(5)))
struct `Attention for a source` {
  private static let host = Installation.host

  private static func run(
    _ body: (Installation) async throws -> Void
  ) async throws {
    let pdf = try SampleSite.document("lessons-and-messages.pdf")
    let page = Installation.listing([("/a.pdf", "Child A")])
    let empty = Array("<!doctype html><title>T</title><main><p>No reviews found.</main>".utf8)
    try await Installation.run(
      sources: """
        - { id: well, page: "http://\(host)/well/" }
        - { id: lost, page: "http://\(host)/lost/" }
        - { id: empty, page: "http://\(host)/empty/" }
        - { id: off, enabled: false, page: "http://\(host)/off/" }
        """,
      script: { request in
        switch request.path {
        case "/well/": .ok(page, type: "text/html")
        case "/empty/": .ok(empty, type: "text/html")
        case "/a.pdf": .ok(pdf, type: "application/pdf")
        default: .status(404)
        }
      }
    ) { installation, _ in
      #expect(try await installation.program.run("list").text.hasPrefix("Nothing is held yet;"))
      for _ in 0..<2 { #expect(try await installation.program.run("sync").status == 4) }
      try await body(installation)
    }
  }

  @Test func `says since when, why and what to do`() async throws {
    try await Self.run { installation in
      let text = try await installation.program.run("list", "--attention").text
      #expect(text.hasPrefix("Sources that could not be read (1)\n  lost\n    http://"), "\(text)")
      #expect(text.contains("    not read since 20"), "\(text)")
      #expect(text.contains("; there is nothing at this address (status 404)\n"), "\(text)")
      #expect(
        text.contains(
          "    next: open http://\(Self.host)/lost/ with a browser; if the list has moved"
        )
      )
      #expect(text.contains("Sources that list nothing (1)\n  empty\n"), "\(text)")
      #expect(text.contains("its page lists nothing and says so: “No reviews found.”"), "\(text)")
      #expect(text.contains("ack SOURCE"), "\(text)")
      #expect(!text.contains("ack DOCUMENT"), "no document needs anybody")
    }
  }

  @Test func `is settled by its id, until it stands otherwise`() async throws {
    try await Self.run { installation in
      let program = installation.program
      let settled = try await program.run("ack", "lost", "--note", "until May")
      #expect(settled.status == 0)
      #expect(
        settled.text.hasPrefix("Settled: the source lost\n  not read since 20"),
        "\(settled.text)"
      )
      let again = try await program.run("ack", "lost")
      #expect(again.text == "Nothing was open: the source lost\n", "\(again.text)")
      func attention() async throws -> String {
        try await program.run("list", "--attention").text
      }
      #expect(try await !attention().contains("lost"))
      let night = try await program.run("sync")
      #expect(night.status == 4 && night.text.contains("lost"), "a status has its reason")
      #expect(try await !attention().contains("lost"), "it is carried on")
      #expect(try await attention().contains("Sources that list nothing (1)\n  empty\n"))
      let all = try await program.run("ack", "--all")
      #expect(all.text.hasPrefix("Settled: the source empty\n"), "\(all.text)")
      #expect(try await attention() == "Nothing needs attention.\n")
      let list = try await program.run("explain", "--no-fetch", "http://\(Self.host)/lost/")
      #expect(list.text.contains("source        lost: not read since 20"), "it is so all the same")
      #expect(try await program.run("verify").status == 0)
    }
  }

  @Test func `is there for programs, and for what is looked for`() async throws {
    struct List: Decodable {
      struct Source: Decodable {
        let id: String
        let problem: String
        let since: Date?
        let next: String
      }
      let sources: [Source]?
    }
    try await Self.run { installation in
      func sources(_ arguments: String...) async throws -> [List.Source]? {
        let program = installation.program
        let run = try await Program.run(
          ["list", "--json"] + arguments + ["--config", program.configuration.string]
        )
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return try decoder.decode(List.self, from: Data(run.text.utf8)).sources
      }
      let all = try await sources("--attention")
      #expect(all?.map(\.id) == ["lost", "empty"])
      #expect(all?.map(\.problem) == ["unread", "lists-nothing"])
      #expect(all?.first?.since != nil && all?.last?.since == nil)
      #expect(try await sources("--attention", "--source", "empty")?.map(\.id) == ["empty"])
      #expect(try await sources("--attention", "lost")?.map(\.id) == ["lost"])
      #expect(try await sources("--attention", "--standing", "present") == nil)
      #expect(try await sources("--source", "well") == nil)
      #expect(try await sources()?.count == 2)
    }
  }

  @Test func `is counted at the end of a list`() async throws {
    try await Self.run { installation in
      let text = try await installation.program.run("list").text
      let last = try #require(text.split(separator: "\n").last)
      #expect(
        last.hasPrefix(
          "1 source could not be read at the last run, and 1 needs attention for another"
        )
      )
      #expect(last.contains("hanaper list --attention"), "\(last)")
      let none = try await installation.program.run("list", "--source", "lost").text
      #expect(
        none.contains("Nothing fits.\n1 source could not be read at the last run;"),
        "\(none)"
      )
      let well = try await installation.program.run("list", "--source", "well").text
      #expect(!well.contains("could not be read"), "\(well)")
    }
  }

  @Test func `is told of the address of the list`() async throws {
    try await Self.run { installation in
      func explain(_ path: String) async throws -> String {
        try await installation.program.run("explain", "--no-fetch", "http://\(Self.host)\(path)")
          .text
      }
      let lost = try await explain("/lost/")
      #expect(lost.contains("source        lost: not read since 20"), "\(lost)")
      #expect(lost.contains("to do         open http://"), "\(lost)")
      #expect(try await explain("/empty/").contains("source        empty: its page lists nothing"))
      #expect(try await !explain("/well/").contains("to do"))
    }
  }
}
