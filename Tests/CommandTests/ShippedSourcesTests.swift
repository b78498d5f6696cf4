// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage
import Testing

/// The sites of the four sources that ship turned on, as far as tests need them.
struct ShippedSites: Sendable {
  static let merton = "www.mertonscp.org.uk"
  static let list =
    "/guidance-policies-procedures/local-and-national-child-safeguarding-practice-reviews-and-scrs/"
  /// Where the review of Family A is: a page of another body's site.
  static let familyA =
    "https://kingstonandrichmondlscb.org.uk/serious-case-reviews/family-a-38.php"
  /// Pages from which other sources that ship read their own lists.
  static let otherLists = [
    "https://www.gov.uk/api/content\(publication)",
    "https://kingstonandrichmondsafeguardingchildrenpartnership.org.uk/about-kingston-lscb/"
      + "subgroups-39/child-safeguarding-practice-reviews--41.php",
  ]
  static let hosts = [
    merton, "kingstonandrichmondlscb.org.uk",
    "kingstonandrichmondsafeguardingchildrenpartnership.org.uk", "www.gov.uk",
    "assets.publishing.service.gov.uk", "files.ofsted.gov.uk",
  ]

  /// The page that lists the seven documents.
  let page: [UInt8]
  let report: [UInt8]
  let webPage: [UInt8]

  func answer(_ request: ReceivedRequest) -> Reply {
    let host = String(request.host?.prefix { $0 != ":" } ?? "")
    switch (host, request.path) {
    case (_, "/robots.txt"): return .status(404)
    case (Self.merton, Self.list): return html(page, request)
    case (Self.merton, let path) where path.hasSuffix(".pdf"): return file(request)
    case ("files.ofsted.gov.uk", _), ("assets.publishing.service.gov.uk", _): return file(request)
    case ("www.gov.uk", "/api/content\(Self.publication)"):
      return .document(publication, type: "application/json", etag: "\"p\"", for: request)
    case ("www.gov.uk", let path) where path.hasPrefix("/government/publications/"):
      return html(webPage, request)
    case (Self.merton, _), ("kingstonandrichmondlscb.org.uk", _),
      ("kingstonandrichmondsafeguardingchildrenpartnership.org.uk", _):
      return html(webPage, request)
    default: return .status(404)
    }
  }

  // A token that changes with every load, as real pages have.
  private func html(_ body: [UInt8], _ request: ReceivedRequest) -> Reply {
    .ok(
      body + Array("<!-- \(request.connection) \(request.arrival) -->".utf8),
      type: "text/html; charset=utf-8"
    )
  }

  private func file(_ request: ReceivedRequest) -> Reply {
    let body = report + Array("% \(request.target)\n%%EOF\n".utf8)
    return .document(body, type: "application/pdf", etag: "\"\(body.count)\"", for: request)
  }

  private var publication: [UInt8] {
    Array(
      """
      {"base_path": "\(Self.publication)", "schema_name": "publication", "title": "Analysis of serious case reviews",
       "details": {"body": "<p>Analysis</p>", "attachments": [
         {"attachment_type": "file", "title": "Report", "content_type": "application/pdf",
          "url": "https://assets.publishing.service.gov.uk/media/5e5e/TRIENNIAL_SCR_REPORT.pdf"},
         {"attachment_type": "html", "title": "Complexity and challenge", "url": "\(Self.publication)/complexity-and-challenge"}]},
       "links": {"document_collections": [{"base_path": "/government/collections/serious-case-reviews", "title": "Collection"}]}}
      """.utf8
    )
  }

  /// Whose list another source reads by the content API.
  static let publicationPage = "https://www.gov.uk\(publication)"

  private static let publication =
    "/government/publications/analysis-of-serious-case-reviews-2014-to-2017"

  /// A list as the one that this project started from, with these seven link texts; the fourth document
  /// is a web page, and so is much else that the page links to.
  static func list(_ titles: [String], webPages: [Int: String] = [3: familyA]) -> [UInt8] {
    let links = titles.enumerated().map { index, title in
      let address = webPages[index] ?? "/wp-content/uploads/2020/03/document-\(index).pdf"
      return "<h3>Review \(index)</h3><p><a href=\"\(address)\">\(title)</a></p>"
    }
    return Array(
      """
      <!doctype html><html lang="en"><head><title>Practice reviews and SCRs</title></head><body>
      <header><nav><ul><li><a href="/about-us/">About us</a><li><a href="/training/reviews.php">Training</a>
      </ul></nav></header>
      <main><h1>Practice reviews and SCRs</h1>
      <p>See <a href="/news/latest.php">our news</a>, <a href="/training/courses.html">courses</a> and
      <a href="/about-us/mscp-annual-report/">the annual report</a>.</p>
      <h2>Case reviews</h2>
      \(links.joined(separator: "\n"))
      </main><footer><a href="/privacy.html">Privacy</a></footer></body></html>
      """.utf8
    )
  }

  static let titles = [
    "Triennial report 2014 to 2017 (March 2020)", "Child D final report, February 2020",
    "Child B final overview report, 2017", "More information about the Family A review (Nov 2015)",
    "Child A final overview report, 2013", "Briefings October 2014", "Lessons and messages (PDF)",
  ]

  /// Two nights of the four sources, as they ship.
  ///
  /// - Parameter isOwn: whether Family A is on a page that no source reads its list from.
  /// - Throws: where the program or the server cannot be run.
  func checkTwoNights(isOwn: Bool = true) async throws {
    try await ScratchDirectory.run { scratch in
      let authority = try await TestAuthority.make(in: scratch)
      let identity = try await authority.identity(for: Self.hosts)
      try await ScriptedServer.run(tls: identity, script: answer) { server in
        let installation = try await Installation(
          in: scratch.appending("reviews"),
          hosts: Self.hosts.map { "\($0):443" },
          at: server.port,
          certificates: authority.certificatePath,
          sources: "  []\nsourceFiles: \(Self.shippedSources)"
        )
        let program = installation.program
        let first = try await program.run("sync")
        #expect(first.status == 0, "\(first.text)\(first.errorText)")

        let listed = try await program.answer(ListAnswer.self, "list", "--source", "merton-reviews")
          .documents
        // A page of GOV.UK is no list: what is read is what the content API says of it.
        #expect(listed.count == (isOwn ? 7 : 6), "\(listed.map(\.address))")
        #expect(listed.allSatisfy { $0.versions == 1 && $0.standing == "present" })
        let pages = listed.filter { $0.kind == "page" }.map(\.address)
        #expect(pages == [isOwn ? Self.familyA : Self.publicationPage])
        let all = try await program.answer(ListAnswer.self, "list", "--all").documents
        for page in Self.otherLists {
          #expect(all.first { $0.address == page }?.versions == 1, "\(page)")
        }
        let attached = try await program.answer(ListAnswer.self, "list", "complexity-and").documents
        #expect(attached.map(\.kind) == ["page"], "what GOV.UK attaches as a web page is kept")

        let asked = Set(server.requests.map(\.path))
        for page in ["/news/latest.php", "/training/courses.html", "/training/reviews.php"] {
          #expect(!asked.contains(page), "not every page of the site is followed")
        }
        #expect(!asked.contains("/government/collections/serious-case-reviews"))

        let second = try await program.run("sync")
        #expect(second.status == 0)
        #expect(second.text.isEmpty && second.errorText.isEmpty, "\(second.text)")
        #expect(try await program.run("verify").status == 0)
      }
    }
  }

  private static let shippedSources = FilePath(#filePath).removingLastComponent()
    .removingLastComponent().removingLastComponent().appending("Config/sources")
}

@Suite(.timeLimit(.minutes(10)))
struct `The sources that ship` {
  private static let webPage = """
    <!doctype html><html><head><title>Family A</title></head><body><main><h1>Family A</h1>
    <p>The review looked at how services worked together for this family, and what they would do
    differently today. It makes nine recommendations.</p></main></body></html>
    """

  @Test func `keep seven documents of a list of seven, one of them a web page`() async throws {
    try await ShippedSites(
      page: ShippedSites.list(ShippedSites.titles),
      report: SampleSite.document("lessons-and-messages.pdf"),
      webPage: Array(Self.webPage.utf8)
    ).checkTwoNights()
  }

  @Test func `keep once what one of them links and another reads its list from`() async throws {
    let webPages = [0: ShippedSites.publicationPage, 3: ShippedSites.otherLists[1]]
    try await ShippedSites(
      page: ShippedSites.list(ShippedSites.titles, webPages: webPages),
      report: SampleSite.document("lessons-and-messages.pdf"),
      webPage: Array(Self.webPage.utf8)
    ).checkTwoNights(isOwn: false)
  }
}

/// The page that this project started from, by its own words, with real reports behind it.
@Suite(.enabled(if: OutsideData.isPresent, "\(OutsideData.whereToPutIt)"), .timeLimit(.minutes(10)))
struct `The page this project started from` {
  /// The words of its links: what stands below “Case reviews” and is neither heading nor sentence.
  private static func titles(in page: [UInt8]) -> [String] {
    let lines = String(decoding: page, as: UTF8.self).split(separator: "\n")
      .map { $0.trimmingCharacters(in: .whitespaces) }
    return lines.drop { $0 != "Case reviews" }.dropFirst().filter { line in
      !line.isEmpty && !line.hasSuffix(".") && !line.hasSuffix(": Serious case review")
    }
  }

  @Test func `keeps all seven documents, and the second night is silent`() async throws {
    let folder = try #require(OutsideData.directory("merton"))
    let titles = try Self.titles(in: Files.readBytes(folder.appending("seed.txt")))
    #expect(titles.count == 7, "\(titles)")
    let real = try #require(OutsideData.directory("govuk/html")).appending("ni-pha-2020-03-23.html")
    let reports = try #require(OutsideData.directory("ofsted/pdf"))
    let names = try FileManager.default.subpathsOfDirectory(atPath: reports.string)
    let report = try #require(names.filter { $0.hasSuffix(".pdf") }.min())
    try await ShippedSites(
      page: ShippedSites.list(titles),
      report: Files.readBytes(reports.pushing(FilePath(report))),
      webPage: Files.readBytes(real)
    ).checkTwoNights()
  }
}
