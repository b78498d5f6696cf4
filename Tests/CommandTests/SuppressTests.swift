// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Foundation
import Support
import Synchronization
import SystemPackage
import Testing

/// Letting go of a document as a person does, and what later nights make of it.
@Suite(.timeLimit(.minutes(10)))
struct `A report that is let go of` {
  private static let name = "child-zebedee"
  private static var address: String { "http://\(Installation.host)/\(name).pdf" }
  private static var sources: String {
    let addresses = [name, "annual", "copy"].map { "http://\(Installation.host)/\($0).pdf" }
    return "  - { id: reviews, addresses: [\(addresses.joined(separator: ", "))] }\n"
  }

  /// The files of the archive in whose names or bytes something stands.
  private static func traces(_ word: String, in archive: FilePath) async throws -> [String] {
    let found = try await Program.shell(
      "cd \"$1\" && { grep -rlia -- \"$2\" . ; find . -iname \"*$2*\" ; } | sort -u",
      [archive.string, word]
    )
    return found.text.split(separator: "\n").map(String.init)
  }

  @Test func `is gone to the last byte, is not fetched again, and verify knows why`() async throws {
    let bodies = try [
      Self.name: SampleSite.document("lessons-and-messages.pdf"),
      "annual": SampleSite.document("child-d-executive-summary.docx"),
    ]
    let leadsToIt = Mutex(false)
    let script: ScriptedServer.Script = { request in
      let name = String(request.path.dropFirst().dropLast(4))
      if let body = bodies[name] { return .ok(body, type: "application/octet-stream") }
      guard name == "copy", leadsToIt.withLock({ $0 }) else { return .status(404) }
      return .redirect(302, to: "/\(Self.name).pdf")
    }
    try await Installation.run(sources: Self.sources, script: script) { installation, _ in
      let program = installation.program
      try await program.run("sync")
      try await program.run("sync")
      #expect(try await !Self.traces(Self.name, in: installation.archive).isEmpty)

      let asked = try await program.run("suppress", Self.name, "--reason", "identifies-person")
      #expect(asked.status == 1 && asked.errorText.contains("--yes lets go of it"))
      #expect(asked.text.contains("1 version") && asked.text.contains("Out of reach from here"))
      #expect(try await !Self.traces(Self.name, in: installation.archive).isEmpty)
      let wrong = try await program.run("suppress", Self.name, "--reason", "court-oder", "--yes")
      #expect(wrong.status == 64 && wrong.errorText.contains("did you mean “court-order”?"))

      let done = try await program.run(
        "suppress",
        Self.name,
        "--reason",
        "identifies-person",
        "--note",
        "letter of 3 March",
        "--yes"
      )
      #expect(done.status == 0, "\(done.errorText)")
      #expect(done.text.contains("the ledger says so, signed"))
      #expect(try await Self.traces(Self.name, in: installation.archive) == [])
      #expect(try await Self.traces("lessons", in: installation.archive) == [])
      let verified = try await program.run("verify")
      #expect(verified.status == 0, "\(verified.text)")
      #expect(try await installation.complaints() == [])

      #expect(try await program.run("list").text.contains("1 document was let go of"))
      let listed = try await program.run("list", "--standing", "suppressed")
      #expect(
        listed.text.contains("identifies-person") && listed.text.contains("letter of 3 March")
      )
      let answer = try await program.answer(SuppressedAnswer.self, "list")
      #expect(answer.suppressed.map(\.reason) == ["identifies-person"])
      let name = try #require(answer.suppressed.first?.name)
      #expect(try await program.run("show", Self.address).text.contains("tombstone \(name)"))
      let shown = try await program.answer(Shown.self, "show", Self.address)
      #expect(shown.schema == "hanaper/tombstone/1" && shown.name == name)
      let restored = try await program.run("restore", Self.address)
      #expect(restored.status == 1 && restored.errorText.contains("was let go of on"))

      // Another address leads to it by now: that is told once, and nothing is kept.
      leadsToIt.withLock { $0 = true }
      let night = try await program.run("sync")
      #expect(night.text.contains("it leads to what was let go of here"), "\(night.text)")
      #expect(try await Self.traces(Self.name, in: installation.archive) == [])
      #expect(try await program.run("sync").text.isEmpty)
      #expect(try await program.run("verify").status == 0)
      #expect(try await program.run("reindex").status == 0)
      #expect(try await Self.traces(Self.name, in: installation.archive) == [])

      let lifted = try await program.run(
        "unsuppress",
        Self.address,
        "--note",
        "the order was lifted"
      )
      #expect(lifted.status == 0, "\(lifted.errorText)")
      #expect(try await program.run("unsuppress", name).status == 1)
      #expect(try await program.run("sync").text.contains(Self.address))
      #expect(
        try await program.run("restore", Self.address, "--to", "\(installation.folder)/back").status
          == 0
      )
      #expect(try await program.run("verify").status == 0)
    }
  }

  @Test func `is not fetched where another address leads to it, and that one's records are whole`()
    async throws
  {
    let body = try SampleSite.document("lessons-and-messages.pdf")
    let hasMoved = Mutex(false)
    let script: ScriptedServer.Script = { request in
      let hasMoved = hasMoved.withLock { $0 }
      switch request.path {
      case "/files/triennial.pdf" where hasMoved: return .redirect(301, to: "/new/\(Self.name).pdf")
      case "/files/triennial.pdf", "/new/\(Self.name).pdf":
        return .ok(body, type: "application/pdf")
      case "/reviews/":
        let file = hasMoved ? "/new/\(Self.name).pdf" : "/files/triennial.pdf"
        let page = "<h1>Reviews</h1><a href='\(file)'>Triennial report</a>"
        return .ok(Array(page.utf8), type: "text/html")
      default: return .status(404)
      }
    }
    try await Installation.run(script: script) { installation, server in
      let program = installation.program
      // The list is kept as it was served; nothing else may say it.
      func traces() async throws -> [String] {
        try await Self.traces(Self.name, in: installation.archive).filter {
          !$0.hasPrefix("./ocfl/")
        }
      }
      try await program.run("sync")
      hasMoved.withLock { $0 = true }
      try await program.run("sync")
      #expect(try await !traces().isEmpty)
      let address = "http://\(Installation.host)/new/\(Self.name).pdf"
      for _ in 1...2 {
        let done = try await program.run("suppress", address, "--reason", "court-order", "--yes")
        #expect(done.status == 0, "\(done.errorText)")
        #expect(try await traces() == [])
        let verified = try await program.run("verify")
        #expect(verified.status == 0, "\(verified.text)")
        let reindexed = try await program.run("reindex")
        #expect(!(reindexed.text + reindexed.errorText).contains("could not be read"))

        let requests = server.requests.count
        let night = try await program.run("sync")
        #expect(!(night.text + night.errorText).contains(Self.name), "\(night.text)")
        let explained = try await program.run("explain", address)
        #expect(
          explained.status == 0 && explained.text.contains("let go of on"),
          "\(explained.text)"
        )
        #expect(!explained.text.contains("found by"))
        let led = try await program.run(
          "explain",
          "http://\(Installation.host)/files/triennial.pdf"
        )
        #expect(led.text.contains("let go of here") && !led.text.contains(Self.name), "\(led.text)")
        #expect(!server.requests[requests...].contains { $0.path.hasPrefix("/new/") })
        #expect(try await traces() == [])
        #expect(try await program.run("sync", "--deep").status == 0)
        #expect(!server.requests[requests...].contains { $0.path.hasPrefix("/new/") })
        #expect(try await traces() == [])
        #expect(try await program.run("verify").status == 0)
        // And let go of once more.
        guard try await program.run("unsuppress", address).status == 0 else { break }
        try await program.run("sync")
        #expect(try await !traces().isEmpty)
      }
    }
  }

  /// An archive in which one report was let go of, and the name of its tombstone.
  private static func runWithOneLetGo(
    _ body: (Installation, ScriptedServer, String) async throws -> Void
  ) async throws {
    let pdf = try SampleSite.document("lessons-and-messages.pdf")
    let script: ScriptedServer.Script = { _ in .ok(pdf, type: "application/pdf") }
    try await Installation.run(sources: sources, script: script) { installation, server in
      let program = installation.program
      try await program.run("sync")
      try await program.run("suppress", name, "--reason", "court-order", "--yes")
      let stones = try await program.answer(SuppressedAnswer.self, "list").suppressed
      try await body(installation, server, try #require(stones.first?.name))
    }
  }

  @Test func `stays away where its tombstone is lost: no run begins until that is back`()
    async throws
  {
    try await Self.runWithOneLetGo { installation, server, name in
      let program = installation.program
      _ = try await Program.shell("cp -r \"$1\" \"$1-copy\"", [installation.archive.string])
      // Beside the key they are noted, too.
      _ = try await Program.shell(
        "rm -r \"$1/tombstones\" \"$2/Config/hanaper.ledger.tombstones\"",
        [installation.archive.string, installation.folder.string]
      )
      let requests = server.requests.count
      for _ in 1...2 {
        let night = try await program.run("sync")
        #expect(night.status == 1 && night.errorText.contains("tombstones/\(name).json"))
        #expect(night.errorText.contains("hanaper repair --from COPY"), "\(night.errorText)")
      }
      #expect(server.requests.count == requests)
      let listed = try await program.run("list", "--standing", "suppressed")
      #expect(listed.status == 1 && listed.errorText.contains(name) && listed.text.isEmpty)

      let mended = try await program.run("repair", "--from", "\(installation.archive)-copy")
      #expect(mended.status == 0, "\(mended.text)\(mended.errorText)")
      #expect(try await program.run("sync").status == 0)
      #expect(!server.requests[requests...].contains { $0.path == "/\(Self.name).pdf" })
      #expect(try await Self.traces(Self.name, in: installation.archive) == [])
      #expect(try await program.run("verify").status == 0)
    }
  }

  @Test func `is let go of anew where its tombstone is lost for good, which a person answers for`()
    async throws
  {
    try await Self.runWithOneLetGo { installation, server, first in
      let program = installation.program
      let unknown = try await program.run(
        "suppress",
        "https://example.org/typo.pdf",
        "--reason",
        "mistake",
        "--yes"
      )
      #expect(unknown.status == 1, "\(unknown.text)")
      // Beside the key they are noted, too.
      _ = try await Program.shell(
        "rm -r \"$1/tombstones\" \"$2/Config/hanaper.ledger.tombstones\"",
        [installation.archive.string, installation.folder.string]
      )
      let alone = try await program.run("repair")
      #expect(alone.status == 3 && alone.text.contains("NOT put back: tombstones/\(first).json"))
      let night = try await program.run("sync")
      #expect(night.errorText.contains("hanaper repair --vouch \(first)"), "\(night.errorText)")
      let anew = try await program.run(
        "suppress",
        Self.address,
        "--reason",
        "court-order",
        "--yes"
      )
      #expect(anew.status == 0, "\(anew.errorText)")
      let vouched = try await program.run("repair", "--vouch", "tombstones/\(first).json")
      #expect(vouched.status == 0, "\(vouched.text)\(vouched.errorText)")
      #expect(vouched.text.contains("signed for as lost"), "\(vouched.text)")
      let requests = server.requests.count
      let after = try await program.run("sync")
      #expect(after.status == 0, "\(after.text)\(after.errorText)")
      #expect(!server.requests[requests...].contains { $0.path == "/\(Self.name).pdf" })
      let verified = try await program.run("verify")
      #expect(verified.status == 0 && verified.text.contains("a person answered for that"))
      let listed = try await program.answer(SuppressedAnswer.self, "list").suppressed
      #expect(listed.map(\.reason) == ["court-order", "court-order"])
    }
  }

  @Test func `stays away where its tombstone was altered, and one that nobody signed for can go`()
    async throws
  {
    try await Self.runWithOneLetGo { installation, server, name in
      let program = installation.program
      let stones = installation.archive.appending("tombstones")
      let file = stones.appending("\(name).json")
      let sound = try Files.readBytes(file)
      let text = String(decoding: sound, as: UTF8.self)
      try Files.writeBytes(Array(text.replacing("sha256:", with: "sha256:0").utf8), to: file)
      #expect(try await program.run("sync").status == 1)
      let marks = try #require(text.firstRange(of: "\"marks\""))
      var altered = text
      let digit = try #require(
        altered[marks.upperBound...].firstRange(of: "sha256:")?.upperBound
      )
      altered.replaceSubrange(digit...digit, with: altered[digit] == "0" ? "1" : "0")
      try Files.writeBytes(Array(altered.utf8), to: file)
      let requests = server.requests.count
      let night = try await program.run("sync")
      #expect(night.status == 1 && night.errorText.contains("not the one that was signed for"))
      #expect(server.requests.count == requests)
      try Files.writeBytes(sound, to: file)
      #expect(try await program.run("sync").status == 0)

      try Files.writeBytes(
        Array(text.replacing(name, with: "2026-01-01T000000Z").utf8),
        to: stones.appending("2026-01-01T000000Z.json")
      )
      let told = try await program.run("sync")
      #expect(told.status == 3 && told.text.contains("nobody signed for"), "\(told.text)")
      let found = try await program.run("verify")
      #expect(found.status == 3 && found.text.contains("mv 'tombstones/2026-01-01T000000Z.json'"))
      _ = try await Program.shell(
        "cd \"$1\" && mv 'tombstones/2026-01-01T000000Z.json' ..",
        [installation.archive.string]
      )
      #expect(try await program.run("verify").status == 0)
      #expect(try await program.run("sync").status == 0)
    }
  }

  @Test func `is passed over on the list that names it, and the database forgets it`() async throws
  {
    let body = try SampleSite.document("lessons-and-messages.pdf")
    let other = try SampleSite.document("child-d-executive-summary.docx")
    let script: ScriptedServer.Script = { request in
      switch request.path {
      case "/\(Self.name).pdf": .ok(body, type: "application/pdf")
      case "/annual.docx": .ok(other, type: "application/octet-stream")
      case "/reviews/":
        .ok(
          Array(
            "<h1>Reviews</h1><a href='/\(Self.name).pdf'>Zebedee review</a> <a href='/annual.docx'>Annual report</a>"
              .utf8
          ),
          type: "text/html"
        )
      default: .status(404)
      }
    }
    try await Installation.run(script: script) { installation, server in
      let program = installation.program
      try await program.run("sync")
      let plan = try await program.run("suppress", "Zebedee", "--reason", "court-order", "--yes")
      #expect(
        plan.status == 0 && plan.text.contains("is a kept page that names it"),
        "\(plan.text)"
      )
      let requests = server.requests.count
      let night = try await program.run("sync")
      #expect(night.status == 0 && night.text.isEmpty, "\(night.text)\(night.errorText)")
      #expect(!server.requests[requests...].contains { $0.path == "/\(Self.name).pdf" })
      // The list is kept as it was served; nothing else says it.
      let traces = try await Self.traces("zebedee", in: installation.archive)
      #expect(traces.allSatisfy { $0.hasPrefix("./ocfl/") && $0.contains("reviews") }, "\(traces)")
      #expect(try await program.run("verify").status == 0)

      let list = "http://\(Installation.host)/reviews/"
      #expect(
        try await program.run("suppress", list, "--reason", "court-order", "--yes").status == 0
      )
      #expect(try await Self.traces("zebedee", in: installation.archive) == [])
      #expect(try await program.run("verify").status == 0)
      #expect(try await program.run("sync").status == 0)
      #expect(try await program.run("verify").status == 0)
    }
  }

  @Test func `is not fetched again after a backup of before is put back`() async throws {
    let body = try SampleSite.document("lessons-and-messages.pdf")
    let script: ScriptedServer.Script = { _ in .ok(body, type: "application/pdf") }
    try await Installation.run(sources: Self.sources, script: script) { installation, server in
      let program = installation.program
      try await program.run("sync")
      let (archive, backup) = (installation.archive, installation.scratch.appending("backup"))
      _ = try await Program.shell("cp -a \"$1\" \"$2\"", [archive.string, backup.string])
      let run = try await program.run(
        "suppress",
        Self.address,
        "--reason",
        "court-order",
        "--yes"
      )
      #expect(run.status == 0, "\(run.errorText)")
      _ = try await Program.shell(
        "rm -r \"$1\" && cp -a \"$2\" \"$1\"",
        [archive.string, backup.string]
      )
      let requests = server.requests.count
      let night = try await program.run("sync")
      #expect(night.text.contains("Recovered: the tombstone"), "\(night.text)\(night.errorText)")
      #expect(!server.requests[requests...].contains { $0.path == "/\(Self.name).pdf" })
      let verified = try await program.run("verify")
      #expect(verified.status == 3 && verified.text.contains("is there again"), "\(verified.text)")

      // A tombstone that nobody can read keeps no other report from being given out.
      _ = try await Program.shell(
        "for file in \"$1\"/tombstones/*.json; do echo { > \"$file\"; done",
        [archive.string]
      )
      let out = installation.scratch.appending("annual.pdf")
      let other = "http://\(Installation.host)/annual.pdf"
      let given = try await program.run("restore", other, "--to", out.string)
      #expect(try Disk().read(out) == body, "\(given.text)\(given.errorText)")
    }
  }

  /// A folder of a backup is put back, and nobody can vouch for it or give it out.
  @Test func `stays so where its folder comes back from a copy`() async throws {
    let body = try SampleSite.document("lessons-and-messages.pdf")
    let script: ScriptedServer.Script = { _ in .ok(body, type: "application/pdf") }
    try await Installation.run(sources: Self.sources, script: script) { installation, _ in
      let program = installation.program
      try await program.run("sync")
      let copy = installation.scratch.appending("copy")
      _ = try await Program.shell(
        "cp -a \"$1/ocfl\" \"$2\"",
        [installation.archive.string, copy.string]
      )
      for name in [Self.name, "annual", "copy"] {
        let address = "http://\(Installation.host)/\(name).pdf"
        let run = try await program.run("suppress", address, "--reason", "mistake", "--yes")
        #expect(run.status == 0, "\(run.errorText)")
      }
      _ = try await Program.shell(
        "cp -a \"$2/.\" \"$1/ocfl/\"",
        [installation.archive.string, copy.string]
      )
      let verified = try await program.run("verify")
      #expect(verified.status == 3 && verified.text.contains("is there again"))
      #expect(!verified.text.contains("--vouch") && !verified.text.contains("does not state"))
      let vouched = try await program.run("repair", "--vouch", Self.address)
      #expect(vouched.status == 3 && vouched.text.contains("is there again"), "\(vouched.text)")
      let out = installation.scratch.appending("out.pdf")
      let restored = try await program.run("restore", Self.address, "--to", out.string)
      #expect(restored.status == 1, "\(restored.text)")
      #expect(restored.errorText.contains("was let go of on"), "\(restored.errorText)")
    }
  }
}

/// What `hanaper show --json` prints of it: the tombstone.
private struct Shown: Decodable {
  let schema: String
  let name: String
}

/// What `hanaper list --json` says of what was let go of.
private struct SuppressedAnswer: Decodable {
  let suppressed: [Tombstone]

  struct Tombstone: Decodable {
    let name: String
    let reason: String
  }
}
