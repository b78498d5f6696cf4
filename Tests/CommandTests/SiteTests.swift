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
          "3 documents that their publishers do not show any more are left out"
        )
      )
      let list = try Self.text("index.html", in: site)
      #expect(
        list.contains("LSCPR Jason report") && !list.contains("Child A")
          && !list.contains("Child B")
      )
      #expect(
        list.contains("3 documents that publishers do not show any more are not in this site.")
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
        $0.hasSuffix(".part") || $0.hasSuffix(".old")
      }
      #expect(leftovers.isEmpty)
    }
  }

  @Test func `holds together, and has the bytes`() async throws {
    try await OpenRoom.run { room in
      let site = room.installation.scratch.appending("site")
      let written = try await room.program.run("site", site.string)
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
      try await room.program.run("site", site.string)
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
