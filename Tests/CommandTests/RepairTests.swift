// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage
import Testing

/// Putting back what is damaged, as a person does.
@Suite(.timeLimit(.minutes(10)))
struct `A damaged report` {
  private static let address = "http://\(Installation.host)/a.pdf"
  private static let source = "  - { id: reviews, addresses: [\"\(address)\"] }\n"

  /// Overwrites the one report, with a byte of it changed.
  private static func damage(_ installation: Installation) async throws {
    let run = try await Program.shell(
      "cd \"$1\" && f=$(find ocfl -name 'document.pdf') && chmod u+w \"$f\" && printf X | dd of=\"$f\" bs=1 seek=40 conv=notrunc",
      [installation.archive.string]
    )
    #expect(run.status == 0, "\(run.errorText)")
  }

  private static func run(
    _ body: (Installation, ScriptedServer) async throws -> Void
  ) async throws {
    let bytes = try SampleSite.document("lessons-and-messages.pdf")
    let script: ScriptedServer.Script = { request in
      request.path == "/a.pdf" ? .ok(bytes, type: "application/pdf") : .status(404)
    }
    try await Installation.run(sources: source, script: script) { installation, server in
      try await installation.program.run("sync")
      try await body(installation, server)
    }
  }

  @Test func `comes back from a copy of the archive, which is said before and after`() async throws
  {
    try await Self.run { installation, _ in
      let program = installation.program
      let copy = installation.scratch.appending("copy")
      _ = try await Program.shell(
        "cp -a \"$1\" \"$2\"",
        [installation.archive.string, copy.string]
      )
      #expect(try await program.run("repair").text == "Nothing is damaged.\n")
      try await Self.damage(installation)
      let verified = try await program.run("verify")
      #expect(verified.status == 3 && verified.text.contains("hanaper repair --from COPY"))

      let alone = try await program.run("repair")
      let unplanned = try await program.run("repair", "--dry-run")
      #expect(unplanned.text.contains("would NOT be put back: v1/content/document.pdf"))
      #expect(alone.status == 3 && alone.text.contains("NOT put back: v1/content/document.pdf"))
      #expect(alone.text.contains("it must have sha512:"))
      let planned = try await program.run("repair", "--from", copy.string, "--dry-run")
      #expect(
        planned.status == 0 && planned.text.contains("would be put back: v1/content/document.pdf")
      )
      #expect(try await program.run("verify").status == 3)
      let itself = try await program.run("repair", "--from", installation.archive.string)
      #expect(
        itself.status == 1 && itself.errorText.contains("is the archive that is to be repaired")
      )

      let done = try await program.answer(RepairAnswer.self, "repair", "--from", copy.string)
      #expect(done.isMended && done.repaired.map(\.address) == [Self.address])
      #expect(done.quarantined.count == 1)
      #expect(try await program.run("verify").status == 0)
      #expect(try await installation.complaints() == [])
      #expect(try await program.run("sync").status == 0)
    }
  }

  @Test(arguments: ["0=ocfl_1.1", "ocfl_layout.json"])
  func `is reached again where the folder of all documents does not say what it is`(
    file: String
  ) async throws {
    try await Self.run { installation, _ in
      let program = installation.program
      let place = installation.archive.appending("ocfl").appending(file)
      let bytes = try Files.readBytes(place)
      _ = try await Program.shell("rm \"$1\"", [place.string])
      let found = try await program.run("verify")
      #expect(
        found.status == 3 && found.text.contains("writes it; by hand"),
        "\(found.text)"
      )
      if file.hasPrefix("0=") {
        let night = try await program.run("sync")
        #expect(
          night.status == 1 && night.errorText.contains("hanaper repair"),
          "\(night.errorText)"
        )
      }
      let done = try await program.run("repair")
      #expect(done.status == 0 && done.text.contains("put back: ocfl/\(file)"), "\(done.text)")
      #expect(try Files.readBytes(place) == bytes)
      #expect(try await program.run("verify").status == 0)
      #expect(try await program.run("sync").status == 0)
    }
  }

  @Test func `comes back with the whole folder of all documents`() async throws {
    try await Self.run { installation, _ in
      let program = installation.program
      let copy = installation.scratch.appending("copy")
      _ = try await Program.shell(
        "cp -a \"$1\" \"$2\" && rm -r \"$1/ocfl\"",
        [installation.archive.string, copy.string]
      )
      let found = try await program.run("verify")
      #expect(found.status == 3 && !found.text.contains("can be restored"), "\(found.text)")
      let done = try await program.run("repair", "--from", copy.string)
      #expect(done.status == 0 || done.status == 3, "\(done.text)\(done.errorText)")
      #expect(try await program.run("repair", "--from", copy.string).status == 0)
      #expect(try await program.run("verify").status == 0)
      #expect(try await program.run("sync").status == 0)
    }
  }

  @Test func `is not made worse by a checkpoint beside the key that has changed`() async throws {
    try await Self.run { installation, _ in
      let program = installation.program
      let name = "hanaper.ledger.checkpoint"
      let note = program.configuration.removingLastComponent().appending(name)
      let sound = String(decoding: try Files.readBytes(note), as: UTF8.self)
      let lines = sound.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      for (number, line) in lines.enumerated() where !line.isEmpty {
        var changed = lines
        let last = line.index(before: line.endIndex)
        let place = line.hasSuffix("=") ? line.index(line.endIndex, offsetBy: -5) : last
        changed[number].replaceSubrange(place...place, with: line[place] == "8" ? "7" : "8")
        try Files.writeBytes(Array(changed.joined(separator: "\n").utf8), to: note)
        let verified = try await program.run("verify")
        #expect(verified.errorText.contains(name), "\(number)")
        #expect(verified.text.hasPrefix("Intact"), "\(number): \(verified.text)")
        #expect(try await program.run("repair").text == "Nothing is damaged.\n")
      }
      try await program.run("sync")
      let healed = try await program.run("verify")
      #expect(healed.status == 0 && healed.errorText.isEmpty, "\(healed.errorText)")
    }
  }

  @Test func `comes back from its site only as long as that has the very bytes`() async throws {
    let other = try SampleSite.document("child-b-overview-2017.pdf")
    try await Self.run { installation, server in
      let program = installation.program
      try await Self.damage(installation)
      let done = try await program.run("repair", "--refetch", "a.pdf")
      #expect(done.status == 0, "\(done.text)\(done.errorText)")
      #expect(try await program.run("verify").status == 0)

      try await Self.damage(installation)
      server.replaceScript { _ in .ok(other, type: "application/pdf") }
      let changed = try await program.run("repair", "--refetch")
      #expect(changed.status == 3 && changed.text.contains("NOT put back: v1/content/document.pdf"))
      server.replaceScript { _ in .status(404) }
      let gone = try await program.run("repair", "--refetch")
      #expect(gone.status == 3 && gone.text.contains("\(Self.address) was not delivered"))
      #expect(try await program.run("recover").text == "Nothing was left unfinished.\n")
      let both = try await program.run("repair", "--refetch", "--from", "/tmp")
      #expect(both.status == 64)
    }
  }
}

/// What `hanaper repair --json` says.
private struct RepairAnswer: Decodable {
  let isMended: Bool
  let quarantined: [String]
  let repaired: [Repaired]

  struct Repaired: Decodable {
    let address: String?
  }
}
