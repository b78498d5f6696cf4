// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import Synchronization
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(3)))
struct `Sources at the command line` {
  private static let text = """
    # Ours. Do not touch the order.
    contact: mailto:records@example.org   # the office
    sources:
      # The first one.
      - id: north   # asked for by the board
        page: https://north.example.org/   # moved in 2024
        exclude: ["*form*"]

      - title: South
        id: south
        enabled: false # until the letter comes
        page: https://south.example.org/
      - { id: west, page: "https://west.example.org/" }
    # the end

    """

  /// Runs `body` with a configuration of these words; it is given the file.
  private func withText(
    _ text: String = Self.text,
    _ body: (FilePath, Program) async throws -> Void
  ) async throws {
    try await ScratchDirectory.run { folder in
      let file = folder.appending("hanaper.yaml")
      try Files.writeBytes(Array(text.utf8), to: file)
      try await body(file, Program(configuration: file))
    }
  }

  private func read(_ file: FilePath) throws -> String {
    String(decoding: try Files.readBytes(file), as: UTF8.self)
  }

  @Test func `are turned on and off, and nothing else of the file changes`() async throws {
    try await withText { file, program in
      let off = try await program.run("source", "disable", "north", "west")
      #expect(off.status == 0, "\(off.errorText)")
      let changed = Self.text
        .replacing(
          "# asked for by the board\n",
          with: "# asked for by the board\n    enabled: false\n"
        )
        .replacing("{ id: west,", with: "{ id: west, enabled: false,")
      #expect(try read(file) == changed)
      let on = try await program.run("source", "enable", "north", "south", "west")
      #expect(on.status == 0, "\(on.errorText)")
      #expect(
        try read(file)
          == changed.replacing("enabled: false", with: "enabled: true")
      )
      let again = try await program.run("source", "enable", "south")
      #expect(again.text.contains("south is on already"))
      let unknown = try await program.run("source", "enable", "sout")
      #expect(unknown.status == 64)
      #expect(unknown.errorText.contains("did you mean “south”?"), "\(unknown.errorText)")
    }
  }

  @Test func `are taken out with their own lines`() async throws {
    try await withText { file, program in
      let run = try await program.run("source", "remove", "south")
      #expect(run.status == 0, "\(run.errorText)")
      let start = try #require(Self.text.range(of: "  - title: South"))
      let end = try #require(Self.text.range(of: "  - { id: west"))
      #expect(
        try read(file)
          == Self.text.replacingCharacters(in: start.lowerBound..<end.lowerBound, with: "")
      )
      #expect(try await program.run("source", "remove", "north").status == 0)
      #expect(try await program.run("source", "remove", "west").status == 0)
      #expect(try read(file).contains("# the end"))
      let list = try await program.run("source", "list")
      #expect(list.text.contains("There is no source yet"), "\(list.text)\(list.errorText)")
    }
  }

  @Test(arguments: ["sources: # keep me\n", "sources: []   # keep me\n", "sources: ~ # keep me\n"])
  func `are added to an empty list, and taken out of it, with its comment`(line: String)
    async throws
  {
    try await withText("\u{FEFF}contact: mailto:a@example.org\n" + line) { file, program in
      let added = try await program.run(
        "source",
        "add",
        "https://www.example.org/map.xml",
        "--unseen",
        "--yes",
        "--id",
        "map"
      )
      #expect(added.status == 0, "\(added.errorText)")
      #expect(try read(file).hasPrefix("\u{FEFF}contact"))
      #expect(try read(file).contains("# keep me\n  - id: map\n"))
      #expect(try await program.run("source", "remove", "map").status == 0)
      #expect(try read(file).contains("# keep me"))
    }
  }

  @Test func `in a file with the line ends of Windows are left to an editor`() async throws {
    let text = Self.text.replacing("\n", with: "\r\n")
    try await withText(text) { file, program in
      for words in [
        ["disable", "north"], ["remove", "north"],
        ["add", "https://e.example.org/m.xml", "--yes", "--unseen"],
      ] {
        let run = try await Program.run(["source"] + words + ["--config", file.string])
        #expect(run.status == 1)
        #expect(run.errorText.contains("by hand"), "\(run.errorText)")
        #expect(try read(file) == text)
      }
      _ = program
    }
  }

  @Test(arguments: [
    "contact: mailto:a@example.org\nsources: [{ id: a, page: \"https://a.example.org/\" }, { id: b, page: \"https://b.example.org/\" }]\n",
    "contact: mailto:a@example.org\n\"sources\":\n- {id: a,\n   page: \"https://a.example.org/\"}\n-   id: b\n    page: \"https://b.example.org/\"\n",
  ])
  func `of any layout are changed as was meant, or not at all`(text: String) async throws {
    try await withText(text) { file, program in
      for (command, id) in [("disable", "a"), ("remove", "b"), ("enable", "a")] {
        let before = try read(file)
        let run = try await program.run("source", command, id)
        let list = try await program.run("source", "list")
        #expect(list.status == 0, "\(list.errorText)")
        guard run.status == 0 else {
          #expect(run.errorText.contains("by hand; nothing was written"), "\(run.errorText)")
          #expect(try read(file) == before)
          continue
        }
        if command == "remove" { #expect(!list.text.contains("b.example.org")) }
      }
    }
  }

  @Test func `are looked at before they are added, and what is not taken is said`() async throws {
    let pdf = try SampleSite.document("lessons-and-messages.pdf")
    let links = [
      ("/a.pdf", "Child A review"), ("/about/", "About us"), ("/b.pdf", "Child B review"),
    ]
    try await Installation.run(script: { request in
      switch request.path {
      case "/robots.txt": .status(404)
      case "/a.pdf", "/b.pdf": .ok(pdf + Array(request.path.utf8), type: "application/pdf")
      default: .ok(Installation.listing(links), type: "text/html")
      }
    }) { installation, _ in
      let program = installation.program
      let address = "http://\(Installation.host)/lessons/"
      let asked = try await program.run("source", "add", address)
      #expect(asked.status == 1)
      #expect(asked.text.contains("2 links to files"), "\(asked.text)")
      #expect(asked.text.contains("Not taken: 1 link to other web pages"), "\(asked.text)")
      #expect(asked.errorText.contains("--yes"))
      let added = try await program.run(
        "source",
        "add",
        address,
        "--yes",
        "--id",
        "lessons",
        "--title",
        "What: we #learned"
      )
      #expect(added.status == 0, "\(added.errorText)")
      let list = try await program.run("source", "list", "lessons")
      #expect(list.text.contains("What: we #learned"), "\(list.text)")
      let night = try await program.run("sync", "lessons")
      #expect(night.status == 0, "\(night.errorText)")
      #expect(night.text.contains("What: we #learned (lessons)\nNew (2)"), "\(night.text)")
      let twice = try await program.run("source", "add", address, "--yes")
      #expect(twice.status == 1)
      #expect(twice.errorText.contains("is the source lessons already"))
      let dead = try await program.run("source", "add", "http://127.0.0.1:1/", "--yes")
      #expect(dead.status == 1)
      #expect(dead.errorText.contains("nothing was added"), "\(dead.errorText)")
    }
  }

  @Test func `are added with the pages that hold the files, and without what is of one load`()
    async throws
  {
    let pdf = try SampleSite.document("lessons-and-messages.pdf")
    let loads = Mutex(0)
    try await Installation.run(script: { request in
      let load = loads.withLock { loads in
        loads += 1
        return loads
      }
      switch request.path {
      case "/robots.txt": return .status(404)
      case "/lessons/":
        return .ok(
          Installation.listing([
            ("/lessons/2019/", "2019"), ("/lessons/2020/", "2020"),
            ("/all.pdf?load=\(load)&utm_source=web", "All reviews"),
          ]),
          type: "text/html"
        )
      case "/lessons/2019/", "/lessons/2020/":
        let year = request.path.split(separator: "/")[1]
        return .ok(
          Installation.listing([("/\(year)-a.pdf", "Child A review of \(year)")]),
          type: "text/html"
        )
      default: return .ok(pdf + Array(request.path.utf8), type: "application/pdf")
      }
    }) { installation, _ in
      let program = installation.program
      let site = "http://\(Installation.host)"
      let added = try await program.run("source", "add", "\(site)/lessons/", "--yes", "--id", "y")
      #expect(added.status == 0, "\(added.errorText)")
      #expect(added.words.contains("hold files, 1 of them on “2019: 2019”"), "\(added.text)")
      #expect(
        added.text.contains(
          "    follow:\n      - '\(site)/lessons/*'\n    queryNoise:\n      - 'load'\n      - 'utm_source'\n"
        ),
        "\(added.text)"
      )
      let night = try await program.run("sync", "y")
      #expect(
        night.status == 0 && night.text.contains("New (3)"),
        "\(night.text)\(night.errorText)"
      )
      let second = try await program.run("sync", "y")
      #expect(second.status == 0 && second.text == "", "\(second.text)\(second.errorText)")
    }
  }

  @Test func `are added without pages that robots.txt bars, which is said`() async throws {
    try await Installation.run(script: { request in
      switch request.path {
      case "/robots.txt":
        .ok(Array("User-agent: *\nDisallow: /private/\n".utf8), type: "text/plain")
      default:
        .ok(
          Installation.listing([
            ("/private/review-a", "Child A review"), ("/b.pdf", "Child B"),
            ("/private/c.pdf", "Child C"),
          ]),
          type: "text/html"
        )
      }
    }) { installation, _ in
      let added = try await installation.program.run(
        "source",
        "add",
        "http://\(Installation.host)/lessons/",
        "--yes"
      )
      #expect(added.status == 0 && !added.text.contains("includePages:"), "\(added.text)")
      #expect(added.words.contains("robots.txt keeps us from “Child A review”"), "\(added.text)")
      #expect(
        added.words.contains("robots.txt keeps us from 1 of the files, “Child C”"),
        "\(added.text)"
      )
    }
  }

  @Test func `are written to a file of their own where there is a folder for them`() async throws {
    try await withText(
      "contact: mailto:a@example.org\nsourceFiles: more\nsources: []   # none yet\n"
    ) { file, program in
      let folder = file.removingLastComponent().appending("more")
      try FileManager.default.createDirectory(
        atPath: folder.string,
        withIntermediateDirectories: true
      )
      let run = try await program.run(
        "source",
        "add",
        "https://www.example.org/sitemap.xml",
        "--unseen",
        "--yes",
        "--id",
        "map"
      )
      #expect(run.status == 0, "\(run.errorText)")
      #expect(
        try read(folder.appending("map.yaml"))
          == "sources:\n  - id: map\n    sitemap: 'https://www.example.org/sitemap.xml'\n"
      )
      #expect(try await program.run("source", "disable", "map").status == 0)
      #expect(try read(folder.appending("map.yaml")).contains("    enabled: false\n"))
    }
  }
}
