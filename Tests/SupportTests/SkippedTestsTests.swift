// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Support
import SystemPackage
import Testing

/// What `make test` prints last.
@Suite(.timeLimit(.minutes(5)))
struct `Tests that were skipped` {
  private static let script = FilePath(#filePath).removingLastComponent().removingLastComponent()
    .removingLastComponent().pushing("scripts/skipped-tests")

  private static func said(of results: String) async throws -> String {
    try await ScratchDirectory.run { folder in
      let file = folder.appending("results.xml")
      try Files.writeBytes(Array(results.utf8), to: file)
      let run = try await ProgramRun(script.string, [file.string])
      #expect(run.ending == .status(0))
      return run.text
    }
  }

  private static func skipped(_ reason: String) -> String {
    "    <testcase name=\"a\" >\n      <skipped>\(reason)</skipped>\n    </testcase>\n"
  }

  @Test func `are counted, with what they need`() async throws {
    let results =
      "<testsuites>\n" + Self.skipped("set DATA to a folder") + Self.skipped("needs nginx")
      + "    <testcase name=\"b\" time=\"1\" />\n" + Self.skipped("set DATA to a folder")
    #expect(
      try await Self.said(of: results)
        == "Skipped: 1 test: needs nginx.\nSkipped: 2 tests: set DATA to a folder.\n"
    )
  }

  @Test func `are no line where there is none, or no result`() async throws {
    #expect(try await Self.said(of: "<testsuites>\n<testcase name=\"b\" time=\"1\" />\n") == "")
    let run = try await ProgramRun(Self.script.string, ["/nonexistent"])
    #expect(run.text == "" && run.ending == .status(0))
  }
}
