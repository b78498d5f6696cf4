// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Glibc
import Support
import SystemPackage
import Testing

/// An archive that a group may read, and nobody else.
@Suite(.timeLimit(.minutes(5)))
struct `An archive for a group` {
  /// A group of this machine that the user of the tests is in, or root.
  private static let groupName: String? = {
    guard let group = getgrgid(getegid()) else { return nil }
    return String(cString: group.pointee.gr_name)
  }()

  /// The officer's user, who is in the group; whoever runs the tests must be able to become another.
  private static let canBeAnother =
    geteuid() == 0 && FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv")

  private static func officer(_ line: String, _ folder: FilePath) async throws -> ProgramRun {
    try await Program.shell(
      """
      cp "$1" "$2/hanaper" && chmod 711 "$2" && chmod 755 "$2/hanaper" && mkdir -p "$2/out" && chown 65534 "$2/out"
      cd "$2" && exec setpriv --reuid=65534 --regid=65534 --groups="$(id -g)" sh -c "$3" sh "$2"
      """,
      [try Program.path.string, folder.string, line]
    )
  }

  /// The rights of everything below a folder, in octal digits, each with the names that have them.
  private static func rights(below folder: String) async throws -> [String: Set<String>] {
    let found = try await Program.shell(
      "cd \"$1\" && find . -printf '%y%m %p\\n'",
      [folder]
    )
    var rights: [String: Set<String>] = [:]
    for line in found.text.split(separator: "\n") {
      let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
      rights[parts[0], default: []].insert(parts[1])
    }
    return rights
  }

  private static func withSharedArchive(
    _ body: (FilePath, Program) async throws -> Void
  ) async throws {
    let group = try #require(groupName)
    try await ScratchDirectory.run { scratch in
      let place = scratch.appending("reports")
      // The umask is none of the archive's business.
      let made = try await Program.shell(
        "umask 077; exec \"$1\" init \"$2\" --contact mailto:a@example.org --page http://127.0.0.1:9/ --group \"$3\"",
        [try Program.path.string, place.string, group]
      )
      #expect(made.status == 0, "\(made.errorText)")
      let program = Program(configuration: place.appending("Config").appending("hanaper.yaml"))
      let paper = scratch.appending("review.pdf")
      try Files.writeBytes(try SampleSite.document("lessons-and-messages.pdf"), to: paper)
      let kept = try await Program.shell(
        "umask 077; exec \"$1\" deposit \"$2\" --source first --note post --config \"$3\"",
        [try Program.path.string, paper.string, program.configuration.string]
      )
      #expect(kept.status == 0, "\(kept.errorText)")
      try await body(place, program)
    }
  }

  @Test(.enabled(if: groupName != nil, "skipped: the user's group has no name"))
  func `is readable for it in every part, and for nobody else; the key is its owner's`()
    async throws
  {
    try await Self.withSharedArchive { place, program in
      #expect(
        try await program.run("restore", "review", "--for", "r", "--to", "\(place)/r.pdf").status
          == 0
      )
      let archive = try await Self.rights(below: "\(place)/Archive")
      #expect(Set(archive.keys) == ["d2750", "f640", "f440"], "\(archive)")
      #expect(archive["f440"]?.allSatisfy { $0.contains("/content/") } == true)
      let config = try await Self.rights(below: "\(place)/Config")
      #expect(config["f640"] == ["./hanaper.yaml"] && config["d750"] == ["."])
      #expect(config["f600"]?.contains("./hanaper.ledger.key") == true)
    }
  }

  @Test(
    .enabled(if: groupName != nil && canBeAnother, "skipped: only root can become another user")
  )
  func `is listed, shown, restored and verified by a member`() async throws {
    try await Self.withSharedArchive { place, program in
      let folder = place.removingLastComponent()
      for (line, status, words) in [
        ("list", 0, "review"), ("show review", 0, "SHA-512"), ("status", 0, "Held: 1 report"),
        ("restore review --to out/a.pdf", 0, "digest intact"), ("verify", 0, "Intact"),
        ("ledger", 0, "leaves signed for"),
        ("restore review --for \"r 1\" --to out/b.pdf", 1, "Permission denied"),
        ("ack review", 1, "Permission denied"),
      ] as [(String, Int, String)] {
        let run = try await Self.officer(
          "./hanaper \(line) --config reports/Config/hanaper.yaml",
          folder
        )
        #expect(run.status == status, "\(line): \(run.text)\(run.errorText)")
        #expect((run.text + run.errorText).contains(words), "\(line): \(run.text)\(run.errorText)")
        #expect(!run.text.contains("Nothing can be signed for"), "\(run.text)")
      }
      // Whoever hears of nights is not told that one failed.
      let told = folder.appending("out").appending("told")
      let line = "outputs: { exec: [\"touch\", \"\(told)\"] }\n"
      let file = program.configuration
      let text = String(decoding: try Files.readBytes(file), as: UTF8.self)
      let tell = try await Program.shell("printf '%s' \"$1\" > \"$2\"", [line + text, file.string])
      #expect(tell.status == 0)
      let night = try await Self.officer(
        "./hanaper sync --config reports/Config/hanaper.yaml",
        folder
      )
      #expect(
        night.status == 1 && night.errorText.contains("Permission denied"),
        "\(night.errorText)"
      )
      #expect(!FileManager.default.fileExists(atPath: told.string))
      let other = try await Program.shell(
        "cd \"$1\" && exec setpriv --reuid=65533 --regid=65533 --clear-groups ./hanaper list --config reports/Config/hanaper.yaml",
        [folder.string]
      )
      #expect(other.status == 78, "\(other.text)\(other.errorText)")
    }
  }

  @Test(
    arguments: [
      (["--group", "no such group"], "this machine has no group"),
      (["--group", "root", "--config", "x"], "it goes with no directory"),
    ] as [([String], String)]
  )
  func `is refused with a reason`(arguments: [String], words: String) async throws {
    try await ScratchDirectory.run { folder in
      let place = words.contains("goes with") ? [] : [folder.appending("a").string]
      let contact = words.contains("goes with") ? [] : ["--contact", "mailto:a@example.org"]
      let run = try await Program.run(["init"] + place + contact + arguments)
      #expect(run.status == 64 && run.errorText.contains(words), "\(run.errorText)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.string).isEmpty)
    }
  }

  @Test func `has a key that is its owner's, also where all that is made beside it is shared`()
    async throws
  {
    try await ScratchDirectory.run { folder in
      let made = try await Program.shell(
        """
        mkdir -m 2750 "$2/a" "$2/a/Config" && chmod 2750 "$2/a" "$2/a/Config" &&
          exec "$1" init "$2/a" --contact mailto:a@example.org
        """,
        [try Program.path.string, folder.string]
      )
      #expect(made.status == 0, "\(made.errorText)")
      let rights = try await Self.rights(below: "\(folder)/a/Config")
      #expect(rights["f600"]?.contains("./hanaper.ledger.key") == true, "\(rights)")
    }
  }

  @Test(.enabled(if: groupName != nil, "skipped: the user's group has no name"))
  func `is not made of one that is there`() async throws {
    try await Installation.runWithOneReport { installation in
      let run = try await Program.run([
        "init", installation.folder.string, "--contact", "mailto:a@example.org", "--group",
        Self.groupName ?? "",
      ])
      #expect(run.status == 64 && run.errorText.contains("for a new archive"), "\(run.errorText)")
    }
  }
}
