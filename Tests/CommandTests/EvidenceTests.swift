// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage
import Testing

/// The room for evidence of bad answers, as a person meets it.
@Suite(.timeLimit(.minutes(10)))
struct `The room for evidence` {
  /// A list page, and a bot wall of 100 kB before each of four reports.
  private static func answer(_ request: ReceivedRequest) -> Reply {
    switch request.path {
    case "/robots.txt": return .status(404)
    case "/reviews/":
      let links = (1...4).map { ("/report-\($0).pdf", "Report \($0)") }
      return .ok(Installation.listing(links), type: "text/html")
    default:
      let wall = """
        <!doctype html><html><head><title>Just a moment...</title></head>
        <body><script src="/cdn-cgi/challenge-platform/x.js"></script>
        <!-- \(request.path) \(String(repeating: ".", count: 100_000)) --></body></html>
        """
      return .ok(Array(wall.utf8), type: "text/html")
    }
  }

  @Test func `is stated by the configuration, and what is dropped is told`() async throws {
    try await Installation.run(
      connections: 1,
      limits: "{ documentSize: 5MB, freeSpace: 0B, quarantine: 250kB }",
      script: Self.answer
    ) { installation, _ in
      let program = installation.program
      #expect(try await program.run("config").text.contains("quarantine: 250kB"))
      #expect(try await program.run("config", "--json").text.contains("\"quarantine\" : 250000"))

      let run = try await program.run("sync", "--json")
      let report = try #require(
        JSONSerialization.jsonObject(with: Data(run.output)) as? [String: Any]
      )
      let dropped = try #require(report["droppedEvidence"] as? [String: Any])
      #expect(dropped["bodies"] as? Int == 2)
      let sentence = try #require(dropped["sentence"] as? String)
      #expect(sentence.contains("2 suspect answers were dropped from quarantine"))
      #expect(sentence.contains("all together may take 250.0 kB (limits.quarantine)"))

      let quarantine = installation.archive.appending("quarantine").string
      let places = try FileManager.default.contentsOfDirectory(atPath: quarantine)
      #expect(places.count == 2)
      let troubles = try #require(report["troubles"] as? [[String: Any]])
      let stated = troubles.compactMap { $0["quarantined"] as? String }
      #expect(Set(stated) == Set(places.map { "quarantine/\($0)" }))
      #expect(try await program.run("verify").status == 0)

      // Less room than before: the whole of it is found with the next run.
      let text = String(decoding: try Files.readBytes(program.configuration), as: UTF8.self)
      let less = text.replacing("quarantine: 250kB", with: "quarantine: 0B")
      try Files.writeBytes(Array(less.utf8), to: program.configuration)
      let next = try await program.run("sync")
      #expect(
        next.text.contains("2 suspect answers were dropped from quarantine"),
        "\(next.text)"
      )
      #expect(try FileManager.default.contentsOfDirectory(atPath: quarantine).isEmpty)
    }
  }
}
