// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Support
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `A word that is no command` {
  @Test(arguments: [
    (["verfy"], "verify"), (["verfy", "--json"], "verify"), (["snyc"], "sync"),
    (["shwo", "Child B"], "show"), (["help", "lst"], "list"), (["Restore", "x"], "restore"),
    (["help", "confg", "sync"], "config"),
  ])
  func `is answered with the one that was meant`(arguments: [String], meant: String) async throws {
    let run = try await Program.run(arguments)
    #expect(run.status == 64)
    #expect(run.errorText.contains("did you mean `\(meant)`?"), "\(run.errorText)")
    #expect(run.text.isEmpty)
  }

  @Test func `is named, where nothing is like it`() async throws {
    for arguments in [["flavour"], ["help", "flavour"], ["flavour", "--help"]] {
      let run = try await Program.run(arguments)
      #expect(run.status == 64)
      #expect(run.errorText.contains("there is no command “flavour”\n"), "\(run.errorText)")
      #expect(run.errorText.contains("hanaper --help"))
      #expect(run.text.isEmpty)
    }
  }

  @Test(arguments: [
    [], ["help"], ["--help"], ["help", "verify"], ["verify", "--help"], ["--version"],
    ["help", "help"],
  ])
  func `is not seen where there is none`(arguments: [String]) async throws {
    let run = try await Program.run(arguments)
    #expect(run.status == 0, "\(run.errorText)")
    #expect(!run.text.isEmpty)
  }

  @Test func `is not needed for the versions of the program and its libraries`() async throws {
    let run = try await Program.run(["--version"])
    #expect(run.status == 0)
    for name in ["hanaper ", "libcurl/", "OpenSSL ", "SQLite 3."] {
      #expect(run.text.split(separator: "\n").contains { $0.hasPrefix(name) }, "\(run.text)")
    }
  }
}

@Suite(.timeLimit(.minutes(5)))
struct `An option` {
  @Test(arguments: [
    ["verify", "--since", "a.txt", "--since", "b.txt"],
    ["restore", "x", "--version=1", "--version=2"],
  ])
  func `that is given twice is refused, as only one would count`(words: [String]) async throws {
    try await Installation.runWithOneReport { installation in
      let run = try await Program.run(
        words + ["--config", installation.program.configuration.string]
      )
      #expect(run.status == 64 && run.errorText.contains("is given twice"), "\(run.errorText)")
    }
  }

  @Test(arguments: ["2026-11-31", "2026-02-30", "2025-02-29", "2026-11-31T10:00:00Z"])
  func `does not take a day that no calendar has`(day: String) async throws {
    try await Installation.runWithOneReport { installation in
      let run = try await installation.program.run("requests", "--forget", day, "--yes")
      #expect(run.status == 64 && run.errorText.contains("day of the calendar"), "\(run.errorText)")
    }
  }
}
