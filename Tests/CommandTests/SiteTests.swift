// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage
import Testing

/// The reading room as files.
@Suite(.timeLimit(.minutes(5)))
struct `A site of files` {
  /// All files below a folder, by their names from there.
  private static func names(in folder: FilePath) -> [String] {
    let all = FileManager.default.enumerator(atPath: folder.string)
    return (all?.compactMap { $0 as? String } ?? []).sorted()
  }

  private static func text(_ name: String, in folder: FilePath) throws -> String {
    String(decoding: try Files.readBytes(folder.pushing(FilePath(name))), as: UTF8.self)
  }

  @Test func `has what publishers show, and what is asked for by name`() async throws {
    try await Program.withDemo { folder, program in
      try await program.run("index")
      let site = folder.appending("site")
      let written = try await program.run("site", site.string)
      #expect(written.status == 0 && written.words.hasPrefix("5 documents in "), "\(written)")
      #expect(
        written.words.contains(
          "3 documents that are gone, no longer listed or withdrawn are left out"
        )
      )
      let list = try Self.text("index.html", in: site)
      #expect(
        list.contains("LSCPR Jason report") && !list.contains("Child A")
          && !list.contains("Child B")
      )
      #expect(
        list.contains("3 documents that are gone, no longer listed or withdrawn")
      )
      #expect(list.contains("noindex") && !list.contains("/attention"))
      // Child A is not to be found by any word, either.
      let search = try Self.names(in: site.appending("search")).map {
        try Self.text("search/\($0)", in: site)
      }
      #expect(
        !search.contains { $0.contains("42baff37") } && search.contains { $0.contains("e5bdfa34") }
      )
      #expect(!Self.names(in: site).contains { $0.contains("42baff37") })

      let more = try await program.run("site", site.string, "--with", "Child B", "--title", "Ours")
      #expect(more.words.hasPrefix("6 documents"), "\(more.text)")
      #expect(try Self.text("index.html", in: site).contains("Child B SCR"))
      #expect(try Self.text("index.html", in: site).contains("Documents – Ours"))
      let leftovers = Self.names(in: folder).filter {
        $0.hasSuffix(".new") || $0.hasSuffix(".old")
      }
      #expect(leftovers.isEmpty)
      // Everybody may read it, a server too.
      let rights = try FileManager.default.attributesOfItem(
        atPath: site.appending("index.html").string
      )
      #expect(rights[.posixPermissions] as? Int == 0o644)
    }
  }

  @Test
  func
    `has no word of what nobody publishes: what was replaced, taken back, handed in, or took another's place`()
    async throws
  {
    try await Program.withDemo { folder, program in
      let file = folder.appending("given.pdf")
      try Files.writeBytes(OpenRoom.first, to: file)
      #expect(
        try await program.run(
          "deposit",
          file.string,
          "--source",
          "northbrook",
          "--by",
          "Jane Giver",
          "--note",
          "in confidence",
          "--title",
          "Handed in"
        ).status == 0
      )
      #expect(try await program.run("join", "42baff37", "7815ecf6").status == 0)
      let site = folder.appending("site")
      let written = try await program.run("site", site.string)
      #expect(written.status == 0 && written.words.hasPrefix("5 documents"), "\(written)")
      for name in Self.names(in: site) where name.hasSuffix(".html") {
        let page = try Self.text(name, in: site)
        for word in ["Jane Giver", "in confidence", "Child-A-SCR", "Handed in"] {
          #expect(!page.contains(word), "\(name): \(word)")
        }
      }
      let names = Self.names(in: site)
      #expect(
        names.contains("documents/1e1497ea/v2.html")
          && !names.contains { $0.hasPrefix("documents/1e1497ea/v1") }
      )
      #expect(!names.contains { $0.contains("changes") })
      #expect(
        try await program.run("reject", "1e1497ea", "--version", "2", "--note", "wrong").status == 0
      )
      try await program.run("site", site.string, "--older")
      let older = Self.names(in: site)
      #expect(
        older.contains("documents/1e1497ea/v1.html")
          && !older.contains("documents/1e1497ea/v2.html")
      )
    }
  }

  @Test func `is put where it was meant, and touches nothing beside it`() async throws {
    try await Program.withDemo { folder, program in
      let (real, link) = (folder.appending("htdocs"), folder.appending("current"))
      for name in ["htdocs.part", "htdocs.old", ".old"] {
        let other = folder.appending(name)
        try FileManager.default.createDirectory(
          atPath: other.string,
          withIntermediateDirectories: true
        )
        try Files.writeBytes([1], to: other.appending("thesis"))
      }
      try FileManager.default.createDirectory(
        atPath: real.string,
        withIntermediateDirectories: true
      )
      try FileManager.default.createSymbolicLink(atPath: link.string, withDestinationPath: "htdocs")
      #expect(try await program.run("site", link.string + "/").status == 0)
      #expect(Self.names(in: real).contains("index.html"))
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.string) == "htdocs")
      for name in ["htdocs.part", "htdocs.old", ".old"] {
        #expect(Self.names(in: folder.appending(name)) == ["thesis"])
      }
      let archive = folder.appending("Archive")
      for place in [
        archive, archive.appending("ocfl/site"), archive.appending("site"), folder, "/",
      ] {
        let refused = try await program.run("site", place.string)
        #expect(refused.status == 1, "\(place): \(refused)")
      }
      #expect(try await program.run("verify").status == 0)
      // Of two at once, each writes its own; whoever comes last is in its place.
      async let one = program.run("site", real.string)
      async let two = program.run("site", real.string)
      _ = try await (one, two)
      #expect(
        Self.names(in: real).contains("index.html")
          && Self.names(in: real).contains(".hanaper-site")
      )
      #expect(!Self.names(in: folder).contains { $0.hasPrefix(".htdocs") })
    }
  }

  @Test func `holds together, and has the bytes`() async throws {
    try await OpenRoom.run { room in
      let site = room.installation.scratch.appending("site")
      let written = try await room.program.run("site", site.string, "--older")
      #expect(written.status == 0, "\(written)")
      let names = Set(Self.names(in: site))
      for name in names where name.hasSuffix(".html") {
        let page = try Self.text(name, in: site)
        let folder = FilePath(name).removingLastComponent()
        for match in page.matches(of: /(?:href|src|action)="([^"#]+)[^"]*"/) {
          let target = String(match.1).removingPercentEncoding ?? ""
          guard !target.hasPrefix("http") else { continue }
          let path = folder.pushing(FilePath(target)).lexicallyNormalized().string
          #expect(names.contains(path), "\(name) leads to \(target)")
        }
        #expect(!page.contains(room.installation.folder.string), "\(name)")
      }
      let file = try #require(names.first { $0.hasSuffix("/v2/child-q.pdf") })
      #expect(try Files.readBytes(site.pushing(FilePath(file))) == OpenRoom.second)
      // What would run where it is opened is text.
      #expect(
        names.contains { $0.hasSuffix("/v1/odd.html.txt") }
          && !names.contains { $0.hasSuffix("odd.html") }
      )
      #expect(names.contains { $0.hasSuffix("v1.tlog-proof") } && names.contains("robots.txt"))
    }
  }

  @Test func `takes no folder that has something else in it`() async throws {
    try await Program.withDemo { folder, program in
      let other = folder.appending("other")
      try FileManager.default.createDirectory(
        atPath: other.string,
        withIntermediateDirectories: true
      )
      try Files.writeBytes(Array("mine".utf8), to: other.appending("note"))
      let refused = try await program.run("site", other.string)
      #expect(
        refused.status == 1 && refused.errorText.contains("has other files in it"),
        "\(refused)"
      )
      #expect(Self.names(in: other) == ["note"])
      let unread = try await program.run("site", folder.appending("new").string)
      #expect(unread.words.contains("The text of 5 documents is not read yet"), "\(unread.text)")
    }
  }

  @Test(
    .enabled(if: OutputJudge.room.isPresent, Comment(rawValue: OutputJudge.room.whatIsMissing))
  )
  func `is right in a browser that opens it from a disk`() async throws {
    try await OpenRoom.run { room in
      let site = room.installation.scratch.appending("site")
      try await room.program.run("site", site.string, "--older")
      let pages = Self.names(in: site).filter { $0.hasSuffix(".html") }.map { "/\($0)" }
      let command = OutputJudge.room.command
      let judged = try await ProgramRun(
        command[0],
        Array(command.dropFirst()) + ["--site", site.string] + pages
      )
      #expect(judged.status == 0, "\(judged.text)\(judged.errorText)")
    }
  }
}
