// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Support
import SystemPackage

/// The site of one partnership, as most tests have it: one list page, and what it links to.
extension Installation {
  static let host = "www.partnership.example"

  /// The source that is the list page of the site, in YAML.
  static let reviews = "  - { id: reviews, page: \"http://\(host)/reviews/\" }"

  /// Runs `body` with an installation for a site that is served by `script`, in a scratch directory.
  static func run(
    connections: Int = 4,
    limits: String = Self.limits,
    sources: String = reviews,
    script: @escaping ScriptedServer.Script,
    _ body: (Installation, ScriptedServer) async throws -> Void
  ) async throws {
    try await ScratchDirectory.run { scratch in
      try await ScriptedServer.run(script: script) { server in
        let installation = try await Installation(
          in: scratch.appending("here"),
          hosts: ["\(host):80"],
          at: server.port,
          connections: connections,
          limits: limits,
          sources: sources
        )
        try await body(installation, server)
      }
    }
  }

  /// The scratch directory in which the installation has a folder.
  var scratch: FilePath { folder.removingLastComponent() }

  /// A list page with these links, each with its text.
  static func listing(_ links: [(target: String, text: String)]) -> [UInt8] {
    let items = links.map { "<li><a href=\"\($0.target)\">\($0.text)</a></li>" }.joined()
    return Array(
      "<!doctype html><title>Reviews</title><main><ul>\(items)</ul></main>".utf8
    )
  }

  /// Runs a body with a site that lists one report.
  static func runWithOneReport(_ body: (Installation) async throws -> Void) async throws {
    let pdf = try SampleSite.document("lessons-and-messages.pdf")
    let script: ScriptedServer.Script = { request in
      switch request.path {
      case "/robots.txt": .status(404)
      case "/a.pdf": .ok(pdf, type: "application/pdf")
      default: .ok(Installation.listing([("/a.pdf", "A")]), type: "text/html")
      }
    }
    try await run(connections: 1, script: script) { installation, _ in
      try await body(installation)
    }
  }

  /// One source with one report, at an address of its own.
  static let oneReport = "  - { id: reviews, addresses: [\"http://\(host)/a.pdf\"] }\n"

  /// Writes what the ledger is to have into the configuration, before all that is in there.
  ///
  /// - Parameters:
  ///   - ledger: the value of the key, in YAML.
  ///   - text: what the configuration said before.
  /// - Throws: where it cannot be written.
  func configure(ledger: String, before text: String) throws {
    try Files.writeBytes(Array("ledger: \(ledger)\n\(text)".utf8), to: program.configuration)
  }

  /// What the configuration says.
  var configurationText: String {
    get throws { String(decoding: try Files.readBytes(program.configuration), as: UTF8.self) }
  }
}
