// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Addressing
import Testing

@testable import Robots

@Suite(.timeLimit(.minutes(5)))
struct `A rule of a robots.txt` {
  /// A path in a rule, a target, and whether the one covers the other.
  static let table: [(rule: String, target: String, covers: Bool)] = [
    ("/", "/", true), ("/", "/a", true), ("/a", "/a", true), ("/a", "/ab", true),
    ("/a", "/a/b", true), ("/a", "/a?b", true), ("/a", "/A", false), ("/a/", "/a", false),
    ("/a", "/b/a", false), ("/a?b", "/a?bc", true), ("/a?b", "/a", false),
    ("a", "/a", false), ("?a", "/?a", false), ("/?a", "/?a", true), ("", "/a", false),
    // Any run of bytes, also none.
    ("*", "/", true), ("**", "/a", true), ("/*", "/", true), ("/a*", "/a", true),
    ("*.pdf", "/a.pdf", true), ("/*.pdf", "/.pdf", true), ("/*.pdf", "/a.PDF", false),
    ("/a*b*c", "/a1b2c3", true), ("/a*b*c", "/abc", true), ("/a*b*c", "/acb", false),
    ("/a**b", "/axb", true), ("/*/*/", "/a/b/", true), ("/*/*/", "/a/b", false),
    ("/*a*a*a", "/aa", false), ("/*a*a*a", "/aaa", true), ("/*ab", "/aab", true),
    ("/*aab", "/aaab", true), ("/*abab", "/aababab", true), ("/*abac", "/ababac", true),
    // The end.
    ("/a$", "/a", true), ("/a$", "/ab", false), ("/a$", "/a?b", false), ("/$", "/", true),
    ("$", "/", false), ("*$", "/a", true), ("/*.pdf$", "/a.pdf", true),
    ("/*.pdf$", "/a.pdf?b", false), ("/*.pdf$", "/a.pdf/b.pdf", true), ("/a*$", "/ab", true),
    ("/ab*ba$", "/aba", false), ("/ab*ba$", "/abba", true), ("/a*b$", "/abab", true),
    ("/a*b*b$", "/ab", false), ("/*a*a$", "/a", false), ("/*a*a$", "/aba", true),
    // A dollar that ends nothing is a dollar.
    ("/a$b", "/a$b", true), ("/a$b", "/a", false), ("/a$$", "/a$", true), ("/a$$", "/a", false),
    ("/a$*", "/a$b", true),
    // Escapes: their case does not count, what they stand for does.
    ("/%c3%bc", "/%C3%BC", true), ("/%C3%BC", "/%c3%bc", true), ("/ü", "/%C3%BC", true),
    ("/ü", "/ü", false), ("/%C3%BC", "/ü", false), ("/%62", "/b", false), ("/b", "/%62", false),
    ("/%2f", "/%2F", true), ("/%2F", "//", false), ("/100%", "/100%", true),
    ("/%zz", "/%ZZ", false),
    ("/%2A", "/*", false), ("/%24", "/$", false),
  ]

  @Test(arguments: table.indices)
  func `covers what it fits from the front`(index: Int) {
    let (rule, target, covers) = Self.table[index]
    let file = RobotsFile("User-agent: *\nDisallow: \(rule)\n")
    #expect(file.allows(target) == !covers, "\(rule) and \(target)")
  }

  /// Rules in their order, a target, and the line that decides; 0 where none does.
  static let precedence: [(rules: [String], target: String, line: Int)] = [
    (["Disallow: /", "Allow: /a"], "/a", 3), (["Allow: /a", "Disallow: /"], "/a", 2),
    (["Allow: /", "Disallow: /a"], "/a", 3), (["Allow: /a", "Disallow: /a"], "/a", 2),
    (["Disallow: /a", "Allow: /a"], "/a", 3), (["Disallow: /a", "Disallow: /a"], "/a", 2),
    (["Allow: /page", "Disallow: /*.htm"], "/page.htm", 3),
    (["Allow: /page$", "Disallow: /pag*"], "/page", 2),
    (["Disallow: /a*", "Allow: /a"], "/ab", 2), (["Disallow: /a", "Allow: /*"], "/a", 3),
    (["Disallow: /é", "Allow: /%C3%"], "/%C3%A9", 2),
    (["Disallow:", "Allow:"], "/a", 0), (["Disallow: /b"], "/a", 0),
    // What is served for a folder is its index.
    (["Disallow: /", "Allow: /a/index.html"], "/a/", 3),
    (["Disallow: /", "Allow: /a/index.htm"], "/a/", 3),
    (["Disallow: /", "Allow: /a/index.html"], "/a/b", 2),
    (["Disallow: /a/", "Allow: /a/index.html"], "/a/", 3),
    (["Disallow: /a/*", "Allow: /a/index.html"], "/a/", 3),
    (["Allow: /", "Disallow: /a/index.html"], "/a/", 2),
  ]

  @Test(arguments: precedence.indices)
  func `decides if it is the longest, and Allow decides among equals`(index: Int) {
    let (rules, target, line) = Self.precedence[index]
    let file = RobotsFile("User-agent: *\n" + rules.joined(separator: "\n"))
    #expect(file.decidingLine(target) == (line == 0 ? nil : line), "\(rules)")
    let decides = line == 0 || rules[line - 2].hasPrefix("Allow")
    #expect(file.allows(target) == decides, "\(rules)")
  }

  /// An address that will be asked for, the path of a rule, and whether the one covers the other.
  static let addresses: [(rule: String, address: String, covers: Bool)] = [
    ("/%7Esmith/", "https://example.org/~smith/", true), ("/~smith/", "/%7esmith/", true),
    ("/%62%61%7A", "/baz", true), ("/ü", "/%C3%BC", true), ("/%c3%bc", "/ü", true),
    ("/a b", "/a%20b", true), ("/{id}", "/%7Bid%7D", true), ("/a?q='b'", "/a?q='b'", true),
    ("/a?q=%27", "/a?q='", true), ("/*.pdf$", "/A%2Fb.pdf", true), ("/a/b", "/a%2Fb", false),
    ("/%2A", "/*", false), ("/*'", "/a'", true), ("/a$", "/a#b", true), ("/b", "/a/../b", true),
  ]

  @Test(arguments: addresses.indices)
  func `is brought into normal form for an address that is in it`(index: Int) throws {
    let (rule, text, covers) = Self.addresses[index]
    let base = try WebAddress("https://example.org/")
    let target = RobotsTarget(try WebAddress(text, relativeTo: base))
    let file = RobotsFile("User-agent: *\nDisallow: \(rule)\n")
    let decision = file.decision(on: target, for: RobotsAgent("hanaper"))
    #expect(decision.isAllowed == !covers, "\(rule) and \(target.text)")
  }

  /// A text, and the target that is in it.
  static let targets: [(String, String)] = [
    ("https://example.org/a?b#c", "/a?b"), ("https://example.org:8080/a", "/a"),
    ("https://example.org", "/"), ("https://example.org?a", "/?a"), ("https://a.example;b", "/;b"),
    ("https://example.org#a/b", "/"), ("//example.org/a", "/a"), ("example.org/a", "/a"),
    ("localhost:8080/a", "/a"), ("/a", "/a"),
    ("/a?b=https://c.example/d", "/a?b=https://c.example/d"),
    ("https://a.example//b", "//b"), ("", "/"), ("#", "/"), ("/", "/"), ("?a", "/?a"),
    ("https://", "/"), (":", "/"), ("/%e3#", "/%E3"),
  ]

  @Test(arguments: targets.indices)
  func `is held against path and query`(index: Int) {
    let (text, target) = Self.targets[index]
    #expect(RobotsTarget(asWritten: text).text == target, "\(text)")
  }

  @Test
  func `cannot close the robots.txt itself`() {
    let file = RobotsFile("User-agent: *\nDisallow: /\n")
    let agent = RobotsAgent("hanaper")
    let decision = file.decision(
      on: RobotsTarget(asWritten: "https://a.example/robots.txt"),
      for: agent
    )
    #expect(decision.isAllowed && decision.ground == .robotsFile)
    #expect(decision.reason == "/robots.txt itself is always allowed")
    #expect(!file.allows("/robots.txt?a") && !file.allows("/a/robots.txt"))
  }

  @Test
  func `is not compared without end, where there are thousands made to take long`() {
    let file = RobotsFile("User-agent: *\n" + String(repeating: "Allow: /*a*b\n", count: 20_000))
    let agent = RobotsAgent("hanaper")
    let long = RobotsTarget(asWritten: "/" + String(repeating: "a", count: 8_000))
    let decision = file.decision(on: long, for: agent)
    #expect(!decision.isAllowed && decision.ground == .tooCostly)
    let short = RobotsTarget(asWritten: "/" + String(repeating: "a", count: 200))
    #expect(file.decision(on: short, for: agent).isAllowed)
  }

  // A second or two without optimisation; quadratic work would take hours.
  @Test(
    arguments: [
      "/" + String(repeating: "a*", count: 8_000) + "$",
      "/" + String(repeating: "*a", count: 8_000),
      "/*" + String(repeating: "a", count: 8_000) + "b", String(repeating: "*", count: 16_000),
      "/*" + String(repeating: "ab", count: 4_000) + "*c$",
    ]
  )
  func `costs next to nothing, whatever it says`(rule: String) {
    let target = RobotsTarget(asWritten: "/" + String(repeating: "a", count: 100_000))
    let file = RobotsFile("User-agent: *\n" + String(repeating: "Disallow: \(rule)\n", count: 30))
    let isCovered =
      rule.allSatisfy { "/*a$".contains($0) } && !rule.hasSuffix("$")
      || rule.hasSuffix("a*$")
    for _ in 0..<3 {
      #expect(file.decision(on: target, for: RobotsAgent("hanaper")).isAllowed == !isCovered)
    }
  }
}

@Suite(.timeLimit(.minutes(5)))
struct `An agent` {
  /// A name as given, and the token by which it is addressed.
  static let tokens: [(String, String?)] = [
    ("hanaper", "hanaper"), ("Hanaper", "hanaper"), ("hanaper/0.1", "hanaper"),
    ("hanaper/0.1 (+mailto:records@example.org)", "hanaper"), ("  hanaper/0.1 ", "hanaper"),
    ("hanaper (+mailto:records@example.org)", "hanaper"),
    ("Example_Bot-News/2", "example_bot-news"),
    ("", nil), ("*", nil), ("/0.1", nil), ("two words", nil), ("two words/1.0", nil),
    ("bot2", nil), ("bot2/1.0", nil), ("hanaper(a)", nil), ("hänaper", nil),
    ("hanaper\u{301}", nil),
  ]

  @Test(arguments: tokens.indices)
  func `is known by its product token`(index: Int) {
    let (name, token) = Self.tokens[index]
    #expect(RobotsAgent(name).token == token)
  }

  /// The value of a `User-agent` line, and whom it addresses.
  static let lines: [(String, RobotsGroup.Name)] = [
    ("hanaper", .product("hanaper")), ("HANAPER", .product("hanaper")),
    ("hanaper/0.1", .product("hanaper")), ("hanaper bot", .product("hanaper")),
    ("hanaper*", .product("hanaper")), ("hanaper-bot", .product("hanaper-bot")),
    ("*", .everyone), ("* please", .everyone), ("*\tplease", .everyone), ("*hanaper", .nobody),
    ("", .nobody), ("360bot", .nobody), ("/hanaper", .nobody),
  ]

  @Test(arguments: lines.indices)
  func `is addressed by the token at the front of a line`(index: Int) {
    let (value, name) = Self.lines[index]
    #expect(RobotsFile("User-agent: \(value)\n").groups.first?.agents.map(\.name) == [name])
  }

  private let file = RobotsFile(
    """
    User-agent: *
    Disallow: /all

    User-agent: Hanaper
    User-agent: other
    Disallow: /first

    User-agent: empty

    User-agent: third
    Disallow:

    User-agent: *
    User-agent: hanaper
    Disallow: /second
    """
  )

  /// An agent, a target, and the lines of the rule and of the agent; nil where it is allowed.
  static let decisions: [(agent: String, target: String, lines: [Int]?)] = [
    ("hanaper/0.1 (+a)", "/first", [6, 4]), ("hanaper", "/second", [15, 14]),
    ("hanaper", "/all", nil), ("other", "/first", [6, 5]), ("other", "/second", nil),
    ("stranger", "/all", [2, 1]), ("stranger", "/second", [15, 13]), ("stranger", "/first", nil),
    ("third", "/all", nil), ("empty", "/all", nil), ("hana", "/all", [2, 1]),
    ("hanaper-bot", "/first", nil), ("two words", "/all", [2, 1]), ("", "/all", [2, 1]),
  ]

  @Test(arguments: decisions.indices)
  func `heeds all groups that name it, or else those for everyone`(index: Int) {
    let (agent, target, lines) = Self.decisions[index]
    let decision = file.decision(on: RobotsTarget(asWritten: target), for: RobotsAgent(agent))
    #expect(decision.isAllowed == (lines == nil), "\(agent) \(target)")
    guard case .rule(let rule, let group) = decision.ground else {
      #expect(lines == nil)
      return
    }
    #expect([rule.number, group.number] == lines)
  }

  @Test
  func `is told in words what decided`() {
    func words(_ agent: String, _ target: String, _ file: RobotsFile) -> String {
      "\(file.decision(on: RobotsTarget(asWritten: target), for: RobotsAgent(agent)))"
    }
    #expect(
      words("hanaper", "/first", file)
        == "disallowed, line 6: Disallow: /first (line 4: User-agent: Hanaper)"
    )
    #expect(
      words("third", "/all", file) == "allowed, no rule matches (line 10: User-agent: third)"
    )
    #expect(
      words("third", "/a", RobotsFile("User-agent: x\nDisallow: /\n"))
        == "allowed, no rule matches (no group is for this agent, or for everyone)"
    )
    #expect(words("a", "/a", RobotsFile("")).hasPrefix("allowed, no rule matches"))
  }
}
