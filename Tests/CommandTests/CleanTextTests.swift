// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(10)))
struct `Text from anywhere, at a terminal` {
  /// Colours, moves the cursor, sets the window's title, turns the line around; in 7 bits and in 8.
  private static let bad =
    "\u{1B}[31mx\u{7}\u{8}\u{1B}]0;t\u{7}\u{9B}2J\u{85}\u{202E}y\u{2066}\u{7F}"

  /// What a screen would obey, with its place in the text.
  private func obeyed(in run: ProgramRun) -> [String] {
    (run.text + run.errorText).unicodeScalars.filter { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator: scalar != "\n"
      default: false
      }
    }.map { String($0.value, radix: 16) }
  }

  private func expectClean(
    _ run: ProgramRun,
    says words: String = "",
    at location: SourceLocation = #_sourceLocation
  ) {
    #expect(obeyed(in: run) == [], "\(run.text)\(run.errorText)", sourceLocation: location)
    #expect(!(run.text + run.errorText).isEmpty, sourceLocation: location)
    #expect(
      words.isEmpty || (run.text + run.errorText).contains(words),
      "\(run.text)\(run.errorText)",
      sourceLocation: location
    )
  }

  @Test func `arguments`() async throws {
    try await Program.withDemo { folder, program in
      let bad = Self.bad
      for arguments in [
        ["show", bad], ["restore", bad], ["restore", "Child B", "--to", "\(bad)/"],
        ["list", "--source", bad], ["sync", bad], ["check", bad], ["verify", bad],
        ["restore", "Child B", "--to", "\(folder)/\(bad)"],
        ["restore", "Child B", "--to", "\(folder)/\(bad)", "--json", "--overwrite"],
      ] {
        expectClean(try await Program.run(arguments + ["--config", program.configuration.string]))
      }
      for arguments in [
        [bad], ["list", "--\(bad)"], ["list", "--standing", bad], ["sync", "--fail-on", bad],
        ["sync", "--max-duration", bad], ["list", "--config", bad], ["validate", bad],
        ["validate", "--as", bad, "."], ["explain", "--robots", bad, "/"], ["help", bad],
        ["init", "\(folder)/kept\(bad)", "--contact", bad, "--page", bad],
        ["demo", "--keep", program.configuration.string],
        ["restore", "--version", bad, "x"], ["--generate-completion-script", bad],
      ] {
        expectClean(try await Program.run(arguments))
      }
    }
  }

  @Test func `the configuration`() async throws {
    try await Program.withDemo { folder, program in
      // In double quotes, YAML has escapes for all of them.
      let escaped = Self.bad.unicodeScalars.map { scalar in
        let digits = String(scalar.value, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }.joined()
      let sound = String(decoding: try Files.readBytes(program.configuration), as: UTF8.self)
      for (old, new) in [
        ("northbrook\n", "\"\(escaped)\"\n"), ("archive:", "\"\(escaped)\":"),
        ("archive: ../Archive", "archive: \"\(escaped)\""),
        ("contact: ", "politeness: { delay: \"\(escaped)\" }\ncontact: "),
        ("page: ", "page: \"\(escaped)\" # "), ("mailto:", "\(Self.bad)"),
        ("contact: mailto:demo@", "contact: \"mailto:\(escaped)@\" # "),
        ("    page: ", "    kinds: [\"\(escaped)\"]\n    page: "),
        ("    page: ", "    ignoreRobots: \"\(escaped)\"\n    page: "),
      ] {
        try #require(sound.contains(old))
        try Files.writeBytes(Array(sound.replacing(old, with: new).utf8), to: program.configuration)
        expectClean(try await program.run("config"))
      }
      expectClean(try await program.run("config", "--json"))
      expectClean(try await program.run("sync", "--dry-run"))
    }
  }

  @Test func `what a page and a server say`() async throws {
    let bad = Self.bad.unicodeScalars.map { "&#\($0.value);" }.joined()
    let listing = Array(
      """
      <!doctype html><title>\(bad)</title><main><h2>\(bad)</h2><a href=/a.pdf>Report \(bad)</a>
      <a href="/gone\(bad).pdf">gone \(bad)</a></main>
      """.utf8
    )
    let pdf = try SampleSite.document("lessons-and-messages.pdf")
    let name = Self.bad.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    let script: ScriptedServer.Script = { request in
      switch request.path {
      case "/reviews/": .ok(listing, type: "text/html")
      case "/a.pdf":
        .ok(
          pdf,
          type: "application/pdf",
          headers: [("Content-Disposition", "attachment; filename*=UTF-8''\(name).pdf")]
        )
      default: .status(404)
      }
    }
    try await Installation.run(script: script) { installation, _ in
      let program = installation.program
      expectClean(try await program.run("sync"), says: "New (1)")
      for arguments in [
        ["list", "--all"], ["list", "--all", "--json"], ["show", "Report"],
        ["show", "Report", "--json"], ["show", "o"], ["check"], ["check", "--json"],
        ["restore", "Report", "--to", installation.scratch.string], ["verify"],
      ] {
        expectClean(
          try await Program.run(arguments + ["--config", program.configuration.string])
        )
      }
      let names = try FileManager.default.contentsOfDirectory(atPath: installation.scratch.string)
      #expect(names.contains { $0.hasSuffix(".pdf") })
    }
  }

  @Test func `names of files, and who holds the lock`() async throws {
    try await Program.withDemo { folder, program in
      let files = FileManager.default
      let archive = folder.appending("Archive")
      let held = try await Program.shell(
        #"printf '%s' "$3" >"$2/lock"; exec flock "$2/lock" "$1" sync --config "$4""#,
        [
          try Program.path.string, archive.string, "process 1, \(Self.bad)",
          program.configuration.string,
        ]
      )
      #expect(held.status == 75)
      expectClean(held, says: "another run holds the archive")

      let objects = archive.appending("ocfl").string
      try Files.writeBytes([], to: FilePath("\(objects)/\(Self.bad)"))
      let page = FilePath("\(folder)/\(Self.bad).html")
      try Files.writeBytes(Array("<a href='x'>".utf8), to: page)
      expectClean(try await program.run("verify"))
      expectClean(try await program.run("verify", "--json"))
      expectClean(try await Program.runBare("validate", objects))
      expectClean(try await Program.runBare("check", "\(folder)/\(Self.bad).html"))
      expectClean(try await Program.runBare("check", "\(folder)/\(Self.bad).txt"))
      let robots = "\(folder)/\(Self.bad).robots"
      let rules = "User-agent: *\nDisallow: /\(Self.bad)"
      try Files.writeBytes(Array(rules.utf8), to: FilePath(robots))
      expectClean(try await Program.runBare("explain", "--robots", robots, "/\(Self.bad)"))
      let json = try await Program.runBare(
        "explain",
        "--json",
        "--agent",
        Self.bad,
        "--robots",
        robots,
        "/"
      )
      expectClean(json)
      let answer = try JSONSerialization.jsonObject(with: Data(json.output)) as? [String: Any]
      #expect(answer?["agent"] as? String == Self.bad, "JSON still says what it was")

      try files.moveItem(atPath: folder.string, toPath: "\(folder)\(Self.bad)")
      defer { try? files.moveItem(atPath: "\(folder)\(Self.bad)", toPath: folder.string) }
      let elsewhere = "\(folder)\(Self.bad)/Config/hanaper.yaml"
      for command in ["list", "config", "verify", "show", "restore"] {
        let document = ["show", "restore"].contains(command) ? ["Child B"] : []
        let to = command == "restore" ? ["--to", "\(folder)\(Self.bad)/out.pdf"] : []
        expectClean(try await Program.run([command] + document + to + ["--config", elsewhere]))
      }
    }
  }

  @Test func `a terminal gets colours of ours and nothing else`() async throws {
    try await Program.withDemo { folder, program in
      let line =
        "script -qec \"'$1' show '$3' --config '$2'; '$1' show 'Child B' --config '$2'\" /dev/null"
      let run = try await Program.shell(
        line,
        [try Program.path.string, program.configuration.string, Self.bad]
      )
      var text = run.text
      #expect(text.contains("\u{1B}[1m"), "\(text)")
      for ours in ["\u{1B}[1m", "\u{1B}[2m", "\u{1B}[0m", "\r\u{1B}[K", "\r\n"] {
        text = text.replacing(ours, with: "")
      }
      #expect(!text.contains("\u{1B}") && !text.contains("\u{7}"), "\(text.debugDescription)")
    }
  }
}
