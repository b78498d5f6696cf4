// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage
import Testing

/// What is damaged, lost or put back here stays sound in the copy.
@Suite(.timeLimit(.minutes(20)))
struct `A copy of an archive that was damaged` {
  /// An archive of two nights, a copy of it, and what the copy is, byte for byte.
  private static func run(
    _ body: (Installation, _ copy: FilePath, _ sound: Tree) async throws -> Void
  ) async throws {
    try await Installation.runChanging { installation, change in
      let program = installation.program
      try await program.run("sync")
      change()
      try await program.run("sync")
      let out = installation.scratch.appending("a.pdf")
      try await program.run("restore", "Child A", "--to", out.string, "--for", "request 7")
      let copy = installation.scratch.appending("copy")
      try FileManager.default.createDirectory(
        atPath: copy.string,
        withIntermediateDirectories: true
      )
      let text = String(decoding: try Files.readBytes(program.configuration), as: UTF8.self)
      try Files.writeBytes(
        Array((text + "\nreplicas: [{ name: disk, to: \(copy) }]\n").utf8),
        to: program.configuration
      )
      let done = try await program.run("replicate")
      try #require(done.status == 0, "\(done.text)\(done.errorText)")
      try await body(installation, copy, try content(copy))
    }
  }

  private static func content(_ copy: FilePath) throws -> Tree {
    Tree(try Tree(copy).entries.filter { $0.key != "replica.json" && $0.value != .directory })
  }

  @Test(arguments: [
    // A version is taken back, with all that says so in the object.
    "O=$(echo ocfl/*/*a%2epdf*); rm -r $O/v2 && cp -f $O/v1/inventory.json* $O/",
    // The same, and the manifest.
    "O=$(echo ocfl/*/*a%2epdf*); rm -r $O/v2 && cp -f $O/v1/inventory.json* $O/; grep -v a%2epdf.*/v2/ manifest-sha512.txt > m; mv m manifest-sha512.txt",
    // The newest record says something else, with a checksum that fits.
    "cd ocfl/*/*b%2epdf* && sed -i 's/\"created\" *: *\"20/\"created\" : \"19/' inventory.json && sha512sum inventory.json > inventory.json.sha512",
    "truncate -s 300 manifest-sha512.txt", "rm manifest-sha512.txt",
    "R=$(ls -d runs/* | head -1); rm -rf $R",
    "for f in runs/*/report.json; do truncate -s 9 $f; done",
    "rm -rf requests", "echo changed > README.md", "rm -rf quarantine/*", "rm README.md",
    "for f in ocfl/*/*/v1/content/document.pdf; do chmod u+w $f; printf X | dd of=$f bs=1 seek=40 conv=notrunc; done",
    "rm -rf ocfl/*/*b%2epdf*", "rm -rf ledger/tile", "printf x >> ledger/checkpoint",
  ])
  func `stays as it was, whatever is asked of it`(damage: String) async throws {
    try await Self.run { installation, copy, sound in
      let program = installation.program
      let line = "cd \"$1\" && \(damage)"
      _ = try await Program.shell(line, [installation.archive.string])
      for words in [["replicate"], ["replicate", "--everything"]] {
        let run = try await Program.run(words + ["--config", program.configuration.string])
        #expect(![64, 78].contains(run.status), "\(run.errorText)")
      }
      try await program.run("replicate", "--audit", "--everything", "--mend")
      #expect(try Self.content(copy) == sound)
      // Nor where letting go of something gives a reason to write records anew.
      let gone = try await program.run(
        "suppress",
        "Child B",
        "--reason",
        "identifies-person",
        "--yes"
      )
      try await program.run("replicate")
      guard gone.status == 0 else { return }
      let left = try Self.content(copy)
      for (name, entry) in sound.entries {
        let changes =
          name.contains("b%2epdf") || name.hasPrefix("ledger/") || name == "manifest-sha512.txt"
          || name.hasSuffix("/visits.jsonl") || name.hasSuffix("/report.json")
        if !changes { #expect(left.entries[name] == entry, "\(name)") }
        if name.hasPrefix("runs/") { #expect(left.entries[name] != nil, "\(name)") }
      }
    }
  }

  @Test(arguments: [
    "for f in $(find runs quarantine tombstones -type f 2>/dev/null); do printf X | dd of=$f bs=1 seek=2 conv=notrunc; done",
    "for f in $(find ocfl -name inventory.json); do printf X | dd of=$f bs=1 seek=9 conv=notrunc; done",
    "for f in $(find ledger/tile -type f); do chmod u+w $f; printf X | dd of=$f bs=1 seek=9 conv=notrunc; done",
    "rm -rf ocfl/*/*b%2epdf*/v1", "rm manifest-sha512.txt",
  ])
  func `is read back whole, and mended from what is sound here`(damage: String) async throws {
    try await Self.run { installation, copy, sound in
      let program = installation.program
      _ = try await Program.shell("cd \"$1\" && \(damage)", [copy.string])
      let found = try await program.run("replicate", "--audit", "--everything")
      #expect(found.status == 3, "\(found.text)\(found.errorText)")
      let status = try await program.run("status")
      #expect(status.text.contains("Copy disk is damaged"), "\(status.text)")
      try await program.run("replicate", "--audit", "--everything", "--mend")
      try await program.run("replicate", "--everything")
      let after = try await program.run("replicate", "--audit", "--everything")
      #expect(after.status == 0, "\(after.text)\(after.errorText)")
      #expect(try Self.content(copy) == sound)
      let well = try await program.run("status")
      #expect(!well.text.contains("Copy disk is damaged"), "\(well.text)")
    }
  }

  @Test func `is missed where its disk is not mounted, and brings the archive back`() async throws {
    try await Self.run { installation, copy, _ in
      let program = installation.program
      let away = installation.scratch.appending("away")
      try FileManager.default.moveItem(atPath: copy.string, toPath: away.string)
      try FileManager.default.createDirectory(
        atPath: copy.string,
        withIntermediateDirectories: true
      )
      let refused = try await program.run("replicate")
      #expect(
        refused.status == 1 && refused.text.contains("is its disk mounted?"),
        "\(refused.text)"
      )
      #expect(try Tree(copy).entries.isEmpty)
      try FileManager.default.removeItem(atPath: copy.string)
      try FileManager.default.moveItem(atPath: away.string, toPath: copy.string)

      let before = try Tree(installation.archive).entries
      try FileManager.default.removeItem(atPath: installation.archive.string)
      let lost = try await program.run("sync")
      #expect(lost.errorText.contains("recover --from disk"), "\(lost.errorText)")
      let configured = try await Program.run(["init", "--config", program.configuration.string])
      #expect(configured.status == 1 && configured.errorText.contains("recover --from disk"))
      let back = try await program.run("recover", "--from", "disk")
      #expect(back.status == 0, "\(back.text)\(back.errorText)")
      #expect(try await program.run("verify").status == 0)
      #expect(try await program.run("sync").status == 0)
      let after = try Tree(installation.archive).entries
      for (name, entry) in before
      where name.hasPrefix("ocfl/") || name.hasPrefix("runs/") || name.hasPrefix("requests/") {
        #expect(after[name] == entry, "\(name)")
      }
      // A copy that is damaged is told, and one of another archive is not taken for this one's.
      try FileManager.default.removeItem(atPath: installation.archive.string)
      let lose = "rm -rf \"$1\"/ocfl/*/*b%2epdf*"
      _ = try await Program.shell("cp -a \"$1\" \"$2\"", [copy.string, away.string])
      _ = try await Program.shell(lose, [copy.string])
      let part = try await program.run("recover", "--from", "disk")
      #expect(part.status == 3 && part.text.contains("The copy is damaged"), "\(part.text)")
      try FileManager.default.removeItem(atPath: installation.archive.string)
      let key = program.configuration.removingLastComponent().appending("hanaper.ledger.key")
      let moved = installation.scratch.appending("key")
      try FileManager.default.moveItem(atPath: key.string, toPath: moved.string)
      let other = installation.scratch.appending("other")
      _ = try await Program.runBare("init", other.string, "--contact", "mailto:t@example.org")
      let otherKey = other.appending("Config").appending("hanaper.ledger.key")
      try FileManager.default.copyItem(atPath: otherKey.string, toPath: key.string)
      let wrong = try await program.run("recover", "--from", "\(away)")
      #expect(
        wrong.status == 1 && wrong.errorText.contains("is not signed by the key"),
        "\(wrong.errorText)"
      )
      try FileManager.default.removeItem(atPath: key.string)
      try FileManager.default.moveItem(atPath: moved.string, toPath: key.string)
      #expect(try await program.run("recover", "--from", "\(away)").status == 0)
      let again = try await program.run("recover", "--from", "disk")
      #expect(again.status == 1 && again.errorText.contains("only into an empty place"))
    }
  }
}
