// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(3)))
struct `A run with a budget` {
  private static let names = (1...8).map { "\($0).pdf" }

  private static func site() throws -> ScriptedServer.Script {
    let pdf = try SampleSite.document("lessons-and-messages.pdf")
    let listing = Installation.listing(names.map { ("/\($0)", $0) })
    return { request in
      switch request.path {
      case "/robots.txt": .status(404)
      case let path where path.hasSuffix(".pdf"):
        .ok(
          pdf + Array("\n% \(path) \(String(repeating: "x", count: 60_000))\n%%EOF\n".utf8),
          type: "application/pdf"
        )
      default: .ok(listing, type: "text/html")
      }
    }
  }

  @Test func `of bytes stops in order, and the next one goes on where it stopped`() async throws {
    try await Installation.run(connections: 1, script: try Self.site()) { installation, _ in
      let program = installation.program
      let first = try await program.run("sync", "--max-bytes", "150kB")
      #expect(first.status == 75, "\(first.text)\(first.errorText)")
      #expect(
        first.words.contains("The run was stopped because it had fetched as much as it was to")
      )
      let left = try await program.run("status").text
      #expect(left.contains("it was stopped, and"), "\(left)")
      let kept = try await program.answer(ListAnswer.self, "list").documents.count
      #expect((1..<Self.names.count).contains(kept), "\(kept)")
      let second = try await program.run("sync")
      #expect(second.status == 0, "\(second.text)\(second.errorText)")
      let all = try await program.answer(ListAnswer.self, "list").documents
      #expect(all.count == Self.names.count)
      #expect(all.allSatisfy { $0.versions == 1 })
      #expect(try await program.run("verify").status == 0)
      let bad = try await program.run("sync", "--max-bytes", "many")
      #expect(bad.status == 64)
      #expect(bad.errorText.contains("500MB"))
    }
  }

  @Test func `of time waits for another to let go of the archive, and no longer`() async throws {
    try await Installation.runWithOneReport { installation in
      let program = installation.program
      let line = #"""
        flock "$3" sh -c 'echo held; while ! test -e "$1.go"; do sleep 0.1; done' sh "$3" >"$3.held" &
        while ! test -s "$3.held"; do sleep 0.05; done
        "$1" sync --config "$2" --wait 50ms; echo "first $?"
        (sleep 1; : >"$3.go") &
        "$1" sync --config "$2" --wait 60s; echo "second $?"
        """#
      // Beside it lie what say that it is held, and that it may be let go of.
      let lock = installation.archive.appending("lock")
      let run = try await Program.shell(
        line,
        [try Program.path.string, program.configuration.string, lock.string]
      )
      #expect(run.text.contains("first 75\n"), "\(run.text)\(run.errorText)")
      #expect(run.text.contains("second 0\n"), "\(run.text)\(run.errorText)")
      #expect(run.text.contains("New (1)"))
    }
  }
}
