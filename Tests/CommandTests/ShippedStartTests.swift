// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage
import Testing

/// Starting from the configuration and the sources that ship, in the words of the README.
@Suite(.timeLimit(.minutes(10)))
struct `Starting from what ships` {
  private static let root = FilePath(#filePath).removingLastComponent().removingLastComponent()
    .removingLastComponent()

  @Test func `the contact that ships is no address, and sync says what to write`() async throws {
    try await ScratchDirectory.run { scratch in
      let shipped = Self.root.appending("Config").string
      let copied = try await Program.shell("cp -R \"$1\" \"$2\"", [shipped, scratch.string])
      #expect(copied.status == 0)
      let configuration = scratch.pushing("Config/hanaper.yaml")
      let program = Program(configuration: configuration)
      let settings = try await program.run("config")
      #expect(settings.status == 0)
      #expect(settings.text.contains("User-Agent: hanaper/0.1.0\n"), "it is not sent to anybody")
      let made = try await Program.runBare("init", scratch.string)
      #expect(made.status == 0, "\(made.errorText)")
      #expect(made.text.contains("write your contact"))

      let text = String(decoding: try Files.readBytes(configuration), as: UTF8.self)
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      let line = try #require(lines.firstIndex { $0.hasPrefix("contact: ") })
      for arguments in [["sync"], ["sync", "--dry-run"]] {
        let run = try await Program.run(arguments + ["--config", configuration.string])
        #expect(run.status == 78)
        #expect(run.errorText.contains("\(configuration):\(line + 1):10: "), "\(run.errorText)")
        #expect(run.errorText.contains("write mailto:records@example.org or https://"))
      }
      let written = text.replacing("WRITE-YOUR-CONTACT-HERE", with: "mailto:t@example.org")
      try Files.writeBytes(Array(written.utf8), to: configuration)
      let run = try await program.run("source", "list")
      #expect(run.status == 0, "\(run.errorText)")
    }
  }

  @Test func `the README's lines work with an address of one's own, and ask for one`() async throws
  {
    try await ScratchDirectory.run { scratch in
      let readme = String(
        decoding: try Files.readBytes(Self.root.appending("README.md")),
        as: UTF8.self
      )
      let start = try #require(readme.firstRange(of: "To start from them:\n\n")?.upperBound)
      let end = try #require(readme[start...].firstRange(of: "\n\n")?.lowerBound)
      let lines = readme[start..<end].split(separator: "\n").map { line in
        line.trimmingCharacters(in: .whitespaces)
          .replacing("YOUR-OWN-ADDRESS", with: "records@partnership.example")
          .replacing("/srv/reports", with: scratch.appending("reports").string)
          // Nobody is asked for anything in a test.
          .replacing("hanaper sync", with: "hanaper source list")
      }
      #expect(lines.count > 2 && lines.contains { $0.hasPrefix("hanaper source list") })
      let script = """
        set -e; cd "$1"; hanaper() { "$HANAPER" "$@"; }; HANAPER=$2
        \(lines.joined(separator: "\n"))
        """
      let unread = script.replacing("records@partnership.example", with: "YOUR-OWN-ADDRESS")
      let arguments = [Self.root.string, try Program.path.string]
      #expect(try await Program.shell(unread, arguments).status == 64)
      let run = try await Program.shell(script, arguments)
      #expect(run.status == 0, "\(run.errorText)")
      #expect(
        run.text.contains("merton-reviews") && run.text.contains("https://www.mertonscp.org.uk/")
      )
      let program = Program(configuration: scratch.pushing("reports/Config/hanaper.yaml"))
      let settings = try await program.run("config").text
      #expect(settings.contains("contact: 'mailto:records@partnership.example'\n"), "\(settings)")
      #expect(settings.contains("# 4 of 41 sources on"))
    }
  }
}
