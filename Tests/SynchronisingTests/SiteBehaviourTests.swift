// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Cataloguing
import Foundation
import Night
import Records
import Support
import Testing

@testable import Synchronising

/// What sites of partnerships and councils were seen to do, each over some nights.
///
/// | seen | tested here, or in |
/// |---|---|
/// | an error page in the document's place, for years, and one that healed | `answers with another thing than its file` |
/// | a page under 200 where a file was | `serves a page in a file's place for months` |
/// | flips between page and file | `flips between page and file` |
/// | a bot challenge under 200, and under 403 | `answers with another thing than its file` |
/// | robots.txt forbids the very folder of the files | `has a robots.txt that forbids its files` |
/// | robots.txt is a page, or 403 | `has a robots.txt that forbids its files`, `has a robots.txt that it keeps to itself` |
/// | robots.txt asks for a delay | `Reading a robots.txt`, `A host's own wish` |
/// | wildcards in robots.txt | `has a robots.txt with wildcards` |
/// | no ending, a file by number; a wrong ending | `serves files by number` |
/// | the slug is decoration | `has one file under three addresses` |
/// | a version or a load in the query; the query is the identity | `puts the version, the load or the document into the query` |
/// | spaces, dashes, brackets; white space inside an address | `writes addresses as no standard has them` |
/// | the same file name under a new address | `Nights of GOV.UK`: `a file under a new address` |
/// | new bytes under the same address | `gives one address other bytes` |
/// | a file's address that leads to a page | `sends who asks for a file on to a page` |
/// | 410 with an alternative | `Nights of GOV.UK`: `a publication that cannot be read` |
/// | a host renamed | `A site under a new name`, `A host that moved` |
/// | the old host dead or parked | `lets its old name go` |
/// | the same page under a new path | `moves its list` |
/// | no files in the page, because a script makes the list | `has its list made by a script` |
/// | "here" as the text of links | `calls all its links "here"` |
/// | a page with a counter | `counts its downloads` |
/// | half the links lost for a day or two weeks | `Bad nights`: `a listing that lost many links` |
/// | a page whose list is replaced as a whole | `replaces all of its list` |
/// | TLS: chain, name, expiry, protocol | `A document behind a broken lock` |
/// | http, or http links beside https | `A host that moved`: `has one document by http and by https` |
/// | files with a third party | `keeps a file on somebody's drive` |
/// | monstrous addresses; addresses that an archive rewrote | `has an address of more than a thousand letters` |
/// | Retry-After of many minutes | `wants to be left alone for ten minutes` |
@Suite(.timeLimit(.minutes(5)))
struct `A real site` {
  private static func page(_ text: String, title: String = "Reports") -> [UInt8] {
    Array(
      """
      <!doctype html><html><head><title>\(title)</title></head><body>
      <nav><a href="/">Home</a><a href="/about/">About us</a></nav>
      <main><h1>\(title)</h1><p>\(text)</p></main></body></html>
      """.utf8
    )
  }

  private static let challenge = Array(
    """
    <!doctype html><html><head><title>Pardon Our Interruption</title>
    <meta name="robots" content="noindex"></head><body><div id="interstitial">
    <p>As you were browsing something about your browser made us think you were a bot.</p></div>
    <script src="/_Incapsula_Resource?SWJIYLWA=1"></script></body></html>
    """.utf8
  )

  /// Each is what answers in the place of a held file, under some status, and how it then stands.
  @Test(arguments: [
    ("an error page under 200", 200, Bodies.softNotFound, "missing", News.missing),
    (
      "its front page under 200", 200, page("Welcome to our reports.", title: "Home"), "missing",
      .missing
    ),
    ("a bot challenge under 200", 200, challenge, "blocked", .blocked),
    ("a bot challenge under 403", 403, Bodies.botWall, "blocked", .blocked),
    ("an error page under 404", 404, Bodies.notFound, "missing", .missing),
    ("an error page under 410", 410, Bodies.notFound, "gone", .gone),
  ])
  func `answers with another thing than its file, and then with the file again`(
    what: String,
    status: Int,
    body: [UInt8],
    standing: String,
    news: News
  ) async throws {
    try await Partnership.run { site in
      site.list(["/a.pdf"])
      site.serve("/a.pdf", Bodies.pdf("a"))
      _ = try await site.night()
      // What comes in the place of anything is its answer to nonsense, too.
      site.serveAnythingElse { _ in .status(status, [("Content-Type", "text/html")], body: body) }
      site.drop("/a.pdf")
      #expect(try await site.night().news.map(\.news) == [news], "\(what)")
      #expect(try await site.standing(of: "/a.pdf") == standing)
      // It heals, as the file of an inspection did after nine years.
      site.serve("/a.pdf", Bodies.pdf("a"))
      #expect(try await site.night().news.map(\.news) == [.returned])
      #expect(try await site.versions(of: "/a.pdf") == 1, "nothing but the file was ever kept")
    }
  }

  @Test func `serves a page in a file's place for months, which is told twice and kept never`()
    async throws
  {
    try await Partnership.run { site in
      site.list(["/register.csv"])
      let table = Array(
        "Reference,Address,Hectares\n1,1 High Street,0.4\n2,2 Low Street,1.2\n".utf8
      )
      site.serve("/register.csv", table, type: "text/csv")
      _ = try await site.night()
      site.serve("/register.csv") { _ in .ok(Bodies.softNotFound, type: "text/html") }
      var told: [News] = []
      for _ in 1...20 { told += try await site.night().news.map(\.news) }
      #expect(told == [.missing, .gone])
      #expect(try await site.versions(of: "/register.csv") == 1)
    }
  }

  @Test func `flips between page and file`() async throws {
    try await Partnership.run { site in
      site.list(["/a.pdf"])
      for night in 0..<6 {
        if night % 2 == 0 {
          site.serve("/a.pdf") { _ in .ok(Bodies.softNotFound, type: "text/html") }
        } else {
          site.serve("/a.pdf", Bodies.pdf("a"))
        }
        _ = try await site.night()
      }
      #expect(try await site.versions(of: "/a.pdf") == 1)
      #expect(try await site.standing(of: "/a.pdf") == "present")
    }
  }

  @Test(arguments: [
    ("User-agent: *\nDisallow: /assets/\n", "text/plain", false),
    ("User-agent: *\nDisallow: */feed/*\nDisallow: /*.pdf$\n", "text/plain", false),
    (
      "<!doctype html><html><body>Disallow: / is what we never said</body></html>", "text/html",
      true
    ),
  ])
  func `has a robots.txt that forbids its files, or is a page`(
    robots: String,
    type: String,
    isAllowed: Bool
  ) async throws {
    try await Partnership.run { site in
      site.serve("/robots.txt") { _ in .ok(Array(robots.utf8), type: type) }
      site.list(["/assets/a.pdf"])
      site.serve("/assets/a.pdf", Bodies.pdf("a"))
      let news = try await site.night().news
      #expect(news.map(\.news) == [isAllowed ? .appeared : .leftOut])
      #expect(news.first?.standing.leftOutReason == (isAllowed ? nil : .robots))
    }
  }

  @Test func `serves files by number, and under endings that say something else`() async throws {
    try await Partnership.run { site in
      let table = Array(
        "Reference,Address,Hectares\n1,1 High Street,0.4\n2,2 Low Street,1.2\n".utf8
      )
      let targets = ["/v1/file/50285309", "/downloads/file/39613/review", "/-/media/review.ashx"]
      for target in targets { site.serve(target, Bodies.pdf(target)) }
      site.serve("/register_csv.xlsx", table, type: "text/csv")
      site.list(targets + ["/register_csv.xlsx"])
      #expect(try await site.night().counts.new == 4)
      let kinds = try await targets.asyncMap {
        try await site.archive.catalogue().document(at: site.address($0))?.kind
      }
      #expect(kinds == [.pdf, .pdf, .pdf])
      let register = try await site.archive.catalogue()
        .document(at: site.address("/register_csv.xlsx"))
      #expect(register?.kind == .csv)
      #expect(try await !site.night().hasNews)
    }
  }

  @Test func `has one file under three addresses, of which the number decides`() async throws {
    try await Partnership.run { site in
      let targets = ["by-name", "other-name", "third-name"].map {
        "/download/downloads/id/1392/\($0)"
      }
      for target in targets { site.serve(target, Bodies.pdf("the same")) }
      site.list(targets)
      _ = try await site.night()
      #expect(try await !site.night().hasNews)
      for target in targets { #expect(try await site.versions(of: target) == 1) }
    }
  }

  @Test func `puts the version, the load or the document into the query`() async throws {
    try await Partnership.run { site in
      func list(_ load: Int) {
        let targets = [
          "/a.csv.pdf?m=638192196019230000", "/get.php?id=1", "/get.php?id=2",
          "/d.pdf?wpdmdl=5825&refresh=\(load)",
        ]
        for target in targets {
          site.serve(target, Bodies.pdf(target.replacing("refresh=\(load)", with: "")))
        }
        site.list(targets)
      }
      func withNoise(_ plan: inout RunPlan) { plan.sources[0].queryNoise = ["refresh"] }
      list(1)
      #expect(try await site.night(withNoise).counts.new == 4)
      list(2)
      let before = site.server.requests.count
      let again = try await site.night(withNoise)
      #expect(!again.hasNews && again.counts.unchanged == 4)
      let noisy = site.server.requests.dropFirst(before).filter { $0.target.contains("refresh") }
      #expect(noisy.map(\.target) == ["/d.pdf?wpdmdl=5825&refresh=2"], "asked for as it is listed")
      #expect(noisy.first?["If-None-Match"] != nil)
    }
  }

  @Test func `writes addresses as no standard has them`() async throws {
    try await Partnership.run { site in
      let written = [
        "Register 2022.csv.pdf", " padded.pdf ", "review – final.pdf", "(now),done's.pdf",
        "a\nb.pdf",
      ]
      let asked = [
        "/reviews/Register%202022.csv.pdf", "/reviews/padded.pdf",
        "/reviews/review%20%E2%80%93%20final.pdf", "/reviews/(now),done's.pdf", "/reviews/ab.pdf",
      ]
      for target in asked { site.serve(target, Bodies.pdf(target)) }
      site.list(written)
      let report = try await site.night()
      #expect(report.counts.new == 5, "\(report.troubles.map(\.address.text))")
    }
  }

  @Test func `gives one address other bytes, and another address the old ones`() async throws {
    try await Partnership.run { site in
      site.list(["/a.pdf", "/b.pdf"])
      site.serve("/a.pdf", Bodies.pdf("first edition"))
      site.serve("/b.pdf", Bodies.pdf("b"))
      _ = try await site.night()
      site.serve("/a.pdf", Bodies.pdf("second edition, longer"))
      #expect(try await site.night().news.map(\.news) == [.replaced])
      site.serve("/a.pdf", Bodies.pdf("first edition"))
      #expect(try await site.night().news.map(\.news) == [.replaced])
      #expect(try await site.versions(of: "/a.pdf") == 3)
      let (first, third) = try (
        site.body(of: "/a.pdf", version: 1), site.body(of: "/a.pdf", version: 3)
      )
      #expect(first == third)
    }
  }

  @Test func `moves its list, and sends its readers on`() async throws {
    try await Partnership.run { site in
      site.list(["/a.pdf"])
      site.serve("/a.pdf", Bodies.pdf("a"))
      _ = try await site.night()
      site.list(["/a.pdf"], on: "/about-us/reviews-39/")
      site.serve("/reviews/") { _ in .redirect(301, to: "/about-us/reviews-39/") }
      let moved = try await site.night()
      #expect(moved.isWhole && moved.news.isEmpty)
      #expect(try await site.isListed("/a.pdf"))
    }
  }

  @Test func `counts its downloads on the page that lists them`() async throws {
    try await Partnership.run { site in
      site.serve("/a.pdf", Bodies.pdf("a"))
      for night in 0..<3 {
        let item =
          "<li><a href=/a.pdf>Annual report</a> 92.98 KB <b>\(942 + night) downloads</b></li>"
        let list = Self.page("<ul>\(item)</ul>")
        site.serve("/reviews/") { _ in .ok(list, type: "text/html") }
        #expect(try await site.night().hasNews == (night == 0))
      }
      let title = try await site.archive.catalogue().document(at: site.address("/a.pdf"))?.title
      #expect(title == "Annual report")
    }
  }

  @Test func `replaces all of its list under one address`() async throws {
    try await Partnership.run { site in
      let (old, new) = ((1...8).map { "/2019-\($0).pdf" }, (1...8).map { "/2022-\($0).pdf" })
      for target in old + new { site.serve(target, Bodies.pdf(target)) }
      site.list(old)
      _ = try await site.night()
      site.list(new)
      let report = try await site.night()
      #expect(report.counts.new == 8)
      #expect(report.news.count { $0.news == .delisted } == 8)
      #expect(try await site.standing(of: old[0]) == "delisted", "and is asked for still")
    }
  }

  @Test(arguments: [401, 403])
  func `keeps a file on somebody's drive, behind a log-in`(status: Int) async throws {
    try await Partnership.run { site in
      site.list(["/file/d/1AbC/view?usp=sharing"])
      site.serve("/file/d/1AbC/view?usp=sharing") { _ in .status(status) }
      let report = try await site.night()
      #expect(report.news.map(\.news) == [.leftOut])
      let reason = report.news.first?.standing.leftOutReason
      #expect(reason == (status == 401 ? .login : .wall))
    }
  }

  @Test func `has an address of more than a thousand letters, and one that an archive rewrote`()
    async throws
  {
    try await Partnership.run { site in
      let long = "/get.pdf?token=" + String(repeating: "eyJhbGciOi", count: 120)
      let rewritten = "/web/20200306192042/https://www.example.org/a.pdf"
      for target in [long, rewritten] { site.serve(target, Bodies.pdf(String(target.prefix(20)))) }
      site.list([long, rewritten])
      let (first, second) = (try await site.night(), try await site.night())
      #expect(first.counts.new == 2 && !second.hasNews)
    }
  }
}

extension Sequence {
  fileprivate func asyncMap<Value>(
    _ transform: (Element) async throws -> Value
  ) async throws -> [Value] {
    var values: [Value] = []
    for element in self { values.append(try await transform(element)) }
    return values
  }
}
