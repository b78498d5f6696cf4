// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Support
import Testing

@Suite(.timeLimit(.minutes(2)))
struct `A document's short name` {
  private struct List: Decodable {
    let documents: [Document]

    struct Document: Decodable {
      let id: String
      let address: String
    }
  }

  @Test func `means that document, whatever a site calls another`() async throws {
    let pdf = try SampleSite.document("lessons-and-messages.pdf")
    // That of the first report's address.
    let id = "http://\(Installation.host)/a.pdf"
    let name = String(try #require(try await shortName(of: id, pdf)))
    try await Installation.run(
      connections: 1,
      script: { request in
        switch request.path {
        case "/robots.txt": .status(404)
        case "/a.pdf", "/b.pdf": .ok(pdf + Array(request.path.utf8), type: "application/pdf")
        default:
          .ok(Installation.listing([("/a.pdf", "A"), ("/b.pdf", "\(name) x")]), type: "text/html")
        }
      }
    ) { installation, _ in
      let program = installation.program
      #expect(try await program.run("sync").status == 0)
      for text in [name, " \(name) ", name.uppercased()] {
        let run = try await program.run("show", text)
        #expect(run.text.contains("\n\(id)\n"), "\(run.text)\(run.errorText)")
      }
      let explained = try await program.run("explain", name, "--no-fetch")
      #expect(explained.text.hasPrefix("\(id)\n"), "\(explained.text)\(explained.errorText)")
      let unknown = try await program.run("explain", "12345678", "--no-fetch")
      #expect(unknown.status == 1 && unknown.errorText.contains("12345678"))
      let part = try await program.run("show", "\(name) x")
      #expect(part.text.contains("/b.pdf\n"), "\(part.text)\(part.errorText)")
    }
  }

  /// As `list` shows it.
  private func shortName(of address: String, _ pdf: [UInt8]) async throws -> String? {
    var name: String?
    try await Installation.runWithOneReport { installation in
      _ = try await installation.program.run("sync")
      let list = try await installation.program.answer(List.self, "list")
      name = list.documents.first { $0.address == address }?.id
    }
    return name
  }
}
