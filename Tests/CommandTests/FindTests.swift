// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import Synchronization
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(10)))
struct `Finding documents by their text` {
  private static let files = [
    "child-a-overview-2013.pdf", "jason-2021.docx", "briefings-october-2014.odt",
  ]
  private static let types = [
    "pdf": "application/pdf", "odt": "application/vnd.oasis.opendocument.text",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  ]

  /// An archive of three documents, and one that is a picture.
  private static func withArchive(_ body: (Program, Installation) async throws -> Void) async throws
  {
    var served: [String: [UInt8]] = [:]
    for file in files { served["/\(file)"] = try SampleSite.document(file) }
    let (documents, types) = (served, types)
    let page = Installation.listing(files.map { ("/\($0)", "Report \($0.prefix { $0 != "-" })") })
    let script: ScriptedServer.Script = { request in
      if request.path == "/reviews/" { return .ok(page, type: "text/html") }
      guard let body = documents[request.path] else { return .status(404) }
      let type = types[request.path.split(separator: ".").last.map(String.init) ?? ""]
      return .ok(body, type: type ?? "")
    }
    try await Installation.run(script: script) { installation, _ in
      try await installation.program.run("sync")
      try await body(installation.program, installation)
    }
  }

  @Test func `is said to wait for the reading, which is done once`() async throws {
    try await Self.withArchive { program, _ in
      let early = try await program.run("find", "school")
      #expect(early.status == 4)
      #expect(early.words.contains("The text of 3 versions is not read yet"), "\(early.text)")
      #expect(early.text.contains("hanaper index"))
      let read = try await program.run("index")
      #expect(read.status == 0 && read.text == "The text of 3 versions was read.\n", "\(read)")
      let again = try await program.run("index")
      #expect(again.status == 0 && again.text == "All that is kept is read already.\n")
      #expect(try await program.run("index", "--quiet").text.isEmpty)
    }
  }

  @Test func `names the page, and shows the words`() async throws {
    try await Self.withArchive { program, _ in
      try await program.run("index")
      let found = try await program.run("find", "stopped coming to school")
      #expect(found.status == 0 && found.text.hasPrefix("Report child\n"), "\(found.text)")
      #expect(found.words.contains("page 2: "), "\(found.text)")
      #expect(found.words.contains("when she stopped coming to school after the summer break"))
      let odd = try await program.run("find", "school to coming stopped")
      #expect(odd.words.hasPrefix("No document has these words in a row; these have all of them."))
      // Other forms of a word, beginnings, fields.
      for words in [
        ["stop", "schools"], ["grandpar*"], ["bicycle"], ["year:2013", "school"],
        ["source:reviews", "bicycles"], ["standing:present", "summer"],
      ] {
        let run = try await Program.run(
          ["find"] + words + ["--config", program.configuration.string]
        )
        #expect(run.status == 0 && run.text.contains("kept on"), "\(words): \(run.text)")
      }
      for words in [["xylophone"], ["source:others", "school"], ["year:1999", "school"]] {
        let run = try await Program.run(
          ["find"] + words + ["--config", program.configuration.string]
        )
        #expect(run.text == "No document has all of these words.\n", "\(words): \(run.text)")
      }
    }
  }

  @Test func `and what changed between two versions is said in words`() async throws {
    let editions = try ["child-d-first-edition.pdf", "child-d-second-edition.pdf"].map(
      SampleSite.document
    )
    let night = Night()
    let page = Installation.listing([("/d.pdf", "Child D review"), ("/e.pdf", "Child E review")])
    let script: ScriptedServer.Script = { request in
      switch request.path {
      case "/reviews/": .ok(page, type: "text/html")
      case "/d.pdf": .ok(editions[night.isSecond ? 1 : 0], type: "application/pdf")
      case "/e.pdf": .ok(editions[0], type: "application/pdf")
      default: .status(404)
      }
    }
    try await Installation.run(script: script) { installation, _ in
      let program = installation.program
      try await program.run("sync")
      night.begin()
      try await program.run("sync")
      let told = try await program.run("diff", "Child D")
      #expect(told.status == 0, "\(told.errorText)")
      #expect(
        told.words.contains("2 paragraphs changed on pages 2 and 3; page 5 is new."),
        "\(told.text)"
      )
      #expect(told.words.contains("a run of [-four-] {+five+} visits between"), "\(told.text)")
      let back = try await program.run("diff", "Child D", "2", "1")
      #expect(back.words.contains("page 5 of before is gone"), "\(back.text)")
      let one = try await program.run("diff", "Child E")
      #expect(one.status == 1 && one.errorText.contains("there is one version of it"))
      let none = try await program.run("diff", "Child D", "1", "7")
      #expect(none.status == 1 && none.errorText.contains("there is no v7 of it; v1, v2 are held"))
      #expect(try await program.run("diff", "Child D", "2", "2").status == 1)
      // What only the older version says is not denied.
      try await program.run("suppress", "Child E", "--reason", "other", "--yes")
      try await program.run("index")
      let old = try await program.run("find", "run of four visits")
      #expect(
        old.words.contains("1 older version has what you look for, and no newest one;"),
        "\(old.text)"
      )
      let all = try await program.run("find", "version:all", "\"run of four visits\"")
      #expect(all.text.contains("v1, kept on") && !all.text.contains("older"), "\(all.text)")
    }
  }

  private final class Night: Sendable {
    private let second = Mutex(false)

    var isSecond: Bool { second.withLock { $0 } }

    func begin() { second.withLock { $0 = true } }
  }

  @Test(arguments: [
    // Words that SQLite cuts where Unicode does not, and such that it knows no letter of.
    "\u{939}\u{93F}\u{928}\u{94D}\u{926}\u{940}*", "\u{E0A}\u{E31}\u{E48}\u{E27}* school",
    "ab\u{1F170}cd*", "\u{1F170}\u{1F170}\u{1F170}* school", "x\u{323}\u{302}\u{301}*",

    "AND", "NEAR(a b", "\"", "a\" OR \"b", "x'; DROP TABLE text; --", "title:*", "^a", "-a", "{",
    "%",
  ])
  func `takes whatever is typed for words`(_ typed: String) async throws {
    try await Self.shared.run { program in
      let words = ["find", "--config", program.configuration.string, "--", typed]
      let run = try await Program.run(words)
      #expect(run.status == 0 || run.status == 64, "\(run.text)\(run.errorText)")
      #expect(!run.errorText.contains("SQL") && !run.errorText.contains("fts5"), "\(run.errorText)")
    }
  }

  @Test func `finds nothing for what is no word`() async throws {
    try await Self.shared.run { program in
      let run = try await program.run("find", "\u{1F170}\u{1F170}\u{1F170}*")
      #expect(run.text == "No document has all of these words.\n", "\(run.text)")
      // A word that is cut where a line ends.
      #expect(try await program.run("find", "by-cycles").text == run.text)
    }
  }

  @Test func `refuses what would fit everything, with what to type`() async throws {
    try await Self.shared.run { program in
      let short = try await program.run("find", "ab*")
      #expect(short.status == 64 && short.errorText.contains("type 3 letters or more"))
      let nothing = try await program.run("find", "–")
      #expect(nothing.status == 64 && nothing.errorText.contains("there is no word"))
      let standing = try await program.run("find", "standing:vanished")
      #expect(standing.status == 64 && standing.errorText.contains("the words are "))
    }
  }

  @Test func `says of what is damaged that it is not read`() async throws {
    try await Self.withArchive { program, installation in
      let spoil = try await Program.shell(
        "file=$(find \"$1/ocfl\" -name document.docx) && chmod u+w \"$file\" && echo changed >> \"$file\"",
        [installation.archive.string]
      )
      try #require(spoil.status == 0, "\(spoil.errorText)")
      for read in ["The text of 2 versions was read.", ""] {
        let run = try await program.run("index", "--quiet")
        #expect(run.status == 3 && run.words.hasSuffix(read), "\(run.text)")
        #expect(run.words.contains("1 version could not be read, because what is kept is damaged"))
      }
    }
  }

  @Test func `finds nothing of what was let go of`() async throws {
    try await Self.withArchive { program, installation in
      try await program.run("index")
      #expect(try await program.run("find", "bicycles").text.contains("Report jason"))
      let gone = try await program.run(
        "suppress",
        "Report jason",
        "--reason",
        "identifies-person",
        "--yes"
      )
      #expect(gone.status == 0, "\(gone.errorText)")
      #expect(
        try await program.run("find", "bicycles").text == "No document has all of these words.\n"
      )
      #expect(try await program.run("index").text == "All that is kept is read already.\n")
      #expect(try await program.run("verify").status == 0)
      let file = installation.archive.appending("text.sqlite")
      try Files.writeBytes(Array("no database".utf8), to: file)
      let made = try await program.run("index")
      #expect(made.text == "The text of 2 versions was read.\n", "\(made.text)\(made.errorText)")
    }
  }

  private static let shared = SharedArchive()

  /// One that several tests only ask.
  private actor SharedArchive {
    func run(_ body: @Sendable (Program) async throws -> Void) async throws {
      try await withArchive { program, _ in
        try await program.run("index")
        try await body(program)
      }
    }
  }
}
