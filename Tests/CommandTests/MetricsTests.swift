// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(2)))
struct `Figures for a monitor` {
  private static let judge = Judges.program("promtool")
  private static let isJudgePresent = FileManager.default.isExecutableFile(atPath: judge.string)
  private static let howToGetIt = "skipped: promtool is missing; `make promtool` fetches it"

  /// The value of each series, by its name with its labels.
  private func series(in text: String) throws -> [String: Double] {
    var values: [String: Double] = [:]
    var described: Set<String> = []
    for line in text.split(separator: "\n") {
      if line.hasPrefix("# HELP ") {
        let name = line.split(separator: " ")[2]
        #expect(described.insert(String(name)).inserted, "\(name) is described twice")
        continue
      }
      if line.hasPrefix("# TYPE ") {
        #expect(line.hasSuffix(" gauge"))
        continue
      }
      let found = try #require(
        try #/^(hanaper_[a-z_]+)(\{[a-z]+="[^"]*"(?:,[a-z]+="[^"]*")*\})? (-?[0-9.]+)$/#
          .wholeMatch(in: line),
        "\(line)"
      )
      #expect(described.contains(String(found.1)))
      let name = "\(found.1)\(found.2 ?? "")"
      #expect(values.updateValue(Double(found.3) ?? .nan, forKey: name) == nil, "\(name) twice")
    }
    return values
  }

  @Test func `are written in place of the old ones, and name nobody's report`() async throws {
    try await Program.withDemo { folder, program in
      let file = folder.appending("hanaper.prom")
      let run = try await program.run("status", "--prometheus", file.string)
      #expect(run.status == 0, "\(run.errorText)")
      #expect(run.text.isEmpty)
      let text = String(decoding: try Files.readBytes(file), as: UTF8.self)
      let values = try series(in: text)
      #expect(values["hanaper_documents"] == 8)
      #expect(values["hanaper_versions"] == 9)
      #expect(values["hanaper_source_listed_documents{source=\"northbrook\"}"] ?? 0 > 3)
      #expect(values["hanaper_source_enabled{source=\"northbrook\"}"] == 1)
      #expect(values["hanaper_last_good_run_timestamp_seconds"] ?? 0 > 1_600_000_000, "\(text)")
      #expect(!text.contains("Child") && !text.contains("http"))
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.string)
      #expect(!names.contains { $0.contains(".new") })
      if Self.isJudgePresent {
        let judged = try await ProgramRun(
          "/bin/sh",
          ["-c", "\"$1\" check metrics <\"$2\"", "sh", Self.judge.string, file.string]
        )
        #expect(judged.status == 0, "\(judged.text)\(judged.errorText)")
      }
    }
  }

  @Test(
    .enabled(if: isJudgePresent, Comment(rawValue: howToGetIt))
  )
  func `raise the alerts that are written for them`() async throws {
    let rules = FilePath(#filePath).removingLastComponent().appending("Alerts/alerts-test.yml")
    let run = try await ProgramRun(Self.judge.string, ["test", "rules", rules.string])
    #expect(run.status == 0, "\(run.text)\(run.errorText)")
  }

  @Test(arguments: [
    (["--prometheus", "figures.txt"], ".prom"),
    (["--prometheus", "a.prom", "--json"], "two forms"),
    (["--prometheus", ""], "a path belongs there"),
  ])
  func `go only where they are read`(arguments: [String], words: String) async throws {
    let run = try await Program.run(["status"] + arguments)
    #expect(run.status == 64)
    #expect(run.errorText.contains(words), "\(run.errorText)")
  }
}
