// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(10)))
struct `Documents that were captured elsewhere` {
  private static func report(_ words: String) -> [UInt8] {
    MadePDF(pages: [.init(drawing: MadePDF.line(words, at: 700))]).bytes
  }

  /// A record as other tools write it.
  private static func record(
    _ type: String,
    _ target: String?,
    _ date: String,
    _ block: [UInt8],
    fields: [(String, String)] = []
  ) -> [UInt8] {
    var head = "WARC/1.0\r\nWARC-Type: \(type)\r\n"
    head += "WARC-Record-ID: <urn:uuid:\(UUID().uuidString)>\r\n"
    head += "WARC-Date: \(date)\r\n"
    if let target { head += "WARC-Target-URI: \(target)\r\n" }
    for (name, value) in fields { head += "\(name): \(value)\r\n" }
    head += "Content-Length: \(block.count)\r\n\r\n"
    return Array(head.utf8) + block + Array("\r\n\r\n".utf8)
  }

  private static func answer(
    _ status: String,
    _ fields: [(String, String)],
    _ body: [UInt8]
  ) -> [UInt8] {
    let lines = fields.map { "\($0.0): \($0.1)\r\n" }.joined()
    return Array("HTTP/1.1 \(status)\r\n\(lines)\r\n".utf8) + body
  }

  private static func pdf(_ words: String, _ more: [(String, String)] = []) -> [UInt8] {
    answer("200 OK", [("Content-Type", "application/pdf")] + more, report(words))
  }

  private struct Answer: Decodable {
    struct Kept: Decodable {
      let address: String
      let version: Int?
    }

    struct LeftOut: Decodable {
      let reason: String
      let address: String
    }

    let kept: [Kept]
    let leftOut: [LeftOut]
    let damage: [String]

    func reasons(of ending: String) -> [String] {
      leftOut.filter { $0.address.hasSuffix(ending) }.map(\.reason)
    }
  }

  /// An archive with nothing in it.
  private static func run(_ body: (Installation) async throws -> Void) async throws {
    try await Installation.run(script: { _ in .status(404) }) { installation, _ in
      try await body(installation)
    }
  }

  private static let software = record(
    "warcinfo",
    nil,
    "2019-03-01T10:00:00Z",
    Array("software: Wget/1.21.3 (linux-gnu)\r\nformat: WARC File Format 1.0\r\n".utf8)
  )

  @Test func `are kept as of when they were captured, in that order, with where they come from`()
    async throws
  {
    try await Self.run { installation in
      let whole = Self.report("C")
      var chunked = Array("5\r\n".utf8)
      chunked += whole.prefix(5)
      chunked += Array("\r\n\(String(whole.count - 5, radix: 16))\r\n".utf8)
      chunked += whole.dropFirst(5)
      chunked += Array("\r\n0\r\n\r\n".utf8)
      var records: [[UInt8]] = [Self.software]
      records += [
        // The newer one first.
        Self.record("response", "<http://a.example/a.pdf>", "2020-05-01T10:00:00Z", Self.pdf("A2")),
        Self.record(
          "response",
          "http://a.example/a.pdf",
          "2019-03-01T10:00:00.123Z",
          Self.pdf("A1")
        ),
        Self.record(
          "response",
          "http://a.example/old",
          "2019-03-01T10:00:05Z",
          Self.answer("301 Moved", [("Location", "/new.pdf")], [])
        ),
        Self.record("response", "http://a.example/new.pdf", "2019-03-01T10:00:06Z", Self.pdf("B")),
        Self.record(
          "response",
          "http://a.example/c.pdf",
          "2019-03-01T10:01:00Z",
          Self.answer(
            "200 OK",
            [("Content-Type", "application/pdf"), ("Transfer-Encoding", "chunked")],
            chunked
          )
        ),
        // Taken apart by the archiver, who kept the field.
        Self.record(
          "response",
          "http://a.example/d.pdf",
          "2019-03-01T10:02:00Z",
          Self.pdf("D", [("Transfer-Encoding", "chunked")])
        ),
        Self.record(
          "response",
          "http://a.example/z.pdf",
          "2019-03-01T10:03:00Z",
          Self.answer(
            "200 OK",
            [("Content-Type", "application/pdf"), ("Content-Encoding", "gzip")],
            Squeeze.gzip(Self.report("Z"))
          )
        ),
        Self.record(
          "revisit",
          "http://b.example/same.pdf",
          "2019-06-01T10:00:00Z",
          Self.answer("200 OK", [("Content-Type", "application/pdf")], []),
          fields: [
            ("WARC-Profile", "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest"),
            ("WARC-Refers-To-Target-URI", "http://a.example/new.pdf"),
            ("WARC-Refers-To-Date", "2019-03-01T10:00:06Z"),
          ]
        ),
        Self.record(
          "response",
          "http://a.example/",
          "2019-03-01T10:00:00Z",
          Self.answer("200 OK", [("Content-Type", "text/html")], Array("<h1>Hi</h1>".utf8))
        ),
        Self.record(
          "response",
          "http://a.example/error.pdf",
          "2019-03-01T10:00:00Z",
          Self.answer(
            "200 OK",
            [("Content-Type", "text/html")],
            Array("<title>404 Not found</title><h1>Page not found</h1>".utf8)
          )
        ),
        Self.record("resource", "dns:a.example", "2019-03-01T10:00:00Z", Array("192.0.2.1".utf8)),
        Self.record(
          "response",
          "http://a.example/part.pdf",
          "2019-03-01T10:00:00Z",
          Self.answer("206 Partial Content", [], Self.report("P"))
        ),
        Self.record("response", "http://a.example/f.pdf", "2190-01-01T00:00:00Z", Self.pdf("F")),
        Self.record("response", "http://a.example/p.pdf", "1980-01-01T00:00:00Z", Self.pdf("P")),
        Self.record(
          "response",
          "http://a.example/br.pdf",
          "2019-03-01T10:00:00Z",
          Self.pdf("Br", [("Content-Encoding", "br")])
        ),
      ]
      let plain = installation.scratch.appending("crawl.warc")
      let packed = installation.scratch.appending("crawl.warc.gz")
      try Files.writeBytes(records.flatMap(\.self), to: plain)
      try Files.writeBytes(records.flatMap { Squeeze.gzip($0) }, to: packed)
      let program = installation.program
      let planned = try await program.answer(Answer.self, "import", plain.string, "--dry-run")
      #expect(planned.kept.count == 7 && planned.kept.allSatisfy { $0.version == nil })
      #expect(try await program.run("list", "--all").text.contains("Nothing is held"))
      let answer = try await program.answer(Answer.self, "import", packed.string)
      let kept = Set(answer.kept.map { "\($0.address) v\($0.version ?? 0)" })
      #expect(
        kept == [
          "http://a.example/a.pdf v1", "http://a.example/a.pdf v2", "http://a.example/old v1",
          "http://a.example/c.pdf v1", "http://a.example/d.pdf v1", "http://a.example/z.pdf v1",
          "http://b.example/same.pdf v1",
        ]
      )
      #expect(answer.leftOut.contains { $0.reason == "otherKind" && $0.address.hasPrefix("dns:") })
      #expect(answer.reasons(of: "/part.pdf") == ["noDocument"])
      #expect(answer.reasons(of: "/f.pdf") == ["impossibleTime"])
      #expect(answer.reasons(of: "/p.pdf") == ["impossibleTime"])
      #expect(answer.reasons(of: "/br.pdf") == ["damaged"])
      #expect(["otherKind", "noDocument"].contains(answer.reasons(of: "a.example/").first ?? ""))
      #expect(answer.reasons(of: "/error.pdf") == ["noDocument"])
      #expect(answer.damage.isEmpty)
      for (address, version, words) in [
        ("http://a.example/a.pdf", "1", "A1"), ("http://a.example/a.pdf", "2", "A2"),
        ("http://a.example/old", "1", "B"), ("http://a.example/c.pdf", "1", "C"),
        ("http://a.example/z.pdf", "1", "Z"), ("http://b.example/same.pdf", "1", "B"),
      ] {
        let file = installation.scratch.appending("out-\(words)-\(version)-\(address.count).pdf")
        try await program.run("restore", address, "--version", version, "--to", file.string)
        #expect(try Files.readBytes(file) == Self.report(words), "\(address)")
      }
      let shown = try await program.run("show", "http://a.example/a.pdf")
      #expect(shown.words.contains("crawl.warc.gz"), "\(shown.text)")
      #expect(shown.words.contains("Wget/1.21.3"), "\(shown.text)")
      #expect(shown.words.contains("2019-03-01"), "\(shown.text)")
      // Nothing comes twice; what is older than what is held is told.
      let again = try await program.answer(Answer.self, "import", plain.string, packed.string)
      #expect(again.kept.isEmpty && again.leftOut.count { $0.reason == "held" } == 14)
      let late = installation.scratch.appending("late.warc")
      let older = Self.record(
        "response",
        "http://a.example/a.pdf",
        "2018-01-01T00:00:00Z",
        Self.pdf("A0")
      )
      try Files.writeBytes(Self.software + older, to: late)
      #expect(
        try await program.answer(Answer.self, "import", late.string).reasons(of: "a.pdf")
          == ["older"]
      )
      #expect(try await program.run("verify").status == 0)
      #expect(try await installation.complaints() == [])
      #expect(try await program.run("reindex").status == 0)
      #expect(try await program.run("sync").status != 3)
    }
  }

  @Test func `come back as they were exported, provenance and all`() async throws {
    let page = Installation.listing([("/a.pdf", "Child A"), ("/b.pdf", "Child B")])
    let script: ScriptedServer.Script = { request in
      switch request.path {
      case "/reviews/": .ok(page, type: "text/html")
      case "/a.pdf": .redirect(302, to: "/files/a.pdf")
      case "/files/a.pdf": .ok(Self.report("A"), type: "application/pdf")
      case "/b.pdf": .ok(Self.report("A"), type: "application/pdf")
      default: .status(404)
      }
    }
    try await Installation.run(script: script) { installation, _ in
      let program = installation.program
      try await program.run("sync")
      let paper = installation.scratch.appending("paper.pdf")
      try Files.writeBytes(Self.report("By post"), to: paper)
      try await program.run("deposit", paper.string, "--source", "reviews", "--by", "J. Smith")
      let digests =
        "cd \"$1\" && grep -v 'capture.json' manifest-sha512.txt | grep -v 'document.html' | cut -d ' ' -f 1 | sort -u"
      let before = try await Program.shell(digests, [installation.archive.string]).text
      for name in ["all.warc", "all.wacz", "archive"] {
        let place =
          name == "archive" ? installation.archive : installation.scratch.appending(name)
        if name != "archive" { try await program.run("export", place.string) }
        let folder = installation.scratch.appending("of-\(name)")
        _ = try await Program.runBare("init", folder.string, "--contact", "mailto:t@example.org")
        let other = Program(configuration: folder.appending("Config").appending("hanaper.yaml"))
        let run = try await other.run("import", place.string)
        #expect(run.status == 0, "\(run.text)\(run.errorText)")
        let archive = folder.appending("Archive")
        #expect(try await Program.shell(digests, [archive.string]).text == before)
        let shown = try await other.run("show", "http://\(Installation.host)/a.pdf")
        #expect(shown.words.contains("kept there by the run"), "\(shown.text)")
        #expect(try await other.run("show", "paper.pdf").words.contains("J. Smith"))
        #expect(try await other.run("verify").status == 0)
      }
    }
  }

  @Test func `are taken as far as they are sound`() async throws {
    try await Self.run { installation in
      let records = (1...5).map { number in
        Self.record(
          "response",
          "http://a.example/\(number).pdf",
          "2019-03-0\(number)T10:00:00Z",
          Self.pdf("Report \(number)")
        )
      }
      func put(_ bytes: [UInt8], _ name: String) throws -> String {
        let path = installation.scratch.appending(name)
        try Files.writeBytes(bytes, to: path)
        return path.string
      }
      let program = installation.program
      // A head in the middle is gone.
      var broken = records.flatMap(\.self)
      let second = records[0].count
      broken.replaceSubrange(second..<(second + 40), with: Array(repeating: 0x58, count: 40))
      let first = try await program.answer(Answer.self, "import", put(broken, "broken.warc"))
      #expect(first.kept.count == 4 && first.damage.count == 1)
      // A member of gzip is damaged.
      var members = records.map { Squeeze.gzip($0) }
      members[2][members[2].count / 2] ^= 0xFF
      let packed = try put(members.flatMap(\.self), "broken.warc.gz")
      let run = try await program.run("import", packed)
      #expect(run.status == 3 && run.text.contains("damaged at byte"), "\(run.text)")
      #expect(try await program.run("list", "--all").text.contains("5 documents"))
      for (bytes, name) in [
        (Array(records.flatMap(\.self).dropLast(300)), "cut.warc"),
        (Array(records.flatMap { Squeeze.gzip($0) }.dropLast(30)), "cut.warc.gz"),
        (Array("no archive at all".utf8), "text.warc"), ([], "empty.warc"),
        (Array("PK\u{3}\u{4}nothing".utf8), "nothing.wacz"),
      ] {
        let answer = try await program.answer(Answer.self, "import", put(bytes, name))
        #expect(answer.kept.isEmpty && !answer.damage.isEmpty, "\(name)")
      }
      #expect(try await program.run("verify").status == 0)
      let none = try await program.run("import", installation.scratch.appending("none").string)
      #expect(none.status == 1 && none.errorText.contains("there is nothing at"))
    }
  }

  @Test func `are not believed where something says that they are others`() async throws {
    try await Self.run { installation in
      let program = installation.program
      func take(_ records: [[UInt8]], _ name: String, packed: Bool = false) async throws -> Answer {
        let path = installation.scratch.appending(name)
        try Files.writeBytes(records.flatMap(\.self), to: path)
        return try await program.answer(Answer.self, "import", path.string)
      }
      let day = "2019-03-01T10:00:00Z"
      // Of a member of gzip whose checksum is another, no byte is sure.
      var member = Squeeze.gzip(
        Self.record("response", "http://a.example/1.pdf", day, Self.pdf("1"))
      )
      member[member.count - 6] ^= 1
      let sound = Squeeze.gzip(
        Self.record("response", "http://a.example/2.pdf", day, Self.pdf("2"))
      )
      let packed = try await take([member, sound], "sum.warc.gz")
      #expect(packed.kept.map(\.address) == ["http://a.example/2.pdf"])
      #expect(packed.reasons(of: "1.pdf") == ["damaged"] && !packed.damage.isEmpty)
      // What the record states of its bytes.
      let wrong = ("WARC-Payload-Digest", "sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
      let other = ("WARC-Block-Digest", "sha256:\(String(repeating: "0", count: 64))")
      let stated = try await take(
        [
          Self.record("response", "http://a.example/3.pdf", day, Self.pdf("3"), fields: [wrong]),
          Self.record("response", "http://a.example/4.pdf", day, Self.pdf("4"), fields: [other]),
          Self.record(
            "response",
            "http://a.example/5.pdf",
            day,
            Self.pdf("5"),
            fields: [("WARC-Truncated", "length")]
          ),
          Self.record(
            "response",
            "http://a.example/6.pdf",
            day,
            Self.pdf("6", [("Content-Length", "99999")])
          ),
        ],
        "stated.warc"
      )
      #expect(
        stated.kept.isEmpty
          && stated.leftOut.map(\.reason) == ["damaged", "damaged", "damaged", "damaged"]
      )
      // Provenance of ours is believed of the record that it is of, and of a document.
      try await program.run("import", installation.scratch.appending("sum.warc.gz").string)
      let out = installation.scratch.appending("own.warc")
      try await program.run("export", out.string)
      let text = String(decoding: try Files.readBytes(out), as: UTF8.self)
      let forged = text.replacing(
        "WARC-Target-URI: http://a.example/2.pdf",
        with: "WARC-Target-URI: http://b.example/9.pdf"
      )
      let fresh = installation.scratch.appending("fresh")
      _ = try await Program.runBare("init", fresh.string, "--contact", "mailto:t@example.org")
      let own = Program(configuration: fresh.appending("Config").appending("hanaper.yaml"))
      try Files.writeBytes(Array(forged.utf8), to: out)
      let answer = try await own.answer(Answer.self, "import", out.string)
      #expect(!answer.kept.contains { $0.address == "http://a.example/2.pdf" })
      // A small file that is made to fill a disk.
      let bomb = Squeeze.gzip([UInt8](repeating: 0x20, count: 80 << 20))
      let much = try await take([bomb], "bomb.warc.gz")
      #expect(much.kept.isEmpty && much.damage.contains { $0.contains("times its size") })
      #expect(try await program.run("verify").status == 0)
    }
  }

  @Test func `come from a folder by its list, and nothing from outside of it`() async throws {
    try await Self.run { installation in
      let folder = installation.scratch.appending("scans")
      try FileManager.default.createDirectory(
        atPath: folder.appending("deep").string,
        withIntermediateDirectories: true
      )
      try Files.writeBytes(Self.report("One"), to: folder.appending("deep").appending("one.pdf"))
      try Files.writeBytes(Self.report("Two"), to: folder.appending("two, \"2\".pdf"))
      try Files.writeBytes(Self.report("Not yours"), to: installation.scratch.appending("x.pdf"))
      _ = try await Program.shell("ln -s ../x.pdf \"$1/link.pdf\"", [folder.string])
      let list = installation.scratch.appending("list.csv")
      let rows = """
        \u{FEFF}"Address",File,Captured,Note\r
        http://a.example/one.pdf,deep/one.pdf,2009-05-01,"from the ""old"" server,\r
        in a box"\r
        http://a.example/two.pdf,"two, ""2"".pdf",2010-01-01T09:30:00Z,\r
        http://a.example/x.pdf,../x.pdf,2010-01-01,\r
        http://a.example/l.pdf,link.pdf,2010-01-01,\r
        http://a.example/n.pdf,none.pdf,2010-01-01,\r
        no address,two.pdf,2010-01-01,\r

        """
      try Files.writeBytes(Array(rows.utf8), to: list)
      let program = installation.program
      let answer = try await program.answer(
        Answer.self,
        "import",
        folder.string,
        "--list",
        list.string
      )
      #expect(
        answer.kept.map(\.address) == ["http://a.example/one.pdf", "http://a.example/two.pdf"]
      )
      #expect(answer.leftOut.count == 4 && answer.leftOut.allSatisfy { $0.reason == "incomplete" })
      let shown = try await program.run("show", "http://a.example/one.pdf")
      #expect(shown.words.contains("from the \"old\" server, in a box"), "\(shown.text)")
      for (text, words) in [
        ("", "it is empty"), ("a,b,c\n1,2,3\n", "has to name the columns"),
        ("address,file,captured\nhttp://a.example/1,1.pdf,yesterday\n", "“yesterday” is no time"),
        ("address,file,captured\nhttp://a.example/1,1.pdf,2017-02-30\n", "is no time"),
        ("address,file,captured\nhttp://a.example/1,1.pdf,2017-03-01T09:30:00\n", "is no time"),
        ("address,file,captured\nhttp://a.example/1,1.pdf,2017-03-01junk\n", "is no time"),
        ("address,file,captured\n1,\"a,2017-03-01\n2,b,2017-03-01\n", "list.csv:2: a quote"),
      ] {
        try Files.writeBytes(Array(text.utf8), to: list)
        let run = try await program.run("import", folder.string, "--list", list.string)
        #expect(run.status == 1 && run.errorText.contains(words), "\(run.errorText)")
      }
      let without = try await program.run("import", folder.string)
      #expect(without.status == 1 && without.errorText.contains("--list"), "\(without.errorText)")
    }
  }
}
