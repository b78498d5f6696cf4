// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Support
import Synchronization

extension Installation {
  /// A report that says these words.
  static func report(_ words: String) -> [UInt8] {
    MadePDF(pages: [.init(drawing: MadePDF.line(words, at: 700))]).bytes
  }

  /// Runs `body` with a mirror of two reports, of which the first changes when it is told to.
  ///
  /// - Parameter body: gets the installation, in which no run was yet, and what makes the site change.
  /// - Throws: what the body throws.
  static func runChanging(
    _ body: (Installation, _ change: @escaping () -> Void) async throws -> Void
  ) async throws {
    let page = listing([("/a.pdf", "Child A"), ("/b.pdf", "Child B")])
    let isSecond = Mutex(false)
    let script: ScriptedServer.Script = { request in
      let isChanged = isSecond.withLock(\.self)
      return switch request.path {
      case "/reviews/": .ok(page, type: "text/html")
      case "/a.pdf": .ok(report(isChanged ? "One, revised" : "One"), type: "application/pdf")
      case "/b.pdf": .ok(report("Two"), type: "application/pdf")
      default: .status(404)
      }
    }
    try await run(script: script) { installation, _ in
      try await body(installation) { isSecond.withLock { $0 = true } }
    }
  }
}
