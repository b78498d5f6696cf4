// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage
import Testing

/// `check` of files, folders and standard input.
@Suite(.timeLimit(.minutes(5)))
struct `Checking files` {
  /// Runs the program in a folder with these files; the arguments are a shell's.
  private func check(
    _ files: [String: String],
    _ arguments: String,
    before: String = ""
  ) async throws -> ProgramRun {
    try await ScratchDirectory.run { folder in
      for (name, text) in files {
        let path = folder.appending(name)
        try FileManager.default.createDirectory(
          atPath: path.removingLastComponent().string,
          withIntermediateDirectories: true
        )
        try Files.writeBytes(Array(text.utf8), to: path)
      }
      return try await Program.shell(
        "cd \"$1\" && \(before) \"$2\" check \(arguments)",
        [folder.string, try Program.path.string]
      )
    }
  }

  private static let files = [
    "README.md": "# A\n\n[Guide](docs/guide.md) and [gone](docs/gone.md), `[not](this.md)`\n",
    "docs/guide.md": "[Back](../README.md) [Page](page.html#start) [Nowhere](page.html#nowhere)\n",
    "docs/page.html":
      "<title>P</title><h1 id=start>S</h1><a href='../README.md'>R</a><a href='#x'>X</a>",
    "docs/other.txt": "[not](read.md)", ".git/a.md": "[not](read.md)",
    "node_modules/a.md": "[not](read.md)",
  ]

  @Test func `of a folder, all pages and texts are read, and files looked for`() async throws {
    let run = try await check(Self.files, ".")
    #expect(run.status == 2, "\(run.errorText)")
    #expect(
      run.text == """
        Dead (1)
          docs/gone.md
            there is no such file
            on README.md: “gone”
        Alive, but without the part that is linked to (2)
          docs/page.html#nowhere
            the page is there, and has no part of this name
            on docs/guide.md: “Nowhere”
          docs/page.html#x
            the page is there, and has no part of this name
            on docs/page.html: “X”
        6 links on 3 pages: 3 alive, 0 moved, 1 dead, 0 malformed, 2 part-missing, 0 uncertain.

        """
    )
  }

  @Test(
    arguments: [
      ("docs", "part-missing", 2), ("docs", "dead", 0), ("README.md", "part-missing", 0),
      ("README.md docs", "none", 0),
      ("README.md --format markdown", "dead", 2),
    ] as [(String, String, Int32)]
  )
  func `the status says what was asked for`(
    target: String,
    classes: String,
    status: Int32
  ) async throws {
    let run = try await check(Self.files, "\(target) --fail-on \(classes)")
    #expect(run.status == status, "\(run.text)\(run.errorText)")
  }

  @Test(
    arguments: [
      ("<p><a href='no.md'>A</a>", 1, 1), ("[A](no.md)\n", 1, 1), ("# c\nhttp://[bad\n", 1, 0),
      ("https://127.0.0.1:1/\nnonsense\n", 2, 0),
    ] as [(String, Int, Int)]
  )
  func `standard input is a page, a text or a list`(
    text: String,
    links: Int,
    dead: Int
  ) async throws {
    let run = try await check(["in": text], "- --json < in")
    let answer = try JSONDecoder().decode(Answer.self, from: Data(run.output))
    #expect(answer.counts.values.reduce(0, +) == links, "\(run.text)")
    #expect(answer.counts["dead"] == dead)
    #expect(answer.pages.map(\.page) == ["standard input"])
  }

  private struct Answer: Decodable {
    let schema: String
    let counts: [String: Int]
    let pages: [Page]
    let files: [File]

    struct Page: Decodable {
      let page: String
    }

    struct File: Decodable {
      let path: String
      let `class`: String
    }
  }

  @Test func `programs are told in JSON, in either spelling`() async throws {
    for words in ["--json", "--format json", "--json --format json"] {
      let run = try await check(Self.files, "README.md \(words)")
      let answer = try JSONDecoder().decode(Answer.self, from: Data(run.output))
      #expect(answer.schema == "hanaper/check/1")
      #expect(answer.files.map(\.path) == ["docs/guide.md", "docs/gone.md"])
      #expect(answer.files.map(\.class) == ["alive", "dead"])
      #expect(answer.counts["part-missing"] == 0)
    }
  }

  @Test func `what builds things is told in JUnit's XML`() async throws {
    let run = try await check(Self.files, "README.md docs --format junit --fail-on part-missing")
    #expect(run.status == 2)
    #expect(run.text.hasPrefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name="))
    #expect(
      run.text.contains("tests=\"7\" failures=\"2\" errors=\"0\" skipped=\"0\""),
      "\(run.text)"
    )
    #expect(run.text.hasSuffix("</testsuites>\n"))
  }

  @Test(
    arguments: [
      (
        "a.pdf", 4,
        "a.pdf: the page was not read: it is a PDF and no page; links inside it are not read."
      ),
      ("link.md", 0, "1 link on 1 page: 1 alive"),
      ("a.pdf --format junit", 4, "<error message=\"the page was not read: it is a PDF"),
    ] as [(String, Int32, String)]
  )
  func `what is no page is said`(target: String, status: Int32, words: String) async throws {
    let run = try await check(
      ["a.pdf": "%PDF-1.4\n1 0 obj\n", "real.md": "[a](a.pdf)"],
      target,
      before: "ln -s real.md link.md &&"
    )
    #expect(run.status == status, "\(run.errorText)")
    #expect(run.text.contains(words), "\(run.text)")
  }

  @Test(
    arguments: [
      ("empty", 1, "there is no web page and no Markdown in the folder empty"),
      ("- -", 64, "standard input can be read once only"),
      ("README.md --format xml", 64, "'xml' is invalid"),
      ("README.md --json --format junit", 64, "two answers"),
      ("README.md --max-age 31d", 64, "30 days"), ("README.md --max-age 1y", 64, "m, h or d"),
      ("README.md --max-age 1d", 1, "neither XDG_CACHE_HOME nor HOME is set"),
      ("no.md", 64, "“no.md” is no source, no file, no folder, and no address"),
    ] as [(String, Int32, String)]
  )
  func `mistakes are told, with what is right`(
    arguments: String,
    status: Int32,
    words: String
  ) async throws {
    let run = try await check(
      Self.files,
      arguments,
      before: "mkdir empty && unset HOME &&"
    )
    #expect(run.status == status, "\(run.errorText)")
    #expect(run.errorText.contains(words), "\(run.errorText)")
  }

  @Test func `what was alive is noted where the help says, and only if asked to`() async throws {
    try await Installation.run(
      sources: "  - { id: a, addresses: [\"http://\(Installation.host)/a.pdf\"] }",
      script: { request in
        request.path == "/a.pdf"
          ? .ok(Array("%PDF-1.4\n%%EOF\n".utf8), type: "application/pdf") : .status(404)
      }
    ) { installation, server in
      let list = installation.folder.appending("list")
      try Files.writeBytes(Array("http://\(Installation.host)/a.pdf\n".utf8), to: list)
      let cache = installation.folder.appending("cache")
      let line = "export XDG_CACHE_HOME=\"$1\"; shift; exec \"$@\""
      let configuration = installation.program.configuration.string
      let command = [
        cache.string, try Program.path.string, "check", list.string, "--config", configuration,
      ]
      let plain = try await Program.shell(line, command)
      #expect(plain.status == 0, "\(plain.text)\(plain.errorText)")
      #expect(!FileManager.default.fileExists(atPath: cache.string))
      for _ in 0..<3 {
        let run = try await Program.shell(line, command + ["--max-age", "1d"])
        #expect(run.status == 0, "\(run.text)\(run.errorText)")
      }
      let asked = server.requests.count { $0.path == "/a.pdf" }
      #expect(asked == 2)
      #expect(FileManager.default.fileExists(atPath: cache.appending("hanaper/alive.jsonl").string))
      let last = try await Program.shell(line, command + ["--max-age", "1d"])
      #expect(
        last.text.hasPrefix("1 link not asked again, because alive in an earlier check"),
        "\(last.text)"
      )
    }
  }
}
