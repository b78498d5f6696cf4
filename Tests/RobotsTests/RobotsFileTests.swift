// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Testing

@testable import Robots

extension RobotsFile {
  init(_ text: String) { self.init(Array(text.utf8)) }

  /// Whether `hanaper` may ask for a target as written.
  func allows(_ target: String, for agent: String = "hanaper") -> Bool {
    decision(on: RobotsTarget(asWritten: target), for: RobotsAgent(agent)).isAllowed
  }

  /// The number of the line that decides.
  func decidingLine(_ target: String, for agent: String = "hanaper") -> Int? {
    let decision = decision(on: RobotsTarget(asWritten: target), for: RobotsAgent(agent))
    guard case .rule(let line, _) = decision.ground else { return nil }
    return line.number
  }
}

@Suite(.timeLimit(.minutes(5)))
struct `Reading a robots.txt` {
  @Test(arguments: ["\n", "\r", "\r\n"])
  func `lines end as anybody ends them`(end: String) {
    let lines = ["# one", "User-agent: *", "", "Disallow: /a", "Allow: /b"]
    for last in ["", end] {
      let file = RobotsFile(lines.joined(separator: end) + last)
      #expect(file.groups.count == 1)
      #expect(file.groups.first?.agents.map(\.line.number) == [2])
      #expect(file.groups.first?.rules.map(\.line.number) == [4, 5])
    }
  }

  @Test(arguments: [true, false], [true, false])
  func `that is in UTF-16 is read like any other`(isLittleEndian: Bool, hasMark: Bool) {
    let units = (hasMark ? [0xFEFF] : []) + Array("User-agent: *\r\nDisallow: /é\r\n".utf16)
    let bytes = units.flatMap { unit in
      let pair = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
      return isLittleEndian ? pair.reversed() : pair
    }
    let file = RobotsFile(bytes)
    #expect(!file.allows("/%C3%A9/a.pdf") && file.allows("/b.pdf"))
    #expect(file.decidingLine("/%C3%A9") == 2)
  }

  @Test
  func `lines of all three kinds are counted one by one`() {
    let file = RobotsFile("User-agent: *\r\n\r\n\n\r\rDisallow: /a\n\rDisallow: /b")
    #expect(file.groups.first?.rules.map(\.line.number) == [6, 8])
  }

  /// What stands in front of a first line, and whether the line is still one.
  static let fronts: [([UInt8], Bool)] = [
    ([], true), ([0xEF, 0xBB, 0xBF], true), ([0xEF, 0xBB], true), ([0xEF], true),
    ([0x20, 0x09], true), ([0xEF, 0xBF], false), ([0xBB, 0xBF], false),
    ([0xEF, 0xBB, 0xBF, 0xEF, 0xBB, 0xBF], false), ([0xFF, 0xFE], false),
  ]

  @Test(arguments: fronts.indices)
  func `a byte order mark is skipped, whole or broken off, and nothing else`(index: Int) {
    let (front, isRead) = Self.fronts[index]
    let file = RobotsFile(front + Array("User-agent: *\nDisallow: /\n".utf8))
    #expect(file.groups.isEmpty == !isRead, "\(front)")
    #expect(file.allows("/a") == !isRead)
  }

  @Test
  func `a byte order mark further down spoils its line`() {
    #expect(RobotsFile("User-agent: *\n\u{FEFF}Disallow: /\n").allows("/a"))
  }

  /// A line and what is read of it.
  static let spellings: [(line: String, path: String?)] = [
    ("Disallow: /a", "/a"), ("disallow:/a", "/a"), ("DISALLOW :\t/a \t", "/a"),
    ("  Disallow: /a # not here", "/a"), ("Disallow: /a#b", "/a"), ("Disallow: /a:b", "/a:b"),
    ("Disallow: /a b", "/a b"), ("Disallow /a", "/a"), ("Disallow \t /a", "/a"),
    ("Disallow: ", ""), ("Disallow:", ""), ("Disallow: # nothing", ""),
    ("Disallow", nil), ("Disallow /a b", nil), ("# Disallow: /a", nil), (": /a", nil),
    ("Disallows: /a", nil), ("Dis allow: /a", nil), ("Noindex: /a", nil), ("/a", nil),
    ("Disallow: /ü", "/%C3%BC"), ("Disallow: /%c3%bc%", "/%C3%BC%"), ("Disallow: /%2", "/%2"),
    ("Disallow: /a\0b", "/a"), ("Dis\0allow: /a", nil), ("\0Disallow: /a", nil),
  ]

  @Test(arguments: spellings.indices)
  func `a rule is what follows the colon, up to a comment`(index: Int) {
    let (line, path) = Self.spellings[index]
    let file = RobotsFile("User-agent: *\n\(line)\nAllow: /last\n")
    let rules = file.groups.first?.rules ?? []
    #expect(rules.last?.line == RobotsLine(number: 3, text: "Allow: /last"))
    #expect(rules.count == (path == nil ? 1 : 2), "\(line)")
    let read = rules.dropLast().first.map { String(decoding: $0.pattern.bytes, as: UTF8.self) }
    #expect(read == path, "\(line)")
  }

  @Test
  func `unknown lines are passed over and end no group`() {
    let file = RobotsFile(
      """
      Disallow: /before-any-group
      User-agent: one
      Host: example.org
      Crawl-delay: 2
      Sitemap: https://example.org/sitemap.xml
      User-agent: hanaper
      Clean-param: ref /a
      complete nonsense
      Disallow: /a
      User-agent: two
      Disallow: /b
      """
    )
    #expect(file.groups.map(\.agents.count) == [2, 1])
    #expect(file.groups.map(\.rules.count) == [1, 1])
    #expect(!file.allows("/a", for: "one") && !file.allows("/a") && file.allows("/a", for: "two"))
    #expect(file.allows("/before-any-group"))
  }

  @Test
  func `sitemaps belong to the file, wherever they stand`() {
    let file = RobotsFile(
      "SITEMAP : https://a.example/1?b=c\nUser-agent: *\nSitemap: /2\nSitemap:\n"
    )
    #expect(file.sitemaps.map(\.address) == ["https://a.example/1?b=c", "/2"])
    #expect(file.sitemaps.map(\.line.number) == [1, 3])
  }

  /// The value of a delay, and the pause it asks for.
  static let delays: [(String, Duration?)] = [
    ("10", .seconds(10)), ("0", .zero), ("0.5", .milliseconds(500)), ("1.25", .milliseconds(1250)),
    (".5", .milliseconds(500)), ("5.", .seconds(5)), ("0.0000000019", .nanoseconds(1)),
    ("007", .seconds(7)), ("99999999999999999999999", .seconds(1_000_000_000)),
    ("", nil), (".", nil), ("-1", nil), ("+1", nil), ("1,5", nil), ("1.2.3", nil), ("ten", nil),
    ("10s", nil), ("1e9", nil), ("inf", nil), ("٣", nil), ("1 2", nil),
  ]

  @Test(arguments: delays.indices)
  func `a delay is a plain number of seconds`(index: Int) {
    let (value, pause) = Self.delays[index]
    let file = RobotsFile("User-agent: *\nCrawl-Delay: \(value)  # please\n")
    let delay = file.crawlDelay(for: RobotsAgent("hanaper"))
    #expect(delay?.pause == pause, "\(value)")
    #expect(delay?.value == (pause == nil ? nil : value))
    #expect(delay?.line.number == (pause == nil ? nil : 2))
  }

  @Test
  func `a delay is for the agents above it in its group, and the longest counts`() {
    let file = RobotsFile(
      """
      User-agent: one
      Crawl-delay: 30
      User-agent: two
      Crawl-delay: 5
      Crawl-delay: nonsense
      Disallow: /a
      User-agent: two
      Crawl-delay: 7
      User-agent: *
      Crawl-delay: 1
      """
    )
    #expect(file.crawlDelay(for: RobotsAgent("one"))?.value == "30")
    #expect(file.crawlDelay(for: RobotsAgent("two"))?.value == "7")
    #expect(file.crawlDelay(for: RobotsAgent("hanaper"))?.value == "1")
    #expect(RobotsFile("Crawl-delay: 3\n").crawlDelay(for: RobotsAgent("hanaper")) == nil)
  }
}

@Suite(.timeLimit(.minutes(5)))
struct `A robots.txt without measure` {
  @Test
  func `is read up to its limit, without the line that is cut`() {
    let head = "User-agent: *\nDisallow: /first\n"
    let tail = "Disallow: /late-and-long"
    for spare in [0, 1, 5, tail.utf8.count - 1] {
      let filler = RobotsFile.readLimit - head.utf8.count - spare - 2
      let text = head + "#" + String(repeating: "x", count: filler) + "\n" + tail + "\n"
      let file = RobotsFile(text)
      #expect(file.isCut)
      #expect(file.groups.first?.rules.map(\.line.text) == ["Disallow: /first"], "\(spare)")
    }
  }

  @Test
  func `of just the limit is read whole`() {
    let front = "User-agent: *\n#"
    let back = "\nDisallow: /last"
    let filler = RobotsFile.readLimit - front.utf8.count - back.utf8.count
    let file = RobotsFile(front + String(repeating: "x", count: filler) + back)
    #expect(!file.isCut)
    #expect(!file.allows("/last"))
  }

  @Test
  func `has its long lines read in part, and those after them whole`() {
    let long = "/" + String(repeating: "a", count: 40_000)
    let file = RobotsFile("User-agent: *\nDisallow: \(long)\nDisallow: /b\n")
    #expect(file.decidingLine(long) == 2)
    #expect(file.decidingLine("/b") == 3)
    #expect(file.groups.first?.rules.first?.line.text.utf8.count == 16_663)
    #expect(file.allows(String(long.prefix(10_000))))
  }

  @Test(arguments: ["\n", "a\n", "User-agent: a\n", "Allow: /a*b\n", "Crawl-delay: 1\n", "\0", "*"])
  func `of one thing again and again is read all the same`(piece: String) {
    let count = 600_000 / piece.utf8.count
    let file = RobotsFile("User-agent: *\n" + String(repeating: piece, count: count))
    #expect(file.isCut)
    #expect(file.allows("/a"))
  }
}

@Suite(.timeLimit(.minutes(5)))
struct `A web page in the place of a robots.txt` {
  @Test(arguments: [
    "<!DOCTYPE html><html><title>Not found</title>\nDisallow: /\n",
    "\u{FEFF}\n  <html>\n<body>\nallow: all\n</body>", "<?xml version='1.0'?>\n<Error/>",
    "<!-- nothing here -->\n", "<script>\nlocation = '/'\n</script>",
  ])
  func `is known for what it is and closes nothing`(text: String) {
    let file = RobotsFile(text)
    #expect(file.isMarkup && file.groups.isEmpty)
    let decision = file.decision(on: RobotsTarget(asWritten: "/a"), for: RobotsAgent("hanaper"))
    #expect(decision.isAllowed && decision.ground == .markup)
  }

  @Test(arguments: ["", "# <html>\n", "Sitemap: /a\n", "< 3 rules\n", "not found\n"])
  func `is not seen where there is none`(text: String) {
    #expect(!RobotsFile(text).isMarkup)
  }

  @Test
  func `is none where it addresses somebody: every line that is a rule counts`() {
    let file = RobotsFile("<!-- our rules -->\nUser-agent: *\nDisallow: /a\n")
    #expect(!file.isMarkup)
    #expect(!file.allows("/a"))
  }
}
