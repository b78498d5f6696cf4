// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage
import Testing

/// A command that the README shows, and what it shows of the answer.
struct ShownCommand {
  let line: String
  var answer: [String] = []

  /// The commands of a section, in their order: code blocks with lines that begin with `$`.
  static func all(in section: Substring) -> [ShownCommand] {
    var commands: [ShownCommand] = []
    var isCode = false
    for line in section.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("    $ ") {
        isCode = true
        commands.append(ShownCommand(line: String(line.dropFirst(6))))
      } else if !line.isEmpty, !line.hasPrefix("    ") {
        isCode = false
      } else if isCode {
        commands[commands.count - 1].answer.append(String(line.dropFirst(4)))
      }
    }
    return commands.map { command in
      var command = command
      while command.answer.last?.isEmpty == true { command.answer.removeLast() }
      return command
    }
  }

  /// The first line that is shown and was not printed; nil if all is as shown.
  ///
  /// `…` stands for anything, on a line of its own for any lines. Dates and times taken are whatever
  /// they are.
  func difference(to printed: String) -> String? {
    let lines = printed.split(separator: "\n", omittingEmptySubsequences: false)
      .map { Self.levelled(String($0)) }
    var rest = lines[...]
    var mayskip = false
    for shown in answer.map(Self.levelled) {
      if shown.trimmingCharacters(in: .whitespaces) == "…" {
        mayskip = true
        continue
      }
      guard let place = rest.firstIndex(where: { Self.fits($0, shown) }),
        mayskip || place == rest.startIndex
      else { return "“\(shown)” is not printed where it is shown; there is “\(rest.first ?? "")”" }
      rest = rest[(place + 1)...]
      mayskip = false
    }
    let left = rest.first { !$0.isEmpty }
    return mayskip ? nil : left.map { "“\($0)” is printed and not shown" }
  }

  private static func levelled(_ line: String) -> String {
    var line = line.replacing(#/[0-9]{4}-[0-9]{2}-[0-9]{2}/#, with: "DAY")
      .replacing(#/DAY [0-9]{2}:[0-9]{2}/#, with: "DAY HOUR")
      .replacing(#/ in [0-9.]+ (s|min)\./#, with: " in TIME.")
    while line.last == " " { line.removeLast() }
    return line
  }

  private static func fits(_ printed: String, _ shown: String) -> Bool {
    let pieces = shown.split(separator: "…", omittingEmptySubsequences: false)
    guard pieces.count > 1 else { return printed == shown }
    var rest = printed[...]
    for (number, piece) in pieces.enumerated() where !piece.isEmpty {
      guard let found = rest.firstRange(of: piece),
        number > 0 || found.lowerBound == rest.startIndex
      else { return false }
      rest = rest[found.upperBound...]
    }
    return pieces.last?.isEmpty == true || rest.isEmpty
  }
}

/// What the README shows is what the program prints: its session, once more, on the sample site.
@Suite(.timeLimit(.minutes(10)))
struct `The session in the README` {
  private static let host = "www.northbrookscp.example"
  private static let neighbour = "www.eastmerelscb.example"
  private static let uploads = "/wp-content/uploads"

  /// The files of both nights; a second name is that of the second night, and nil means none.
  private static let files: [String: (first: String?, second: String?)] = [
    "2020/03/Triennial-SCR-Report-2014-to-2017.pdf":
      ("triennial-2014-2017.pdf", "triennial-2014-2017.pdf"),
    "2020/02/SCR-Child-D-Final-Report.pdf":
      ("child-d-first-edition.pdf", "child-d-second-edition.pdf"),
    "2020/02/SCR Child D Executive Summary.docx":
      ("child-d-executive-summary.docx", "child-d-executive-summary.docx"),
    "2017/06/Child-B-SCR-Overview-Report-–-MSCB-2017.pdf":
      ("child-b-overview-2017.pdf", "child-b-overview-2017.pdf"),
    "2013/10/Child-A-SCR-Overview-Report-MSCB-2013.pdf": ("child-a-overview-2013.pdf", nil),
    "2014/10/Briefings-October-2014.odt": ("briefings-october-2014.odt", "../not-found.html"),
    "2014/10/Lessons-and-messages.pdf": ("lessons-and-messages.pdf", "lessons-and-messages.pdf"),
    "2021/06/LSCPR-Jason-report.docx": (nil, "jason-2021.docx"),
  ]

  private static func answer(_ request: ReceivedRequest, isSecond: Bool) -> Reply {
    let path = request.path.removingPercentEncoding ?? ""
    let html = "text/html; charset=utf-8"
    switch (request.host ?? "", path) {
    case (neighbour, "/serious-case-reviews/family-a.html"):
      return reply("family-a.html", html, request)
    case (host, "/guidance/case-reviews/"):
      return reply(isSecond ? "night-two.html" : "night-one.html", html, request)
    default:
      let names = files[String(path.dropFirst(uploads.count + 1))]
      guard let name = isSecond ? names?.second : names?.first else {
        return .status(404, [("Content-Type", html)], body: Array("<h1>Not found</h1>".utf8))
      }
      let type = name.hasSuffix(".html") ? html : "application/octet-stream"
      return reply("documents/\(name)", name.hasSuffix(".pdf") ? "application/pdf" : type, request)
    }
  }

  private static func reply(_ file: String, _ type: String, _ request: ReceivedRequest) -> Reply {
    let path = SampleSite.folder.pushing(FilePath(file)).lexicallyNormalized()
    guard let body = try? Files.readBytes(path) else { return .status(500) }
    return .document(body, type: type, etag: "\"\(body.count)\"", for: request)
  }

  private static func session() throws -> [ShownCommand] {
    let root = FilePath(#filePath).removingLastComponent().removingLastComponent()
      .removingLastComponent()
    let readme = String(decoding: try Files.readBytes(root.appending("README.md")), as: UTF8.self)
    let start = try #require(readme.firstRange(of: "\n## A session\n")?.upperBound)
    let end = try #require(readme[start...].firstRange(of: "\n## ")?.lowerBound)
    return ShownCommand.all(in: readme[start..<end])
  }

  /// Changes some bytes of the second version, as an old disk does.
  private func age(_ scratch: FilePath) async throws {
    let line = #"""
      file=$(find "$1" -path '*/1e1/*/v2/content/document.pdf')
      chmod u+w "$file" && printf changed | dd of="$file" bs=1 seek=1000 conv=notrunc
      """#
    let run = try await Program.shell(line, [scratch.string])
    try #require(run.status == 0, "\(run.errorText)")
  }

  @Test func `is what the program prints`() async throws {
    let commands = try Self.session().filter { $0.line.hasPrefix("hanaper ") }
    let words = [
      "init", "sync", "sync", "list", "show", "show", "index", "find", "diff", "restore", "list",
      "ack", "reject", "verify", "verify", "check",
    ]
    #expect(commands.map { String($0.line.split(separator: " ")[1]) } == words)
    try await ScratchDirectory.run { scratch in
      try await ScriptedServer.run {
        Self.answer($0, isSecond: false)
      } _: { server in
        var runs = 0
        for command in commands {
          if command.line.contains("old disk") { try await age(scratch) }
          let script = "cd \"$1\"; hanaper() { \"$HANAPER\" \"$@\"; }; HANAPER=$2; \(command.line)"
          let run = try await Program.shell(script, [scratch.string, try Program.path.string])
          if command.line.hasPrefix("hanaper init") {
            // The name of the site means nothing on the web, so it could not be looked at.
            try checkInit(command, run)
            try lead(scratch, to: server.port)
            continue
          }
          let difference = command.difference(to: run.text)
          #expect(difference == nil, "\(command.line)\n\(run.text)\(run.errorText)")
          if command.line == "hanaper sync" {
            runs += 1
            server.replaceScript { Self.answer($0, isSecond: true) }
          }
        }
        #expect(runs == 2)
      }
    }
  }

  private func checkInit(_ command: ShownCommand, _ run: ProgramRun) throws {
    #expect(run.status == 0, "\(run.errorText)")
    var command = command
    command.answer = Array(command.answer.drop { !$0.hasPrefix("Made ") })
    #expect(command.answer.count > 5)
    let made = try #require(run.text.firstRange(of: "Made "))
    #expect(command.difference(to: String(run.text[made.lowerBound...])) == nil, "\(run.text)")
  }

  /// Gives the site a place, and the source what `init` would have proposed.
  private func lead(_ folder: FilePath, to port: Int) throws {
    let path = folder.pushing("Config/hanaper.yaml")
    let written = String(decoding: try Files.readBytes(path), as: UTF8.self)
    let text =
      written.replacing("delay: 2s", with: "delay: 0s") + """
            kinds: [documents, page]
            includePages: ["http://\(Self.neighbour)/serious-case-reviews/*"]
        network:
          allowPrivateAddresses: true
          connectTo:
            "\(Self.host):80": "127.0.0.1:\(port)"
            "\(Self.neighbour):80": "127.0.0.1:\(port)"

        """
    try Files.writeBytes(Array(text.utf8), to: path)
  }
}

@Suite(.timeLimit(.minutes(10)))
struct `What the README shows` {
  private static let command = ShownCommand(line: "", answer: ["one 2026-01-01 a", "…", "th…ee"])

  @Test(arguments: [
    ("one 2020-12-31 a\nthree\n", true), ("one 2020-12-31 a\ntwo\nthrough the sea, ee\n", true),
    ("one 2020-12-31 b\nthree\n", false), ("zero\none 2020-12-31 a\nthree\n", false),
    ("one 2020-12-31 a\nthree\nfour\n", false), ("one 2020-12-31 a\n", false),
  ])
  func `differs where it is not what was printed`(printed: String, isShown: Bool) {
    #expect((Self.command.difference(to: printed) == nil) == isShown)
  }
}
