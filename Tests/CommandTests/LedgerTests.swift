// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import Foundation
import Glibc
import Ledger
import Support
import SystemPackage
import Testing

/// What a person does with the ledger: keeps a checkpoint, gives away a proof, finds out that something was altered.
@Suite(.timeLimit(.minutes(10)))
struct `The ledger at the command line` {
  private func key(of installation: Installation) async throws -> String {
    let run = try await installation.program.run("ledger")
    return try #require(
      run.text.split(separator: "\n").first { $0.hasPrefix("public key: ") }.map {
        String($0.dropFirst("public key: ".count))
      }
    )
  }

  private func write(_ text: String, to path: FilePath) throws {
    try Disk().removeFile(path)
    try Disk().create(path, holding: text)
  }

  @Test func `a key that others can read is not signed with, and that is told`() async throws {
    try await Installation.runWithOneReport { installation in
      let program = installation.program
      #expect(try await program.run("sync").status == 0)
      let key = installation.folder.pushing("Config/hanaper.ledger.key")
      _ = chmod(key.string, 0o640)
      let night = try await program.run("sync")
      #expect(night.status == 4, "\(night.text)\(night.errorText)")
      #expect(
        night.words.contains("may be read by others, who could sign in its name"),
        "\(night.text)"
      )
      #expect(night.words.contains("`chmod 600 \(key)` ends that"))
      #expect(try await program.run("status").words.contains("may be read by others"))
      _ = chmod(key.string, 0o600)
      let after = try await program.run("sync")
      #expect(after.status == 0, "\(after.text)\(after.errorText)")
      #expect(try await program.run("verify").status == 0)
      let open = installation.program.configuration
      _ = chmod(open.string, 0o666)
      let told = try await program.run("sync").words
      #expect(told.contains("may be written by others"), "\(told)")
      let again = try await program.run("sync").text
      #expect(again == "", "it is told once")
    }
  }

  @Test func `a message of a run is enough to prove by later that the archive only grew`()
    async throws
  {
    try await Installation.runWithOneReport { installation in
      let program = installation.program
      let night = try await program.run("sync")
      #expect(night.status == 0)
      let mail = installation.scratch.appending("mail.txt")
      let quoted = night.text.split(separator: "\n", omittingEmptySubsequences: false)
        .map { "> \($0)" }.joined(separator: "\r\n")
      try write(quoted, to: mail)
      #expect(try await program.run("sync").text == "", "a quiet night says nothing")
      let proven = try await program.run("verify", "--since", mail.string)
      #expect(proven.status == 0, "\(proven.text)\(proven.errorText)")
      #expect(proven.text.contains("from the checkpoint in \(mail) ("))
      #expect(proven.text.hasPrefix("Intact: "))
      let json = try await program.run("verify", "--json")
      #expect(json.text.contains("\"goesOnFrom\""))
    }
  }

  @Test func `what is no checkpoint is told with what was expected`() async throws {
    try await Installation.runWithOneReport { installation in
      let program = installation.program
      #expect(try await program.run("sync").status == 0)
      let path = installation.scratch.appending("mail.txt")
      try write("Dear all,\nno checkpoint in here.\n", to: path)
      let run = try await program.run("verify", "--since", path.string)
      #expect(run.status == 1)
      #expect(run.errorText.contains("\(path): "))
      #expect(run.errorText.contains("checkpoint"))
      #expect(try await program.run("verify", "--since", "/nowhere").status == 1)

      // A miscopied one says nothing of the archive, and is no damage.
      let text = try await program.run("checkpoint").text
      let letter = try #require(text.split(separator: "\n").dropFirst(2).first?.first)
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      let typo = (letter == "A" ? "B" : "A") + lines[2].dropFirst()
      try write((lines[..<2] + [typo] + lines[3...]).joined(separator: "\n"), to: path)
      let given = installation.scratch.appending("given.pdf").string
      for command in [
        ["verify", "--since", path.string],
        ["restore", "a.pdf", "--to", given, "--checkpoint", path.string],
      ] {
        let wrong = try await Program.run(command + ["--config", program.configuration.string])
        #expect(wrong.status == 1 && wrong.errorText.contains("miscopied"), "\(wrong.errorText)")
      }
      // A line that is none is told with its number, also in a mail.
      try write(
        "Dear all,\n\n" + (lines[..<2] + ["AAAA"] + lines[3...]).joined(separator: "\n"),
        to: path
      )
      let broken = try await program.run("verify", "--since", path.string)
      #expect(broken.status == 1 && broken.errorText.contains("line 5"), "\(broken.errorText)")

      // One of another archive is not called a backup that was put back.
      let other = try NoteSigner("example.org/other", number: 9)
      let foreign = SignedCheckpoint(
        try Checkpoint("example.org/other\n" + lines[1...2].joined(separator: "\n") + "\n"),
        by: [other]
      )
      try write(foreign.text, to: path)
      let asked = try await program.run("verify", "--since", path.string)
      #expect(asked.status == 3 && asked.text.contains("of another archive?"), "\(asked.text)")
      let restored = try await program.run(
        "restore",
        "a.pdf",
        "--to",
        given,
        "--checkpoint",
        path.string
      )
      #expect(
        restored.status == 3 && restored.errorText.contains("Next: take a checkpoint"),
        "\(restored.errorText)"
      )
    }
  }

  @Test func `a proof is made under an older checkpoint that somebody holds`() async throws {
    try await Installation.runWithOneReport { installation in
      let program = installation.program
      let mail = installation.scratch.appending("mail.txt")
      try write(try await program.run("sync").text, to: mail)
      for _ in 0..<2 { #expect(try await program.run("sync").status == 0) }
      let file = installation.scratch.appending("given.pdf")
      #expect(
        try await program.run("restore", "a.pdf", "--to", file.string, "--proof").status == 0
      )
      let newer = try await Program.runBare("prove", file.string, "--checkpoint", mail.string)
      #expect(newer.status == 3 && newer.errorText.contains("is not the one that is held"))
      #expect(newer.errorText.contains("That says nothing against the file"))
      let given = try await program.run(
        "restore",
        "a.pdf",
        "--to",
        file.string,
        "--overwrite",
        "--checkpoint",
        mail.string
      )
      #expect(given.status == 0, "\(given.errorText)")
      let held = try await Program.runBare("prove", file.string, "--checkpoint", mail.string)
      #expect(held.status == 0, "\(held.errorText)")
      // Another root, another name, more leaves: told before anything is restored.
      let own = try await program.run("checkpoint").text
      let lines = own.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      let changes = [
        (0, "example.org/another"), (1, "4711"),
        (2, "AgOC+iISx4gd3DYQP49LUyzm5vJjfwtAs6jJ6dWDjMY="),
      ]
      let key = installation.folder.appending("Config").appending("hanaper.ledger.key")
      let signer = try NoteSigner(secretText: try Disk().readText(key))
      for (line, text) in changes {
        var forged = lines
        forged[line] = text
        // Whoever has the key can sign for another history.
        let signed = SignedCheckpoint(
          try Checkpoint(forged[..<3].joined(separator: "\n") + "\n"),
          by: line == 0 ? [try NoteSigner(text, number: 3)] : [signer]
        )
        forged = signed.text.split(separator: "\n", omittingEmptySubsequences: false).map(
          String.init
        )
        let path = installation.scratch.appending("forged.txt")
        try? Disk().removeFile(path)
        try write(forged.joined(separator: "\n"), to: path)
        let nowhere = installation.scratch.appending("nowhere.pdf")
        let run = try await program.run(
          "restore",
          "a.pdf",
          "--to",
          nowhere.string,
          "--checkpoint",
          path.string
        )
        #expect(run.status == 3, "\(run.text)\(run.errorText)")
        #expect(run.errorText.contains("cannot be proven under"))
        #expect(try Disk().entry(at: nowhere) == nil)
      }
    }
  }

  @Test func `a file is given away with a proof that needs no archive`() async throws {
    try await Installation.runWithOneReport { installation in
      let program = installation.program
      #expect(try await program.run("sync").status == 0)
      let file = installation.scratch.appending("given.pdf")
      let given = try await program.run("restore", "a.pdf", "--to", file.string, "--proof")
      #expect(given.status == 0, "\(given.errorText)")
      let checkpoint = installation.scratch.appending("checkpoint.txt")
      try write(try await program.run("checkpoint").text, to: checkpoint)
      let key = try await key(of: installation)
      let policy = installation.scratch.appending("policy.txt")
      try write("log \(key)\nquorum none\n", to: policy)
      let ways = [
        ["--checkpoint", checkpoint.string], ["--key", key], ["--policy", policy.string],
      ]
      for way in ways {
        let run = try await Program.runBare("prove", file.string, way[0], way[1])
        #expect(run.status == 0, "\(way): \(run.errorText)")
        #expect(run.text.contains("http://\(Installation.host)/a.pdf"))
        #expect(run.text.contains(way[0] == "--checkpoint" ? "that you hold" : "signed by "))
      }
      // Another byte, another key, a proof that was altered: each is told, and none holds.
      let other = "example.org/other+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx"
      #expect(try await Program.runBare("prove", file.string, "--key", other).status != 0)
      let proof = FilePath("\(file).tlog-proof")
      let text = try Disk().readText(proof)
      try write(text.replacing("index ", with: "index 1"), to: proof)
      let moved = try await Program.runBare("prove", file.string, "--key", key)
      #expect(moved.status == 3 && moved.errorText.contains("does not hold"))
      try write("rubbish", to: proof)
      #expect(try await Program.runBare("prove", file.string, "--key", key).status == 1)
      try write(text, to: proof)
      try Disk().removeFile(file)
      try write("something else", to: file)
      let altered = try await Program.runBare("prove", file.string, "--key", key)
      #expect(altered.status == 3 && altered.errorText.contains("does not hold"))
    }
  }

  @Test
  func `an archive that came back from a backup is told every night, until another ledger begins`()
    async throws
  {
    try await Installation.runWithOneReport { installation in
      let program = installation.program
      let archive = installation.archive
      #expect(try await program.run("sync").status == 0)
      let backup = try Tree(archive)
      #expect(try await program.run("sync", "--deep").status == 0)
      try backup.write(to: archive, over: try Tree(archive))
      for _ in 0..<2 {
        let night = try await program.run("sync")
        #expect(night.status == 3)
        #expect(night.text.contains("Nothing was signed for in the ledger"))
        #expect(night.text.contains("ledger --new-epoch"))
      }
      #expect(try await program.run("verify").status == 3)
      let state = try await program.run("ledger")
      #expect(state.status == 3 && state.text.contains("Nothing can be signed for"))
      #expect(try await program.run("ledger", "--new-epoch").status == 1, "nobody said yes")

      // A kill as it was being put aside.
      try Disk().rename(
        archive.appending("ledger"),
        to: archive.appending("ledger.aside")
      )
      let cut = try await program.run("verify")
      #expect(cut.status == 3 && cut.text.contains("being put aside"), "\(cut.text)")
      #expect(cut.text.contains("ledger --new-epoch"))

      let begun = try await program.run("ledger", "--new-epoch", "--yes")
      #expect(begun.status == 0, "\(begun.errorText)")
      #expect(begun.text.contains("/2, "))
      let sound = try await program.run("verify")
      #expect(sound.status == 0, "\(sound.text)")
      #expect(try await program.run("sync").status == 0)
      let old = archive.appending("ledger").appending("epochs").appending("1")
      #expect(try Disk().entry(at: old.appending("last-checkpoint")) == .file)
      let needless = try await program.run("ledger", "--new-epoch", "--yes")
      #expect(needless.status == 1, "it can be signed for as it is")
    }
  }

  @Test func `a key that is lost or another is told, and the old one mends it`() async throws {
    try await Installation.runWithOneReport { installation in
      let program = installation.program
      #expect(try await program.run("sync").status == 0)
      let key = installation.folder.appending("Config").appending("hanaper.ledger.key")
      let text = try Disk().readText(key)
      try Disk().removeFile(key)
      let lost = try await program.run("sync")
      #expect(lost.status == 4)
      #expect(lost.text.contains("put it back"))
      #expect(try Disk().entry(at: key) == nil, "no second key is made in its place")
      try write("rubbish\n", to: key)
      #expect(try await program.run("sync").words.contains("cannot be read as the ledger's key"))
      try write(text, to: key)
      let night = try await program.run("sync")
      #expect(night.status == 0)
      #expect(try await program.run("verify").text.hasPrefix("Intact"))
      // Without the checkpoint beside it, nobody can say whether an older archive was put back.
      let noted = installation.folder.appending("Config").appending("hanaper.ledger.checkpoint")
      try Disk().removeFile(noted)
      let unheld = try await program.run("verify")
      #expect(unheld.status == 4 && unheld.errorText.contains("is missing"), "\(unheld.errorText)")
      let renewed = try await program.run("sync")
      #expect(renewed.errorText.contains("was missing and is written anew"), "\(renewed.errorText)")
      #expect(try await program.run("verify").status == 0)
      // Lines of the seals that are not its own go with a command, which says so.
      let seals = installation.archive.pushing("ledger/seals.txt")
      try write(try Disk().readText(seals) + "rubbish\n", to: seals)
      #expect(try await program.run("ledger").status == 3)
      #expect(try await program.run("repair").status == 0)
      #expect(try await program.run("verify").status == 0)
      #expect(try await program.run("ledger").status == 0)

      // A message of a run speaks of a ledger that is lost by now, with its key: no second one takes its place in silence.
      try Disk().removeFile(key)
      try Disk().removeFile(
        installation.folder.appending("Config").appending("hanaper.ledger.checkpoint")
      )
      try Disk().removeTree(installation.archive.appending("ledger"))
      let again = try await program.run("sync")
      #expect(again.status == 4 && again.text.contains("put it back"), "\(again.text)")
      #expect(try Disk().entry(at: key) == nil)
      #expect(try await program.run("ledger", "--new-epoch", "--yes").status == 0)
      #expect(try await program.run("sync").status == 0)
      #expect(try await program.run("verify").status == 0)
    }
  }

  @Test func `a second key is refused in the place of the first, and taken where both sign`()
    async throws
  {
    try await Installation.runWithOneReport { installation in
      let program = installation.program
      #expect(try await program.run("sync").status == 0)
      let file = installation.folder.appending("Config").appending("hanaper.ledger.key")
      let first = try await key(of: installation)
      let own = try Disk().readText(file)
      let other = try NoteSigner(String(first.split(separator: "+")[0]), number: 9)
      for signer in [other, try NoteSigner("example.org/other", number: 9)] {
        try write(signer.secretText + "\n", to: file)
        let night = try await program.run("sync")
        #expect(night.status == 4, "\(night.text)")
        #expect(night.text.contains("another key stands in its place"), "\(night.text)")
        let verified = try await program.run("verify")
        #expect(verified.status == 3)
        #expect(verified.text.contains("and the one at hand is \(signer.key.label)"))
        #expect(try await program.run("ledger", "--new-key").status == 1)
      }
      // Half a pair of keys, one key twice, keys of two names: told with the line.
      let broken = [
        (own + "rubbish\n", "line 2"), (own + own, "twice"),
        (own + (try NoteSigner("example.org/other", number: 9)).secretText, "its name"),
      ]
      for (text, word) in broken {
        try write(text, to: file)
        let night = try await program.run("sync")
        #expect(night.status == 4 && night.text.contains(word), "\(night.text)")
      }
      try write(own, to: file)
      #expect(try await program.run("sync").status == 0)
      let before = installation.scratch.appending("before.txt")
      try write(try await program.run("checkpoint").text, to: before)

      let added = try await program.run("ledger", "--new-key")
      #expect(added.status == 0, "\(added.text)\(added.errorText)")
      let keys = added.text.split(separator: "\n").compactMap { line in
        line.hasPrefix("public key: ") ? String(line.dropFirst("public key: ".count)) : nil
      }
      #expect(keys.count == 2 && keys.first == first, "\(added.text)")
      #expect(try Disk().readText(file).hasPrefix(own))
      #expect(
        try FileManager.default.attributesOfItem(atPath: file.string)[.posixPermissions] as? Int
          == 0o600
      )
      // Nothing new was there to be signed for, and both have signed all the same.
      let given = installation.scratch.appending("given.pdf")
      #expect(
        try await program.run("restore", "a.pdf", "--to", given.string, "--proof").status == 0
      )
      for key in keys {
        #expect(try await Program.runBare("prove", given.string, "--key", key).status == 0)
      }
      #expect(try await program.run("sync").status == 0)

      let lines = try Disk().readText(file).split(separator: "\n")
      try write(lines[1] + "\n", to: file)
      for _ in 0..<2 { #expect(try await program.run("sync").status == 0) }
      let verified = try await program.run("verify", "--since", before.string)
      #expect(verified.status == 0, "\(verified.text)\(verified.errorText)")
      #expect(try await key(of: installation) == keys.last)

      // The file of before is put back: with both lines the new one is the ledger's own still, with the old one alone nothing is signed.
      try write(lines.joined(separator: "\n") + "\n", to: file)
      #expect(try await program.run("verify").status == 0)
      #expect(try await program.run("sync").status == 0)
      try write(lines[1] + "\n", to: file)
      #expect(try await program.run("sync").status == 0)
      let signed = try Disk().read(installation.archive.pushing("ledger/checkpoint"))
      try write(own, to: file)
      let night = try await program.run("sync")
      #expect(night.status == 4, "\(night.text)")
      #expect(night.text.contains("another key stands in its place"), "\(night.text)")
      let told = try await program.run("verify")
      #expect(told.status == 3 && told.text.contains("and the one at hand is"), "\(told.text)")
      let repair = try await program.run("repair")
      #expect(repair.status == 3 && repair.text.contains("is not the ledger's own"))
      #expect(try Disk().read(installation.archive.pushing("ledger/checkpoint")) == signed)
      try write(lines[1] + "\n", to: file)
      #expect(try await program.run("sync").status == 0)
      #expect(try await program.run("verify").status == 0)
    }
  }

  /// Every command that signs may be the one that finds it.
  @Test(arguments: [["sync"], ["ledger", "--new-key"], ["repair"], ["deposit"]])
  func `what somebody put before the ledger to be signed for is told by whoever leaves it out`(
    command: [String]
  ) async throws {
    try await Installation.runWithOneReport { installation in
      let program = installation.program
      #expect(try await program.run("sync").status == 0)
      let size = try await program.run("checkpoint").text.split(separator: "\n")[1]
      func sum(_ text: String) -> Substring { Digest.of(text, by: .sha256).hex.prefix(16) }
      let queue = installation.archive.pushing("ledger/waiting.jsonl")
      try write(
        """
        {"from":\(size),"sum":"\(sum(String(size)))"}
        {"entry":"xyz","sum":"\(sum("xyz\n\n"))"}

        """,
        to: queue
      )
      var words = command
      if command == ["deposit"] {
        let file = installation.scratch.appending("by-mail.pdf")
        let pdf = try SampleSite.document("lessons-and-messages.pdf")
        try Disk().create(file, holding: pdf + Array("%".utf8))
        words += [file.string, "--source", "reviews"]
      }
      if command == ["repair"] {
        try Disk().removeFile(installation.archive.pushing("ocfl/0=ocfl_1.1"))
      }
      let run = try await Program.run(words + ["--config", program.configuration.string])
      #expect(
        (run.text + run.errorText).contains("state nothing that is there"),
        "\(run.text)\(run.errorText)"
      )
      #expect(run.status == (command == ["sync"] ? 3 : 0), "\(run.text)\(run.errorText)")
      let evidence = try Disk().list(installation.archive.appending("quarantine")).map(\.name)
      #expect(evidence.contains { $0.hasPrefix("unsigned-") })
      #expect(try await program.run("verify").status == 0)
    }
  }

  @Test func `a pipe where the key or the last checkpoint belongs is told, and not waited for`()
    async throws
  {
    try await Installation.runWithOneReport { installation in
      let program = installation.program
      #expect(try await program.run("sync").status == 0)
      for name in ["hanaper.ledger.key", "hanaper.ledger.checkpoint"] {
        let file = installation.folder.appending("Config").appending(name)
        let text = try Disk().readText(file)
        try Disk().removeFile(file)
        try #require(file.withPlatformString { mkfifo($0, 0o600) } == 0)
        #expect(try await program.run("sync").text.contains(file.string))
        let verified = try await program.run("verify")
        #expect(verified.errorText.contains("\(file) is no file"), "\(verified.errorText)")
        #expect(verified.status == 4, "what it was not held against, it is not said to agree with")
        try Disk().removeFile(file)
        try write(text, to: file)
        #expect(try await program.run("sync").status == 0)
      }
    }
  }

  @Test func `what waits while the ledger is lost is signed for when it is back`() async throws {
    try await Installation.runWithOneReport { installation in
      let program = installation.program
      #expect(try await program.run("sync").status == 0)
      #expect(try await program.run("sync").status == 0)
      let checkpoint = installation.archive.appending("ledger").appending("checkpoint")
      let text = try Disk().readText(checkpoint)
      try Disk().removeFile(checkpoint)
      let lost = try await program.run("sync")
      #expect(lost.status == 3 && lost.text.contains("hanaper repair --from COPY"), "\(lost.text)")
      try write(text, to: checkpoint)
      #expect(try await program.run("sync").status == 0)
      let verified = try await program.run("verify")
      #expect(verified.status == 0, "\(verified.text)")
    }
  }
}
