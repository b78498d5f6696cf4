// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Support
import Testing

@testable import Robots

@Suite(.timeLimit(.minutes(5)))
struct `Files that nobody wrote as a robots.txt` {
  private static let pieces: [String] = [
    "User-agent: *", "User-agent: hanaper", "User-agent: other", "user-agent hanaper",
    "Disallow: /", "Disallow: /a", "Allow: /a*b", "Allow: /*a$", "Disallow: /a/*/b", "Disallow:",
    "Allow: /a/index.html", "Disallow: /%C3%bc", "Disallow: /ü*$", "Crawl-delay: 1.5",
    "Sitemap: /a", "# User-agent: *", "<html>", "Disallow /b", ":", "*", "$", "%", "\0", " ",
    "\u{FEFF}", "a", "/", "b", "Allow: ", "Disallow: /b$", "Host: a",
  ]
  private static let ends = ["\n", "\n", "\n", "\r\n", "\r", "\n\n", ""]
  private static let targets = [
    "/", "/a", "/ab", "/a/b", "/aab", "/a/x/b", "/b", "/%C3%BC", "/a/", "/aaabbbaaab",
    "/robots.txt",
    "/a?b", "/abababab$",
  ]

  private static func file(_ random: inout Seeded) -> [UInt8] {
    var file: [UInt8] = []
    for _ in 0..<Int.random(in: 0..<24, using: &random) {
      file += (pieces.randomElement(using: &random) ?? "").utf8
      file += (ends.randomElement(using: &random) ?? "").utf8
    }
    if Bool.random(using: &random) { return file }
    return file.mutated(with: pieces.map { Array($0.utf8) }, &random)
  }

  /// Whether each target is allowed to each of a few agents, and by which words.
  private static func decisions(_ file: [UInt8]) -> [RobotsDecision] {
    let file = RobotsFile(file)
    return ["hanaper/0.1 (a)", "other", "nobody in particular"].flatMap { agent in
      targets.map { file.decision(on: RobotsTarget(asWritten: $0), for: RobotsAgent(agent)) }
    }
  }

  /// The decision without the numbers of its lines, which a line more or less changes.
  private static func sense(_ decision: RobotsDecision) -> [String] {
    let words: [String] =
      switch decision.ground {
      case .rule(let rule, let group): [rule.text, group.text]
      case .noRuleMatches(let group): [group.text]
      default: [decision.reason]
      }
    return ["\(decision.isAllowed)"] + words
  }

  /// Where a line more may stand: behind every line's end, but for the first of two bytes.
  private static func seams(_ file: [UInt8]) -> [Int] {
    file.indices.filter { index in
      file[index] == 0x0A || file[index] == 0x0D && file.dropFirst(index + 1).first != 0x0A
    }.map { $0 + 1 }
  }

  @Test
  func `give the same decision each time, and whatever is remarked in them`() throws {
    try Fuzz.run(200) { random in
      let file = Self.file(&random)
      let before = Self.decisions(file)
      #expect(Self.decisions(file) == before)
      let seams = Self.seams(file)
      let seam = try #require((seams + [file.count]).randomElement(using: &random))
      let end = seam == file.count && !seams.contains(seam) ? "\n" : ""
      let comment = "\(end)  # Disallow: / \(random.next()) : User-agent: *\n"
      let remarked = file[..<seam] + Array(comment.utf8) + file[seam...]
      #expect(
        Self.decisions(Array(remarked)).map(Self.sense) == before.map(Self.sense),
        "\(String(decoding: file, as: UTF8.self).debugDescription)"
      )
    }
  }

  @Test
  func `close nothing more by rules for somebody else`() {
    Fuzz.run(200) { random in
      let file = Self.file(&random)
      let more = file + Array("\nUser-agent: somebody-else\nDisallow: /\nCrawl-delay: 9\n".utf8)
      let read = RobotsFile(file)
      // A last group without rules would take the new agent in.
      guard !read.isMarkup, !(read.groups.last?.rules.isEmpty ?? false) else { return }
      #expect(Self.decisions(more) == Self.decisions(file))
    }
  }

  @Test
  func `have rules that cover what a slow and simple matcher says`() {
    Fuzz.run(200) { random in
      for _ in 0..<20 {
        let alphabet = Array("aaabb**/$".utf8)
        func text(_ most: Int, _ alphabet: [UInt8], _ random: inout Seeded) -> [UInt8] {
          (0..<Int.random(in: 0...most, using: &random)).map { _ in
            alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
          }
        }
        let rule = Array("/".utf8) + text(9, alphabet, &random)
        let target = "/" + String(decoding: text(14, Array("aabb/$".utf8), &random), as: UTF8.self)
        let expected = Self.covers(rule[...], Array(target.utf8)[...])
        // With a host, because two slashes at the front would stand before one.
        let covers = RobotsPattern(rule).fits(RobotsTarget(asWritten: "https://a.example\(target)"))
        #expect(covers == expected, "\(String(decoding: rule, as: UTF8.self)) and \(target)")
      }
    }
  }

  /// The definition, tried out in every way.
  private static func covers(_ rule: ArraySlice<UInt8>, _ target: ArraySlice<UInt8>) -> Bool {
    guard let first = rule.first else { return true }
    if first == UInt8(ascii: "$"), rule.count == 1 { return target.isEmpty }
    if first == UInt8(ascii: "*") {
      return (0...target.count).contains { covers(rule.dropFirst(), target.dropFirst($0)) }
    }
    return target.first == first && covers(rule.dropFirst(), target.dropFirst())
  }

  @Test
  func `and addresses that nobody meant are decided without a crash`() throws {
    try Fuzz.run(200) { random in
      let bytes = (0..<Int.random(in: 0..<2_000, using: &random)).map { _ in
        UInt8.random(in: 0...255, using: &random)
      }
      let text = String(decoding: bytes.prefix(200), as: UTF8.self)
      let rules = Array("User-agent: *\nDisallow: ".utf8) + bytes
      for file in [bytes, rules] {
        let read = RobotsFile(file)
        let target = RobotsTarget(asWritten: text)
        #expect(target.bytes.first == UInt8(ascii: "/"))
        let decision = read.decision(on: target, for: RobotsAgent(text))
        #expect(decision == read.decision(on: target, for: RobotsAgent(text)))
        let address = try WebAddress("https://example.org/a")
        _ = RobotsPolicy(.answer(status: 200, body: file))
          .decision(on: address, for: RobotsAgent("hanaper"))
      }
    }
  }
}
