// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import Synchronization
import SystemPackage
import Testing

/// What is printed for programs is what `docs/schemas` says of it, in the judgement of somebody else's reader of schemas.
@Suite(.timeLimit(.minutes(10)))
struct `The JSON of the commands` {
  /// What was printed in the course of a test, a file each.
  private final class Shelf: Sendable {
    let folder: FilePath
    private let files = Mutex<[FilePath]>([])

    init(in folder: FilePath) { self.folder = folder }

    var all: [FilePath] { files.withLock { $0 } }

    func put(_ bytes: [UInt8], called name: String) throws {
      let file = files.withLock { files in
        files.append(folder.appending("\(files.count)-\(name).json"))
        return files[files.count - 1]
      }
      try Files.writeBytes(bytes, to: file)
    }

    /// Runs a command with `--json`, which ends with a status, and keeps what it prints.
    func run(
      _ program: Program,
      _ status: Int32,
      _ words: String...,
      location: SourceLocation = #_sourceLocation
    ) async throws {
      let run = try await Program.run(
        words + ["--json", "--config", program.configuration.string]
      )
      #expect(
        run.status == status,
        "\(words): \(run.text.prefix(400))\(run.errorText)",
        sourceLocation: location
      )
      try put(run.output, called: words.prefix(2).joined(separator: "-").replacing("/", with: "-"))
    }
  }

  private static let site = "http://\(Installation.host)"

  /// Tells what changes from night to night: its second report changes, its third is withdrawn.
  private static func script() throws -> (script: ScriptedServer.Script, next: () -> Void) {
    let pdfs = try ["lessons-and-messages.pdf", "triennial-2014-2017.pdf"].map(
      SampleSite.document
    )
    let page = Installation.listing([
      ("/a.pdf", "Child Alpha review"), ("/b.pdf", "Child Beta review"),
      ("/c.pdf", "Child Gamma review"), ("/private/d.pdf", "Child Delta review"),
      ("/page", "What we do"),
    ])
    let night = Mutex(0)
    let shared = SharedNight(night: night)
    return (
      { request in
        let night = shared.number
        switch request.path {
        case "/reviews/": return .ok(page, type: "text/html")
        case "/robots.txt":
          return .ok(
            Array("User-agent: *\nDisallow: /private/\nCrawl-delay: 0\n".utf8),
            type: "text/plain"
          )
        case "/page": return .ok(page, type: "text/html")
        case "/a.pdf": return .ok(pdfs[0], type: "application/pdf")
        case "/b.pdf": return .ok(pdfs[min(night, 1)], type: "application/pdf")
        case "/c.pdf" where night == 0:
          return .ok(pdfs[1] + Array("\n% c\n".utf8), type: "application/pdf")
        default: return .status(404)
        }
      }, { shared.next() }
    )
  }

  private final class SharedNight: Sendable {
    private let night: Mutex<Int>

    init(night: consuming Mutex<Int>) { self.night = night }

    var number: Int { night.withLock { $0 } }

    func next() { night.withLock { $0 += 1 } }
  }

  @Test(
    .enabled(
      if: OutputJudge.schemas.isPresent,
      Comment(rawValue: OutputJudge.schemas.whatIsMissing)
    )
  )
  func `has the shapes that the schemas say, and no others`() async throws {
    let (script, next) = try Self.script()
    try await Installation.run(connections: 1, script: script) { installation, _ in
      let shelf = Shelf(in: installation.scratch)
      let program = installation.program
      let exec = "outputs: { exec: [\"sh\", \"-c\", \"cat > '\(shelf.folder)/told.json'\"] }\n"
      try Files.writeBytes(
        Array((exec + (try installation.configurationText)).utf8),
        to: program.configuration
      )
      try await nights(shelf, program, next)
      try await questions(shelf, program)
      try await decisions(shelf, installation)
      try await keeping(shelf, installation)
      let told = try Files.readBytes(shelf.folder.appending("told.json"))
      try shelf.put(told, called: "exec")
      try await failure(shelf, installation)
      try await expectRecords(installation)
      try await copying(shelf, installation)

      let judged = try await OutputJudge.schemas.ask(about: shelf.all)
      #expect(judged.status == 0, "\(judged.text)\(judged.errorText)")
      #expect(judged.text.hasSuffix("\(shelf.all.count) of \(shelf.all.count) valid\n"))
      let printed = try shelf.all.map(Self.schema).map {
        $0.replacing("hanaper/", with: "").replacing("/", with: "-") + ".json"
      }
      #expect(Set(printed) == Set(try Self.schemas()).subtracting(Self.notPrinted))
    }
  }

  private static let folder = FilePath(#filePath).removingLastComponent().removingLastComponent()
    .removingLastComponent().appending("docs")

  /// What is kept in the archive, or is a line of a log; and what the others have in common.
  private static let notPrinted: Set = [
    "capture-1.json", "common.json", "leaf-1.json", "log-1.json", "request-1.json",
    "sealed-leaf-1.json", "visit-1.json",
  ]

  private static func schemas() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.appending("schemas").string)
  }

  /// The name of the schema that an object says to have.
  private static func schema(of file: FilePath) throws -> String {
    struct Named: Decodable { let schema: String }
    return try JSONDecoder().decode(Named.self, from: Data(Files.readBytes(file))).schema
  }

  private func nights(_ shelf: Shelf, _ program: Program, _ next: () -> Void) async throws {
    try await shelf.run(program, 0, "sync", "--dry-run")
    try await shelf.run(program, 0, "sync")
    next()
    try await shelf.run(program, 0, "sync")
    try await shelf.run(program, 0, "source", "test")
    try await shelf.run(program, 0, "source", "list")
    let log = try await program.run("sync", "--verbose", "--log-format", "json")
    let lines = shelf.folder.appending("log")
    try Files.writeBytes(Array(log.errorText.utf8), to: lines)
    let judged = try await OutputJudge.schemas.ask(about: lines, as: ["--lines", "--as", "log-1"])
    #expect(judged.status == 0 && !judged.text.hasPrefix("0 of"), "\(judged.text)")
  }

  private func questions(_ shelf: Shelf, _ program: Program) async throws {
    try await shelf.run(program, 0, "list")
    try await shelf.run(program, 0, "list", "--all", "--source", "reviews")
    try await shelf.run(program, 0, "list", "--attention")
    try await shelf.run(program, 0, "index")
    try await shelf.run(program, 0, "find", "review")
    try await shelf.run(program, 0, "diff", "Child Beta")
    try await shelf.run(program, 0, "show", "Child Alpha")
    try await shelf.run(program, 0, "show", "Child Gamma")
    try await shelf.run(program, 0, "show", "Child Beta", "--cite", "text")
    try await shelf.run(program, 0, "explain", "Child Beta")
    try await shelf.run(program, 2, "explain", "\(Self.site)/private/d.pdf")
    try await shelf.run(program, 0, "explain", "\(Self.site)/page", "--no-fetch")
    let robots = shelf.folder.appending("robots.txt")
    try Files.writeBytes(Array("User-agent: *\nDisallow: /x\n".utf8), to: robots)
    let explained = try await Program.runBare(
      "explain",
      "--robots",
      robots.string,
      "/x/y",
      "--json"
    )
    try shelf.put(explained.output, called: "explain-robots")
    try await shelf.run(program, 2, "check", "\(Self.site)/reviews/")
    try await shelf.run(program, 0, "status")
    try await shelf.run(program, 0, "status", "--max-age", "26h")
    try await shelf.run(program, 0, "news")
    try await shelf.run(program, 0, "news", "--open")
    try await shelf.run(program, 0, "report")
    try await shelf.run(program, 0, "config")
    try await shelf.run(program, 0, "config", "--explain", "politeness")
    try await shelf.run(program, 0, "ledger")
    try await shelf.run(
      program,
      0,
      "restore",
      "Child Alpha",
      "--to",
      shelf.folder.string + "/a.pdf"
    )
    let exported = shelf.folder.appending("exported").string
    try await shelf.run(program, 0, "export", exported)
    let all = shelf.folder.appending("all").string
    for _ in 0..<2 { try await shelf.run(program, 0, "restore", "--all", "--to", all) }
    let request = ["restore", "Child Beta", "--for", "request 2026/17"]
    try await shelf.run(
      program,
      0,
      request[0],
      request[1],
      request[2],
      request[3],
      "--to",
      shelf.folder.string + "/b.pdf"
    )
    try await shelf.run(program, 0, "requests")
  }

  private func decisions(_ shelf: Shelf, _ installation: Installation) async throws {
    let program = installation.program
    try await shelf.run(program, 0, "ack", "Child Gamma", "--note", "known")
    try await shelf.run(program, 0, "reject", "Child Beta", "--version", "2")
    try await shelf.run(program, 0, "accept", "Child Beta")
    try await shelf.run(program, 0, "join", "\(Self.site)/a.pdf", "\(Self.site)/b.pdf")
    try await shelf.run(program, 0, "join", "--undo", "\(Self.site)/a.pdf", "\(Self.site)/b.pdf")
    let paper = installation.scratch.appending("review-2009.pdf")
    try Files.writeBytes(
      try SampleSite.document("lessons-and-messages.pdf") + Array("\n% paper\n".utf8),
      to: paper
    )
    try await shelf.run(
      program,
      0,
      "deposit",
      paper.string,
      "--source",
      "reviews",
      "--note",
      "by post"
    )
    try await shelf.run(
      program,
      0,
      "suppress",
      "Child Gamma",
      "--reason",
      "erasure-request",
      "--note",
      "letter of 3 March",
      "--yes"
    )
    try await shelf.run(program, 0, "list")
    try await shelf.run(program, 0, "explain", "\(Self.site)/c.pdf")
    try await shelf.run(program, 0, "show", "\(Self.site)/c.pdf")
    try await shelf.run(program, 0, "unsuppress", "\(Self.site)/c.pdf", "--note", "in error")
    try await shelf.run(program, 0, "report", "--list")
  }

  private func keeping(_ shelf: Shelf, _ installation: Installation) async throws {
    let program = installation.program
    try await shelf.run(program, 0, "verify")
    try await shelf.run(program, 0, "verify", "--due")
    try await validate(shelf, installation, 0)
    try await shelf.run(program, 0, "recover")
    try await shelf.run(program, 0, "reindex")
    let run = try await Program.shell(
      "cp -R \"$1\" \"$1-copy\" && for f in $(find \"$1/ocfl\" -path '*v1/content/document.pdf'); do printf x >> \"$f\"; done",
      [installation.archive.string]
    )
    #expect(run.status == 0, "\(run.errorText)")
    try await shelf.run(program, 3, "verify")
    try await validate(shelf, installation, 3)
    try await shelf.run(
      program,
      3,
      "restore",
      "Child Alpha",
      "--to",
      shelf.folder.string + "/damaged.pdf"
    )
    try await shelf.run(program, 3, "repair")
    try await shelf.run(program, 0, "repair", "--from", installation.archive.string + "-copy")
    try await shelf.run(program, 0, "sync")
  }

  /// Second copies, which come last: what is damaged on purpose there is nowhere else.
  private func copying(_ shelf: Shelf, _ installation: Installation) async throws {
    let program = installation.program
    let copy = installation.scratch.appending("second")
    try FileManager.default.createDirectory(
      atPath: copy.string,
      withIntermediateDirectories: true
    )
    let before = try Files.readBytes(program.configuration)
    let lines = """
      replicas:
        - { name: disk, to: \(copy) }
        - { name: nowhere, to: \(copy)/none }

      """
    try Files.writeBytes(Array(lines.utf8) + before, to: program.configuration)
    try await shelf.run(program, 1, "replicate")
    try await shelf.run(program, 0, "replicate", "disk")
    // Of the verifications before, one found damage.
    try await shelf.run(program, 3, "status")
    try await shelf.run(program, 1, "replicate", "--audit", "--everything")
    try await shelf.run(program, 0, "import", copy.string, "--dry-run")
    let scans = installation.scratch.appending("scans")
    let paper = try SampleSite.document("lessons-and-messages.pdf") + Array("\n% scan\n".utf8)
    try FileManager.default.createDirectory(
      atPath: scans.string,
      withIntermediateDirectories: true
    )
    try Files.writeBytes(paper, to: scans.appending("scan.pdf"))
    let list =
      "address,file,captured\nhttp://a.example/s.pdf,scan.pdf,2017-03-01\nnone,b.pdf,2017-03-01\n"
    try Files.writeBytes(Array(list.utf8), to: scans.appending("list.csv"))
    try await shelf.run(
      program,
      4,
      "import",
      scans.string,
      "--list",
      scans.appending("list.csv").string
    )
    try await shelf.run(program, 0, "show", "http://a.example/s.pdf")
    let nonce = "a number that nobody knew"
    let answer = installation.scratch.appending("answer.txt")
    try Files.writeBytes(try await program.run("audit", "--nonce", nonce).output, to: answer)
    try await shelf.run(program, 0, "audit", "--nonce", nonce, "--against", answer.string)
    let damage = "for f in $(find \"$1/ocfl\" -name 'document.pdf'); do printf x >> \"$f\"; done"
    _ = try await Program.shell(damage, [copy.string])
    try await shelf.run(program, 3, "replicate", "disk", "--audit", "--everything")
    _ = try await Program.shell("rm -rf \"$1\"/runs/*", [installation.archive.string])
    try await shelf.run(program, 3, "replicate", "disk", "--everything")
    try Files.writeBytes(before, to: program.configuration)
  }

  private func validate(
    _ shelf: Shelf,
    _ installation: Installation,
    _ status: Int32
  ) async throws {
    let run = try await Program.runBare("validate", installation.archive.string, "--json")
    #expect(run.status == status, "\(run.errorText)")
    try shelf.put(run.output, called: "validate")
  }

  /// What a program is told where a run could not do its work.
  private func failure(_ shelf: Shelf, _ installation: Installation) async throws {
    let moved = installation.archive.string + "-moved"
    let away = try await Program.shell("mv \"$1\" \"$2\"", [installation.archive.string, moved])
    #expect(away.status == 0)
    let run = try await installation.program.run("sync")
    #expect(run.status == 1, "\(run.errorText)")
    try shelf.put(try Files.readBytes(shelf.folder.appending("told.json")), called: "failure")
    let back = try await Program.shell("mv \"$2\" \"$1\"", [installation.archive.string, moved])
    #expect(back.status == 0)
  }

  /// What stands in the archive for others to read.
  private func expectRecords(_ installation: Installation) async throws {
    for (pattern, options) in [
      ("runs/*/report.json", []), ("requests/*.json", []), ("tombstones/*.json", []),
      ("ocfl/*/*/*/content/capture.json", []),
      ("runs/*/visits.jsonl", ["--lines", "--as", "visit-1"]),
    ] as [(String, [String])] {
      let found = try await Program.shell(
        "cd \"$1\" && for f in \(pattern); do echo \"$1/$f\"; done",
        [installation.archive.string]
      )
      let files = found.text.split(separator: "\n").map { FilePath(String($0)) }
      let judged = try await OutputJudge.schemas.ask(about: files, as: options)
      #expect(judged.status == 0 && !judged.text.hasPrefix("0 of"), "\(pattern): \(judged.text)")
    }
  }

  @Test(
    .enabled(
      if: OutputJudge.schemas.isPresent,
      Comment(rawValue: OutputJudge.schemas.whatIsMissing)
    ),
    arguments: [
      ("{\"schema\":\"hanaper/join/1\",\"isJoined\":true,\"new\":\"http://a.example/\"}", "'old'"),
      (
        "{\"schema\":\"hanaper/join/1\",\"isJoined\":1,\"new\":\"http://a.example/\",\"old\":\"http://b.example/\"}",
        "/isJoined"
      ),
      (
        "{\"schema\":\"hanaper/join/1\",\"isJoined\":true,\"new\":\"http://a.example/\",\"old\":\"http://b.example/\",\"x\":1}",
        "'x' was unexpected"
      ),
      ("{\"schema\":\"hanaper/unheard-of/1\"}", "there is no schema for"),
      ("{", "no JSON"),
    ]
  )
  func `is told where it has another shape`(text: String, fault: String) async throws {
    try await ScratchDirectory.run { folder in
      let file = folder.appending("odd.json")
      try Files.writeBytes(Array(text.utf8), to: file)
      let judged = try await OutputJudge.schemas.ask(about: file)
      #expect(judged.status == 1 && judged.text.contains(fault), "\(judged.text)")
    }
  }

  @Test func `is described for each schema that a command prints, and the other way round`() throws
  {
    let text = String(
      decoding: try Files.readBytes(Self.folder.appending("scripting.md")),
      as: UTF8.self
    )
    let described = text.split(separator: "\n").filter { $0.hasPrefix("### ") }
      .flatMap { $0.matches(of: /hanaper\/([a-z-]+)\/([0-9])/) }
      .map { "\($0.output.1)-\($0.output.2).json" }
    #expect(Set(described) == Set(try Self.schemas()).subtracting(["common.json"]))
  }
}
