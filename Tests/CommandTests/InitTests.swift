// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage
import Testing

/// `init` in every state in which a folder may be.
@Suite(.timeLimit(.minutes(10)))
struct `Making a configuration and an archive` {
  private static let contact = ["--contact", "mailto:t@example.org"]

  private static func bytes(_ folder: FilePath) throws -> [UInt8] {
    try Files.readBytes(folder.appending("Config/hanaper.yaml"))
  }

  @Test func `a configuration without an archive gets the one that it names`() async throws {
    try await ScratchDirectory.run { scratch in
      let folder = scratch.appending("two words")
      let made = try await Program.run(["init", folder.string] + Self.contact)
      #expect(made.status == 0, "\(made.errorText)")
      let configuration = folder.pushing("Config/hanaper.yaml")
      let source = "\nsources: [{ id: a, addresses: [\"http://a.invalid/a.pdf\"] }]\n"
      let text = "archive: ../kept/here\ncontact: mailto:t@example.org" + source
      try Files.writeBytes(Array(text.utf8), to: configuration)

      // Not made by the way: its disk may not be mounted tonight.
      let program = Program(configuration: configuration)
      for command in ["sync", "list", "verify", "reindex"] {
        let run = try await program.run(command)
        #expect(run.status == 1)
        #expect(
          run.errorText.contains("hanaper init --config '\(configuration)'"),
          "\(run.errorText)"
        )
      }
      #expect(!FileManager.default.fileExists(atPath: folder.appending("kept").string))

      // The very words of the sentence, in a shell.
      let line = "\"$1\" init --config '\(configuration)'"
      let run = try await Program.shell(line, [try Program.path.string])
      #expect(run.status == 0, "\(run.errorText)")
      #expect(try Self.bytes(folder) == Array(text.utf8), "the configuration is not touched")
      #expect(try await program.run("list").status == 0)
      let again = try await Program.shell(line, [try Program.path.string])
      #expect(again.status == 1)
      #expect(again.errorText.contains("exists"))
    }
  }

  @Test(arguments: [
    ("sources: []", "`hanaper source add ADDRESS --config FILE`, then "),
    (
      "sources: [{ id: a, enabled: false, addresses: [\"http://a.invalid/a.pdf\"] }]",
      "switch a source on there (enabled: true), then "
    ),
    ("sources: [{ id: a, addresses: [\"http://a.invalid/a.pdf\"] }]", ""),
  ])
  func `what is next says what sync would refuse`(sources: String, step: String) async throws {
    try await ScratchDirectory.run { folder in
      let configuration = folder.appending("c.yaml")
      let text = "archive: kept\ncontact: mailto:t@example.org\n\(sources)\n"
      try Files.writeBytes(Array(text.utf8), to: configuration)
      let run = try await Program(configuration: configuration).run("init")
      #expect(run.status == 0, "\(run.errorText)")
      let step = step.replacing("FILE", with: configuration.string)
      let next = "\nNext: \(step)`hanaper sync --config \(configuration)`.\n"
      #expect(run.text.hasSuffix(next), "\(run.text)")
    }
  }

  @Test func `so does the folder's own configuration, whatever else is named`() async throws {
    try await ScratchDirectory.run { scratch in
      let folder = scratch.appending("a")
      #expect(try await Program.run(["init", folder.string] + Self.contact).status == 0)
      let before = try Self.bytes(folder)
      let script = "rm -r \"$1/Archive\" && cd \"$1\" && \"$2\" init && \"$2\" verify"
      let run = try await Program.shell(script, [folder.string, try Program.path.string])
      #expect(run.status == 0, "\(run.errorText)")
      try FileManager.default.removeItem(atPath: folder.appending("Archive").string)
      let other = try await Program.runBare(
        "init",
        folder.string,
        "--contact",
        "mailto:b@example.org"
      )
      #expect(other.status == 0)
      #expect(other.text.contains("left as it is"))
      #expect(try Self.bytes(folder) == before)
    }
  }

  @Test func `an archive without a configuration is kept as it is`() async throws {
    try await ScratchDirectory.run { scratch in
      let folder = scratch.appending("a")
      #expect(try await Program.run(["init", folder.string] + Self.contact).status == 0)
      try FileManager.default.removeItem(atPath: folder.appending("Config").string)
      let run = try await Program.run(["init", folder.string] + Self.contact)
      #expect(run.status == 0, "\(run.errorText)")
      #expect(run.text.contains("was there already"))
      let program = Program(configuration: folder.pushing("Config/hanaper.yaml"))
      #expect(try await program.run("verify").status == 0)
    }
  }

  @Test func `a folder that holds something else is left alone`() async throws {
    try await ScratchDirectory.run { scratch in
      let archive = scratch.appending("Archive")
      try FileManager.default.createDirectory(
        atPath: archive.string,
        withIntermediateDirectories: false
      )
      try Files.writeBytes([1], to: archive.appending("letters"))
      let run = try await Program.run(["init", scratch.string] + Self.contact)
      #expect(run.status == 1)
      #expect(run.errorText.contains("not empty (letters)"))
      #expect(!FileManager.default.fileExists(atPath: scratch.appending("Config").string))
    }
  }

  @Test func `a file in the archive's place is told, and left as it is`() async throws {
    try await ScratchDirectory.run { scratch in
      let folder = scratch.appending("a")
      #expect(try await Program.run(["init", folder.string] + Self.contact).status == 0)
      let archive = folder.appending("Archive")
      try FileManager.default.removeItem(atPath: archive.string)
      try Files.writeBytes([1], to: archive)
      let program = Program(configuration: folder.pushing("Config/hanaper.yaml"))
      for run in [
        try await program.run("list"),
        try await Program.run(["init", folder.string] + Self.contact),
      ] {
        #expect(run.status == 1)
        #expect(run.errorText.contains("\(archive) is a file"), "\(run.errorText)")
      }
      #expect(try Files.readBytes(archive) == [1])
    }
  }

  @Test func `an empty archive says that nothing is held yet`() async throws {
    try await ScratchDirectory.run { scratch in
      #expect(try await Program.run(["init", scratch.string] + Self.contact).status == 0)
      let program = Program(configuration: scratch.pushing("Config/hanaper.yaml"))
      let all = try await program.run("list").text
      #expect(all.contains("hanaper sync"))
      let chosen = try await program.run("list", "child").text
      #expect(chosen == "Nothing fits.\n")
    }
  }

  /// What is typed as a contact, and what is said of it.
  static let contacts: [(typed: String, saying: String)] = [
    ("", "empty"), ("records@example.org", "neither mailto: nor https://"),
    ("http://example.org/", "neither"), ("ftp://example.org/", "neither"),
    ("tel:+441632960123", "neither"), ("WRITE-YOUR-CONTACT-HERE", "neither"),
    ("mailto:", "not a whole address"), ("mailto:records", "not a whole"),
    ("mailto:records@intranet", "not a whole"), ("mailto:@example.org", "not a whole"),
    ("mailto:a@b@example.org", "not a whole"), ("mailto:a@example..org", "not a whole"),
    ("mailto:a@example.org,b@example.org", "not a whole"), ("https://", "not a whole"),
    ("https://user:word@example.org/", "not a whole"), ("https://intranet/", "not a whole"),
    ("mailto:a b@example.org", "blank"), (" mailto:a@example.org", "blank"),
    ("mailto:a@example.org\nX-Header: b", "blank"), ("mailto:jürgen@example.org", "not ASCII"),
    ("https://example.org/a)b", "bracket"),
  ]

  @Test(arguments: contacts.indices)
  func `a contact is what it is said to be, or refused`(index: Int) async throws {
    let (typed, saying) = Self.contacts[index]
    try await ScratchDirectory.run { scratch in
      let folder = scratch.appending("a")
      let run = try await Program.runBare("init", folder.string, "--contact", typed)
      #expect(run.status == 64)
      #expect(run.errorText.contains("--contact"), "\(run.errorText)")
      #expect(run.errorText.contains(saying), "\(run.errorText)")
      #expect(!run.errorText.contains("hanaper.yaml"), "no file that does not exist is named")
      #expect(!FileManager.default.fileExists(atPath: folder.string))
    }
  }

  @Test(arguments: [
    "mailto:records@example.org", "MAILTO:Records.Office+web@scp.example.org",
    "mailto:records@example.org?subject=hanaper", "https://www.example.org/contact?of=records",
  ])
  func `a mail address or a web address is taken`(contact: String) async throws {
    try await ScratchDirectory.run { scratch in
      let run = try await Program.runBare("init", scratch.string, "--contact", contact)
      #expect(run.status == 0, "\(run.errorText)")
      let program = Program(configuration: scratch.pushing("Config/hanaper.yaml"))
      let settings = try await program.run("config").text
      #expect(settings.contains("User-Agent: hanaper/0.1.0 (+\(contact))"))
    }
  }

  /// What is typed as a page, and what is said of it.
  static let pages: [(typed: String, saying: String)] = [
    ("www.example.org/reviews/", "“www.example.org/reviews/” is not a whole address"),
    ("/reviews/", "“/reviews/” is not a whole address"),
    ("ftp://example.org/reviews/", "“ftp://example.org/reviews/”: only http and https"),
    ("mailto:a@example.org", "“mailto:a@example.org”: only http and https"),
    ("https://user:word@example.org/", "the address holds a user name or password"),
    ("https://", "“https://” is not a valid address"), ("", "the address is empty"),
    ("  ", "the address is empty"),
    ("https://exa mple.org/", "“https://exa mple.org/” is not a valid address"),
  ]

  @Test(arguments: pages.indices)
  func `a page that is no address is named as it was typed`(index: Int) async throws {
    let (typed, saying) = Self.pages[index]
    try await ScratchDirectory.run { scratch in
      let folder = scratch.appending("a")
      let run = try await Program.run(["init", folder.string, "--page", typed] + Self.contact)
      #expect(run.status == 64)
      #expect(run.errorText.contains("--page: \(saying)"), "\(run.errorText)")
      #expect(!run.errorText.contains("hanaper.yaml") && !run.errorText.contains("word@"))
      #expect(!FileManager.default.fileExists(atPath: folder.string))
    }
  }

  @Test(arguments: pages.indices)
  func `so is one that is no address to check`(index: Int) async throws {
    let (typed, saying) = Self.pages[index]
    guard typed.contains("://") else { return }
    try await ScratchDirectory.run { scratch in
      #expect(try await Program.run(["init", scratch.string] + Self.contact).status == 0)
      let program = Program(configuration: scratch.pushing("Config/hanaper.yaml"))
      let run = try await program.run("check", typed)
      #expect(run.status == 1)
      #expect(run.errorText.contains("hanaper: \(saying)"), "\(run.errorText)")
      #expect(!run.errorText.contains("word@"))
    }
  }

  @Test(arguments: [
    ("http://127.0.0.1:9/reviews/", "http://127.0.0.1:9/reviews/"),
    (" https://127.0.0.1:9/it's/ ", "https://127.0.0.1:9/it's/"),
  ])
  func `a page that cannot be looked at is written down all the same`(
    typed: String,
    read: String
  ) async throws {
    try await ScratchDirectory.run { scratch in
      let run = try await Program.run(["init", scratch.string, "--page", typed] + Self.contact)
      #expect(run.status == 0, "\(run.errorText)")
      #expect(run.text.contains("Could not look at the page: the address leads into a private"))
      let program = Program(configuration: scratch.pushing("Config/hanaper.yaml"))
      let settings = try await program.run("config")
      let written = "page: '\(read.replacing("'", with: "''"))'\n"
      #expect(settings.text.contains(written), "\(settings.text)\(settings.errorText)")
    }
  }
}
