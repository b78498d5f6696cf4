// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import Synchronization
import SystemPackage
import Testing

/// What a person is told who settles news, and who takes versions back.
@Suite(.timeLimit(.minutes(10)))
struct `Deciding at the command line` {
  private static let site = "http://\(Installation.host)"

  /// What the site serves, by its path.
  private final class Shelf: Sendable {
    private let files: Mutex<[String: [UInt8]]>

    init(_ files: [String: [UInt8]]) { self.files = Mutex(files) }

    subscript(path: String) -> [UInt8]? {
      get { files.withLock { $0[path] } }
      set { files.withLock { $0[path] = newValue } }
    }
  }

  /// A site with two reports, in a first night; what it serves can be changed.
  private func withSite(
    _ body: (Installation, Shelf) async throws -> Void
  ) async throws {
    let page = Installation.listing([
      ("/a.pdf", "Child Alpha review"), ("/b.pdf", "Child Beta review"),
      ("/private/c.pdf", "Child Gamma review"),
    ])
    let robots = Array("User-agent: *\nDisallow: /private/\n".utf8)
    let files = Shelf([
      "/a.pdf": try SampleSite.document("lessons-and-messages.pdf"),
      "/b.pdf": try SampleSite.document("triennial-2014-2017.pdf"),
    ])
    let script: ScriptedServer.Script = { request in
      switch request.path {
      case "/reviews/": return .ok(page, type: "text/html")
      case "/robots.txt": return .ok(robots, type: "text/plain")
      default:
        return files[request.path].map { .ok($0, type: "application/pdf") } ?? .status(404)
      }
    }
    try await Installation.run(script: script) { installation, _ in
      #expect(try await installation.program.run("sync").status == 0)
      try await body(installation, files)
    }
  }

  private struct Listed: Decodable {
    let documents: [Row]

    struct Row: Decodable {
      let address: String
      let rejected: [Int]?
      let settledAt: Date?
      let attention: Why?

      struct Why: Decodable {
        let sentence: String
        let next: [String]
      }
    }
  }

  private func addresses(_ program: Program, _ more: String...) async throws -> [String] {
    let run = try await Program.run(
      ["list", "--attention", "--json"] + more + ["--config", program.configuration.string]
    )
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    return try decoder.decode(Listed.self, from: Data(run.output)).documents
      .map { $0.address.replacing(Self.site, with: "") }
  }

  @Test func `what is bad news needs attention until it is settled`() async throws {
    try await withSite { installation, files in
      let program = installation.program
      #expect(try await addresses(program) == ["/private/c.pdf"])
      files["/a.pdf"] = nil
      #expect(try await program.run("sync").text.contains("Missing tonight (1)"))
      let list = try await program.run("list", "--attention")
      #expect(list.status == 0)
      let today = Date().formatted(.iso8601.year().month().day())
      for line in [
        "Missing (1)", "  Child Alpha review",
        "    missing since \(today); there is nothing at this address (status 404); "
          + "last seen alive on \(today); v1 is kept",
        "    next: hanaper restore \"\(Self.site)/a.pdf\" --config \(program.configuration)",
        "Listed, but not kept (1)", "the site's robots.txt asks us to stay away",
      ] { #expect(list.text.contains(line), "\(line) in \(list.text)") }
      #expect(list.text.contains("`hanaper ack DOCUMENT --config"))
      let all = try await program.run("list").text
      #expect(
        all.contains("listed documents is not kept; `hanaper explain ADDRESS --config"),
        "\(all)"
      )
      #expect(try await addresses(program) == ["/a.pdf", "/private/c.pdf"])
      #expect(try await addresses(program, "Child Alpha review") == ["/a.pdf"])
      #expect(try await addresses(program, "--source", "reviews").count == 2)

      // All are found before any is settled.
      let wrong = try await program.run("ack", "Child Alpha review", "Child Zeta")
      #expect(wrong.status == 1 && wrong.errorText.contains("no document fits “Child Zeta”"))
      #expect(wrong.errorText.contains("no source has the id “Child Zeta”"))
      #expect(try await addresses(program).count == 2)

      let settled = try await program.run(
        "ack",
        "Child Alpha review",
        "--note",
        "taken down as agreed"
      )
      #expect(settled.status == 0 && settled.text.hasPrefix("Settled: Child Alpha review\n"))
      #expect(settled.text.contains("missing since"))
      #expect(try await addresses(program) == ["/private/c.pdf"])
      #expect(try await program.run("sync").text.isEmpty)
      #expect(try await addresses(program) == ["/private/c.pdf"])
      let again = try await program.run("ack", "Child Alpha review")
      #expect(again.status == 0 && again.text.hasPrefix("Nothing was open: Child Alpha review"))
      #expect(
        try await program.run("show", "Child Alpha review").text.contains(
          "settled       on \(today)"
        )
      )
      let explained = try await program.run("explain", "--no-fetch", "\(Self.site)/a.pdf")
      #expect(explained.text.contains("acknowledged: taken down as agreed"))

      #expect(try await program.run("reindex").status == 0)
      #expect(try await addresses(program) == ["/private/c.pdf"])
      #expect(try await program.run("ack", "--all").text.contains("Child Gamma review"))
      #expect(try await program.run("list", "--attention").text == "Nothing needs attention.\n")
      #expect(try await program.run("ack", "--all").text == "Nothing needs attention.\n")

      // It is back, and goes again.
      files["/a.pdf"] = files["/b.pdf"]
      _ = try await program.run("sync")
      files["/a.pdf"] = nil
      _ = try await program.run("sync")
      #expect(try await addresses(program) == ["/a.pdf"])
      #expect(try await program.run("verify").status == 0)
      #expect(try await installation.complaints() == [])
    }
  }

  @Test func `a version is taken back, and taken in again`() async throws {
    try await withSite { installation, files in
      let program = installation.program
      let good = files["/a.pdf"]
      files["/a.pdf"] = files["/b.pdf"]
      #expect(try await program.run("sync").text.contains("Changed: a new version is kept (1)"))
      let out = installation.folder.appending("out.pdf").string

      #expect(try await program.run("reject", "Child Alpha review").status == 64)
      let none = try await program.run("reject", "Child Alpha review", "--version", "3")
      #expect(none.status == 1 && none.errorText.contains("no version v3 of \(Self.site)/a.pdf"))
      let page = try await program.run("reject", "\(Self.site)/reviews/", "--version", "1")
      #expect(page.status == 1 && page.errorText.contains("a page that lists others"))

      let run = try await program.run(
        "reject",
        "Child Alpha review",
        "--version",
        "2",
        "--note",
        "wrong file"
      )
      #expect(run.status == 0)
      let undo =
        "hanaper accept \"\(Self.site)/a.pdf\" --version 2 --config \(program.configuration)"
      #expect(
        run.text == """
          Rejected: v2 of Child Alpha review
            \(Self.site)/a.pdf
            v1 is the newest again: `restore`, `list` and the next night go by it
            v2 stays kept; `\(undo)` takes it in again

          """
      )
      let twice = try await program.run("reject", "Child Alpha review", "--version", "v2")
      #expect(
        twice.status == 0 && twice.text.hasPrefix("Rejected before: v2 of Child Alpha review\n")
      )
      #expect(try await program.run("restore", "Child Alpha review", "--to", out).status == 0)
      #expect(try Files.readBytes(FilePath(out)) == good)
      let named = try await program.run(
        "restore",
        "Child Alpha review",
        "--version",
        "2",
        "--to",
        out,
        "--overwrite"
      )
      #expect(named.status == 0 && named.text.contains("digest intact, rejected"))
      #expect(try await program.run("list").text.contains("1 (v2 rejected)"))
      let show = try await program.run("show", "Child Alpha review").text
      #expect(show.contains("rejected      v2; kept, and nothing goes by it"))
      #expect(show.contains("v2 rejected"))

      // It is served still.
      let night = try await program.run("sync")
      #expect(night.text.contains("Missing tonight (1)"))
      #expect(night.text.contains("the address delivers a version that was rejected"))
      #expect(try await program.run("verify").status == 0)
      #expect(try await program.run("reindex").status == 0)

      let accepted = try await program.run("accept", "Child Alpha review")
      #expect(accepted.status == 0 && accepted.text.hasPrefix("Accepted: Child Alpha review\n"))
      #expect(accepted.text.contains("v2 is a version again"))
      #expect(try await program.run("sync").text.contains("Back again (1)"))
      let nothing = try await program.run("accept", "Child Alpha review")
      #expect(
        nothing.status == 0 && nothing.text.hasPrefix("Nothing was taken in: Child Alpha review")
      )
      #expect(nothing.text.contains("v2 is the newest, and there is nothing to do"))
      let explained = try await program.run("explain", "--no-fetch", "\(Self.site)/a.pdf").text
      #expect(explained.contains("rejected v2: wrong file") && explained.contains("accepted v2"))
      #expect(try await program.run("verify").status == 0)
    }
  }

  @Test func `a body that waits for somebody is taken in once what was damaged is mended`()
    async throws
  {
    try await withSite { installation, files in
      let program = installation.program
      let find =
        "cd \"$1\" && O=$(dirname $(dirname $(find ocfl -path '*a%2epdf/v1/inventory.json'))) && "
      let broken = find + "chmod u+w $O/inventory.json && mv $O/inventory.json $1/../aside"
      #expect(try await Program.shell(broken, [installation.archive.string]).status == 0)
      files["/a.pdf"] = files["/b.pdf"]
      #expect(try await program.run("sync").status == 3)
      let list = try await program.run("list", "--attention", "Child Alpha review")
      #expect(list.text.contains("Waits for your decision (1)"))
      #expect(list.text.contains("(why is in WAITING.txt there)"))
      #expect(list.text.contains("next: hanaper accept \"\(Self.site)/a.pdf\""))
      let still = try await program.run("accept", "Child Alpha review")
      #expect(still.status == 3 && still.errorText.contains("what came waits on"))
      #expect(try await addresses(program, "Child Alpha review") == ["/a.pdf"])

      #expect(try await program.run("ack", "Child Alpha review").text.contains("waits still"))
      #expect(try await addresses(program, "Child Alpha review") == [])

      let mended = find + "mv $1/../aside $O/inventory.json"
      #expect(try await Program.shell(mended, [installation.archive.string]).status == 0)
      let accepted = try await program.run("accept", "Child Alpha review")
      #expect(
        accepted.status == 0 && accepted.text.contains("v2 is what waited in quarantine/waiting-")
      )
      #expect(try await program.run("verify").status == 0)
      #expect(try await program.run("sync").status == 0)
      #expect(try await addresses(program, "Child Alpha review") == [])
    }
  }
}
