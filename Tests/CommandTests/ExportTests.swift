// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import Synchronization
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `Documents that are exported` {
  private static func report(_ words: String) -> [UInt8] {
    MadePDF(pages: [.init(drawing: MadePDF.line(words, at: 700))]).bytes
  }

  private static let bodies = [
    "/a.pdf": report("What happened in the year before"),
    "/files/b.pdf": report("What was learnt from it"),
    "/zipped.pdf": report("What came in another coding"),
    "/chunked.pdf": report("What came in pieces"),
  ]
  private static let second = report("What happened in the year after")

  /// An archive of what servers send in every way, a version that was replaced, and a report that came by post.
  private static func run(_ body: (Installation, [String: [UInt8]]) async throws -> Void)
    async throws
  {
    let page = Installation.listing([
      ("/a.pdf", "=Child A, \"final\""), ("/b.pdf", "Child B"), ("/copy.pdf", "Child A once more"),
      ("/zipped.pdf", "Child Z 100%41 \u{D4E}&lt;script&gt;"),
      ("/chunked.pdf", "Child C\u{D4E}, \u{D4E}\"two\u{D4E}\""),
    ])
    let isSecond = Mutex(false)
    let script: ScriptedServer.Script = { request in
      let bytes = bodies[request.path] ?? []
      return switch request.path {
      case "/reviews/": .ok(page, type: "text/html")
      case "/a.pdf": .ok(isSecond.withLock(\.self) ? second : bytes, type: "application/pdf")
      case "/copy.pdf": .ok(bodies["/a.pdf"] ?? [], type: "application/pdf")
      case "/b.pdf": .redirect(301, to: "/files/b.pdf")
      case "/files/b.pdf": .ok(bytes, type: "application/pdf", headers: [("X-Name", "caf\u{E9}")])
      case "/zipped.pdf":
        .ok(
          Squeeze.gzip(bytes),
          type: "application/pdf",
          headers: [("Content-Encoding", "gzip")]
        )
      case "/chunked.pdf":
        .chunked([Array(bytes.prefix(100)), Array(bytes.dropFirst(100))], type: "application/pdf")
      default: .status(404)
      }
    }
    try await Installation.run(script: script) { installation, _ in
      let program = installation.program
      try await program.run("sync")
      isSecond.withLock { $0 = true }
      // Two versions of one second would be one to whoever asks by time.
      try await Task.sleep(for: .milliseconds(1_100))
      try await program.run("sync")
      let paper = installation.scratch.appending("paper.pdf")
      try Files.writeBytes(report("What came by post"), to: paper)
      let taken = try await program.run("deposit", paper.string, "--source", "reviews")
      try #require(taken.status == 0, "\(taken.errorText)")
      var expected: [String: [UInt8]] = [:]
      for (path, bytes) in bodies { expected[path] = bytes }
      expected["/b.pdf"] = bodies["/files/b.pdf"]
      expected["/copy.pdf"] = bodies["/a.pdf"]
      try await body(installation, expected)
    }
  }

  /// What an export that was cut off leaves.
  private static func leave(_ bytes: [UInt8]?, in folder: FilePath, as form: String) throws {
    try FileManager.default.createDirectory(
      atPath: folder.string,
      withIntermediateDirectories: true
    )
    let mark = "What is left of an export that was cut off: \(form)\n"
    try Files.writeBytes(Array(mark.utf8), to: folder.appending("hanaper-export.txt"))
    if let bytes { try Files.writeBytes(bytes, to: folder.appending("export")) }
  }

  private static let aggregator = Judges.program("../aggregator/bin")

  @Test(
    .enabled(
      if: FileManager.default.fileExists(atPath: aggregator.appending("wayback").string),
      "skipped: pywb is missing; \(Judges.whereToGetThem)"
    )
  ) func `are replayed out of a WARC file, byte for byte`() async throws {
    try await Self.run { installation, expected in
      let file = installation.scratch.appending("reports.warc")
      let told = try await installation.program.run("export", file.string)
      #expect(told.status == 0 && told.words.hasPrefix("7 versions of 6 documents"), "\(told)")
      let check = try await ProgramRun(
        Self.aggregator.appending("warcio").string,
        ["check", "-v", file.string]
      )
      #expect(check.status == 0 && check.text.contains("digest pass"), "\(check.text)")
      #expect(!check.text.contains("fail"), "\(check.text)")
      let text = String(decoding: try Files.readBytes(file), as: UTF8.self)
      #expect(text.contains("WARC-Type: revisit") && text.contains("WARC-Type: resource"))
      #expect(text.contains("X-Orig-Content-Encoding: gzip"))
      #expect(text.contains("X-Orig-Transfer-Encoding: chunked"))

      let folder = installation.scratch.appending("player")
      try FileManager.default.createDirectory(
        atPath: folder.string,
        withIntermediateDirectories: true
      )
      for arguments in [["init", "c"], ["add", "c", file.string]] {
        let manager = Self.aggregator.appending("wb-manager").string
        let run = try await Program.shell(
          "cd \"$1\" && shift && exec \"$@\"",
          [folder.string, manager] + arguments
        )
        try #require(run.status == 0, "\(run.text)\(run.errorText)")
      }
      let free =
        "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1])"
      let port = try await ProgramRun("/usr/bin/python3", ["-c", free]).words
      try await RunningProgram.run(
        Self.aggregator.appending("wayback").string,
        ["-p", port, "-b", "127.0.0.1", "-d", folder.string]
      ) { _ in
        func ask(_ address: String, at time: String) async throws -> [UInt8] {
          let place = "http://127.0.0.1:\(port)/c/\(time)id_/\(address)"
          let options = ["-s", "--retry", "60", "--retry-connrefused", "--retry-delay", "1"]
          return try await ProgramRun("/usr/bin/curl", options + [place]).output
        }
        // What sent us on does so again; where it leads, as it was, is another host's address.
        let moved = try await ask("http://\(Installation.host)/b.pdf", at: "20000101000000")
        #expect(moved.isEmpty)
        for (path, bytes) in expected where path != "/b.pdf" {
          let found = try await ask("http://\(Installation.host)\(path)", at: "20000101000000")
          #expect(found == bytes, "\(path): \(String(decoding: found.prefix(300), as: UTF8.self))")
        }
        let newest = try await ask("http://\(Installation.host)/a.pdf", at: "20990101000000")
        #expect(newest == Self.second)
      }
    }
  }

  @Test(
    .enabled(
      if: FileManager.default.fileExists(atPath: Judges.program("bagit-is-here").string),
      "skipped: bagit is missing; \(Judges.whereToGetThem)"
    )
  ) func `lie in a bag with their provenance and their proofs`() async throws {
    try await Self.run { installation, expected in
      let program = installation.program
      let bag = installation.scratch.appending("bag")
      let told = try await program.run("export", bag.string, "--as", "bag")
      #expect(told.status == 0, "\(told)")
      let judged = try await ProgramRun(
        Judges.program("python").string,
        ["-m", "bagit", "--validate", bag.string]
      )
      #expect(judged.status == 0, "\(judged.errorText)")
      let files = try FileManager.default.subpathsOfDirectory(atPath: bag.string)
      let proofs = files.filter { $0.hasSuffix(".tlog-proof") }
      #expect(proofs.count == 7 && files.count { $0.hasSuffix(".capture.json") } == 7)
      let kept = try #require(files.first { $0.hasSuffix("b-v1.pdf") })
      #expect(try Files.readBytes(bag.pushing(FilePath(kept))) == expected["/b.pdf"])
      let checkpoint = installation.scratch.appending("checkpoint")
      try Files.writeBytes(try await program.run("checkpoint").output, to: checkpoint)
      let proven = try await Program.runBare(
        "prove",
        bag.pushing(FilePath(kept)).string,
        "--checkpoint",
        checkpoint.string
      )
      #expect(proven.status == 0, "\(proven.text)\(proven.errorText)")
      let page = String(
        decoding: try Files.readBytes(bag.appending("data/index.html")),
        as: UTF8.self
      )
      #expect(
        page.utf8.contains("&lt;script&gt;".utf8) && !page.utf8.contains("<script".utf8)
      )
      let rows = try await ProgramRun(
        "/usr/bin/python3",
        [
          "-c",
          "import csv, sys; print({len(row) for row in csv.reader(open(sys.argv[1], newline=''))})",
          bag.appending("data/documents.csv").string,
        ]
      )
      #expect(rows.text == "{13}\n", "\(rows.text)")
      let info = String(
        decoding: try Files.readBytes(bag.appending("bag-info.txt")),
        as: UTF8.self
      )
      #expect(info.contains("Checkpoint: ") && info.contains("Payload-Oxum: "))
    }
  }

  @Test(
    .enabled(if: OutputJudge.wacz.isPresent, Comment(rawValue: OutputJudge.wacz.whatIsMissing))
  ) func `stand in a WACZ file with its index and their proofs, signed`() async throws {
    try await Self.run { installation, _ in
      let file = installation.scratch.appending("reports.wacz")
      let told = try await installation.program.run("export", file.string)
      #expect(told.status == 0, "\(told)")
      let command = OutputJudge.wacz.command + [file.string]
      let checked = try await ProgramRun(command[0], Array(command.dropFirst()))
      // A record for each version and for the redirect; the WARC file, index, pages, checkpoint and a proof each.
      #expect(checked.text == "8 records, 11 resources\n", "\(checked.text)\(checked.errorText)")
      let judge = Judges.program("../wacz/bin/wacz")
      guard FileManager.default.fileExists(atPath: judge.string) else { return }
      let judged = try await ProgramRun(judge.string, ["validate", "-f", file.string])
      #expect(judged.status == 0 && judged.text.contains("Validation succeeded"), "\(judged)")
    }
  }

  @Test func `are equal to the byte each time, and gone on with where an export was cut off`()
    async throws
  {
    try await Self.run { installation, _ in
      let program = installation.program
      func export(_ name: String, _ options: String...) async throws -> FilePath {
        let target = installation.scratch.appending(name)
        let told = try await Program.run(
          ["export", target.string, "--config", program.configuration.string] + options
        )
        #expect(told.status == 0, "\(told)")
        return target
      }
      let once = try Files.readBytes(try await export("one/reports.warc"))
      #expect(try Files.readBytes(try await export("two/reports.warc")) == once)
      // What an export left that was cut off, or that was of something else.
      for left in [Array(once.prefix(once.count / 2)), once + [1], Array("something else".utf8)] {
        let place = installation.scratch.appending("three")
        try? FileManager.default.removeItem(atPath: place.string)
        try Self.leave(left, in: place.appending("reports.warc.partial"), as: "warc")
        #expect(try Files.readBytes(try await export("three/reports.warc")) == once)
      }
      let first = try await export("folder-one")
      let left = installation.scratch.appending("folder-two.partial")
      try Self.leave(nil, in: left, as: "folder")
      let partial = left.appending("export")
      try FileManager.default.copyItem(atPath: first.string, toPath: partial.string)
      try Files.writeBytes([1], to: partial.appending("stranger.txt"))
      try Files.writeBytes([1], to: partial.appending("documents.csv"))
      let second = try await export("folder-two")
      let same = try await Program.shell("diff -r \"$1\" \"$2\"", [first.string, second.string])
      #expect(same.status == 0, "\(same.text)")
    }
  }

  @Test func `are chosen by name, source and version, and nothing is written over`() async throws {
    try await Self.run { installation, _ in
      let program = installation.program
      let table = installation.scratch.appending("t.csv")
      #expect(try await program.run("export", table.string).status == 0)
      let text = String(decoding: try Files.readBytes(table), as: UTF8.self)
      // A title that a spreadsheet would compute does nothing.
      #expect(text.contains("\"'=Child A, \"\"final\"\"\""), "\(text)")
      let again = try await program.run("export", table.string)
      #expect(again.status == 1 && again.errorText.contains("is there already"))
      // Nothing is written through a link, or into what is something else.
      let place = installation.scratch.appending("elsewhere")
      try FileManager.default.createDirectory(
        atPath: place.string,
        withIntermediateDirectories: true
      )
      let own = installation.scratch.appending("own.partial")
      try FileManager.default.createDirectory(atPath: own.string, withIntermediateDirectories: true)
      try Files.writeBytes([1], to: own.appending("thesis.txt"))
      let kept = try await program.run("export", installation.scratch.appending("own").string)
      #expect(kept.status == 1 && kept.errorText.contains("is in its way"), "\(kept)")
      #expect(try Files.readBytes(own.appending("thesis.txt")) == [1])
      // One process at a time.
      let twice = try await Program.shell(
        "\"$1\" export \"$2\" --config \"$3\" & \"$1\" export \"$2\" --config \"$3\"; first=$?; wait $!; echo $((first + $?))",
        [
          try Program.path.string, installation.scratch.appending("twice.warc").string,
          program.configuration.string,
        ]
      )
      #expect(twice.text.hasSuffix("1\n"), "\(twice)")
      for name in ["linked", "linked.warc"] {
        let target = installation.scratch.appending(name)
        try FileManager.default.createSymbolicLink(
          atPath: "\(target).partial",
          withDestinationPath: place.string
        )
        let refused = try await program.run("export", target.string)
        #expect(refused.status == 1 && refused.errorText.contains("is in its way"), "\(refused)")
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: place.string).isEmpty)
      let one = installation.scratch.appending("one.json")
      let told = try await program.run(
        "export",
        one.string,
        "--document",
        "chunked.pdf",
        "--document",
        "zipped.pdf"
      )
      #expect(told.words.hasPrefix("2 versions of 2 documents,"), "\(told)")
      let latest = installation.scratch.appending("latest.json")
      let source = try await program.run(
        "export",
        latest.string,
        "--source",
        "reviews",
        "--latest"
      )
      #expect(source.words.hasPrefix("5 versions of 5 documents,"), "\(source)")
      let none = try await program.run("export", "x.warc", "--source", "nowhere")
      #expect(none.status == 1 && none.errorText.contains("there is no source “nowhere”"))
      let form = try await program.run("export", "x", "--as", "tar")
      #expect(form.status == 64 && form.errorText.contains("the forms are warc, wacz, bag, folder"))
      let inside = try await program.run("export", installation.archive.string + "/x.warc")
      #expect(inside.status != 0)
    }
  }

  @Test func `have no answer that nobody gave, where the same bytes were handed in, too`()
    async throws
  {
    try await Self.run { installation, expected in
      let paper = installation.scratch.appending("again.pdf")
      try Files.writeBytes(try #require(expected["/chunked.pdf"]), to: paper)
      let taken = try await installation.program.run(
        "deposit",
        paper.string,
        "--source",
        "reviews",
        "--as",
        "http://www.zebra.example/again.pdf"
      )
      try #require(taken.status == 0, "\(taken.errorText)")
      let file = installation.scratch.appending("r.warc")
      #expect(try await installation.program.run("export", file.string).status == 0)
      let text = String(decoding: try Files.readBytes(file), as: UTF8.self)
      let handedIn = text.components(separatedBy: "WARC/1.1\r\n").filter {
        $0.contains("\r\nWARC-Target-URI: http://www.zebra.example/again.pdf")
      }
      #expect(handedIn.count == 1 && !handedIn.contains { $0.contains("HTTP/1.1") }, "\(handedIn)")
      #expect(handedIn.first?.contains("WARC-Type: revisit") == true)
    }
  }

  @Test func `leave out what is damaged, and say so`() async throws {
    try await Self.run { installation, _ in
      let spoil = try await Program.shell(
        "file=$(find \"$1/ocfl\" -name document.pdf | sort | head -1) && chmod u+w \"$file\" && echo x >> \"$file\"",
        [installation.archive.string]
      )
      try #require(spoil.status == 0, "\(spoil.errorText)")
      let file = installation.scratch.appending("r.warc")
      let told = try await installation.program.run("export", file.string)
      #expect(told.status == 3, "\(told)")
      #expect(told.words.contains("which is damaged"), "\(told.text)")
    }
  }
}
