// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Night
import Records
import Support
import Testing

@testable import Synchronising

@Suite(.timeLimit(.minutes(5)))
struct `Nights of a WordPress site` {
  private static let root = "/wp-json/"

  private static func list(
    _ name: String,
    _ page: Int = 1,
    _ filter: String = "mime_type=application/pdf&",
    at root: String = root
  ) -> String {
    let fields = name == "media" ? ",post,source_url,mime_type" : ""
    let start = root.contains("?") ? "\(root)wp/v2/\(name)&" : "\(root)wp/v2/\(name)?"
    let (order, part) = ("orderby=id&order=asc&per_page=100", "page=\(page)")
    let all = "_fields=id,date,modified,link,title\(fields)"
    return page == 1
      ? "\(start)\(filter)\(order)&\(part)&\(all)" : "\(start)\(filter)\(order)&\(all)&\(part)"
  }

  private static func serve(
    _ json: String,
    at target: String,
    parts: Int? = 1,
    on site: Partnership
  ) {
    let fields =
      [("Content-Type", "application/json; charset=UTF-8")]
      + (parts.map { [("X-WP-Total", "1"), ("X-WP-TotalPages", "\($0)")] } ?? [])
    site.serve(target) { _ in .status(200, fields, body: Array(json.utf8)) }
  }

  private static func medium(_ name: String) -> String {
    """
    {"id": 1, "date": "2024-05-01T09:00:00", "post": 3, "link": "http://\(Partnership.host)/reviews/\(name)/file/",
     "title": {"rendered": "Child &#8211; \(name)"}, "mime_type": "application/pdf",
     "source_url": "http://\(Partnership.host)/wp-content/uploads/\(name).pdf"}
    """
  }

  /// Serves the site's front page, and a list of these media with their files.
  private static func publish(
    _ names: [String],
    page: Int = 1,
    parts: Int? = 1,
    root: String = root,
    on site: Partnership
  ) {
    let front =
      "<title>Site</title><link rel='https://api.w.org/' href='\(root)'><a href=/x.pdf>X</a>"
    site.serve("/") { _ in .ok(Array(front.utf8), type: "text/html") }
    for name in names { site.serve("/wp-content/uploads/\(name).pdf", Bodies.pdf(name)) }
    let media = names.map(medium).joined(separator: ",")
    serve("[\(media)]", at: list("media", page, at: root), parts: parts, on: site)
  }

  private static func night(
    on site: Partnership,
    at target: String = "/",
    _ adjust: (inout Source) -> Void = { _ in }
  ) async throws -> RunReport {
    var source = Source(id: "s", title: "S", place: .wordpress(try site.address(target)))
    source.kinds = [.pdf]
    adjust(&source)
    return try await site.night { $0.sources = [source] }
  }

  @Test(arguments: ["/wp-json/", "/blog/wp-json/", "/index.php?rest_route=/"])
  func `keep what was uploaded, and say on which page it hangs`(root: String) async throws {
    try await Partnership.run { site in
      Self.publish(["a", "b"], root: root, on: site)
      let report = try await Self.night(on: site)
      #expect(report.told == "" && report.isWhole)
      #expect(report.news.map(\.title) == ["Child – a", "Child – b"])
      #expect(report.news.first?.foundOn == (try site.address("/reviews/a/")))
      #expect(!(try await Self.night(on: site)).hasNews)
      #expect(try await site.versions(of: Self.list("media", at: root)) == 1)
    }
  }

  @Test func `begin at the root of the API as well`() async throws {
    try await Partnership.run { site in
      Self.publish(["a"], on: site)
      Self.serve(
        #"{"name": "S", "namespaces": ["oembed/1.0", "wp/v2"], "routes": {}}"#,
        at: Self.root,
        on: site
      )
      let report = try await Self.night(on: site, at: Self.root)
      #expect(report.counts.new == 1 && report.told == "")
    }
  }

  @Test func `tell that what was deleted is listed no more`() async throws {
    try await Partnership.run { site in
      Self.publish(["a", "b"], on: site)
      _ = try await Self.night(on: site)
      Self.publish(["a"], on: site)
      #expect(try await Self.night(on: site).news.map(\.news) == [.delisted])
      #expect(!(try await Self.night(on: site)).hasNews)
    }
  }

  @Test func `read all parts, and those that are new first where there are too many`() async throws
  {
    try await Partnership.run { site in
      Self.publish(["c"], page: 3, parts: 3, on: site)
      Self.publish(["b"], page: 2, parts: 3, on: site)
      Self.publish(["a"], page: 1, parts: 3, on: site)
      let cut = try await Self.night(on: site) { $0.mostPages = 3 }
      #expect(cut.news.map(\.title) == ["Child – a", "Child – c"])
      #expect(cut.told.contains("1 WordPress list it goes on to would be too many"))
      #expect(!cut.isWhole)
      #expect(try await Self.night(on: site).news.map(\.title) == ["Child – b"])
    }
  }

  @Test func `end where the list does, though nobody says how long it is`() async throws {
    try await Partnership.run { site in
      let media = (0..<100).map { _ in Self.medium("a") }.joined(separator: ",")
      Self.publish(["a"], on: site)
      Self.serve("[\(media)]", at: Self.list("media"), parts: nil, on: site)
      let end =
        #"{"code": "rest_post_invalid_page_number", "message": "x", "data": {"status": 400}}"#
      site.serve(Self.list("media", 2)) { _ in
        .status(400, [("Content-Type", "application/json")], body: Array(end.utf8))
      }
      for _ in 0..<4 {
        let report = try await Self.night(on: site)
        #expect(report.told == "" && report.isWhole && report.sources.first?.listed == 1)
        #expect(report.news.allSatisfy { $0.news == .appeared })
      }
    }
  }

  @Test(arguments: [nil, 3, 9])
  func `end and say so where the site does not heed which part is asked for`(
    parts: Int?
  ) async throws {
    try await Partnership.run { site in
      let names = ["a"] + [String](repeating: "b", count: 99)
      Self.publish(["a", "b"], on: site)
      for page in 1...9 {
        let media = names.map(Self.medium).joined(separator: ",")
        Self.serve("[\(media)]", at: Self.list("media", page), parts: parts, on: site)
      }
      for night in 0..<3 {
        let requests = try await site.requests {
          let report = try await Self.night(on: site)
          #expect(report.counts.new == (night == 0 ? 2 : 0))
          #expect(report.told.contains("does not heed which part is asked for"), "\(report.told)")
          #expect(!report.isWhole)
          #expect(report.sources.first?.isNews == [0, 2].contains(night))
        }
        #expect(requests.count { $0.contains("media") } == 2)
      }
      // What it listed once may stand behind what is seen.
      Self.serve("[\(Self.medium("a"))]", at: Self.list("media"), parts: parts, on: site)
      let names2 = [String](repeating: "a", count: 100)
      for page in 1...9 {
        let media = names2.map(Self.medium).joined(separator: ",")
        Self.serve("[\(media)]", at: Self.list("media", page), parts: parts, on: site)
      }
      #expect(try await Self.night(on: site).news.isEmpty)
    }
  }

  @Test func `tell what has no usable address, and keep the rest, with a title or without`()
    async throws
  {
    try await Partnership.run { site in
      Self.publish(["a"], on: site)
      let others = [
        #"{"id": 2, "source_url": "http://\#(Partnership.host)/wp-content/uploads/n.pdf", "mime_type": "application/pdf"}"#,
        #"{"id": 3, "link": "http://\#(Partnership.host)/file-3/", "title": {"rendered": ""}}"#,
        #"{"id": 4, "source_url": "http://[bad/x.pdf", "title": null, "mime_type": "application/pdf"}"#,
        #"{"id": 5, "source_url": false, "title": {"rendered": "Five"}, "mime_type": "application/pdf"}"#,
      ]
      site.serve("/wp-content/uploads/n.pdf", Bodies.pdf("n"))
      let media = ([Self.medium("a")] + others).joined(separator: ",")
      Self.serve("[\(media)]", at: Self.list("media"), on: site)
      let requests = try await site.requests {
        let report = try await Self.night(on: site)
        #expect(report.counts.new == 2)
        #expect(report.told.contains("3 entries of"), "\(report.told)")
        #expect(report.told.contains("“http://\(Partnership.host)/file-3/” first"))
      }
      #expect(!requests.contains("/file-3/"), "an upload is no page")
    }
  }

  @Test func `keep posts and pages where the source keeps pages`() async throws {
    try await Partnership.run { site in
      Self.publish(["a"], on: site)
      for name in ["posts", "pages"] {
        let entry =
          #"{"id": 1, "link": "http://\#(Partnership.host)/\#(name)/child/", "title": {"rendered": "\#(name)"}}"#
        Self.serve("[\(entry)]", at: Self.list(name, 1, ""), on: site)
        site.serve(
          "/\(name)/child/",
          Array("<main><h1>Child</h1><p>Text</main>".utf8),
          type: "text/html"
        )
      }
      let report = try await Self.night(on: site) { $0.kinds = [.pdf, .html] }
      #expect(report.told == "" && report.counts.new == 3)
      #expect(report.news.allSatisfy { $0.foundOn?.path.contains("wp-json") != true })
    }
  }

  @Test(arguments: [
    (401, #"{"code": "rest_not_logged_in", "message": "x"}"#, "does not let everybody ask"),
    (403, #"{"code": "rest_forbidden"}"#, "does not let everybody ask"),
    (404, #"{"code": "rest_no_route"}"#, "turned that part of its REST API off"),
    (404, "<title>Not found</title><p>Page not found", "seems to be turned off"),
    (403, "<title>Forbidden</title>", "seems to be turned off"),
    (
      200, "<title>Site</title><h1>Welcome</h1><p>Text",
      "a web page came where the REST API answers"
    ),
    (400, #"{"code": "rest_post_invalid_page_number"}"#, "question for the beginning of the list"),
    (400, #"{"code": "rest_invalid_param"}"#, "question for the beginning of the list"),
    (400, "<title>Bad request</title>", "REST API"),
    (200, "{", "it is no JSON"), (200, "[7]", "is no entry"), (200, "", "nothing"),
  ])
  func `take nothing off and say what to do where the API does not answer`(
    status: Int,
    body: String,
    sentence: String
  ) async throws {
    try await Partnership.run { site in
      Self.publish(["a", "b"], on: site)
      _ = try await Self.night(on: site)
      let type = body.hasPrefix("<") ? "text/html" : "application/json"
      site.serve(Self.list("media")) { _ in
        .status(status, [("Content-Type", type)], body: Array(body.utf8))
      }
      for night in 0..<5 {
        let report = try await Self.night(on: site)
        #expect(report.news.isEmpty && !report.isWhole, "night \(night): \(report.news)")
        #expect(report.told.contains(sentence) || sentence == "nothing", "\(report.told)")
        #expect(report.sources.first?.isNews == [0, 2].contains(night))
      }
      #expect(try await site.isListed("/wp-content/uploads/b.pdf"))
    }
  }

  @Test func `are not fooled by a list that sends everybody to the front page`() async throws {
    try await Partnership.run { site in
      Self.publish(["a"], on: site)
      _ = try await Self.night(on: site)
      site.serve(Self.list("media")) { _ in .status(302, [("Location", "/")]) }
      let report = try await Self.night(on: site)
      #expect(report.news.isEmpty && !report.isWhole)
      #expect(report.told.contains("the front page instead; the REST API seems to be turned off"))
    }
  }

  @Test func `say what to do where a site is made by another program`() async throws {
    try await Partnership.run { site in
      site.serve("/", Array("<p>Text</p>".utf8), type: "text/html")
      let other = try await Self.night(on: site).told
      #expect(other.contains("does not say that it is made by WordPress"))
      site.serve("/", Array("<img src=/wp-content/a.png>".utf8), type: "text/html")
      let hidden = try await Self.night(on: site).told
      #expect(hidden.contains("does not say where its REST API answers"))
    }
  }
}
