// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import Synchronization
import SystemPackage
import Testing

@testable import hanaper

@Suite("What a source would bring", .timeLimit(.minutes(3)))
struct SourceTrialTests {
  private struct Answer: Decodable {
    let sources: [Source]

    struct Source: Decodable {
      let id: String
      let wasRead: Bool
      let listed: Int
      let unknown: Int?
      let notListed: Int?
      let documents: [Document]
    }

    struct Document: Decodable {
      let address: String
      let isKnown: Bool?
    }
  }

  private static let sources = """
      - { id: reviews, page: "http://\(Installation.host)/reviews/", follow: ["*/page/*"], exclude: ["*form*"] }
      - { id: map, sitemap: "http://\(Installation.host)/map.xml", enabled: false }
    """

  private func run(
    links: @escaping @Sendable () -> [String],
    _ body: (Installation, ScriptedServer) async throws -> Void
  ) async throws {
    let pdf = try SampleSite.document("lessons-and-messages.pdf")
    let host = Installation.host
    let script: ScriptedServer.Script = { request in
      switch request.path {
      case "/robots.txt":
        return .ok(Array("User-agent: *\nDisallow: /old\n".utf8), type: "text/plain")
      case "/reviews/":
        return .ok(
          Installation.listing(links().map { ("/\($0)", $0) } + [("/page/2", "Older")]),
          type: "text/html"
        )
      case "/page/2":
        return .ok(Installation.listing([("/old.pdf", "An older one")]), type: "text/html")
      case "/map.xml":
        let xml =
          "<?xml version=\"1.0\"?><urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">"
          + "<url><loc>http://\(host)/from-map.pdf</loc></url></urlset>"
        return .ok(Array(xml.utf8), type: "application/xml")
      case let path where path.hasSuffix(".pdf"):
        return .ok(pdf + Array("\n% \(path)\n%%EOF\n".utf8), type: "application/pdf")
      default: return .status(404)
      }
    }
    try await Installation.run(sources: Self.sources, script: script, body)
  }

  @Test func `is read as a run reads it, and nothing is asked for besides, or kept`() async throws {
    let links = Mutex(["a.pdf", "b.pdf", "form.pdf"])
    try await run {
      links.withLock { $0 }
    } _: { installation, server in
      let program = installation.program
      let before = try Tree(installation.archive)
      let first = try await program.run("source", "test")
      #expect(first.status == 0, "\(first.errorText)")
      #expect(first.words.contains("reviews: lists 3 documents"), "\(first.text)")
      #expect(first.text.contains("An older one") && !first.text.contains("form.pdf"))
      #expect(first.words.contains("1 document that robots.txt keeps from us"), "\(first.text)")
      #expect(try Tree(installation.archive) == before)
      #expect(!server.requests.contains { $0.path.hasSuffix(".pdf") })

      #expect(try await program.run("sync").status == 0)
      links.withLock { $0 = ["a.pdf", "c.pdf"] }
      let kept = try Tree(installation.archive)
      let second = try await program.answer(Answer.self, "source", "test", "reviews")
      let source = try #require(second.sources.first)
      #expect(source.listed == 3 && source.unknown == 1 && source.notListed == 1)
      #expect(
        source.documents.filter { $0.isKnown == false }.map(\.address)
          == ["http://\(Installation.host)/c.pdf"]
      )
      let plan = try await program.run("sync", "--dry-run")
      #expect(
        plan.words.contains("reviews: would visit 3 documents known so far, and 1 that are not"),
        "\(plan.text)"
      )
      #expect(try Tree(installation.archive) == kept)

      let off = try await program.run("source", "test", "map")
      #expect(off.status == 0 && off.text.contains("/from-map.pdf"), "\(off.text)")
    }
  }

  @Test func `is told where it cannot be read, with the status`() async throws {
    try await run {
      []
    } _: { installation, _ in
      let text = try installation.configurationText
      let changed = text.replacing("/reviews/\"", with: "/nothing/\"")
      try Files.writeBytes(Array(changed.utf8), to: installation.program.configuration)
      let run = try await installation.program.run("source", "test")
      #expect(run.status == 4, "\(run.text)")
      #expect(run.text.contains("reviews: its list was not read"), "\(run.text)")
      #expect(run.text.contains("404") || run.words.contains("not found"), "\(run.text)")
      let unknown = try await installation.program.run("source", "test", "review")
      #expect(unknown.status == 64 && unknown.errorText.contains("did you mean “reviews”?"))
    }
  }

  @Test func `that ships is added as it is written, but for being off`() throws {
    let shipped = ShippedSources(
      reading: """
        # A head.
        sources:
          - id: one-reviews  # seen in a stored copy
            title: "One, its reviews"
            enabled: false
            page: https://www.example.org/#x
            # Some are pages.
            kinds: [documents, page]

          - id: two
            page: https://www.example.net/
        """
    )
    #expect(shipped.entries.map(\.id) == ["one-reviews", "two"])
    let one = try #require(shipped.named("REVIEWS one").first)
    #expect(one.title == "One, its reviews" && one.remark == "seen in a stored copy")
    #expect(
      one.lines == [
        "- id: one-reviews  # seen in a stored copy", "  title: \"One, its reviews\"",
        "  page: https://www.example.org/#x", "  # Some are pages.", "  kinds: [documents, page]",
      ]
    )
    #expect(shipped.named("two").map(\.id) == ["two"] && shipped.named("three").isEmpty)
  }

  @Test func `is asked of one that ships, found by its name`() async throws {
    try await run {
      []
    } _: { installation, server in
      let program = installation.program
      let several = try await program.run("source", "add", "sutton")
      #expect(
        several.status == 1 && several.errorText.contains("name one by its id"),
        "\(several.errorText)"
      )
      #expect(several.text.contains("sutton-reviews: Sutton LSCP, reviews"), "\(several.text)")
      let none = try await program.run("source", "add", "Suton")
      #expect(
        none.status == 1 && none.errorText.contains("did you mean “Sutton”?"),
        "\(none.errorText)"
      )

      // Its site is this one, for a while.
      let text = try installation.configurationText
      let here = text.replacing(
        "  connectTo:\n",
        with: "  connectTo:\n    \"www.suttonlscp.org.uk:443\": \"127.0.0.1:\(server.port)\"\n"
      )
      try Files.writeBytes(Array(here.utf8), to: program.configuration)
      // It speaks no TLS, so that it cannot be read, and nothing is added.
      let run = try await program.run("source", "add", "sutton-reviews", "--yes")
      #expect(run.status == 1 && run.errorText.contains("nothing was added"), "\(run.errorText)")
      #expect(try installation.configurationText == here)
    }
  }

  @Test func `is read of a sitemap, too, before it is added`() async throws {
    try await run {
      []
    } _: { installation, _ in
      let program = installation.program
      let wrong = try await program.run(
        "source",
        "add",
        "http://\(Installation.host)/none.xml",
        "--yes"
      )
      #expect(wrong.status == 1, "\(wrong.text)")
      #expect(wrong.errorText.contains("nothing was added"))
      let text = try installation.configurationText
      let other = text.replacing(
        "  - { id: map, sitemap: \"http://\(Installation.host)/map.xml\", enabled: false }",
        with: ""
      )
      try Files.writeBytes(Array(other.utf8), to: program.configuration)
      let run = try await program.run(
        "source",
        "add",
        "http://\(Installation.host)/map.xml",
        "--yes"
      )
      #expect(run.status == 0, "\(run.errorText)")
      #expect(
        run.words.contains("lists 1 document") && run.text.contains("/from-map.pdf"),
        "\(run.text)"
      )
    }
  }
}
