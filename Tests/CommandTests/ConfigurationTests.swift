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
    ("contact: mailto:a@b\npoliteness: { night: 59s }\n", "2:22", "at least 1m belongs here"),
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
    ("contact: a@b\ncontact: b\n", "1:1", "“contact” stands here twice"),
    ("contact: off\n", "1:10", "“off” is no address; write mailto:"),
    ("contact: 5\n", "1:10", "“5” is no address"),
    ("contact: a@b\nnetwork: { proxy: none }\n", "2:19", "leave the key out for none"),
    ("contact: a@b\nnetwork: { proxy: false }\n", "2:19", "“false” is no proxy"),
    ("contact: a@b\nnetwork: { certificates: False }\n", "2:26", "always verified"),
    ("contact: \"mailto\nsources: [\n", "3:1", "not valid YAML"),
    ("contact: a@b\nsources:\n  - page: https://example.org/\n", "3:5", "a source needs an “id”"),
    (
      "contact: a@b\nsources:\n  - id: Reviews!\n    page: https://example.org/\n", "3:9",
      "is no id"
    ),
    ("contact: a@b\nsources:\n  - id: reviews\n", "3:5", "says nowhere to look"),
    (
      "contact: a@b\nsources:\n  - { id: r, page: \"https://a.example/\", feed: \"https://a.example/f\" }\n",
      "3:5", "has “page” and “feed”; make a source of each"
    ),
    (
      "contact: a@b\nsources:\n  - id: r\n    sitemap: sitemap.xml\n", "4:14", "not a whole address"
    ),
    (
      "contact: a@b\nsources:\n  - id: r\n    addresses: [https://a.example/a.pdf]\n    follow: [\"*\"]\n",
      "5:13", "no list to go on from"
    ),
    (
      "contact: a@b\nsources:\n  - id: r\n    page: https://a.example/\n    depth: 2\n",
      "5:12", "nothing is followed; write which pages are in “follow”"
    ),
    (
      "contact: a@b\nsources:\n  - id: r\n    page: https://a.example/\n    follow: [\"*\"]\n    depth: 4\n",
      "6:12", "a number from 1 to 3"
    ),
    (
      "contact: a@b\nsources:\n  - id: r\n    page: https://a.example/\n    pages: 0\n",
      "5:12", "a number from 1 to 10000"
    ),
    (
      "contact: a@b\nsources:\n  - id: r\n    page: https://a.example/\n    follow: [\"*\"]\n    pages: 1\n",
      "6:12", "nothing would be followed"
    ),
    (
      "contact: a@b\nsources:\n  - { id: r, sitmap: \"https://a.example/\" }\n", "3:14",
      "did you mean “sitemap”?"
    ),
    (
      "contact: a@b\nsources:\n  - id: r\n    govuk: government/x\n", "4:12", "not a whole address"
    ),
    (
      "contact: a@b\nsources:\n  - id: r\n    govuk: https://www.gov.uk/\n", "4:12",
      "that is all of GOV.UK; name one page"
    ),
    (
      "contact: a@b\nsources:\n  - { id: r, govuk: /x, page: \"https://a.example/\" }\n", "3:5",
      "has “page” and “govuk”; make a source of each"
    ),
    (
      "contact: a@b\nsources:\n  - id: r\n    wordpress: www.example.org\n", "4:16",
      "not a whole address"
    ),
    (
      "contact: a@b\nsources:\n  - { id: r, feed: \"https://a.example/f\", wordpress: \"https://a.example/\" }\n",
      "3:5", "has “feed” and “wordpress”; make a source of each"
    ),
    (
      "contact: a@b\nsources:\n  - id: r\n    govuk: /x\n    pages: 0\n", "5:12",
      "a number from 1 to 10000 belongs here"
    ),
    (
      "contact: a@b\nsources:\n  - id: r\n    govuk: /x\n    follow: [\"*\"]\n", "5:13",
      "are followed without that; leave it out"
    ),
    (
      "contact: a@b\nsources:\n  - id: r\n    page: ftp://example.org/\n", "4:11",
      "only http and https"
    ),
    ("contact: a@b\nsources:\n  - id: r\n    addresses: [a.pdf]\n", "4:17", "not a whole address"),
    (
      "contact: a@b\nsources:\n  - id: r\n    page: https://a.example/\n    kinds: [pdf, dcox]\n",
      "5:18", "unknown kind “dcox”; did you mean “docx”?"
    ),
    (
      "contact: a@b\nsources:\n  - { id: r, page: \"https://a.example/\" }\n"
        + "  - { id: r, page: \"https://b.example/\" }\n",
      "4:11", "another source has the id “r”"
    ),
    ("contact: a@b\nsourceFiles: nowhere\n", "2:14", "nowhere"),
    (
      "contact: a@b\nsources:\n  - id: r\n    page: https://a.example/\n    includePages: [\"*r*\"]\n",
      "5:19", "write kinds: [documents, page] too"
    ),
    (
      "contact: a@b\nsources:\n  - id: r\n    page: https://a.example/\n    kinds: [document]\n",
      "5:13", "unknown kind “document”; did you mean “documents”?"
    ),
    (
      "contact: a@b\n# c\n\n\"contact\" : b\ncontact: c\n", "1:1",
      "3 times, in lines 1, 4 and 5; keep"
    ),
    (
      "contact: a@b\nsources:\n  - id: r\n    page: https://a.example/\n    id: s\n  - id: t\n",
      "3:5",
      "the key “id” stands here twice, in lines 3 and 5; keep one of them"
    ),
    (
      "contact: a@b\nsources:\n  - id: r\n    page: https://a.example/\n    include:\n", "5:5",
      "nothing stands behind “include”; write a line “- …” for each entry, or take the line out"
    ),
    (
      "contact: a@b\nsources:\n  - id: r\n    page: https://a.example/\n    follow:\n      # - a\n    depth: 1\n",
      "5:5", "nothing stands behind “follow”; write a line"
    ),
    ("contact: a@b\nlimits:\n  freeSpace:\n", "3:3", "“freeSpace”; write a value, or take"),
    (
      "contact: a@b\nsources:\n  - id: r\n    page: https://a.example/\n    exclude: [a, ]\n    include: [\"*\", ~]\n",
      "6:20", "nothing stands in this entry; write what belongs there, or take the line out"
    ),
    (
      "contact: a@b\nsources:\n  - id: r\n    page: https://a.example/\n    kinds: \"\"\n", "5:12",
      "a list belongs here"
    ),
    (
      "contact: a@b\nlimits: { freeSpace: 1GB, freeSpace: 2GB }\n", "2:11",
      "stands here twice; keep"
    ),
    // What would fit nothing, and nobody would notice.
    (source("include: [“*/reviews/*”]"), "5:15", "the typographic quote “ is part of this text"),
    (source("exclude: [\"*/a/*\", ‘*/b/*’]"), "5:24", "the typographic quote ‘ is part of"),
    (source("follow: [„*/c/*“]"), "5:14", "write straight quotes (\"), or none"),
    (source("follow: ['*/d/*’']"), "5:14", "the typographic quote ’ is part of"),
    (source("include: [\"\"]"), "5:15", "an empty text fits nothing; take it out"),
    (source("exclude: [\"*\", \"  \"]"), "5:20", "an empty text fits nothing"),
    (source("queryNoise: [\"\"]"), "5:18", "an empty text fits nothing"),
    // No reason turns the rules of a site off but one in words.
    (source("ignoreRobots: false"), "5:19", "To obey robots.txt, leave the key out"),
    (source("ignoreRobots: \"\""), "5:19", "“asked for by letter of 3 March” say"),
    (source("ignoreRobots: TRUE"), "5:19", "a reason belongs here, in words"),
    (source("ignoreRobots: no"), "5:19", "in words"),
    (source("ignoreRobots: yes"), "5:19", "in words"),
    (source("ignoreRobots: 'off'"), "5:19", "in words"),
    (source("ignoreRobots: on"), "5:19", "in words"),
    (source("ignoreRobots: x"), "5:19", "in words"),
    (source("ignoreRobots: 0"), "5:19", "in words"),
    (source("ignoreRobots: 12 34"), "5:19", "in words"),
    (source("ignoreRobots: ' no  '"), "5:19", "in words"),
    // What means something else in YAML.
    (source("exclude: [*form*]"), "5:20", "write it in quotes: '*form*'"),
    (source("exclude: [\"a\", *.pdf, b]"), "5:21", "write it in quotes: '*.pdf'"),
    (source("exclude:\n      - *form"), "6:9", "write it in quotes: '*form'"),
    (source("include: [@home*]"), "5:15", "write it in quotes: '@home*'"),
    (source("include:\n      - %20*.pdf"), "6:9", "write it in quotes: '%20*.pdf'"),
    (source("title: Reviews: all of them"), "5:19", "in quotes: 'Reviews: all of them'"),
    ("contact: a@b\nlimits:\n\tfreeSpace: 1GB\n", "3:1", "write spaces in its place"),
    // The same from an editor on Windows.
    ("contact: a@b\r\nlimits:\r\n\tfreeSpace: 1GB\r\n", "3:1", "write spaces in its place"),
    (
      source("title: Reviews: all of them").replacing("\n", with: "\r\n"), "5:19",
      "in quotes: 'Reviews: all of them'"
    ),
    (source("include: [é👩‍👩‍👧, *x]"), "5:23", "write it in quotes: '*x'"),
    // What no editor shows.
    (source("title: \"a\0b\""), "5:14", "a control character here, U+0000"),
    ("contact: a@b\narchive: a\u{1B}[2J\n", "2:11", "a control character here, U+001B"),
    (source("title: \"a\\0b\""), "5:12", "a control character in this, U+0000"),
    ("contact: a@b\narchive: \"../A\\0b\"\n", "2:10", "a control character in this, U+0000"),
    (
      "contact: a@b\nnetwork: { connectTo: { \"a\\x01:80\": b } }\n", "2:25",
      "a control character in this, U+0001"
    ),
    // Ten thousand million values to whoever compares two of them.
    (repetitions, "7:29", "too many in all"),
  ]

  private static let repetitions: String = {
    var text = "a: &a [x]\n"
    for (name, before) in zip("bcdefghij", "abcdefghi") {
      let aliases = Array(repeating: "*\(before)", count: 10).joined(separator: ",")
      text += "\(name): &\(name) [\(aliases)]\n"
    }
    return text + "? *j\n: z\n? *j\n: y\n"
  }()

  private static func source(_ line: String) -> String {
    "contact: a@b\nsources:\n  - id: r\n    page: https://a.example/\n    \(line)\n"
  }

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

  @Test func `is none for what editors on Windows put into it`() async throws {
    let text =
      "contact: mailto:a@b.example\nsources:\n  - { id: r, page: \"https://a.example/é\" }\n"
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    try await ScratchDirectory.run { folder in
      let path = folder.appending("hanaper.yaml")
      try Files.writeBytes(Array(text.utf8), to: path)
      let expected = try await Program(configuration: path).run("config")
      #expect(expected.status == 0, "\(expected.errorText)")
      let crlf = text.replacing("\n", with: "\r\n")
      for bytes in [mark + Array(text.utf8), mark + Array(crlf.utf8), Array(crlf.utf8)] {
        try Files.writeBytes(bytes, to: path)
        let run = try await Program(configuration: path).run("config")
        #expect(run.text == expected.text, "\(run.errorText)")
      }
      // A file of sources is read like the other.
      let sources = text.split(separator: "\n").dropFirst().joined(separator: "\n")
      try FileManager.default.createDirectory(
        atPath: folder.appending("sources").string,
        withIntermediateDirectories: false
      )
      try Files.writeBytes(mark + Array(sources.utf8), to: folder.pushing("sources/one.yaml"))
      try Files.writeBytes(
        mark + Array("contact: mailto:a@b.example\nsourceFiles: sources\n".utf8),
        to: path
      )
      let two = try await Program(configuration: path).run("config")
      #expect(two.text.contains("https://a.example/%C3%A9"), "\(two.errorText)")
    }
  }

  @Test(arguments: [true, false], [true, false])
  func `in UTF-32 is not called UTF-16`(isLittleEndian: Bool, hasMark: Bool) async throws {
    let scalars =
      (hasMark ? [0xFEFF] : []) + "contact: mailto:a@b.example\n".unicodeScalars.map(\.value)
    let bytes = scalars.flatMap { scalar in
      let four = [24, 16, 8, 0].map { UInt8(scalar >> $0 & 0xFF) }
      return isLittleEndian ? four.reversed() : four
    }
    try await ScratchDirectory.run { folder in
      let path = folder.appending("hanaper.yaml")
      try Files.writeBytes(bytes, to: path)
      let run = try await Program(configuration: path).run("config")
      #expect(run.status == 78)
      #expect(run.errorText == "hanaper: \(path): this file is in UTF-32; save it as UTF-8\n")
    }
  }

  @Test(arguments: [true, false], [true, false])
  func `in UTF-16 says in what to save it`(isLittleEndian: Bool, hasMark: Bool) async throws {
    let units = (hasMark ? [0xFEFF] : []) + Array("contact: mailto:a@b.example\n".utf16)
    let bytes = units.flatMap { unit in
      let pair = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
      return isLittleEndian ? pair.reversed() : pair
    }
    try await ScratchDirectory.run { folder in
      let path = folder.appending("hanaper.yaml")
      try Files.writeBytes(bytes, to: path)
      let run = try await Program(configuration: path).run("config")
      #expect(run.status == 78)
      #expect(run.errorText == "hanaper: \(path): this file is in UTF-16; save it as UTF-8\n")
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
      #expect(run.errorText.components(separatedBy: folder.string).count == 2, "\(run.errorText)")
      let bytes = folder.appending("bytes.yaml")
      try Files.writeBytes([0xFF, 0xFE, 0x00, 0x01, 0x80, 0x3A], to: bytes)
      let garbage = try await Program(configuration: bytes).run("config")
      #expect(garbage.status == 78)
    }
  }
}
