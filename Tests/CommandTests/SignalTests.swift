// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(4)))
struct `A signal to end` {
  /// A shell has SIGINT ignored in what it starts beside itself.
  private static let beginning = #"""
    env --default-signal=INT "$1" sync --config "$2" & p=$!

    """#

  /// Held or handled: from then on nothing may end it but itself.
  private static let awaiting = #"""
    for i in $(seq 5000); do
      grep -q '^Sig\(Blk\|Cgt\):.*[4-7c-f]...$' /proc/$p/status && break
    done

    """#

  private static func site() throws -> ScriptedServer.Script {
    let pdf = try SampleSite.document("lessons-and-messages.pdf")
    let listing = Installation.listing([("/a.pdf", "A")])
    return { request in
      switch request.path {
      case "/reviews/": .ok(listing, type: "text/html")
      case "/a.pdf": .ok(pdf, type: "application/pdf")
      default: .status(404)
      }
    }
  }

  private func shell(
    _ line: String,
    _ installation: Installation,
    _ more: String...
  ) async throws -> ProgramRun {
    try await Program.shell(
      line,
      [try Program.path.string, installation.program.configuration.string] + more
    )
  }

  private func expectSound(_ installation: Installation) async throws {
    #expect(try await installation.program.run("verify").status == 0)
    let next = try await installation.program.run("sync")
    #expect(next.status == 0, "\(next.errorText)")
    let documents = try await installation.program.answer(ListAnswer.self, "list").documents
    #expect(documents.map(\.versions) == [1])
    #expect(try await installation.complaints() == [])
  }

  @Test(arguments: ["TERM", "INT", "HUP"])
  func `is taken in order from the first moment at which the program can take one`(signal: String)
    async throws
  {
    try await Installation.run(script: try Self.site()) { installation, _ in
      let line =
        Self.beginning + Self.awaiting
          + #"""
          kill -$3 $p; wait $p; echo "status $?"
          """#
      let run = try await shell(line, installation, signal)
      #expect(run.text.hasSuffix("status 75\n"), "\(run.text)\(run.errorText)")
      #expect(run.errorText.contains("told to end by SIG\(signal)"), "\(run.errorText)")
      try await expectSound(installation)
    }
  }

  @Test(arguments: ["TERM", "INT", "HUP"])
  func `at any time leaves a sound archive`(signal: String) async throws {
    try await Installation.run(script: try Self.site()) { installation, _ in
      let numbers = ["TERM": 143, "INT": 130, "HUP": 129]
      for delay in ["0", "0.005", "0.01", "0.02", "0.04", "0.08", "0.16", "0.32"] {
        let line = Self.beginning + "sleep $4; kill -$3 $p; wait $p; echo \"status $?\""
        let run = try await shell(line, installation, signal, delay)
        let status = run.text.split(separator: " ").last.flatMap { Int($0.dropLast()) }
        // Done already, ended in order, or not yet begun: while libraries are loaded nobody can ask. The
        // shell may say how its child ended.
        let isBegun = run.errorText.contains("hanaper: ")
        let expected = [0, 75] + (isBegun ? [] : [numbers[signal] ?? 0])
        #expect(expected.contains(status ?? -1), "\(delay): \(run.text)\(run.errorText)")
        #expect(try await installation.program.run("verify").status == 0)
      }
      try await expectSound(installation)
    }
  }

  @Test func `that is ignored from the start stays ignored`() async throws {
    try await ScratchDirectory.run { scratch in
      let (asked, told) = (scratch.appending("asked").string, scratch.appending("told").string)
      let site = try Self.site()
      let script: ScriptedServer.Script = { request in
        _ = FileManager.default.createFile(atPath: asked, contents: nil)
        for _ in 0..<3_000 where !FileManager.default.fileExists(atPath: told) { usleep(10_000) }
        return site(request)
      }
      try await Installation.run(script: script) { installation, _ in
        let line = #"""
          trap '' HUP; "$1" sync --config "$2" & p=$!
          for i in $(seq 600); do [ -e "$3" ] && break; sleep 0.05; done
          kill -HUP $p; : >"$4"; wait $p; echo "status $?"
          """#
        let run = try await shell(line, installation, asked, told)
        #expect(run.text.hasSuffix("status 0\n"), "\(run.text)\(run.errorText)")
        try await expectSound(installation)
      }
    }
  }

  @Test func `ends at once what only reads, and is the end of what is told so twice`() async throws
  {
    try await ScratchDirectory.run { scratch in
      let asked = scratch.appending("asked").string
      let isOpen = scratch.appending("open").string
      let site = try Self.site()
      let script: ScriptedServer.Script = { request in
        guard FileManager.default.fileExists(atPath: isOpen) else {
          _ = FileManager.default.createFile(atPath: asked, contents: nil)
          return Reply([.pause(.seconds(60)), .close])
        }
        return site(request)
      }
      try await Installation.run(script: script) { installation, _ in
        // Both are there when it wakes up.
        let line =
          Self.beginning
            + #"""
            for i in $(seq 600); do [ -e "$3" ] && break; sleep 0.05; done
            kill -STOP $p; kill -TERM $p; kill -HUP $p; kill -CONT $p; wait $p; echo "status $?"
            """#
        let twice = try await shell(line, installation, asked)
        let isEnded = ["status 143\n", "status 129\n"].contains { twice.text.hasSuffix($0) }
        #expect(isEnded, "\(twice.text)\(twice.errorText)")
        _ = FileManager.default.createFile(atPath: isOpen, contents: nil)
        try await expectSound(installation)

        let reading = #"""
          mkfifo "$3"; "$1" explain --robots - /a <"$3" & p=$!; exec 3>"$3"

          """# + Self.awaiting + #"kill -TERM $p; wait $p; echo "status $?""#
        let one = try await shell(reading, installation, scratch.appending("pipe").string)
        #expect(one.text == "status 143\n", "\(one.errorText)")
        let checking = reading.replacing("explain --robots - /a", with: "check -")
        let other = try await shell(checking, installation, scratch.appending("input").string)
        #expect(other.text == "status 143\n", "\(other.errorText)")
      }
    }
  }
}
