// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage
import Testing

/// What is said of arguments that are not right, and what the help shows.
@Suite(.timeLimit(.minutes(5)))
struct `Arguments at the command line` {
  @Test(arguments: [
    (
      ["sync", "--fail-on", "missng"],
      ["did you mean “missing”?", "appeared, succeeded, replaced", "none"]
    ),
    (["sync", "--fail-on", "gone,,missing"], ["“” is none of the words", "gone"]),
    (["sync", "--fail-on", ""], ["none of the words here", "unreachable"]),
    (
      ["check", "--fail-on", "deda"],
      ["did you mean “dead”?", "moved, dead, malformed, part-missing, uncertain, none"]
    ),
    (["check", "--fail-on", "alive"], ["“alive” is none of the words here", "uncertain"]),
    (["sync", "--max-duration", "4"], ["a number and a unit belong here (ms, s, m, h or d)"]),
    (["sync", "--max-duration", "4w"], ["(ms, s, m, h or d)"]),
    (["sync", "--max-duration", "0s"], ["(ms, s, m, h or d)"]),
    (["restore", "x", "--version", "two"], ["2 or v2"]),
    (["restore", "x", "--version", "0"], ["2 or v2"]),
    (["restore", "x", "--as-of", "June"], ["2020-06-30"]),
    (["validate", "x", "--as", "folder"], ["object", "root"]),
  ])
  func `that are not right are answered with those that are`(
    arguments: [String],
    words: [String]
  ) async throws {
    let run = try await Program.run(arguments)
    #expect(run.status == 64, "\(arguments)")
    for word in words { #expect(run.errorText.contains(word), "\(run.errorText)") }
  }

  @Test(arguments: [
    ["restore", "x", "--to", ""], ["list", "--config", ""], ["init", ""], ["init", "--config", ""],
    ["demo", "--keep", ""], ["validate", ""], ["explain", "--robots", "", "/"],
  ])
  func `that ought to be a path and are empty say which one`(arguments: [String]) async throws {
    let run = try await Program.run(arguments)
    #expect(run.status == 64, "\(arguments): \(run.errorText)")
    #expect(run.errorText.contains("is empty; a path belongs there"), "\(run.errorText)")
  }

  @Test func `of no letters mean no document`() async throws {
    try await Program.withDemo { kept, program in
      for command in ["show", "restore", "verify"] {
        let run = try await program.run(command, "")
        #expect(run.status == 1, "\(command)")
        #expect(run.errorText.contains("no document fits “”"), "\(run.errorText)")
      }
    }
  }

  @Test func `have defaults that can be typed`() async throws {
    for (command, text) in [("sync", "none"), ("check", "dead,malformed")] {
      let help = try await Program.runBare(command, "--help").text
      #expect(
        help.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(
          "By default \(text)."
        ),
        "\(help)"
      )
      let run = try await Program.run([command, "--fail-on", text, "--config", "/nowhere.yaml"])
      #expect(run.status == 78, "\(run.errorText)")
    }
  }

  @Test(arguments: [
    "init", "sync", "list", "show", "check", "explain", "verify", "validate", "restore", "recover",
    "reindex", "config", "demo",
  ])
  func `are shown by examples that can be copied as they stand`(command: String) async throws {
    let help = try await Program.runBare(command, "--help").text
    let lines = help.split(separator: "\n", omittingEmptySubsequences: false)
    var (isInExample, examples) = (false, 0)
    for line in lines {
      let isExample = line.hasPrefix("  hanaper ") || line.hasPrefix("  curl ")
      // What goes on with a line that did not say so has been broken.
      if isInExample { #expect(line.isEmpty || line.hasPrefix("  "), "\(line)") }
      isInExample = isExample || isInExample && line.hasPrefix("  ")
      if isExample { #expect(line.count <= 80, "\(line)") }
      examples += isExample ? 1 : 0
    }
    if ["init", "check", "explain", "restore"].contains(command) {
      #expect(examples > 0, "\(help)")
    }
    if command == "init" {
      #expect(
        help.contains(
          "mailto:records@example.org \\\n    --page https://www.example.org/reviews/\n"
        )
      )
    }
  }
}
