// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage
import Testing

/// What a person is told who takes something out of the configuration.
@Suite(.timeLimit(.minutes(10)))
struct `What is taken out of the configuration` {
  private static func source(_ id: String, _ names: [String]) -> String {
    let addresses = names.map { "http://\(Installation.host)/\($0).pdf" }.joined(separator: ", ")
    return "  - { id: \(id), addresses: [\(addresses)] }\n"
  }

  /// Another list of sources in the configuration.
  private static func rewrite(_ installation: Installation, _ sources: String) throws {
    let file = installation.program.configuration
    let text = String(decoding: try Files.readBytes(file), as: UTF8.self)
    let start = try #require(text.range(of: "\nsources:\n"))
    try Files.writeBytes(Array((text[..<start.upperBound] + sources).utf8), to: file)
  }

  @Test func `is told once, and list and show say who once asked for it`() async throws {
    let body = try SampleSite.document("lessons-and-messages.pdf")
    let script: ScriptedServer.Script = { request in
      request.path == "/robots.txt" ? .status(404) : .ok(body, type: "application/pdf")
    }
    try await Installation.run(
      sources: Self.source("north", ["a", "b"]) + Self.source("south", ["c"]),
      script: script
    ) { installation, _ in
      let program = installation.program
      #expect(try await program.run("sync").text.contains("3 new"))
      try Self.rewrite(installation, Self.source("north", ["a"]))
      let told = try await program.run("sync")
      #expect(told.status == 0)
      #expect(
        told.words.contains(
          "1 document that the source south asked for is not visited any more, because the source is no "
            + "longer in the configuration; it is kept (`hanaper list --source south --config \(program.configuration)`)."
        )
      )
      #expect(told.words.contains("because its address no longer stands there"))
      #expect(told.text.contains("1 document visited"))
      let quiet = try await program.run("sync")
      #expect(quiet.text.isEmpty && quiet.errorText.isEmpty)

      let list = try await program.run("list")
      #expect(list.text.contains("once, by south") && list.text.contains("once, by north"))
      #expect(try await program.run("list", "--source", "south").text.contains("once, by south"))
      let documents = try await program.answer(RetirementAnswer.self, "list").documents
      #expect(documents.map(\.isAskedFor) == [true, false, false])
      #expect(documents.map(\.listedBy) == [["north"], [], []])
      #expect(documents.map(\.onceListedBy) == [[], ["north"], ["south"]])

      let show = try await program.run("show", "c.pdf")
      #expect(show.text.contains("south: “c.pdf”; no longer in the configuration"))
      #expect(show.text.contains("no source of the configuration asks for it"))
    }
  }
}

/// What `hanaper list --json` says of who asks.
private struct RetirementAnswer: Decodable {
  let documents: [Document]

  struct Document: Decodable {
    let isAskedFor: Bool
    let listedBy: [String]
    let onceListedBy: [String]
  }
}
