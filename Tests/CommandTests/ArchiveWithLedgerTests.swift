// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage
import Testing

/// An archive that a release build of 30 November 2026 made in three nights, with a ledger, its key, and all that a person
/// can do to an archive between nights.
///
/// Child A has two versions and is succeeded by Child B; Child C is missing since the second night; Child D was let go of;
/// Child E was deposited. Child B was given out on a request.
@Suite(.timeLimit(.minutes(5)))
struct `An archive with a ledger that was made before` {
  private static let kept = FilePath(#filePath).removingLastComponent()
    .appending("ArchiveWithLedger")

  /// The site in its fourth night: Child D is still there, and Child F is new.
  private static func site() throws -> ScriptedServer.Script {
    let new = try SampleSite.document("lessons-and-messages.pdf")
    let listing = Installation.listing(
      ["a", "b", "d", "f"].map { ("/files/child-\($0).pdf", "Child \($0): overview report") }
    )
    return { request in
      switch request.path {
      case "/reviews/": .ok(listing, type: "text/html")
      case "/files/child-f.pdf":
        .document(new, type: "application/pdf", etag: "\"f\"", for: request)
      case "/files/child-d.pdf":
        .document(new, type: "application/pdf", etag: "\"d\"", for: request)
      case "/files/child-a.pdf", "/files/child-b.pdf":
        request["if-none-match"] == nil ? .status(500) : .status(304)
      default: .status(404)
      }
    }
  }

  private func withArchive(_ body: (Installation) async throws -> Void) async throws {
    let source =
      "  - { id: partnership, title: Example partnership, page: \"http://\(Installation.host)/reviews/\" }"
    try await Installation.run(sources: source, script: try Self.site()) { installation, _ in
      let line = """
        rm -r "$2/Archive" && cp -R "$1/Archive" "$2" && mkdir -p "$2/Archive/staging" "$2/Archive/quarantine" &&
        for file in key checkpoint tombstones; do
          cp "$1/Beside/$file" "$2/Config/hanaper.ledger.$file" || exit
        done && chmod 600 "$2"/Config/hanaper.ledger.*
        """
      let places = [Self.kept.string, installation.folder.string]
      let copied = try await Program.shell(line, places)
      try #require(copied.status == 0, "\(copied.errorText)")
      try await body(installation)
    }
  }

  @Test func `is proven to be what it was`() async throws {
    try await withArchive { installation in
      let program = installation.program
      let since = Self.kept.appending("Beside/first-night.checkpoint").string
      let verify = try await program.run("verify", "--since", since)
      #expect(verify.status == 0, "\(verify.text)\(verify.errorText)")
      #expect(verify.text.contains("Intact: 5 objects"), "\(verify.text)")
      #expect(verify.text.contains("(7 leaves)"), "\(verify.text)")

      let first = installation.scratch.appending("first.pdf").string
      let restored = try await program.run(
        "restore",
        "Child A",
        "--version",
        "1",
        "--proof",
        "--to",
        first
      )
      #expect(restored.status == 0, "\(restored.errorText)")
      let proven = try await Program.runBare(
        "prove",
        first,
        "--checkpoint",
        Self.kept.appending("Beside/checkpoint").string
      )
      #expect(proven.status == 0, "\(proven.text)\(proven.errorText)")

      let requests = try await program.run("requests")
      #expect(requests.text.contains("request 2026/17"), "\(requests.text)")
      let shown = try await program.run("show", "Child B")
      #expect(shown.text.contains("child-a.pdf"), "of its series: \(shown.text)")
      #expect(try await installation.complaints() == [])
    }
  }

  @Test func `is continued, and what was let go of stays away`() async throws {
    try await withArchive { installation in
      let program = installation.program
      let night = try await program.run("sync")
      #expect(
        night.text.contains("1 new, 0 changed, 2 unchanged"),
        "\(night.text)\(night.errorText)"
      )
      let listed = {
        let list = try await program.answer(ListAnswer.self, "list").documents
        return Dictionary(
          list.map { (String($0.address.suffix(11)), $0.versions) },
          uniquingKeysWith: { first, _ in first }
        )
      }
      let expected = [
        "child-a.pdf": 2, "child-b.pdf": 1, "child-c.pdf": 1, "child-e.pdf": 1, "child-f.pdf": 1,
      ]
      #expect(try await listed() == expected)
      let since = Self.kept.appending("Beside/checkpoint").string
      let verify = try await program.run("verify", "--since", since)
      #expect(verify.status == 0, "\(verify.text)\(verify.errorText)")
      #expect(try await installation.complaints() == [])
      #expect(try await program.run("reindex").status == 0)
      #expect(try await listed() == expected)
    }
  }
}
