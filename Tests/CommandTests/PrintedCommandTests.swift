// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage
import Testing

/// Commands and lines for a shell that are printed: each is typed as it stands.
@Suite(.timeLimit(.minutes(10)))
struct `What is printed to be typed` {
  private struct Bench {
    let folder: FilePath
    let program: Program

    /// Runs a line in the archive, where `$O` is an object's folder.
    func change(_ line: String) async throws {
      let find = "find ocfl -path '*Child-D-Final*' -name '0=ocfl_object_1.1'"
      let prefix = "cd \"$1\" && O=$(dirname \"$(\(find))\")"
      let run = try await Program.shell(
        "\(prefix) && \(line)",
        [folder.appending("Archive").string]
      )
      #expect(run.status == 0, "\(line): \(run.errorText)")
    }

    /// Types lines somewhere else than in the archive.
    func type(_ lines: [String]) async throws -> ProgramRun {
      let script = "P=$1; cd /; hanaper() { \"$P\" \"$@\"; }; \(lines.joined(separator: "\n"))"
      return try await Program.shell(script, [try Program.path.string])
    }

    /// The commands in what was printed, in JSON too.
    func commands(in run: ProgramRun) -> [String] {
      let text = (run.text + run.errorText).replacing("\\\"", with: "\"").replacing(
        "\\/",
        with: "/"
      )
      let pattern = #/`?hanaper (verify|reindex|list|recover|show|config|sync)\b[^`\n]*/#
      return text.matches(of: pattern).map {
        var line = String($0.output.0.trimmingPrefix("`"))
        // In JSON, a command that is all of a text ends with that.
        while line.hasSuffix(",")
          || line.hasSuffix("\"") && line.count(where: { $0 == "\"" }) % 2 == 1
        {
          line.removeLast()
        }
        return line
      }
    }
  }

  private func withArchive(_ body: (Bench) async throws -> Void) async throws {
    try await Program.withDemo(named: "our $reports, kept") { folder, program in
      try await body(Bench(folder: folder, program: program))
    }
  }

  /// What is done to the archive, what is called, and how what that prints ends.
  static let cases: [(change: String, call: [String], status: Int32)] = [
    ("rm catalogue.sqlite", ["list"], 0),
    ("printf x >catalogue.sqlite", ["show", "Child D"], 0),
    ("printf x >catalogue.sqlite", ["verify"], 0),
    ("printf x >catalogue.sqlite", ["verify", "--json"], 0),
    ("rm manifest-sha512.txt", ["sync"], 0),
    (Program.rollBack, ["restore", "Child D Final"], 3),
    (Program.rollBack, ["restore", "Child D Final", "--json"], 3),
    ("true", ["show", "what nobody ever wrote"], 0),
    ("true", ["restore", "Child D Final", "--version", "9"], 0),
    ("true", ["verify", "http://example.org/nowhere.pdf"], 0),
    ("mkdir -p staging/batch-1", ["verify"], 0),
    ("mkdir -p staging/batch-1", ["verify", "--json"], 0),
  ]

  @Test(arguments: cases.indices)
  func `is a command with the configuration that was named`(number: Int) async throws {
    let (change, call, status) = Self.cases[number]
    try await withArchive { bench in
      try await bench.change(change)
      let run = try await Program.run(
        call + (call[0] == "restore" ? ["--to", "\(bench.folder)/out.pdf"] : [])
          + ["--config", bench.program.configuration.string]
      )
      let commands = bench.commands(in: run)
      #expect(!commands.isEmpty, "\(run.text)\(run.errorText)")
      for command in commands {
        let typed = try await bench.type([command])
        #expect(typed.status == status, "\(command): \(typed.text)\(typed.errorText)")
      }
    }
  }

  @Test(arguments: [
    "rm -f $O/inventory.json", "rm -f $O/0=ocfl_object_1.1", "rm -f ocfl/0=ocfl_1.1",
    "rm -f $O/v2/inventory.json $O/v2/inventory.json.sha512",
    "mv $O/v1/content/document.pdf $O/v1/content/\"d'x.pdf\"",
    "mv ${O%%/*}/$(basename $(dirname $O)) ocfl/abc",
  ])
  func `is a line for a shell, with the folder that it is to be run in`(damage: String) async throws
  {
    try await withArchive { bench in
      try await bench.change("chmod -R u+w ocfl && \(damage)")
      let told = try await bench.program.run("verify")
      #expect(told.status == 3, "\(told.text)")
      let lines = told.text.split(separator: "\n").map {
        $0.trimmingPrefix("  ").trimmingPrefix("  ")
      }
      let folder = try #require(lines.first { $0.hasPrefix("cd ") }, "\(told.text)")
      #expect(lines.count { $0.hasPrefix("cd ") } == 1)
      let mending = lines.compactMap { line in
        line.firstMatch(of: #/(^|: )((cp|mv|mkdir|rm -f|printf) .*)$/#).map { String($0.output.2) }
      }
      #expect(!mending.isEmpty, "\(told.text)")
      let typed = try await bench.type([String(folder)] + mending)
      #expect(typed.status == 0, "\(mending): \(typed.errorText)")
      let after = try await bench.program.run("verify")
      #expect(after.status == 0, "\(after.text)")
    }
  }
}
