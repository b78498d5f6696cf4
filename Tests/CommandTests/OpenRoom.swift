// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import Synchronization
import SystemPackage
import Testing

/// A reading room that is open, with a report in two versions and a page that somebody wrote for its reader's harm.
struct OpenRoom {
  static let first = MadePDF(pages: [
    .init(drawing: MadePDF.line("What happened in the year before", at: 760))
  ]).bytes
  static let second = MadePDF(pages: [
    .init(drawing: MadePDF.line("What happened in the year after", at: 760))
  ]).bytes

  let place: String
  let program: Program
  let installation: Installation

  var port: String { place.split(separator: ":").last.map(String.init) ?? "" }

  /// What is answered, its head first.
  func ask(_ target: String, _ arguments: String...) async throws -> ProgramRun {
    try await ProgramRun(
      "/usr/bin/curl",
      ["-s", "-i", "--max-time", "30", "--path-as-is"] + arguments + ["http://\(place)\(target)"],
      environment: Program.environment
    )
  }

  /// The bytes of an answer, without its head.
  func bytes(of target: String, _ arguments: String...) async throws -> [UInt8] {
    try await ProgramRun(
      "/usr/bin/curl",
      ["-s", "--max-time", "30", "--path-as-is"] + arguments + ["http://\(place)\(target)"],
      environment: Program.environment
    ).output
  }

  static func run(
    _ options: String...,
    body: (OpenRoom) async throws -> Void
  ) async throws {
    let page = Installation.listing([
      ("/child-q.pdf", "Child Q"), ("/odd.html", "&lt;script&gt;alert(1)&lt;/script&gt;&quot;'>"),
    ])
    let served = Mutex(first)
    let script: ScriptedServer.Script = { request in
      switch request.path {
      case "/reviews/": .ok(page, type: "text/html")
      case "/child-q.pdf": .ok(served.withLock { $0 }, type: "application/pdf")
      case "/odd.html":
        .ok(
          Array(
            "<!doctype html><title>Odd</title><h1>A report</h1><p>words</p><script>1</script>".utf8
          ),
          type: "text/html"
        )
      default: .status(404)
      }
    }
    let source =
      "  - { id: reviews, title: Reviews, page: \"http://\(Installation.host)/reviews/\", kinds: [documents, page], includePages: [\"*odd*\"] }\n"
    try await Installation.run(sources: source, script: script) { installation, _ in
      let program = installation.program
      try await program.run("sync")
      served.withLock { $0 = second }
      try await Task.sleep(for: .seconds(1))
      try await program.run("sync")
      try await program.run("index")
      let arguments =
        ["serve", "--config", program.configuration.string, "--listen", "127.0.0.1:0"] + options
      try await RunningProgram.run(
        try Program.path.string,
        arguments,
        environment: Program.environment
      ) { running in
        var printed = ""
        for _ in 0..<500 where !printed.contains("until it is ended") {
          try await Task.sleep(for: .milliseconds(20))
          printed = String(decoding: try running.output, as: UTF8.self)
        }
        let place = printed.firstMatch(of: /http:\/\/([^\/]+)\//).map { String($0.1) }
        try await body(
          OpenRoom(place: try #require(place), program: program, installation: installation)
        )
      }
    }
  }
}
