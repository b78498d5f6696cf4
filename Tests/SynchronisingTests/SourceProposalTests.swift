// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Curl
import Discovery
import Fetching
import Night
import Support
import SystemPackage
import Testing

@testable import Synchronising

@Suite(.timeLimit(.minutes(5)))
struct `A proposal for a source` {
  private static func proposal(_ body: String, at page: String) throws -> SourceProposal {
    let address = try WebAddress(page)
    let html =
      "<!doctype html><body><nav><a href=\"/reviews.php\">Reviews</a></nav><main>\(body)</main>"
    return SourceProposal(
      Listing.read(Array(html.utf8), at: address, declaredCharset: nil),
      at: address
    )
  }

  private static func listing(_ body: String, at page: String) throws -> Listing {
    Listing.read(
      Array("<!doctype html><body><main>\(body)</main>".utf8),
      at: try WebAddress(page),
      declaredCharset: nil
    )
  }

  private static func links(_ targets: [String]) -> String {
    targets.map { "<p><a href=\"\($0)\">More</a>" }.joined()
  }

  @Test func `reads pages for files where these are there, and does not keep them`() throws {
    let page = "https://www.a.example/reviews/"
    var proposal = try Self.proposal(
      Self.links(["/reviews/child-a/", "/reviews/child-b/", "/all.pdf"]),
      at: page
    )
    #expect(proposal.includePages.map(\.text) == ["https://www.a.example/reviews/*"])
    let looked = proposal.pagesToLookInto
    #expect(looked.map(\.address.text) == ["\(page)child-a/", "\(page)child-b/"])
    // What the list has itself, every page of the site may have.
    proposal.take(try Self.listing(Self.links(["/all.pdf", "/about/"]), at: page), of: looked[0])
    #expect(proposal.follow.isEmpty && proposal.followed == nil)
    proposal.take(try Self.listing(Self.links(["/b1.pdf", "/b2.pdf"]), at: page), of: looked[1])
    #expect(proposal.follow.map(\.text) == ["https://www.a.example/reviews/*"])
    // The one that holds none may be a report itself.
    #expect(proposal.includePages.map(\.text) == ["\(page)child-a/"])
    #expect(proposal.followed?.files == 2)
  }

  @Test func `looks into a list by years`() throws {
    let body =
      "<p><a href=\"/archive/a/\">Published in 2019</a><p><a href=\"/archive/2020\">The year before</a><p><a href=\"/a/\">12345</a>"
    var proposal = try Self.proposal(body, at: "https://www.a.example/reviews/")
    #expect(proposal.pagesToLookInto.map(\.address.path) == ["/archive/a/", "/archive/2020"])
    #expect(proposal.includePages.isEmpty || !proposal.reportPages.isEmpty)
    let files = try Self.listing(Self.links(["/x.pdf"]), at: "https://www.a.example/archive/a/")
    proposal.take(files, of: proposal.pagesToLookInto[0])
    #expect(!proposal.follow.isEmpty)
    #expect(
      proposal.pagesToLookInto.allSatisfy { link in
        proposal.follow.contains { $0.fits(link.address) }
      }
    )
  }

  @Test(
    arguments: [
      // Of one load.
      (["/a.pdf?cb=1", "/b.pdf?cb=1"], ["/a.pdf?cb=2", "/b.pdf?cb=2"], ["cb"]),
      (["/a.pdf?id=7&t=x%20"], ["/a.pdf?id=7&t=y"], ["t"]),
      (["/a.pdf?my%5Fmark=1"], ["/a.pdf?my_mark=2"], ["my_mark"]),
      // Names of documents, of which some came and some went.
      (["/get?id=1", "/get?id=2"], ["/get?id=2", "/get?id=3", "/get?id=4"], []),
      (["/a.pdf?v=1"], ["/a.pdf?v=1"], []), (["/a.pdf?v=1"], [], []),
      // A session and a store's signature are known as what they are.
      (["/a.pdf?PHPSESSID=0a1b2c3d4e5f60718293"], ["/a.pdf?PHPSESSID=f0a1b2c3d4e5f6071829"], []),
      (
        ["/a.pdf?X-Amz-Signature=aaaa&X-Amz-Expires=60"],
        ["/a.pdf?X-Amz-Signature=bbbb&X-Amz-Expires=60"], []
      ),
      // Campaigns, at the first load.
      (["/a.pdf?utm_source=web&id=1", "/b.pdf?fbclid=Iw"], [], ["fbclid", "utm_source"]),
    ] as [([String], [String], [String])]
  )
  func `names what of the links is noise`(
    first: [String],
    second: [String],
    names: [String]
  ) throws {
    let page = "https://www.a.example/list/"
    var proposal = try Self.proposal(Self.links(first), at: page)
    proposal.takeAgain(try Self.listing(Self.links(second), at: page))
    #expect(proposal.queryNoise == names)
  }

  @Test func `names no more noise than a person reads, and none that cannot be typed`() throws {
    let page = "https://www.a.example/list/"
    func listing(_ load: Int) -> String {
      let odd = [String(repeating: "q", count: 3000), "%E2%80%AEr", "%0Ax", "", "%20"]
      let many = (0..<400).map { "n\($0)" }
      return Self.links((odd + many).enumerated().map { "/\($0).pdf?\($1)=\(load)" })
    }
    var proposal = try Self.proposal(listing(1), at: page)
    proposal.takeAgain(try Self.listing(listing(2), at: page))
    #expect(proposal.queryNoise.count == 20)
    #expect(proposal.queryNoise.allSatisfy { $0.hasPrefix("n") })
  }

  /// Links of a list, and the patterns that are proposed for its web pages.
  private static let lists: [(links: [String], patterns: [String])] = [
    (["/files/child-a.pdf", "/about.php", "/training/courses.html"], []),
    (
      ["https://b.example/serious-case-reviews/family-a.php"],
      ["https://b.example/serious-case-reviews/*"]
    ),
    // One pattern for two reports.
    (
      ["/reports/2024-review.html", "/reports/2025-review.html"],
      ["https://www.a.example/reports/*"]
    ),
    // The folder holds other things as well.
    (["/scp/review-b.php", "/scp/contact.php"], ["https://www.a.example/scp/review-b.php"]),
    (["/family-c-review.php"], ["https://www.a.example/family-c-review.php"]),
    // What lies below the list is a part of it, whatever it is called.
    (["/list/child-z", "/list/child-y/"], ["https://www.a.example/list/*"]),
    // No page is expected there.
    (["/file/5181670", "/downloads/file/12/annual_review", "/?p=7", "/"], []),
  ]

  @Test(arguments: lists.indices)
  func `fits the reports that are web pages and little else`(index: Int) throws {
    let (links, patterns) = Self.lists[index]
    let body = links.map { "<p><a href=\"\($0)\">More</a>" }.joined()
    let proposal = try Self.proposal(body, at: "https://www.a.example/list/")
    #expect(proposal.includePages.map(\.text) == patterns)
    #expect(
      proposal.reportPages.allSatisfy { link in
        proposal.includePages.contains { $0.fits(link.address) }
      }
    )
  }

  @Test func `is short, however many links there are`() throws {
    let links = (0..<6_000).map { "<a href=\"/reviews-\($0)/report-\($0).php\">Report</a>" }
    let proposal = try Self.proposal(links.joined(), at: "https://www.a.example/list/")
    #expect((4_000...5_000).contains(proposal.reportPages.count))
    #expect(proposal.includePages.count == 20)
  }

  @Test func `knows a report by the words of its link`() throws {
    let body = """
      <a href="/x.pdf">Annual report</a> <a href="/s/z.php">Serious case review of Family A</a>
      <a href="/s/y.php">Our courses</a>
      """
    let proposal = try Self.proposal(body, at: "https://www.a.example/list/")
    #expect(proposal.reportPages.map(\.text) == ["Serious case review of Family A"])
    #expect(
      proposal.sentence
        == "The page has 1 link to files, and 1 link to a web page that seems to be a report."
    )
  }

  @Test(arguments: [5_000, 5_001, 9_000])
  func `says where there are more links than were looked at`(count: Int) throws {
    let page = try WebAddress("https://www.example.org/reviews/")
    let links = (0..<count).map { "<li><a href=\"/reviews/\($0).php\">Review \($0)</a>" }
    let html = "<main><h1>Reviews</h1><ul>\(links.joined())</ul></main>"
    let proposal = SourceProposal(
      Listing.read(Array(html.utf8), at: page, declaredCharset: nil),
      at: page
    )
    #expect(proposal.isCut == (count > 5_000))
    #expect(proposal.reportPages.count == 5_000)
    let least = count > 5_000 ? "at least " : ""
    #expect(proposal.sentence.contains("and \(least)5000 links to web pages"))
  }

  @Test func `is what the README shows for the sample site`() throws {
    let root = FilePath(#filePath).removingLastComponent().removingLastComponent()
      .removingLastComponent()
    let page = try WebAddress("http://www.northbrookscp.example/guidance/case-reviews/")
    let html = try Files.readBytes(root.pushing("Sources/hanaper/DemoSite/night-one.html"))
    let proposal = SourceProposal(Listing.read(html, at: page, declaredCharset: nil), at: page)
    let readme = String(decoding: try Files.readBytes(root.appending("README.md")), as: UTF8.self)
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(readme.contains(proposal.sentence), "\(proposal.sentence)")
    #expect(
      proposal.includePages.map(\.text) == [
        "http://www.eastmerelscb.example/serious-case-reviews/*"
      ]
    )
  }
}

@Suite(.timeLimit(.minutes(5)))
struct `A look at a page` {
  private static func look(
    at target: String,
    _ script: @escaping ScriptedServer.Script
  ) async throws -> (PageLook.Outcome, [String]) {
    try await ScratchDirectory.run { folder in
      try await ScriptedServer.run(script: script) { server in
        var network = NetworkSettings(userAgent: "hanaper/test", allowsPrivateAddresses: true)
        network.connectTo = ["www.a.example:80:127.0.0.1:\(server.port)"]
        let plan = RunPlan(
          sources: [],
          politeness: Politeness(delay: .zero),
          limits: TransferLimits(),
          network: network,
          tool: "hanaper/test",
          contact: "mailto:test@a.example"
        )
        let page = try WebAddress("http://www.a.example\(target)")
        let outcome = try await PageLook(plan, spool: folder, patience: .seconds(240))
          .look(at: page)
        return (outcome, server.requests.map(\.target))
      }
    }
  }

  @Test func `asks robots.txt and the page, once each`() async throws {
    let page = "<main><a href=\"/reviews/family-a.php\">Family A</a> <a href=\"a.pdf\">A</a></main>"
    let (outcome, requests) = try await Self.look(at: "/list/") { request in
      request.path == "/list/"
        ? .ok(Array(page.utf8), type: "text/html") : .status(404)
    }
    guard case .seen(let proposal) = outcome else {
      Issue.record("it was not seen: \(outcome)")
      return
    }
    #expect(proposal.files == 1)
    #expect(proposal.includePages.map(\.text) == ["http://www.a.example/reviews/*"])
    #expect(requests == ["/robots.txt", "/list/"])
  }

  @Test func `obeys robots.txt, and says why there was nothing to see`() async throws {
    let (forbidden, requests) = try await Self.look(at: "/list/") { _ in
      .ok(Array("User-agent: *\nDisallow: /".utf8), type: "text/plain")
    }
    guard case .notSeen(let why) = forbidden else {
      Issue.record("it was seen: \(forbidden)")
      return
    }
    #expect(why.contains("robots.txt"))
    #expect(requests == ["/robots.txt"])

    let (missing, _) = try await Self.look(at: "/gone/") { _ in .status(404) }
    guard case .notSeen(let other) = missing else {
      Issue.record("it was seen: \(missing)")
      return
    }
    #expect(other.contains("404"))
  }
}
