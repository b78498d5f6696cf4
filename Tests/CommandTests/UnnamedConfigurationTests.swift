// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage
import Testing

/// Where a configuration is looked for without --config.
@Suite(.timeLimit(.minutes(5)))
struct `A configuration that is not named` {
  @Test(arguments: [
    ("env -u HOME", "Config/hanaper.yaml, /etc/hanaper/hanaper.yaml"),
    ("env HOME=", "Config/hanaper.yaml, /etc/hanaper/hanaper.yaml"),
    ("env -u HOME XDG_CONFIG_HOME=somewhere", "Config/hanaper.yaml, /etc/hanaper/hanaper.yaml"),
    (
      "env HOME=/nobody",
      "Config/hanaper.yaml, /nobody/.config/hanaper/hanaper.yaml, /etc/hanaper/hanaper.yaml"
    ),
    (
      "env HOME=/nobody XDG_CONFIG_HOME=",
      "Config/hanaper.yaml, /nobody/.config/hanaper/hanaper.yaml, /etc/hanaper/hanaper.yaml"
    ),
    (
      "env HOME=/nobody XDG_CONFIG_HOME=/x",
      "Config/hanaper.yaml, /x/hanaper/hanaper.yaml, /etc/hanaper/hanaper.yaml"
    ),
  ])
  func `is looked for where the help says`(environment: String, places: String) async throws {
    try await ScratchDirectory.run { folder in
      let line = "cd \"$1\" && exec \(environment) \"$2\" list"
      let run = try await Program.shell(line, [folder.string, try Program.path.string])
      #expect(run.status == 78)
      #expect(run.errorText.contains("(looked in \(places))"), "\(run.errorText)")
    }
    let help = try await Program.runBare("list", "--help").text
    #expect(
      help.contains("$XDG_CONFIG_HOME/hanaper/hanaper.yaml") && help.contains("~/.config/hanaper")
    )
  }
}

extension `A configuration that is not named` {
  /// Nobody can look there.
  private static let farOff = "/" + String(repeating: "a/", count: 3_000)

  @Test(arguments: ["list", "sync", "check", "check page.html"])
  func `is a fault where nobody can look whether it is there`(command: String) async throws {
    try await ScratchDirectory.run { folder in
      let line = "cd \"$1\" && exec env XDG_CONFIG_HOME=\(Self.farOff) \"$2\" \(command)"
      let run = try await Program.shell(line, [folder.string, try Program.path.string])
      #expect(run.status == 78, "\(run.errorText)")
      #expect(run.errorText.contains("cannot look at it"), "\(run.errorText)")
      #expect(run.errorText.contains("--config"), "\(run.errorText)")
    }
  }

  @Test func `is not passed over where it cannot be read`() async throws {
    try await ScratchDirectory.run { folder in
      try FileManager.default.createDirectory(
        atPath: folder.appending("Config").string,
        withIntermediateDirectories: true
      )
      let place = folder.appending("Config").appending("hanaper.yaml")
      try Files.writeBytes([0xFF, 0xFE, 0x61, 0x00], to: place)
      try Files.writeBytes(Array("<p>".utf8), to: folder.appending("page.html"))
      let line = "cd \"$1\" && exec \"$2\" check page.html"
      let run = try await Program.shell(line, [folder.string, try Program.path.string])
      #expect(run.status == 78, "\(run.text)\(run.errorText)")
      #expect(run.errorText.contains("UTF-16"), "\(run.errorText)")
    }
  }

  @Test(arguments: ["sync", "check"])
  func `of which no source is on is a fault of the configuration`(command: String) async throws {
    try await ScratchDirectory.run { folder in
      let place = folder.appending("c.yaml")
      let text = "archive: kept\ncontact: mailto:t@example.org\nsources: []\n"
      try Files.writeBytes(Array(text.utf8), to: place)
      let run = try await Program(configuration: place).run(command)
      #expect(run.status == 78, "\(run.errorText)")
      let words = "hanaper: \(place): no source is enabled"
      #expect(run.errorText.hasPrefix(words), "\(run.errorText)")
    }
  }
}

@Suite(.timeLimit(.minutes(10)))
struct `The configuration that ships` {
  private static let path = FilePath(#filePath).removingLastComponent().removingLastComponent()
    .removingLastComponent().appending("Config/hanaper.yaml")

  private struct Answer: Decodable {
    let sources: [Source]

    struct Source: Decodable {
      let id: String
      let isEnabled: Bool
    }
  }

  @Test func `can be read, with four sources on and the rest off`() async throws {
    let sources = try await Program(configuration: Self.path).answer(Answer.self, "config").sources
    #expect(sources.filter(\.isEnabled).count == 4)
    #expect(sources.count > 30)
  }
}
