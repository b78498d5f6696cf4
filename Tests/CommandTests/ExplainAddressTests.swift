// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import Synchronization
import SystemPackage
import Testing

/// `explain` of an address.
@Suite(.timeLimit(.minutes(5)))
struct `Explaining an address` {
  private static let host = Installation.host
  private static let rules = "User-agent: other\nDisallow: /\n\nUser-agent: *\nDisallow: /kept/\n"
  private static let pdf = Array(
    "%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n".utf8
  )

  private func withArchive(
    _ body: (Installation, ScriptedServer) async throws -> Void
  ) async throws {
    let page = Installation.listing([
      ("/a.pdf", "Child A"), ("/kept/b.pdf", "Child B"), ("/moved.pdf", "Child C"),
    ])
    let (rules, pdf) = (Self.rules, Self.pdf)
    try await Installation.run(
      sources: """
        - { id: first, page: "http://\(Self.host)/list/" }
        - { id: second, enabled: false, addresses: ["http://\(Self.host)/off.pdf"] }
        """,
      script: { request in
        switch request.path {
        case "/robots.txt": .ok(Array(rules.utf8), type: "text/plain")
        case "/list/": .ok(page, type: "text/html")
        case "/a.pdf", "/target.pdf": .ok(pdf, type: "application/octet-stream")
        case "/moved.pdf": .redirect(301, to: "/target.pdf")
        default: .status(404)
        }
      }
    ) { installation, server in
      for _ in 0..<2 {
        let run = try await installation.program.run("sync")
        #expect([0, 2, 4].contains(run.status), "\(run.text)\(run.errorText)")
      }
      try await body(installation, server)
    }
  }

  private func explain(
    _ installation: Installation,
    _ path: String,
    _ options: String...
  ) async throws -> ProgramRun {
    try await Program.run(
      ["explain", "http://\(Self.host)\(path)"] + options
        + ["--config", installation.program.configuration.string]
    )
  }

  @Test func `says by which line of robots.txt it is left out`() async throws {
    try await withArchive { installation, server in
      let run = try await explain(installation, "/kept/b.pdf")
      #expect(run.status == 2, "\(run.errorText)")
      let line = "disallowed by line 5: Disallow: /kept/, in the group of line 4: User-agent: *"
      #expect(run.text.contains("robots.txt    \(line)\n"), "\(run.text)")
      #expect(run.text.contains("standing      left-out (robots.txt) since "), "\(run.text)")
      #expect(
        run.text.contains("next visit    the next `hanaper sync` reads robots.txt again"),
        "\(run.text)"
      )
      #expect(
        run.text.contains("found by      first: “Child B”, on http://\(Self.host)/list/\n"),
        "\(run.text)"
      )
      #expect(run.text.contains("; left-out from then on\n"), "\(run.text)")
      // The same is remembered, and then nobody is asked.
      let before = server.requests.count
      let offline = try await explain(installation, "/kept/b.pdf", "--no-fetch")
      #expect(offline.status == 2)
      #expect(offline.text.contains("by that which was read last, \(line)\n"), "\(offline.text)")
      #expect(server.requests.count == before)
    }
  }

  @Test func `knows no rules of a robots.txt that is gone, nor of one that cannot be read`()
    async throws
  {
    let (page, pdf) = (Installation.listing([("/kept/b.pdf", "Child B")]), Self.pdf)
    let rules = Array(Self.rules.utf8)
    let status = Mutex(200)
    try await Installation.run(
      sources: "  - { id: first, page: \"http://\(Self.host)/list/\" }",
      script: { request in
        switch request.path {
        case "/robots.txt" where status.withLock({ $0 }) == 200: .ok(rules, type: "text/plain")
        case "/robots.txt": .status(status.withLock { $0 })
        case "/list/": .ok(page, type: "text/html")
        default: .ok(pdf, type: "application/pdf")
        }
      }
    ) { installation, server in
      let listing = "http://\(Self.host)/list/"
      func check() async throws -> ProgramRun {
        try await Program.run(
          ["check", listing, "--config", installation.program.configuration.string]
        )
      }
      _ = try await installation.program.run("sync")
      // What is remembered holds for `check` too, and not only for the next run.
      status.withLock { $0 = 503 }
      let before = server.requests.count
      let checked = try await check()
      #expect(checked.text.contains("asks us to stay away"), "\(checked.text)")
      #expect(!server.requests.dropFirst(before).contains { $0.path == "/kept/b.pdf" })

      status.withLock { $0 = 404 }
      _ = try await installation.program.run("sync")
      let offline = try await explain(installation, "/kept/b.pdf", "--no-fetch")
      #expect(offline.status == 0 && !offline.text.contains("disallowed"), "\(offline.text)")

      status.withLock { $0 = 503 }
      let unread = "the site's robots.txt could not be read (status 503), so nothing was asked for"
      let failing = try await explain(installation, "/kept/b.pdf")
      #expect(failing.status == 2 && failing.text.contains(unread), "\(failing.text)")
      let list = try await check()
      #expect(list.text.contains(unread), "\(list.text)\(list.errorText)")
    }
  }

  private struct Answer: Decodable {
    let schema: String
    let address: String
    let robots: Robots?
    let answer: Came?
    let known: Known?
    let history: [Visit]
    let foundBy: [Finder]
    let next: [String]
    let notes: [String]

    struct Robots: Decodable {
      let isAllowed: Bool
      let isRemembered: Bool
    }

    struct Came: Decodable {
      let redirects: [[String: Value]]
      let status: Int?
      let beginning: String
      let headers: [[String: String]]
      let sentence: String
      let failure: String?
    }

    enum Value: Decodable {
      case text(String)
      case number(Int)

      init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Int.self) {
          self = .number(number)
        } else {
          self = .text(try container.decode(String.self))
        }
      }
    }

    struct Known: Decodable {
      let version: Int?
      let role: String
    }

    struct Visit: Decodable {
      let run: String
      let version: Int?
    }

    struct Finder: Decodable {
      let source: String
      let page: String?
      let isListed: Bool
      let reason: String?
    }
  }

  private func answer(
    _ installation: Installation,
    _ path: String,
    _ options: String...
  ) async throws -> Answer {
    let run = try await Program.run(
      ["explain", "http://\(Self.host)\(path)", "--json"] + options
        + ["--config", installation.program.configuration.string]
    )
    return try JSONDecoder().decode(Answer.self, from: Data(run.output))
  }

  @Test func `tells redirects, headers, signature, history and what comes next`() async throws {
    try await withArchive { installation, _ in
      let moved = try await answer(installation, "/moved.pdf")
      #expect(moved.schema == "hanaper/explain-address/1")
      #expect(moved.robots?.isAllowed == true && moved.robots?.isRemembered == false)
      #expect(moved.answer?.redirects.count == 1 && moved.answer?.status == 200)
      #expect(moved.answer?.beginning.hasPrefix("25 50 44 46 2D") == true)
      #expect(
        moved.answer?.headers.contains {
          $0["name"] == "Content-Type" && $0["value"] == "application/octet-stream"
        }
          == true
      )
      #expect(moved.known?.version == 1)
      #expect(moved.history.count == 2 && moved.history.last?.version == 1)
      #expect(moved.foundBy.map(\.source) == ["first"])
      #expect(moved.next.first == "the next `hanaper sync` asks for it")
      let text = try await explain(installation, "/moved.pdf").text
      #expect(
        text.contains(
          "redirect      status 301, from http://\(Self.host)/moved.pdf to http://\(Self.host)/target.pdf\n"
        ),
        "\(text)"
      )
      #expect(text.contains("signature     a PDF; the body begins with 25 50 44 46 2D"), "\(text)")
      #expect(text.contains("(“%PDF-1.4."), "\(text)")
    }
  }

  @Test func `knows a list page, what is off, and what nobody knows`() async throws {
    try await withArchive { installation, _ in
      let page = try await answer(installation, "/list/")
      #expect(page.known?.role == "listing")
      #expect(page.foundBy.map(\.page) == ["http://\(Self.host)/list/"])
      let off = try await answer(installation, "/off.pdf")
      #expect(off.known == nil && off.foundBy.map(\.reason) == ["source-off"])
      #expect(
        off.next.first?.contains("no source of the configuration asks for it any more") == true
      )
      let unknown = try await answer(installation, "/unknown.pdf")
      #expect(unknown.known == nil && unknown.foundBy.isEmpty && unknown.history.isEmpty)
      #expect(unknown.answer?.status == 404)
      #expect(unknown.next.first?.contains("no source lists it or names it") == true)
    }
  }

  @Test func `does without an archive, and says so`() async throws {
    try await withArchive { installation, _ in
      try FileManager.default.removeItem(atPath: installation.archive.string)
      let run = try await explain(installation, "/a.pdf")
      #expect(run.status == 0, "\(run.errorText)")
      #expect(
        run.text.contains("verdict       document: the address delivers a PDF\n"),
        "\(run.text)"
      )
      #expect(
        run.text.contains("the archive was not looked into: there is no archive at"),
        "\(run.text)"
      )
      #expect(
        run.text.contains("standing      not known, because the archive was not looked into\n")
      )
      #expect(!run.text.contains("no source"), "it may well be listed: \(run.text)")
    }
    let bare = try await Program.shell(
      "cd / && exec \"$1\" explain --no-fetch https://www.example.org/",
      [try Program.path.string]
    )
    #expect(bare.status == 0, "\(bare.errorText)")
    #expect(bare.text.contains("robots.txt    not known; nobody was asked\n"), "\(bare.text)")
    #expect(bare.text.contains("there is no configuration here"), "\(bare.text)")
  }

  @Test func `says that a crowded host is asked in turn, and so does the status`() async throws {
    let pdf = try SampleSite.document("lessons-and-messages.pdf")
    let names = (10..<40).map { "/\($0).pdf" }
    try await Installation.run(
      connections: 1,
      script: { request in
        switch request.path {
        case "/robots.txt": .status(404)
        case "/reviews/":
          .ok(Installation.listing(names.map { ($0, "Review \($0)") }), type: "text/html")
        default: .ok(pdf + Array(request.path.utf8), type: "application/pdf")
        }
      }
    ) { installation, _ in
      let program = installation.program
      let text = try installation.configurationText
      try Files.writeBytes(
        Array(text.replacing("delay: 0s", with: "delay: 500ms").utf8),
        to: program.configuration
      )
      // Six documents have room in it; whether they are fetched in time is all the same.
      _ = try await program.run("sync", "--max-duration", "4s")
      let run = try await program.run(
        "explain",
        "http://\(Installation.host)/39.pdf",
        "--no-fetch"
      )
      #expect(!run.text.contains("the next `hanaper sync` asks for it"), "\(run.text)")
      let status = try await program.run("status")
      #expect(status.words.contains("30 documents are more than one night may ask for"))
      let known = try await program.run(
        "explain",
        "http://\(Installation.host)/10.pdf",
        "--no-fetch"
      )
      #expect(
        known.words.contains("nights asks for it: its host has 30 documents"),
        "\(known.text)"
      )
    }
  }

  @Test(
    arguments: [
      (["/a"], 64, "is not a whole address"),
      (["review of 2017"], 64, "there is no archive in which a document is called so"),
      ([" "], 64, "an address is missing"),
      (["https://a.example/", "--agent", "x"], 64, "--agent goes with --robots"),
      (["http://[bad", "--no-fetch"], 1, "is not a valid address"),
      (["https://a.example/", "--config", "/nonexistent"], 78, "/nonexistent"),
    ] as [([String], Int32, String)]
  )
  func `says what is wrong with what was typed`(
    arguments: [String],
    status: Int32,
    words: String
  ) async throws {
    let run = try await Program.run(["explain"] + arguments)
    #expect(run.status == status, "\(run.text)\(run.errorText)")
    #expect(run.errorText.contains(words), "\(run.errorText)")
  }
}
