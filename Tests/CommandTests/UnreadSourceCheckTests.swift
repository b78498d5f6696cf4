// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage
import Testing

/// `check` of sources whose page is no page to read links from.
@Suite(.timeLimit(.minutes(5)))
struct `Checking sources that cannot be read` {
  private struct Answer: Decodable {
    let links: [Link]
    let pages: [Page]

    struct Link: Decodable {
      let address: String
    }

    struct Page: Decodable {
      let page: String
      let source: String?
      let isRead: Bool
      let isWhole: Bool
      let sentence: String?
    }
  }

  /// A source that is well, and one whose page answers as `reply` does.
  private func withSources(
    _ reply: @escaping @Sendable () throws -> Reply,
    _ body: (Installation) async throws -> Void
  ) async throws {
    let page = Installation.listing([("/a.pdf", "A")])
    let document = try SampleSite.document("lessons-and-messages.pdf")
    let script: ScriptedServer.Script = { request in
      switch request.path {
      case "/well/": .ok(page, type: "text/html")
      case "/a.pdf": .ok(document, type: "application/pdf")
      case "/ill/": (try? reply()) ?? .status(500)
      default: .status(404)
      }
    }
    try await Installation.run(
      sources: """
        - { id: first, page: "http://\(Installation.host)/well/" }
        - { id: second, page: "http://\(Installation.host)/ill/" }
        """,
      script: script
    ) { installation, _ in
      try await body(installation)
    }
  }

  private static let replies: [@Sendable () throws -> Reply] = [
    { .status(403) }, { .status(401) }, { .status(500) }, { Reply([.reset]) },
    { .ok(try SampleSite.document("lessons-and-messages.pdf"), type: "application/pdf") },
    { .ok(Array("a,b\n1,2\n".utf8), type: "text/csv") },
  ]

  @Test(arguments: replies.indices)
  func `are told by their id, and make the status 4`(reply: Int) async throws {
    try await withSources(Self.replies[reply]) { installation in
      let words = "http://\(Installation.host)/ill/: the page of the source second was not read: "
      for arguments in [[], ["first", "second"], ["second"]] {
        let run = try await Program.run(
          ["check"] + arguments + ["--config", installation.program.configuration.string]
        )
        #expect(run.status == 4, "\(run.text)\(run.errorText)")
        #expect(run.text.contains(words), "\(run.text)")
      }
      let answer = try await installation.program.answer(Answer.self, "check")
      #expect(answer.pages.map(\.source) == ["second", "first"])
      #expect(answer.pages.map(\.isRead) == [false, true])
      #expect(answer.pages.map(\.isWhole) == [false, true])
      #expect(answer.pages.first?.sentence?.contains("was not read") == true)
      // Named by itself, the address is what is checked.
      let alone = try await installation.program.run("check", "http://\(Installation.host)/ill/")
      #expect(!alone.text.contains("was not read"), "\(alone.text)")
    }
  }

  @Test func `a page that is gone is no link either, unless it is named by itself`() async throws {
    try await withSources({ .status(404) }) { installation in
      let run = try await installation.program.run("check")
      #expect(run.status == 4, "\(run.text)")
      #expect(
        run.text.contains("the page of the source second was not read: there is nothing"),
        "\(run.text)"
      )
      #expect(run.text.contains("\n1 link on 1 page: 1 alive"), "\(run.text)")
      #expect(run.text.split(separator: "/ill/").count == 2, "told once: \(run.text)")
      let named = try await installation.program.run(
        "check",
        "http://\(Installation.host)/ill/"
      )
      #expect(named.status == 2, "\(named.text)")
    }
  }

  @Test func `links that are no address are counted, with their words and their page`() async throws
  {
    let page = Installation.listing([
      ("http://[bad", "Bracket"), ("/caf\u{FFFD}.pdf", "Letter"), ("mailto:a@b.example", "Mail"),
      ("http://user:secret@www.example.org/", "Password"),
    ])
    // A byte of Latin-1 in a page that says it is in UTF-8.
    let bytes = page.replacing(Array("\u{FFFD}".utf8), with: [0xE9])
    try await withSources({ .ok(bytes, type: "text/html; charset=utf-8") }) { installation in
      for (arguments, status) in [
        (["second"], Int32(2)), (["second", "--fail-on", "malformed"], 2),
        (["second", "--fail-on", "dead"], 0), (["second", "--fail-on", "none"], 0),
      ] {
        let run = try await Program.run(
          ["check"] + arguments + ["--config", installation.program.configuration.string]
        )
        #expect(run.status == status, "\(arguments): \(run.text)\(run.errorText)")
        let place = "    on http://\(Installation.host)/ill/: "
        let letter =
          "/caf\u{FFFD}.pdf\n    this cannot be followed: a letter in it could not be read\n"
        #expect(run.text.hasPrefix("Malformed (3)\n"), "\(run.text)")
        #expect(run.text.contains(letter + place + "“Letter”\n"), "\(run.text)")
        #expect(
          run.text.contains("\n  http://[bad\n    this is not a valid address: "),
          "\(run.text)"
        )
        #expect(run.text.contains(place + "“Bracket”\n"), "\(run.text)")
        #expect(
          run.text.hasSuffix(
            "3 links on 1 page: 0 alive, 0 moved, 0 dead, 3 malformed, 0 uncertain.\n"
          ),
          "\(run.text)"
        )
      }
    }
  }

  @Test func `a misspelt source is a mistake of usage, with the one that was meant`() async throws {
    try await withSources({ .status(404) }) { installation in
      for (text, words) in [
        ("fisrt", "did you mean “first”?"), ("secnd", "did you mean “second”?"),
        ("quite-another", "is no source, no file, no folder, and no address"), ("", "is no source"),
      ] {
        let run = try await installation.program.run("check", text)
        #expect(run.status == 64, "\(text): \(run.errorText)")
        #expect(run.errorText.contains(words), "\(run.errorText)")
      }
    }
  }
}
