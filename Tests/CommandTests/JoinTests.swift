// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(10)))
struct `A document joined to another by hand` {
  @Test func `is told by all commands until it is parted, and nothing else changes`() async throws {
    try await Program.withDemo { folder, program in
      let (old, new) = ("Child D Final", "Executive")
      let joined = try await program.run("join", old, new)
      #expect(joined.status == 0, "\(joined.errorText)")
      #expect(joined.text.contains("takes the place of"))
      #expect(try await program.run("list").text.contains("(succeeded by another)"))
      #expect(try await program.run("show", old).text.contains("succeeded by  http"))
      let shown = try await program.run("show", new)
      #expect(shown.text.contains("in place of   http"))
      // The report at both addresses, in the order in which its versions came.
      let history = try #require(shown.text.range(of: "HISTORY"))
      #expect(shown.text[history.upperBound...].split(separator: "\n").count >= 3, "\(shown.text)")
      #expect(try await program.run("show", old, "--json").text.contains("\"history\""))
      let restored = try await program.run("restore", old, "--to", "\(folder)/old.pdf")
      #expect(restored.text.contains("Another document takes its place since: http"))
      #expect(restored.text.contains("next: hanaper restore "))
      let json = try await program.run("show", new, "--json").text
      let address = try #require(json.split(separator: "\"").first { $0.hasSuffix("Summary.docx") })
      let explained = try await program.run("explain", "--no-fetch", String(address))
      #expect(explained.text.contains("; takes the place of http"))
      #expect(try await program.run("verify").status == 0)

      let again = try await program.run("join", old, new)
      #expect(again.status == 0 && again.text.contains("takes that one's place already"))
      let turned = try await program.run("join", new, old)
      #expect(turned.status == 1 && turned.errorText.contains("name the old one first"))

      #expect(try await program.run("reindex").status == 0)
      let parted = try await program.run("join", old, new, "--undo", "--json")
      #expect(parted.status == 0 && parted.text.contains("\"isJoined\" : false"))
      #expect(!(try await program.run("list").text.contains("succeeded")))
      #expect(!(try await program.run("show", new).text.contains("HISTORY")))
      #expect(try await program.run("verify").status == 0)
      let unknown = try await program.run("join", "nothing at all", new)
      #expect(unknown.status != 0 && unknown.errorText.contains("no document fits"))
    }
  }
}
