// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(10)))
struct `Standard output and standard error` {
  private static func site(
    _ before: @escaping @Sendable () -> Void = {}
  ) throws -> ScriptedServer.Script {
    let pdf = try SampleSite.document("lessons-and-messages.pdf")
    let names = (1...5).map { "report-\($0).pdf" }
    let listing = Installation.listing(names.map { ("/files/\($0)", $0) })
    return { request in
      before()
      switch request.path {
      case "/reviews/": return .ok(listing, type: "text/html")
      case let path where path.hasPrefix("/files/"):
        return .ok(pdf + Array("\n% \(path)\n%%EOF\n".utf8), type: "application/pdf")
      default: return .status(404)
      }
    }
  }

  /// Runs the program with a redirection of the shell.
  private func run(
    _ program: Program,
    _ command: String,
    _ redirection: String,
    before: String = ""
  ) async throws -> ProgramRun {
    try await Program.shell(
      "\(before) \"$1\" \(command) --config \"$2\" \(redirection)",
      [try Program.path.string, program.configuration.string]
    )
  }

  @Test(arguments: [
    (">&-", 1), (">/dev/full", 1), ("2>&-", 0), ("2>/dev/full", 0), ("<&-", 0),
    (">&- 2>&- <&-", 1), (">/dev/full 2>/dev/full", 1),
  ])
  func `a run keeps everything, whatever it cannot say`(redirection: String, status: Int)
    async throws
  {
    try await Installation.run(script: try Self.site()) { installation, _ in
      let run = try await run(installation.program, "sync", redirection)
      #expect(run.status == status, "\(run.errorText)")
      if status == 1, !redirection.contains("2>") {
        #expect(run.errorText.contains("could not be written to standard output"))
      }
      let documents = try await installation.program.answer(ListAnswer.self, "list").documents
      #expect(documents.map(\.versions) == [1, 1, 1, 1, 1])
      let runs = installation.archive.appending("runs").string
      let files = try FileManager.default.subpathsOfDirectory(atPath: runs)
      #expect(files.contains { $0.hasSuffix("/report.json") })
      #expect(try await installation.program.run("verify").status == 0)
      #expect(try await installation.complaints() == [])
    }
  }

  @Test func `a terminal that goes away ends nothing`() async throws {
    // script(1) gives the program a terminal and takes it away when its own time is over.
    try await ScratchDirectory.run { scratch in
      let asked = scratch.appending("asked").string
      let gone = scratch.appending("gone").string
      let script = try Self.site {
        _ = FileManager.default.createFile(atPath: asked, contents: nil)
        // Nothing is answered before the terminal is gone.
        for _ in 0..<3_000 where !FileManager.default.fileExists(atPath: gone) { usleep(10_000) }
      }
      try await Installation.run(script: script) { installation, _ in
        let line = #"""
          trap '' HUP
          script -qec "'$1' sync --config '$2'; echo \$? >'$3.status'" /dev/null >/dev/null 2>&1 &
          for i in $(seq 600); do [ -e "$3" ] && break; sleep 0.05; done
          kill -KILL $!; wait $! 2>/dev/null; : >"$4"
          for i in $(seq 200); do [ -s "$3.status" ] && break; sleep 0.05; done; cat "$3.status"
          """#
        let run = try await Program.shell(
          line,
          [try Program.path.string, installation.program.configuration.string, asked, gone]
        )
        #expect(run.text == "1\n", "the answer was lost, and nothing else: \(run.errorText)")
        let documents = try await installation.program.answer(ListAnswer.self, "list").documents
        #expect(documents.map(\.versions) == [1, 1, 1, 1, 1])
      }
    }
  }

  @Test func `closed streams are filled before anything gets their numbers`() async throws {
    try await ScratchDirectory.run { scratch in
      let asked = scratch.appending("asked").string
      let script: ScriptedServer.Script = { _ in
        _ = FileManager.default.createFile(atPath: asked, contents: nil)
        return Reply([.pause(.seconds(60)), .close])
      }
      try await Installation.run(script: script) { installation, _ in
        let line = #"""
          "$1" sync --config "$2" <&- >&- 2>&- & p=$!
          for i in $(seq 600); do [ -e "$3" ] && break; sleep 0.05; done
          for n in 0 1 2; do readlink /proc/$p/fd/$n; done; kill $p; wait $p
          """#
        let run = try await Program.shell(
          line,
          [try Program.path.string, installation.program.configuration.string, asked]
        )
        #expect(run.text == "/dev/null\n/dev/null\n/dev/null\n")
      }
    }
  }

  @Test func `an answer that was lost shows in the status, and a reader who has enough does not`()
    async throws
  {
    try await Program.withDemo { kept, program in
      for command in ["list", "list --json", "show 'Child B'", "config", "verify"] {
        for redirection in [">/dev/full", ">&-"] {
          let lost = try await run(program, command, redirection)
          #expect(lost.status == 1, "\(command) \(redirection)")
          #expect(lost.errorText.contains("could not be written to standard output"))
        }
      }
      for bare in ["--help", "help sync", "--version", "--generate-completion-script bash"] {
        let line = "\"$1\" \(bare) >/dev/full"
        #expect(try await Program.shell(line, [try Program.path.string]).status == 1, "\(bare)")
      }
      let unsaid =
        "\"$1\" nonsense 2>&-; echo $?; \"$1\" list --config nowhere 2>/dev/full; echo $?"
      let statuses = try await Program.shell(unsaid, [try Program.path.string])
      #expect(statuses.text == "64\n78\n")

      // The reader is gone before the first word: it waits for its own end, and we for that.
      let piped = "{ \"$1\" list --config \"$2\"; echo $? >&2; } | :"
      for (before, status) in [("", "0"), ("trap '' PIPE;", "1")] {
        let line = before + piped.replacing("{ ", with: "{ sleep 0.3; ")
        let run = try await Program.shell(
          line,
          [try Program.path.string, program.configuration.string]
        )
        let isQuiet = run.errorText == "\(status)\n"
        #expect(isQuiet == (status == "0"), "\(run.errorText)")
        #expect(run.errorText.hasSuffix("\(status)\n"), "\(run.errorText)")
      }

      let damage = "f=$(find \"$1\" -name document.pdf | head -n 1); chmod u+w $f; echo x >>$f"
      _ = try await Program.shell(damage, [kept.appending("Archive/ocfl").string])
      let damaged = try await run(program, "verify", ">/dev/full")
      #expect(damaged.status == 3, "damage is told first: \(damaged.errorText)")
    }
  }

  @Test func `a bare standard input is an error where it is read`() async throws {
    let run = try await Program.shell(
      "\"$1\" explain --robots - /a <&-",
      [try Program.path.string]
    )
    #expect(run.status == 1)
    #expect(run.errorText.contains("standard input"))
  }

  @Test func `there is one door, and no source goes another way`() throws {
    let sources = FilePath(#filePath).removingLastComponent().removingLastComponent()
      .removingLastComponent().appending("Sources")
    let others =
      #/(?:^|[^\w.`])(?:Swift\.)?(?:debugPrint|print|dump|puts|fputs|putchar|printf|perror|NSLog)\(|standardError\b|standardOutput\b|\b(?:stdout|stderr)\b|STD(?:OUT|ERR)_FILENO/#
    let files = try FileManager.default.subpathsOfDirectory(atPath: sources.string)
      .filter { $0.hasSuffix(".swift") }
    #expect(files.count > 100)
    for file in files {
      let text = String(
        decoding: try Files.readBytes(sources.pushing(FilePath(file))),
        as: UTF8.self
      )
      for line in text.split(separator: "\n") {
        let code = line.prefix { $0 != "/" || !line.contains("//") }
        guard !code.contains("func print(") else { continue }
        #expect(code.firstMatch(of: others) == nil, "\(file): \(line)")
      }
    }
  }
}
