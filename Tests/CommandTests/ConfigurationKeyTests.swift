// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(2)))
struct `Keys of the configuration` {
  private struct Answer: Decodable {
    let schema: String
    let keys: [Key]

    struct Key: Decodable {
      let path: String
      let meaning: String
      let writing: String
      let standard: String?
    }
  }

  private func keys(_ name: String) async throws -> Answer {
    let run = try await Program.runBare("config", "--explain", name, "--json")
    try #require(run.status == 0, "\(run.errorText)")
    return try JSONDecoder().decode(Answer.self, from: Data(run.output))
  }

  @Test func `are explained with how they are written, and what holds without them`() async throws {
    let run = try await Program.runBare("config", "--explain", "politeness.delay")
    #expect(run.status == 0)
    #expect(
      run.text == """
        politeness.delay
          The least time between two requests to one host. A longer Crawl-delay in a
            robots.txt is heeded.
          Written as a time: 500ms, 2s, 15m, 1h.
          Without it: 2s.

        """
    )
    #expect(try await Program.runBare("config", "--explain", "delay").text == run.text)
  }

  @Test func `of a section are all explained, each as the file that ships names it`() async throws {
    let root = FilePath(#filePath).removingLastComponent().removingLastComponent()
      .removingLastComponent()
    let shipped = String(
      decoding: try Files.readBytes(root.appending("Config/hanaper.yaml")),
      as: UTF8.self
    )
    var paths: [String] = []
    for section in [
      "archive", "contact", "politeness", "limits", "network", "ledger", "sourceFiles", "sources",
    ] {
      let answer = try await keys(section)
      #expect(answer.schema == "hanaper/config-keys/1")
      for key in answer.keys {
        paths.append(key.path)
        let name = key.path.split(separator: ".").last.map(String.init) ?? ""
        let isNamed = shipped.contains("\(name):") || key.path == "ledger.name"
        #expect(isNamed, "\(key.path) is not in Config/hanaper.yaml")
        #expect(key.meaning.hasSuffix("."), "\(key.path)")
      }
    }
    #expect(Set(paths).count == paths.count)
    #expect(paths.count > 35)
  }

  @Test(arguments: [
    ("politeness.dealy", "politeness.delay"), ("exclud", "exclude"), ("limit", "limits"),
    ("zzzzzzzzzzzz", "archive"),
  ])
  func `that are misspelt are told with the nearest`(name: String, words: String) async throws {
    let run = try await Program.runBare("config", "--explain", name)
    #expect(run.status == 64)
    #expect(run.errorText.contains(words), "\(run.errorText)")
  }
}
