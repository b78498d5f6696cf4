// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage
import Testing

/// An archive that Hanaper 0.1.0 made in two nights of November 2026, with the catalogue and the layout of then.
///
/// It has four objects: a list page with two versions, a report with two, one that is as it was, and one that
/// was missing in the second night.
@Suite(.timeLimit(.minutes(5)))
struct `An archive that was made before` {
  private static let kept = FilePath(#filePath).removingLastComponent()
    .appending("ArchiveOfBefore")

  /// The site in its third night.
  private static func site() throws -> ScriptedServer.Script {
    let new = try SampleSite.document("lessons-and-messages.pdf")
    let listing = Installation.listing([
      ("/files/child-a.pdf", "Child A: overview report"),
      ("/files/child-b.pdf", "Child B: overview report"),
      ("/files/child-d.pdf", "Child D: overview report"),
    ])
    return { request in
      switch request.path {
      case "/reviews/": .ok(listing, type: "text/html")
      case "/files/child-a.pdf":
        .document(new, type: "application/pdf", etag: "\"a-3\"", for: request)
      case "/files/child-b.pdf": .document([], type: "application/pdf", etag: "\"b\"", for: request)
      case "/files/child-d.pdf":
        .document(new, type: "application/pdf", etag: "\"d\"", for: request)
      default: .status(404)
      }
    }
  }

  private func withArchive(_ body: (Installation) async throws -> Void) async throws {
    try await Installation.run(script: try Self.site()) { installation, _ in
      let line = "rm -r \"$2\" && cp -R \"$1\" \"$2\" && cd \"$2\" && mkdir quarantine staging"
      let copied = try await Program.shell(line, [Self.kept.string, installation.archive.string])
      try #require(copied.status == 0, "\(copied.errorText)")
      try await body(installation)
    }
  }

  /// The documents with the numbers of their versions.
  private func versions(_ installation: Installation) async throws -> [String: Int] {
    let list = try await installation.program.answer(ListAnswer.self, "list").documents
    return Dictionary(
      list.map { (String($0.address.suffix(11)), $0.versions) },
      uniquingKeysWith: { first, _ in first }
    )
  }

  @Test func `opens, reads and continues`() async throws {
    try await withArchive { installation in
      let program = installation.program
      let before = try await program.run("verify")
      #expect(before.status == 0, "\(before.text)")
      #expect(before.text.contains("Intact: 4 objects"))
      #expect(
        try await versions(installation) == ["child-a.pdf": 2, "child-b.pdf": 1, "child-c.pdf": 1]
      )
      let restored = installation.scratch.appending("first.pdf")
      let first = try await program.run(
        "restore",
        "Child A",
        "--version",
        "1",
        "--to",
        restored.string
      )
      #expect(first.status == 0, "\(first.errorText)")
      #expect(
        try String(decoding: Files.readBytes(restored), as: UTF8.self).contains(
          "Child A, edition 1"
        )
      )

      let night = try await program.run("sync")
      #expect(
        night.text.contains("1 new, 1 changed, 1 unchanged"),
        "\(night.text)\(night.errorText)"
      )
      let expected = ["child-a.pdf": 3, "child-b.pdf": 1, "child-c.pdf": 1, "child-d.pdf": 1]
      #expect(try await versions(installation) == expected)
      #expect(try await program.run("verify").status == 0)
      #expect(try await installation.complaints() == [])

      #expect(try await program.run("reindex").status == 0)
      #expect(try await versions(installation) == expected)
    }
  }

  @Test(arguments: [
    "for file in ocfl/extensions/*/config.json; do printf x >\"$file\"; done",
    "rm ocfl/extensions/*/config.json",
    "rm ocfl/ocfl_layout.json",
    "rm ocfl/extensions/*/config.json; mkdir -p ocfl/000 ocfl/001/x",
  ])
  func `keeps its layout, and loses nothing with the file that says so`(damage: String) async throws
  {
    try await withArchive { installation in
      let place =
        "find ocfl -name document.pdf | cut -d / -f 2-4 | awk '{ print length }' | sort -u"
      let run = try await Program.shell("cd \"$1\" && \(damage)", [installation.archive.string])
      #expect(run.status == 0)
      let verify = try await installation.program.run("verify")
      #expect(verify.status == 3)
      #expect(verify.text.contains("DAMAGED: 1 finding"), "\(verify.text)")
      #expect(!verify.text.contains("mv "), "\(verify.text)")
      let night = try await installation.program.run("sync")
      #expect(
        night.text.contains("1 new, 1 changed, 1 unchanged"),
        "\(night.text)\(night.errorText)"
      )
      let tuples = try await Program.shell("cd \"$1\" && \(place)", [installation.archive.string])
      #expect(tuples.text == "11\n", "three tuples of three digits each, new ones too")
    }
  }
  private static let statedLayout =
    "sed -i 's/\\(numberOfTuples\" : \\)3/\\11/' ocfl/extensions/*/config.json"

  @Test func `is not written to while its layout is stated otherwise than it is`() async throws {
    try await withArchive { installation in
      let program = installation.program
      let listed = try await versions(installation)
      let line = "cd \"$1\" && \(Self.statedLayout) && mkdir ocfl/000"
      let run = try await Program.shell(line, [installation.archive.string])
      #expect(run.status == 0, "\(run.errorText)")
      let before = try Tree(installation.archive)

      for command in ["sync", "reindex"] {
        let refused = try await program.run(command)
        #expect(refused.status != 0)
        #expect(
          refused.errorText.contains(
            "config.json says that 1 folder leads to each document, and 3 folders lead to those"
          ),
          "\(refused.errorText)"
        )
        #expect(refused.errorText.contains("verify"))
      }
      #expect(try Tree(installation.archive).changes(since: before) == [])
      #expect(try await versions(installation) == listed)

      let verify = try await program.run("verify")
      #expect(verify.status == 3)
      #expect(verify.text.contains("DAMAGED: 1 finding"), "\(verify.text)")
      #expect(
        verify.text.contains("says that the documents lie elsewhere than they do"),
        "\(verify.text)"
      )
      #expect(!verify.text.contains("mv "), "\(verify.text)")
    }
  }
}
