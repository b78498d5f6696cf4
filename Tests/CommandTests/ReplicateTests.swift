// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage
import Testing

/// Keeping second copies, as a person does.
@Suite(.timeLimit(.minutes(20)))
struct `Second copies of an archive` {
  /// An archive whose site changes when it is told to.
  private static func run(
    _ body: (Installation, _ change: @escaping () -> Void) async throws -> Void
  ) async throws {
    try await Installation.runChanging { installation, change in
      try await installation.program.run("sync")
      try await body(installation, change)
    }
  }

  /// Adds copies to a configuration.
  private static func configure(_ installation: Installation, _ lines: String) throws {
    let file = installation.program.configuration
    let text = String(decoding: try Files.readBytes(file), as: UTF8.self)
    let kept = text.split(separator: "\nreplicas:").first.map(String.init) ?? text
    try Files.writeBytes(Array("\(kept)\nreplicas:\n\(lines)\n".utf8), to: file)
  }

  private static func makeFolder(_ path: FilePath) throws {
    try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: true)
  }

  struct Answer: Decodable {
    struct Copy: Decodable {
      let problem: String?
      let files: Int
      let suppressed: Int
      let everything: Bool
      let mended: [String]
      let losses: [Loss]
    }

    struct Loss: Decodable {
      let kind: String
      let file: String
    }

    let copies: [Copy]
  }

  struct AuditAnswer: Decodable {
    struct Copy: Decodable {
      let problem: String?
      let objects: Int
      let findings: [Finding]
    }

    struct Finding: Decodable {
      let kind: String
      let file: String
    }

    let copies: [Copy]
  }

  /// An archive at another place, read with the key of the first.
  private static func opened(_ copy: FilePath, _ installation: Installation) throws -> Program {
    let own = installation.program.configuration
    let file = own.removingLastComponent().appending("copy.yaml")
    let key = own.removingLastComponent().appending("hanaper.ledger.key")
    let text = """
      archive: \(copy)
      contact: mailto:test@example.org
      ledger: { key: \(key) }

      """
    try Files.writeBytes(Array(text.utf8), to: file)
    return Program(configuration: file)
  }

  @Test func `on a disk are archives, which grow with the first one and mend it`() async throws {
    try await Self.run { installation, change in
      let program = installation.program
      let copy = installation.scratch.appending("disk")
      let none = try await program.run("replicate")
      #expect(none.status == 1 && none.errorText.contains("names no copy"), "\(none.errorText)")
      try Self.configure(installation, "  - { name: disk, to: \(copy) }")
      let absent = try await program.run("replicate")
      #expect(absent.status == 1 && absent.text.contains("is the disk mounted?"), "\(absent.text)")
      try Self.makeFolder(copy)
      let done = try await program.run("replicate")
      #expect(done.status == 0 && done.text.contains("is whole"), "\(done.text)\(done.errorText)")
      #expect(try await program.run("replicate").text.contains("Nothing was new"))

      change()
      try await program.run("sync")
      let answer = try await program.answer(Answer.self, "replicate", "disk")
      #expect(answer.copies.first?.everything == false)
      #expect(answer.copies.first?.losses.isEmpty == true)
      #expect((3...30).contains(answer.copies.first?.files ?? 0))

      // It is read as it is, and made whole by what can be made again.
      let read = try Self.opened(copy, installation)
      try await read.run("reindex")
      let verified = try await read.run("verify")
      #expect(verified.status == 0, "\(verified.text)\(verified.errorText)")
      let shown = try await read.run("show", "Child A")
      #expect(shown.text.contains("v2"), "\(shown.text)")
      if OCFLJudge.isPresent {
        #expect(try await OCFLJudge.complaints(about: copy.appending("ocfl")) == [])
      }
      let line = "cd \"$1\" && sha512sum --strict --quiet -c manifest-sha512.txt"
      #expect(try await Program.shell(line, [copy.string]).status == 0)

      // What is lost here is not taken away there, and comes back from there.
      let lose = "cd \"$1\" && rm -rf ocfl/*/*b%2epdf*"
      _ = try await Program.shell(lose, [installation.archive.string])
      let lost = try await program.answer(Answer.self, "replicate", "--everything")
      #expect(lost.copies.first?.losses.contains { $0.kind == "missingHere" } == true)
      #expect(try await program.run("repair", "--from", copy.string).status == 0)
      #expect(try await program.run("verify").status == 0)
      #expect(try await program.run("replicate", "--everything").status == 0)
    }
  }

  @Test func `take no damage over, and are read back`() async throws {
    try await Self.run { installation, _ in
      let program = installation.program
      let copy = installation.scratch.appending("disk")
      try Self.makeFolder(copy)
      try Self.configure(installation, "  - { name: disk, to: \(copy) }")
      let damage =
        "cd \"$1\" && f=$(find ocfl -name 'document.pdf' | sort | head -1) && cp -p \"$f\" \"$2\" && chmod u+w \"$f\" && printf X | dd of=\"$f\" bs=1 seek=40 conv=notrunc"
      let sound = installation.scratch.appending("sound.pdf")
      _ = try await Program.shell(damage, [installation.archive.string, sound.string])
      let first = try await program.answer(Answer.self, "replicate")
      #expect(first.copies.first?.losses.map(\.kind) == ["damagedHere"])
      #expect(try await program.run("repair", "--from", sound.string).status == 0)
      #expect(try await program.run("replicate").status == 0)

      _ = try await Program.shell(damage, [copy.string, sound.string])
      // As long as it was: only reading tells.
      #expect(try await program.run("replicate", "--everything").status == 0)
      let audit = try await program.answer(AuditAnswer.self, "replicate", "--audit", "--everything")
      #expect(audit.copies.first?.findings.map(\.kind) == ["damagedThere"])
      #expect(audit.copies.first?.objects == 3)
      let told = try await program.run("replicate", "--audit", "--everything")
      #expect(told.status == 3 && told.text.contains("Damaged there"), "\(told.text)")
      let nonce = "0123456789abcdef0123"
      let answer = installation.scratch.appending("answer.txt")
      let other = try Self.opened(copy, installation)
      try Files.writeBytes(try await other.run("audit", "--nonce", nonce).output, to: answer)
      let held = try await program.run("audit", "--nonce", nonce, "--against", answer.string)
      #expect(held.status == 3 && held.text.contains("Other bytes there"), "\(held.text)")

      let mended = try await program.run("replicate", "--audit", "--everything", "--mend")
      #expect(mended.status == 0 && mended.text.contains("Written anew there"), "\(mended.text)")
      #expect(try await program.run("replicate", "--audit", "--everything").status == 0)
      try Files.writeBytes(try await other.run("audit", "--nonce", nonce).output, to: answer)
      let same = try await program.run("audit", "--nonce", nonce, "--against", answer.string)
      #expect(same.status == 0 && same.text.contains("byte for byte"), "\(same.text)")

      // Of another length it is known without reading.
      let cut = "cd \"$1\" && f=$(find ocfl -name 'document.pdf' | head -1) && truncate -s 9 \"$f\""
      _ = try await Program.shell(cut, [copy.string])
      let again = try await program.answer(Answer.self, "replicate", "--everything")
      #expect(again.copies.first?.mended.count == 1 && again.copies.first?.losses.isEmpty == true)
      #expect(try await program.run("replicate", "--audit", "--everything").status == 0)
    }
  }

  @Test(arguments: StoreServer.Kind.allCases)
  func `elsewhere hold every version, let go of what is let go of, and mend the first`(
    _ kind: StoreServer.Kind
  ) async throws {
    guard kind.isPresent else {
      return print("skipped: \(kind.rawValue) is not installed; `make judges peer` does that")
    }
    try await Self.run { installation, change in
      let folder = installation.scratch.appending("server")
      try Self.makeFolder(folder)
      try await StoreServer.run(kind, in: folder) { server in
        let program = installation.program
        try await Self.configure(installation, for: server, kind)
        let done = try await program.run("replicate")
        #expect(done.status == 0, "\(done.text)\(done.errorText)")
        change()
        try await program.run("sync")
        let grown = try await program.answer(Answer.self, "replicate")
        #expect(grown.copies.first?.problem == nil)
        #expect((3...40).contains(grown.copies.first?.files ?? 0))
        #expect(try await program.run("replicate", "--everything").status == 0)
        let audit = try await program.answer(
          AuditAnswer.self,
          "replicate",
          "--audit",
          "--everything"
        )
        #expect(audit.copies.first?.findings.isEmpty == true)
        #expect(audit.copies.first?.objects == 3)
        // The copies of these two are plain folders.
        if kind != .moto {
          let copy = server.folder.appending(StoreServer.bucket).appending("copies")
          let read = try Self.opened(copy, installation)
          try await read.run("reindex")
          let verified = try await read.run("verify")
          #expect(verified.status == 0, "\(verified.text)\(verified.errorText)")
          _ = try await Program.shell(
            "cd \"$1\" && rm -f catalogue* lock checked.txt text.sqlite",
            [copy.string]
          )
        }
        try await program.run("suppress", "Child B", "--reason", "identifies-person", "--yes")
        let gone = try await program.answer(Answer.self, "replicate")
        #expect(gone.copies.first?.suppressed == 1)
        #expect(gone.copies.first?.losses.isEmpty == true, "\(gone.copies)")
        if kind != .moto {
          let found = try await Program.shell(
            "grep -rlE --exclude=document.html 'b%2epdf|/b\\.pdf' \"$1\"; find \"$1\" -name '*b%2epdf*'",
            [server.folder.string]
          )
          #expect(found.text == "", "\(found.text)")
        }
        let damage =
          "cd \"$1\" && f=$(find ocfl -name 'document.pdf' | head -1) && chmod u+w \"$f\" && printf X | dd of=\"$f\" bs=1 seek=40 conv=notrunc"
        _ = try await Program.shell(damage, [installation.archive.string])
        #expect(try await program.run("verify").status == 3)
        let mended = try await program.run("repair", "--from", "second")
        #expect(mended.status == 0, "\(mended.text)\(mended.errorText)")
        #expect(try await program.run("verify").status == 0)
        // All of it comes back, too.
        try await program.run("replicate")
        try FileManager.default.removeItem(atPath: installation.archive.string)
        let back = try await program.run("recover", "--from", "second")
        #expect(back.status == 0, "\(back.text)\(back.errorText)")
        #expect(try await program.run("verify").status == 0)
      }
    }
  }

  private static func configure(
    _ installation: Installation,
    for server: StoreServer,
    _ kind: StoreServer.Kind
  ) async throws {
    guard kind != .openSSH else {
      let copy = server.folder.appending(StoreServer.bucket).appending("copies")
      try makeFolder(copy)
      return try configure(
        installation,
        """
          - name: second
            to: sftp://\(server.user)@127.0.0.1:\(server.port)\(copy)
            key: \(server.keyFile)
            hostKey: SHA256:\(server.hostKey)
        """
      )
    }
    let secret = installation.scratch.appending("store.secret")
    try Files.writeBytes(Array("\(StoreServer.key)\n\(StoreServer.secret)\n".utf8), to: secret)
    _ = try await Program.shell("chmod 600 \"$1\"", [secret.string])
    let endpoint = "http://127.0.0.1:\(server.port)"
    if kind == .moto {
      let words = ["\(endpoint)/\(StoreServer.bucket)"]
      _ = try await Program.shell("curl -s -X PUT \"$1\"", words)
    }
    try configure(
      installation,
      """
        - name: second
          to: "s3:\(endpoint)/\(StoreServer.bucket)/copies"
          credentials: \(secret)
      """
    )
  }
}
