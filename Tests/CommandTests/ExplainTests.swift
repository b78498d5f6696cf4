// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(10)))
struct `hanaper explain` {
  private static let rules = """
    # Rules of a site
    User-agent: *
    Disallow: /private/
    Allow: /private/reviews/   # these may be read
    Crawl-delay: 1.5

    User-agent: other
    Disallow: /
    Sitemap: https://www.example.org/sitemap.xml
    """

  /// Runs the command on a file with these contents.
  private func explain(_ text: String = rules, _ arguments: String...) async throws -> ProgramRun {
    try await ScratchDirectory.run { folder in
      let file = folder.appending("robots.txt")
      try Files.writeBytes(Array(text.utf8), to: file)
      return try await Program.run(["explain", "--robots", file.string] + arguments)
    }
  }

  /// An agent, an address, the exit status, and the answer.
  static let answers: [(agent: String, address: String, status: Int, lines: [String])] = [
    (
      "hanaper", "https://www.example.org/private/a.pdf", 2,
      [
        "disallowed", "line 3: Disallow: /private/", "in the group of line 2: User-agent: *",
        "a pause of 1.5 s is asked for in line 5",
      ]
    ),
    (
      "hanaper/0.1 (+mailto:records@example.org)", "/private/reviews/a.pdf", 0,
      [
        "allowed", "line 4: Allow: /private/reviews/", "in the group of line 2: User-agent: *",
        "a pause of 1.5 s is asked for in line 5",
      ]
    ),
    (
      "other", "", 2,
      ["disallowed", "line 8: Disallow: /", "in the group of line 7: User-agent: other"]
    ),
    ("OTHER", "/robots.txt", 0, ["allowed", "/robots.txt itself is always allowed"]),
    (
      "", "https://www.example.org?a=/private/", 0,
      [
        "allowed", "no rule matches (line 2: User-agent: *)",
        "a pause of 1.5 s is asked for in line 5",
      ]
    ),
  ]

  @Test(arguments: answers.indices)
  func `says whether, and which line says so`(index: Int) async throws {
    let (agent, address, status, lines) = Self.answers[index]
    let run = try await explain(Self.rules, "--agent", agent, address)
    #expect(run.status == status, "\(run.errorText)")
    #expect(run.text == lines.map { "\($0)\n" }.joined())
    #expect(run.errorText.isEmpty)
  }

  @Test
  func `asks as Hanaper where nobody is named, and reads standard input`() async throws {
    let line = "printf 'User-agent: hanaper\\nDisallow: /\\n' | \"$1\" explain --robots - /a"
    let run = try await Program.shell(line, [try Program.path.string])
    #expect(run.status == 2)
    #expect(run.text.hasPrefix("disallowed\nline 2: Disallow: /\n"))
    let none = try await Program.runBare("explain", "--robots", "-", "/a")
    #expect(none.status == 0)
    #expect(none.text.hasPrefix("allowed\nno rule matches"))
  }

  @Test
  func `knows a web page, and a file that is too long`() async throws {
    let page = try await explain("<!DOCTYPE html>\n<title>Not found</title>\n", "/a")
    #expect(page.status == 0)
    #expect(page.text == "allowed\na web page stands in the place of rules\n")
    let filler = String(repeating: "# nothing\n", count: 60_000)
    let long = try await explain("User-agent: *\n\(filler)Disallow: /\n", "/a")
    #expect(long.status == 0)
    #expect(long.text.hasSuffix("only the first 500 KiB were read; the rest does not count\n"))
  }

  @Test
  func `lets nothing of the file move the cursor`() async throws {
    let run = try await explain(
      "User-agent: *\nDisallow: /\u{1B}[2J\u{202E}a\n",
      "/\u{1B}[2J\u{202E}a"
    )
    #expect(!run.output.contains(0x1B))
    let text = run.text.unicodeScalars
    #expect(!text.contains("\u{202E}"))
  }

  @Test
  func `answers programs in JSON, with the same status`() async throws {
    let run = try await explain(Self.rules, "--json", "--agent", "hanaper/0.1", "/private/a#b")
    #expect(run.status == 2)
    let answer = try JSONDecoder().decode(Answer.self, from: Data(run.output))
    #expect(answer.schema == "hanaper/explain/1")
    #expect(answer.agent == "hanaper/0.1" && answer.token == "hanaper")
    #expect(answer.target == "/private/a")
    #expect(!answer.isAllowed && !answer.isMarkup && !answer.isCut)
    #expect(answer.ground == "rule")
    #expect(answer.sentence == "line 3: Disallow: /private/ (line 2: User-agent: *)")
    #expect(answer.rule?.line == 3 && answer.rule?.text == "Disallow: /private/")
    #expect(answer.group?.line == 2 && answer.group?.text == "User-agent: *")
    #expect(answer.crawlDelay?.seconds == 1.5 && answer.crawlDelay?.value == "1.5")
    #expect(answer.sitemaps == ["https://www.example.org/sitemap.xml"])
    let open = try await explain("", "--json", "/a")
    #expect(open.status == 0)
    let nothing = try JSONDecoder().decode(Answer.self, from: Data(open.output))
    #expect(nothing.isAllowed && nothing.ground == "no-group")
    #expect(nothing.rule == nil && nothing.group == nil && nothing.crawlDelay == nil)
  }

  private struct Answer: Decodable {
    let schema: String
    let agent: String
    let token: String?
    let target: String
    let isAllowed: Bool
    let ground: String
    let sentence: String
    let rule: Line?
    let group: Line?
    let crawlDelay: Delay?
    let sitemaps: [String]
    let isMarkup: Bool
    let isCut: Bool

    struct Line: Decodable {
      let line: Int
      let text: String
    }

    struct Delay: Decodable {
      let seconds: Double
      let value: String
    }
  }

  @Test
  func `says so where it cannot read the file, or was asked wrongly`() async throws {
    for file in ["/nonexistent/robots.txt", "/"] {
      let run = try await Program.runBare("explain", "--robots", file, "--agent", "a", "/a")
      #expect(run.status == 1)
      #expect(run.text.isEmpty)
      #expect(run.errorText.hasPrefix("hanaper: cannot read \(file): "), "\(run.errorText)")
    }
    for arguments in [["/a"], ["--robots", "-"], ["--robots", "-", "/a", "/b"]] {
      let run = try await Program.run(["explain"] + arguments)
      #expect(run.status == 64, "\(arguments)")
      #expect(run.text.isEmpty)
    }
  }

  @Test
  func `states its exit statuses`() async throws {
    let help = try await Program.runBare("help", "explain").text.replacing("\n", with: " ")
    #expect(help.contains("“allowed” or “disallowed”, and the exit status is 0 or 2"))
  }
}
