// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(10)))
struct `Fifty runs at the same time` {
  private static let names = (1...12).map { "report-\($0).pdf" }

  private static func site() throws -> ScriptedServer.Script {
    let pdf = try SampleSite.document("lessons-and-messages.pdf")
    let listing = Installation.listing(names.map { ("/files/\($0)", $0) })
    return { request in
      switch request.path {
      case "/reviews/": .ok(listing, type: "text/html")
      case let path where path.hasPrefix("/files/"):
        // Bytes of its own for each, and time enough for the others to come.
        Reply([
          .pause(.milliseconds(20)),
          .send(Reply.head(200, [("Content-Type", "application/pdf"), ("Connection", "close")])),
          .content(pdf + Array("\n% \(path)\n%%EOF\n".utf8)), .close,
        ])
      default: .status(404)
      }
    }
  }

  @Test func `one writes, the others say who does, and nothing is kept twice`() async throws {
    try await Installation.run(script: try Self.site()) { installation, _ in
      // From one shell, so that they begin within the same moment.
      let line = #"""
        export hanaper="$1" config="$2" results="$3"
        seq 50 | xargs -P 50 -I {} sh -c '"$hanaper" sync --config "$config" \
          >"$results/{}.out" 2>"$results/{}.err"; echo $? >"$results/{}.status"'
        """#
      let results = installation.scratch.appending("results")
      try FileManager.default.createDirectory(
        atPath: results.string,
        withIntermediateDirectories: true
      )
      _ = try await Program.shell(
        line,
        [try Program.path.string, installation.program.configuration.string, results.string]
      )
      let statuses = try (1...50).map { number in
        try Files.text(results.appending("\(number).status"))
      }
      let winners = statuses.filter { $0 == "0\n" }.count
      #expect(winners >= 1)
      #expect(statuses.allSatisfy { $0 == "0\n" || $0 == "75\n" }, "\(Set(statuses))")
      #expect(winners < 50, "they did not overlap")
      let loser = try #require(statuses.firstIndex(of: "75\n"))
      let words = try Files.text(results.appending("\(loser + 1).err"))
      #expect(words.contains("process"), "\(words)")

      let verified = try await installation.program.run("verify")
      #expect(verified.status == 0, "\(verified.text)")
      let documents = try await installation.program.answer(ListAnswer.self, "list").documents
      #expect(documents.count == Self.names.count)
      #expect(documents.allSatisfy { $0.versions == 1 })
      #expect(try await installation.complaints() == [])
    }
  }
}

extension Files {
  fileprivate static func text(_ path: FilePath) throws -> String {
    String(decoding: try readBytes(path), as: UTF8.self)
  }
}
