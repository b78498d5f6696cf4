// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Foundation
import Support
import Synchronization
import SystemPackage
import Testing

/// What somebody asks who has not looked for a month.
@Suite(.timeLimit(.minutes(5)))
struct `The day after` {
  private struct Status: Decodable {
    let schema: String
    let isStale: Bool?
    let lastGood: Night?
    let lastRun: Night?
    let sources: [Source]
    let holdings: Holdings

    struct Night: Decodable {
      let run: String
      let isGood: Bool
    }

    struct Source: Decodable {
      let id: String
      let listed: Int
      let kept: Int
      let leftOut: [String: Int]
      let troubled: Int
      let lastRead: Date?
    }

    struct Holdings: Decodable {
      let documents: Int
      let versions: Int
    }
  }

  private struct News: Decodable {
    let schema: String
    let runs: [Run]

    struct Run: Decodable {
      let run: String
      let news: [Item]
    }

    struct Item: Decodable {
      let news: String
      let address: String
    }
  }

  private struct Runs: Decodable {
    let runs: [Run]

    struct Run: Decodable {
      let run: String
    }
  }

  private static var sources: String {
    let addresses = ["a", "b", "c"].map { "http://\(Installation.host)/\($0).pdf" }
    return "  - { id: reviews, addresses: [\(addresses.joined(separator: ", "))] }\n"
  }

  @Test func `tells whether the nights go well, and which is the last that did`() async throws {
    let body = try SampleSite.document("lessons-and-messages.pdf")
    let isDown = Mutex(false)
    let script: ScriptedServer.Script = { request in
      if isDown.withLock({ $0 }) { return .status(404) }
      switch request.path {
      case "/a.pdf": return .ok(body, type: "application/pdf")
      case "/b.pdf": return .ok(body + Array("%".utf8), type: "application/pdf")
      default: return .status(404)
      }
    }
    try await Installation.run(sources: Self.sources, script: script) { installation, _ in
      let program = installation.program
      let none = try await program.run("status", "--max-age", "26h")
      #expect(none.status == 2 && none.text.contains("No run has read sources yet"), "\(none.text)")
      #expect(try await program.run("report").status == 1)

      #expect(try await program.run("sync").status == 0)
      let status = try await program.answer(Status.self, "status", "--max-age", "26h")
      #expect(status.schema == "hanaper/status/1" && status.isStale == false)
      #expect(status.lastGood?.isGood == true && status.lastRun?.run == status.lastGood?.run)
      #expect(status.holdings.documents == 2 && status.holdings.versions == 2)
      let source = try #require(status.sources.first)
      #expect(source.id == "reviews" && source.listed == 3 && source.kept == 2)
      #expect(source.leftOut == ["dead": 1] && source.lastRead != nil, "\(source)")
      let told = try await program.run("status")
      #expect(told.status == 0 && told.text.contains("Last good run: "), "\(told.text)")
      #expect(told.text.contains("reviews: 1 "), "\(told.text)")

      // What a person decides is no night.
      _ = try await program.run("ack", "--all")
      isDown.withLock { $0 = true }
      _ = try await program.run("sync")
      let after = try await program.answer(Status.self, "status")
      #expect(after.sources.first?.troubled == 2, "\(after.sources)")
      #expect(after.isStale == nil)
      // A ledger that nobody can sign for is told here, too.
      try Disk().removeTree(installation.archive.pushing("ledger/tile"))
      let wrong = try await program.run("status")
      #expect(
        wrong.status == 0 && wrong.text.contains("Nothing can be signed for"),
        "\(wrong.text)"
      )
    }
  }

  @Test func `prints any night's report and news again`() async throws {
    let body = try SampleSite.document("lessons-and-messages.pdf")
    let isGone = Mutex(false)
    let script: ScriptedServer.Script = { request in
      guard request.path == "/a.pdf" else { return .status(404) }
      return isGone.withLock { $0 } ? .status(410) : .ok(body, type: "application/pdf")
    }
    try await Installation.run(sources: Self.sources, script: script) { installation, _ in
      let program = installation.program
      try await program.run("sync")
      isGone.withLock { $0 = true }
      let second = try await program.run("sync")
      let runs = try await program.answer(Runs.self, "report", "--list").runs
      #expect(runs.count == 2)
      let last = try await program.run("report")
      #expect(last.text.contains("Gone (1)") && second.text.contains("Gone (1)"), "\(last.text)")
      let first = try #require(runs.last?.run)
      let named = try await program.run("report", first)
      #expect(named.text.contains("New (1)"), "\(named.text)")
      let several = try await program.run("report", "20")
      #expect(several.status == 1 && several.errorText.contains("the beginning of several runs"))
      let unknown = try await program.run("report", "1999")
      #expect(unknown.status == 1 && unknown.errorText.contains("hanaper report --list"))

      let news = try await program.answer(News.self, "news")
      #expect(news.schema == "hanaper/news/1" && news.runs.map(\.run) == runs.map(\.run).reversed())
      #expect(news.runs.flatMap(\.news).contains { $0.news == "gone" })
      #expect(try await program.run("news", "--since", "2099-01-01").text.contains("No news since"))
      #expect(try await program.run("news", "--source", "reviews").text.contains("Gone (1)"))
      #expect(
        try await program.run("news", "--source", "reveiws").errorText.contains("did you mean")
      )
      let open = try await program.run("news", "--open")
      #expect(open.status == 0 && open.text.contains("a.pdf"), "\(open.text)")

      // One that cannot be read is told, and the others are printed.
      let file = installation.archive.appending("runs").appending(first).appending("report.json")
      try Disk().replace(file, with: "{")
      let damaged = try await program.run("news")
      #expect(damaged.status == 3 && damaged.text.contains("Gone (1)"), "\(damaged.text)")
      #expect(damaged.errorText.contains(first))
    }
  }

  @Test func `tells of a source what it does not list any more, too`() async throws {
    try await Program.withDemo { _, program in
      let news = try await program.run(
        "news",
        "--since",
        "2021-01-01",
        "--source",
        "northbrook"
      )
      #expect(news.status == 0, "\(news.errorText)")
      #expect(news.text.contains("Still served, but no longer listed (1)"), "\(news.text)")
      #expect(news.text.contains("Missing tonight"), "\(news.text)")
    }
  }

  @Test func `cites nothing that is damaged`() async throws {
    try await Program.withDemo { folder, program in
      let sound = try await program.run("show", "Child D Final", "--cite", "ris")
      #expect(sound.status == 0 && sound.text.hasPrefix("TY  - RPRT\r\n"), "\(sound.errorText)")
      #expect(sound.text.contains("ET  - Version 2\r\n"))
      let older = try await program.run("show", "Child D Final", "--cite", "text", "--version", "1")
      #expect(older.text.contains("Version 1, kept on"), "\(older.text)")
      let none = try await program.run("show", "Child D Final", "--cite", "text", "--version", "9")
      #expect(none.status == 1 && none.errorText.contains("there is no v9 of it"))
      let cut = "find \"$1\" -path '*/1e1/*' -name 'inventory.json*' -exec rm -f {} +"
      #expect(try await Program.shell(cut, ["\(folder)/Archive/ocfl"]).status == 0)
      let damaged = try await program.run("show", "Child D Final", "--cite", "text")
      #expect(damaged.status == 3 && damaged.text.isEmpty, "\(damaged.text)")
    }
  }
}
