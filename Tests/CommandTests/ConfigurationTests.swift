// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(10)))
struct `A configuration with a fault` {
  /// What is written, the place of the fault, and what is said of it.
  static let faults: [(text: String, place: String, saying: String)] = [
    ("contact: mailto:a@b\nsuorces: []\n", "2:1", "unknown key “suorces”; did you mean “sources”?"),
    ("contact: mailto:a@b\nflavour: salt\n", "2:1", "the keys here are archive, contact"),
    ("contact: mailto:a@b\npoliteness: { dealy: 2s }\n", "2:15", "did you mean “delay”?"),
    ("contact: mailto:a@b\npoliteness: { delay: soon }\n", "2:22", "“soon” is not a time like 2s"),
    ("contact: mailto:a@b\npoliteness: { hosts: many }\n", "2:22", "a whole number belongs here"),
    ("contact: mailto:a@b\npoliteness: { hosts: 0 }\n", "2:22", "a number from 1 to 256"),
    ("contact: mailto:a@b\nlimits: { documentSize: 5 }\n", "2:25", "“5” is not a size like 500MB"),
    ("contact: mailto:a@b\nlimits: { freeSpace: lots }\n", "2:22", "“lots” is not a size like 1GB"),
    (
      "contact: mailto:a@b\nlimits: { quarantine: much }\n", "2:23", "“much” is not a size like 1GB"
    ),
    ("contact: mailto:a@b\npoliteness: 3\n", "2:13", "keys with values belong here"),
    ("contact: mailto:a@b\nsources: here\n", "2:10", "a list belongs here"),
    ("contact: mailto:a@b\nnetwork: { allowPrivateAddresses: perhaps }\n", "2:35", "true or false"),
    ("sources: []\n", "1:1", "the key “contact” is missing"),
    ("contact: two words\n", "1:10", "without spaces"),
    ("contact: a\ncontact: b\n", "1:1", "“contact” stands here twice"),
    ("contact: \"mailto\nsources: [\n", "3:1", "not valid YAML"),
    ("contact: a\nsources:\n  - page: https://example.org/\n", "3:5", "a source needs an “id”"),
    ("contact: a\nsources:\n  - id: Reviews!\n    page: https://example.org/\n", "3:9", "is no id"),
    ("contact: a\nsources:\n  - id: reviews\n", "3:5", "says nowhere to look"),
    (
      "contact: a\nsources:\n  - id: r\n    page: ftp://example.org/\n", "4:11",
      "only http and https"
    ),
    ("contact: a\nsources:\n  - id: r\n    addresses: [a.pdf]\n", "4:17", "not a whole address"),
    (
      "contact: a\nsources:\n  - id: r\n    page: https://a.example/\n    kinds: [pdf, dcox]\n",
      "5:18", "unknown kind “dcox”; did you mean “docx”?"
    ),
    (
      "contact: a\nsources:\n  - { id: r, page: \"https://a.example/\" }\n"
        + "  - { id: r, page: \"https://b.example/\" }\n",
      "4:11", "another source has the id “r”"
    ),
    ("contact: a\nsourceFiles: nowhere\n", "2:14", "nowhere"),
    (
      "contact: a\nsources:\n  - id: r\n    page: https://a.example/\n    includePages: [\"*r*\"]\n",
      "5:19", "write kinds: [documents, page] too"
    ),
    (
      "contact: a\nsources:\n  - id: r\n    page: https://a.example/\n    kinds: [document]\n",
      "5:13", "unknown kind “document”; did you mean “documents”?"
    ),
  ]

  @Test(arguments: faults.indices)
  func `says what is wrong, where, and what to write instead`(index: Int) async throws {
    let (text, place, saying) = Self.faults[index]
    try await ScratchDirectory.run { folder in
      let path = folder.appending("hanaper.yaml")
      try Files.writeBytes(Array(text.utf8), to: path)
      let run = try await Program(configuration: path).run("config")
      #expect(run.status == 78, "\(text)")
      #expect(run.errorText.hasPrefix("hanaper: \(path):\(place): "), "\(run.errorText)")
      #expect(run.errorText.contains(saying), "\(run.errorText)")
      #expect(run.text.isEmpty)
    }
  }

  @Test func `that is not there says how to make one`() async throws {
    try await ScratchDirectory.run { folder in
      let script = "cd \"$1\" && exec \"$2\" list"
      let run = try await Program.shell(script, [folder.string, try Program.path.string])
      #expect(run.status == 78)
      #expect(run.errorText.contains("hanaper init"))
    }
  }

  @Test func `that cannot be read says so`() async throws {
    try await ScratchDirectory.run { folder in
      let run = try await Program(configuration: folder).run("config")
      #expect(run.status == 78, "a directory is no configuration")
      let bytes = folder.appending("bytes.yaml")
      try Files.writeBytes([0xFF, 0xFE, 0x00, 0x01, 0x80, 0x3A], to: bytes)
      let garbage = try await Program(configuration: bytes).run("config")
      #expect(garbage.status == 78)
    }
  }
}

@Suite(.timeLimit(.minutes(10)))
struct `The configuration that ships` {
  private static let path = FilePath(#filePath).removingLastComponent().removingLastComponent()
    .removingLastComponent().appending("Config/hanaper.yaml")

  private struct Answer: Decodable {
    let sources: [Source]

    struct Source: Decodable {
      let id: String
      let isEnabled: Bool
    }
  }

  @Test func `can be read, with four sources on and the rest off`() async throws {
    let sources = try await Program(configuration: Self.path).answer(Answer.self, "config").sources
    #expect(sources.filter(\.isEnabled).count == 4)
    #expect(sources.count > 30)
  }
}
