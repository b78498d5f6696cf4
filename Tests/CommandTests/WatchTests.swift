// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Records
import Support
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `Words that are watched for` {
  private static let first = MadePDF(pages: [
    .init(drawing: MadePDF.line("What happened in the year before", at: 760)),
    .init(drawing: MadePDF.line("A panel met about Child Q and her brother", at: 760)),
  ]).bytes
  private static let second = MadePDF(pages: [
    .init(drawing: MadePDF.line("The borough of Merton, and Child  Q once more", at: 760))
  ]).bytes

  private static func withArchive(
    _ body: (Program, borrowing Mutex<[UInt8]>) async throws -> Void
  ) async throws {
    let page = Installation.listing([
      ("/child-q.pdf", "A review"), ("/other.pdf", "Merton: a plan"),
    ])
    let served = Mutex(first)
    let script: ScriptedServer.Script = { request in
      switch request.path {
      case "/reviews/": .ok(page, type: "text/html")
      case "/child-q.pdf": .ok(served.withLock { $0 }, type: "application/pdf")
      case "/other.pdf": .ok(MadePDF(pages: [.init(drawing: "")]).bytes, type: "application/pdf")
      default: .status(404)
      }
    }
    try await Installation.run(script: script) { installation, _ in
      try installation.configure(watch: "[Child Q, Merton]")
      try await body(installation.program, served)
    }
  }

  @Test func `are told in the news of a document or version that has them, with the page`()
    async throws
  {
    try await Self.withArchive { program, served in
      let new = try await program.run("sync")
      #expect(new.words.contains("Words of `watch` stand in (2)"), "\(new.text)")
      #expect(new.words.contains("A review, v1 “Child Q” on page 2 http"), "\(new.text)")
      #expect(new.words.contains("Merton: a plan, v1 “Merton” in the title http"), "\(new.text)")
      // What a run has read, nobody reads or tells of again.
      #expect(try await program.run("index", "--quiet").text.isEmpty)
      #expect(try await program.run("find", "her brother").text.contains("page 2"))
      #expect(!(try await program.run("sync").text.contains("watch")))

      served.withLock { $0 = Self.second }
      let changed = try await program.run("sync")
      #expect(
        changed.words.contains("A review, v2 “Child Q” on page 1 “Merton” on page 1 http"),
        "\(changed.text)"
      )
      let report = try await program.answer(RunReport.self, "report")
      #expect(report.watch?.found.map(\.version) == [2])
    }
  }

  @Test func `are told by the reading of texts where no run has read them`() async throws {
    try await Self.withArchive { program, _ in
      try await program.run("sync")
      let read = try await program.run("index", "--anew", "--quiet")
      #expect(read.words.contains("A review, v1 “Child Q” on page 2 http"), "\(read.text)")
      let again = try await program.run("index", "--quiet")
      #expect(again.text.isEmpty)
    }
  }

  @Test func `are refused where they would fit nothing`() async throws {
    try await Installation.run(script: { _ in .status(404) }) { installation, _ in
      try installation.configure(watch: "[Child, \"--\"]")
      let refused = try await installation.program.run("sync")
      #expect(refused.status == 78)
      #expect(refused.errorText.contains("“--” has no letter and no digit"), "\(refused)")
    }
  }
}

extension Installation {
  fileprivate func configure(watch: String) throws {
    let text = "watch: \(watch)\n\(try configurationText)"
    try Files.writeBytes(Array(text.utf8), to: program.configuration)
  }
}
