// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Foundation
import Support
import Synchronization
import SystemPackage
import Testing

/// Reports that came by mail, and what is given out.
@Suite(.timeLimit(.minutes(10)))
struct `What goes through people's hands` {
  private static let address = "http://\(Installation.host)/a.pdf"
  private static let source = "  - { id: reviews, addresses: [\"\(address)\"] }\n"

  private static func put(_ bytes: [UInt8], at path: FilePath) throws -> String {
    try Disk().removeFile(path)
    try Disk().create(path, holding: bytes)
    return path.string
  }

  @Test func `a report that came by mail is kept like any other, and no run asks for it`()
    async throws
  {
    let served = try SampleSite.document("lessons-and-messages.pdf")
    let given = try SampleSite.document("child-b-overview-2017.pdf")
    let script: ScriptedServer.Script = { request in
      request.path == "/a.pdf" ? .ok(served, type: "application/pdf") : .status(404)
    }
    try await Installation.run(sources: Self.source, script: script) { installation, server in
      let program = installation.program
      try await program.run("sync")
      let file = try Self.put(given, at: installation.scratch.appending("Child B (2017).pdf"))
      let kept = try await program.answer(
        DepositAnswer.self,
        "deposit",
        file,
        "--source",
        "reviews",
        "--by",
        "J. Smith",
        "--received",
        "2020-02-03",
        "--note",
        "from her files"
      )
      #expect(kept.version == 1 && !kept.wasKept && kept.sameBytes.isEmpty && kept.kind == "pdf")
      #expect(kept.address.hasPrefix("http://deposited.invalid/reviews/"))
      let again = try await program.answer(
        DepositAnswer.self,
        "deposit",
        file,
        "--source",
        "reviews"
      )
      #expect(again.wasKept && again.address == kept.address)
      let shown = try await program.run("show", kept.address)
      #expect(shown.text.contains("(deposited; no site is asked for it)"))
      #expect(
        shown.text.contains("received on 2020-02-03 by J. Smith, for reviews"),
        "\(shown.text)"
      )
      #expect(try await program.run("list").text.contains("deposited"))
      let requests = server.requests.count
      let quiet = try await program.run("sync")
      #expect(quiet.text.isEmpty && quiet.status == 0, "\(quiet.text)")
      #expect(server.requests[requests...].allSatisfy { $0.host?.contains("deposited") != true })
      let out = installation.scratch.appending("back.pdf")
      let restored = try await program.run("restore", kept.address, "--to", out.string)
      #expect(
        restored.status == 0 && restored.text.contains("deposited by J. Smith, not fetched"),
        "\(restored.text)"
      )
      #expect(try Disk().read(out) == given)
      #expect(try await program.run("reindex").status == 0)
      #expect(try await program.run("verify").status == 0)
      #expect(try await installation.complaints() == [])
      let capture = try await Program.shell(
        "grep -l '\"deposit\"' -r \"$1/ocfl\" | wc -l",
        [installation.archive.string]
      )
      #expect(capture.text.trimmingCharacters(in: .whitespacesAndNewlines) == "1")
      // The bytes of another document are said to be.
      let same = try Self.put(served, at: installation.scratch.appending("same.pdf"))
      let twice = try await program.answer(
        DepositAnswer.self,
        "deposit",
        same,
        "--source",
        "reviews"
      )
      #expect(twice.sameBytes == [Self.address])
    }
  }

  @Test func `what is no sound report, or has its place, is refused`() async throws {
    let served = try SampleSite.document("lessons-and-messages.pdf")
    let isGone = Mutex(false)
    let script: ScriptedServer.Script = { request in
      guard request.path == "/a.pdf" else { return .status(404) }
      return isGone.withLock { $0 } ? .status(410) : .ok(served, type: "application/pdf")
    }
    try await Installation.run(sources: Self.source, script: script) { installation, _ in
      let program = installation.program
      try await program.run("sync")
      let scratch = installation.scratch
      let bad: [(String, [UInt8])] = [
        ("page.pdf", Array("<html><body>Not found</body></html>".utf8)), ("empty.pdf", []),
        ("cut.pdf", Array(served.prefix(served.count / 2))), ("words.pdf", Array("hello".utf8)),
      ]
      for (name, bytes) in bad {
        let file = try Self.put(bytes, at: scratch.appending(name))
        let run = try await program.run("deposit", file, "--source", "reviews")
        #expect(
          run.status == 1 && run.errorText.contains("is not kept"),
          "\(name): \(run.errorText)"
        )
        #expect(!run.errorText.contains("the address"), "\(name): \(run.errorText)")
      }
      let other = try Self.put(
        SampleSite.document("child-b-overview-2017.pdf"),
        at: scratch.appending("b.pdf")
      )
      let alive = try await program.run(
        "deposit",
        other,
        "--source",
        "reviews",
        "--as",
        Self.address
      )
      #expect(alive.status == 1 && alive.errorText.contains("is served by its site"))
      #expect(
        try await program.run("deposit", other, "--source", "reviews", "--as", "ftp://x/").status
          == 1
      )

      // Of what its site has lost, it is a version; what the site says of its own copy then counts for nothing.
      isGone.withLock { $0 = true }
      #expect(try await program.run("sync").text.contains("Gone"))
      let version = try await program.answer(
        DepositAnswer.self,
        "deposit",
        other,
        "--source",
        "reviews",
        "--as",
        Self.address
      )
      #expect(version.version == 2 && version.address == Self.address)
      let again = try await program.run(
        "deposit",
        other,
        "--source",
        "reviews",
        "--as",
        Self.address,
        "--note",
        "once more"
      )
      #expect(again.status == 0 && again.text.contains("nothing was added"), "\(again.text)")
      #expect(try await program.run("verify").status == 0)
      #expect(try await program.run("sync").status == 0)

      #expect(
        try await program.run("suppress", Self.address, "--reason", "mistake", "--yes").status == 0
      )
      let letGo = try await program.run("deposit", other, "--source", "reviews")
      #expect(letGo.status == 1 && letGo.errorText.contains("was let go of on"))
    }
  }

  @Test func `what is given out is written down, until it is forgotten`() async throws {
    try await Installation.runWithOneReport { installation in
      let program = installation.program
      try await program.run("sync")
      #expect(try await program.run("requests").text.contains("Nothing was given out"))
      let out = installation.scratch.appending("out.pdf")
      let given = try await program.run(
        "restore",
        "a.pdf",
        "--to",
        out.string,
        "--for",
        "request 2026/17"
      )
      #expect(given.status == 0, "\(given.errorText)")
      // What was not given is not written down.
      #expect(
        try await program.run("restore", "a.pdf", "--to", out.string, "--for", "another").status
          == 1
      )
      // That its proof cannot be written changes nothing of that it was given.
      let third = installation.scratch.appending("third.pdf")
      let taken = "\(third).tlog-proof"
      try Files.writeBytes(Array("mine".utf8), to: FilePath(taken))
      let unproven = try await program.run(
        "restore",
        "a.pdf",
        "--to",
        third.string,
        "--for",
        "request 3",
        "--proof"
      )
      #expect(unproven.status == 1 && unproven.errorText.contains("is there already"))
      #expect(try await program.run("requests").text.contains("request 3"))
      #expect(try Files.readBytes(FilePath(taken)) == Array("mine".utf8))
      let listed = try await program.run("requests")
      #expect(listed.text.contains("request 2026/17") && listed.text.contains("v1"))
      #expect(!listed.text.contains("another"))
      #expect(try await program.run("restore", "a.pdf", "--for", "  ").status == 64)
      #expect(try await program.run("verify").status == 0)

      #expect(try await program.run("suppress", "a.pdf", "--reason", "other", "--yes").status == 0)
      let letGo = try await program.run("requests")
      #expect(letGo.text.contains("let go of since (tombstone ") && !letGo.text.contains("a.pdf"))
      // One that is cut is named, and what can be read is shown all the same.
      let cut = installation.archive.pushing("requests/2000-01-01T000000Z.json")
      try Disk().create(cut, holding: "{")
      let partly = try await program.run("requests")
      #expect(partly.status == 4 && partly.errorText.contains("next: "), "\(partly.errorText)")
      #expect(partly.text.contains("request 3"))
      try Disk().removeFile(cut)
      let asked = try await program.run("requests", "--forget", "2100-01-01")
      #expect(asked.status == 1 && asked.errorText.contains("--yes forgets 2 requests"))
      #expect(
        try await program.run("requests", "--forget", "2020-01-01").text.contains(
          "Nothing was written down"
        )
      )
      #expect(
        try await program.run("requests", "--forget", "2100-01-01", "--yes").text.contains(
          "Forgotten: 2 requests"
        )
      )
      #expect(try await program.run("requests").text.contains("Nothing was given out"))
    }
  }
}

/// What `hanaper deposit --json` says.
private struct DepositAnswer: Decodable {
  let address: String
  let version: Int?
  let kind: String
  let wasKept: Bool
  let sameBytes: [String]
}
