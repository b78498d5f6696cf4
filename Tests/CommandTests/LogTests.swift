// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage
import Testing

@Suite("Lines on standard error", .timeLimit(.minutes(2)))
struct LogTests {
  private struct Line: Decodable {
    let time: Date
    let level: String
    let message: String
    let event: String?
    let source: String?
    let listed: Int?
    let address: String?
    let status: Int?
  }

  private func lines(_ text: String) throws -> [Line] {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    return try text.split(separator: "\n").map {
      try decoder.decode(Line.self, from: Data($0.utf8))
    }
  }

  @Test func `follow a run, for people and for programs`() async throws {
    try await Installation.runWithOneReport { installation in
      let program = installation.program
      let first = try await program.run("sync", "--verbose")
      #expect(first.status == 0)
      #expect(first.errorText.contains("source reviews: read, 1 link\n"), "\(first.errorText)")
      #expect(first.errorText.contains("http://\(Installation.host)/a.pdf: "))
      #expect(first.text.contains("New (1)"), "what is printed is as ever")

      let second = try await program.run("sync", "--verbose", "--log-format", "json")
      let told = try lines(second.errorText)
      #expect(told.map(\.event) == ["read", "visited"])
      #expect(told.first?.source == "reviews" && told.first?.listed == 1)
      #expect(told.last?.address == "http://\(Installation.host)/a.pdf" && told.last?.status == 200)
      #expect(try await program.run("sync", "--quiet").errorText == "")
    }
  }

  @Test(arguments: [
    ["list", "--config", "/nowhere.yaml", "--log-format", "json"],
    ["sync", "--log-format=json", "--nonsense"], ["show", "--log-format", "json"],
  ])
  func `of what went wrong are objects, too`(_ arguments: [String]) async throws {
    let run = try await Program.run(arguments)
    #expect(run.status == 78 || run.status == 64)
    let told = try lines(run.errorText)
    #expect(told.count == 1 && told.first?.level == "error", "\(run.errorText)")
    let wrong = try await Program.runBare("list", "--log-format", "xml")
    #expect(wrong.status == 64 && wrong.errorText.contains("json"), "\(wrong.errorText)")
  }
}
