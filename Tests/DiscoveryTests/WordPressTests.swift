// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Records
import Support
import Testing

@testable import Discovery

@Suite(.timeLimit(.minutes(5)))
struct `A WordPress site` {
  private static let api = "https://www.example.org/wp-json/"
  private static let media = "https://www.example.org/wp-json/wp/v2/media?per_page=100&page=1"

  private static func read(
    _ text: String,
    at address: String = media,
    _ headers: ListHeaders = ListHeaders()
  ) throws -> Listing {
    var rest: [UInt8]? = Array(text.utf8)
    return Listing.read(
      at: try WebAddress(address),
      declaredCharset: nil,
      as: .wordpress,
      headers: headers
    ) { () throws(Never) in rest.take() ?? [] }
  }

  private static func fault(_ text: String, at address: String = media) throws -> WordPressFault? {
    guard case .wordpress(let fault)? = try read(text, at: address).fault else { return nil }
    return fault
  }

  // MARK: The way in

  @Test(arguments: [
    ("<link rel='https://api.w.org/' href='/wp-json/' />", api),
    (
      "<LINK REL=\"HTTPS://API.W.ORG/\" HREF=\"https://www.example.org/blog/wp-json/\">",
      "https://www.example.org/blog/wp-json/"
    ),
    (
      "<link rel='https://api.w.org/' href='https://www.example.org/index.php?rest_route=/'>",
      "https://www.example.org/index.php?rest_route=/"
    ),
    (
      "<link rel='https://github.com/WP-API/WP-API' href='/wp-json'>",
      "https://www.example.org/wp-json"
    ),
  ])
  func `says in its head where its API is`(head: String, root: String) throws {
    let page = "<html><head><title>P</title>\(head)</head><body>Text</body></html>"
    let listing = try Self.read(page, at: "https://www.example.org/")
    #expect(listing.notice?.api?.text == root)
    #expect(listing.canonicalText == "api \(root)\n")
  }

  @Test(arguments: [
    "<https://www.example.org/wp-json/>; rel=\"https://api.w.org/\"",
    "<https://www.example.org/?a=1,2>; rel=shortlink, <https://www.example.org/wp-json/>; rel=https://api.w.org/",
    "</wp-json/>;title=x;rel='https://api.w.org/'",
  ])
  func `says in its fields where its API is`(field: String) throws {
    let headers = ListHeaders(links: ["<x>; rel=next", field])
    let listing = try Self.read("<p>Text", at: "https://www.example.org/", headers)
    #expect(listing.notice?.api?.text == Self.api)
  }

  @Test func `is told from others, and from one that hides its API`() throws {
    let site = "https://www.example.org/"
    #expect(try Self.fault("<p>Text", at: site) == .otherSite)
    #expect(try Self.fault("", at: site) == .otherSite)
    for mark in [
      "<meta name=generator content='WordPress 6.6'>", "<img src=/wp-content/uploads/a.png>",
      "<link rel=stylesheet href='/wp-includes/a.css'>",
    ] {
      #expect(try Self.fault(mark, at: site) == .hidden)
    }
  }

  @Test func `is asked for what its source keeps`() throws {
    let root = try WebAddress(Self.api)
    func lists(_ kinds: Set<BodyKind>, _ withPosts: Bool = false) -> [String] {
      WordPressAPI.lists(at: root, of: kinds, withPosts: withPosts).map(\.text)
    }
    #expect(
      lists([.pdf]).count == 1 && lists([.pdf])[0].contains("media?mime_type=application/pdf&")
    )
    #expect(lists([.pdf, .docx]).map { $0.contains("media_type=application&") } == [true])
    #expect(lists([.csv, .png]).count == 3)
    #expect(lists([.html]).isEmpty && lists([.html], true).count == 2)
    let plain = try WebAddress("https://www.example.org/blog/?rest_route=/")
    #expect(
      WordPressAPI.lists(at: plain, of: [.pdf], withPosts: false).map(\.text) == [
        "https://www.example.org/blog/?rest_route=/wp/v2/media&mime_type=application/pdf&orderby=id&order=asc"
          + "&per_page=100&page=1&_fields=id,date,modified,link,title,post,source_url,mime_type"
      ]
    )
  }

  // MARK: Lists

  @Test func `lists what was uploaded, with its title, its kind and the page it was put on`() throws
  {
    let listing = try Self.read(
      """
      [{"id": 7, "date": "2024-05-01T09:00:00", "modified": "2024-06-01T09:00:00", "post": 3,
        "link": "https://www.example.org/reviews/child-a/overview/", "mime_type": "application/pdf",
        "title": {"rendered": "Child A &#8211; <em>Overview</em> &amp; action plan"},
        "source_url": "https://www.example.org/wp-content/uploads/2024/05/a.pdf"},
       {"id": 8, "post": null, "link": "https://www.example.org/b/", "mime_type": "application/msword",
        "title": {"rendered": "B"}, "source_url": "/wp-content/uploads/b"}]
      """
    )
    #expect(
      listing.links.map(\.address.path) == [
        "/wp-content/uploads/2024/05/a.pdf", "/wp-content/uploads/b",
      ]
    )
    #expect(listing.links.map(\.text) == ["Child A – Overview & action plan", "B"])
    #expect(listing.links.map(\.expectedKind) == [.pdf, .doc])
    #expect(
      listing.notice?.pages.map { [$0.key.path, $0.value.path] }
        == [["/wp-content/uploads/2024/05/a.pdf", "/reviews/child-a/"]]
    )
    #expect(listing.further.isEmpty && listing.fault == nil)
  }

  @Test func `lists posts and pages as what they are`() throws {
    let listing = try Self.read(
      #"[{"id": 1, "link": "https://www.example.org/child-a/", "title": {"rendered": "Child A"}}]"#,
      at: "https://www.example.org/wp-json/wp/v2/posts?per_page=100&page=1"
    )
    #expect(listing.links.map(\.expectedKind) == [.html])
  }

  @Test(
    arguments: [
      ("/reviews/a/b/", true, "/reviews/a/"), ("/reviews/a/attachment/2/", true, "/reviews/a/"),
      ("/a/b", true, "/a"), ("/b/", true, nil), ("/?attachment_id=7", true, nil),
      ("/reviews/a/b/", false, nil), ("::", true, nil),
    ] as [(String, Bool, String?)]
  )
  func `says on which page a file was put`(link: String, isOnPage: Bool, page: String?) {
    let address = WordPressAPI.page(
      holding: link == "::" ? link : "https://www.example.org\(link)",
      isOnPage: isOnPage
    )
    #expect(address?.path.description == page)
  }

  @Test func `goes on where it says so, the newest first, and without that where a list is full`()
    throws
  {
    let entry = #"{"id": 1, "source_url": "/a.pdf", "title": {"rendered": "A"}}"#
    let full = "[\(Array(repeating: entry, count: 100).joined(separator: ","))]"
    func further(_ text: String, _ page: Int, _ headers: ListHeaders) throws -> [Int] {
      let address = Self.media.replacing("page=1", with: "page=\(page)")
        .replacing("per_page=100", with: "per_page=100")
      return try Self.read(text, at: address, headers).further.map(WordPressAPI.number(of:))
    }
    #expect(try further(full, 1, ListHeaders(parts: "4")) == [4, 3, 2])
    #expect(try further(full, 3, ListHeaders(parts: "4")) == [4])
    #expect(try further(full, 4, ListHeaders(parts: "4")) == [])
    #expect(try further(full, 1, ListHeaders()) == [2])
    #expect(try further(full, 2, ListHeaders(parts: "x")) == [3])
    #expect(try further("[\(entry)]", 1, ListHeaders()) == [])
    #expect(try further(full, 1, ListHeaders(parts: "9223372036854775807")).count == 9_999)
  }

  @Test func `is not believed to end where it did, though its first part is unchanged`() throws {
    let entry = #"{"id": 1, "source_url": "/a.pdf", "title": {"rendered": "A"}}"#
    let full = "[\(Array(repeating: entry, count: 100).joined(separator: ","))]"
    // As the copy that is held was answered, and then a 304 without a word of it.
    var headers = ListHeaders(parts: "1")
    headers.take(ListHeaders())
    let further = try Self.read(full, at: Self.media, headers).further
    #expect(further.map(WordPressAPI.number(of:)) == [2])
  }

  // MARK: What is no answer

  @Test(
    arguments: [
      ("<html><title>Just a moment</title>", .webPage), ("oops", .notJSON), ("", .notJSON),
      ("[{]", .notJSON), ("[1, 2]", .otherwise("what stands in its list is no entry")),
      (#"{"code": "rest_no_route", "data": {"status": 404}}"#, .refused(code: "rest_no_route")),
      (#"{"code": "rest_not_logged_in", "message": "x"}"#, .refused(code: "rest_not_logged_in")),
      (#"{"code": "rest_post_invalid_page_number"}"#, .pastEnd),
      (#"{"message": "x"}"#, .otherwise("it is no list")),
      (#"{"namespaces": ["oembed/1.0"]}"#, .refused(code: "rest_no_route")),
      (#"[{"id": 1}]"#, .otherwise("its entries have no “source_url” and no “link”")),
    ] as [(String, WordPressFault)]
  )
  func `is no list where it says something else`(text: String, fault: WordPressFault) throws {
    let found = try Self.fault(text)
    #expect(found == fault)
    #expect(fault == .pastEnd || fault.sentence.contains("`page`"))
  }

  @Test func `is none where the answer is longer than is read`() throws {
    let text = "[\"" + String(repeating: "x", count: 17 << 20) + "\"]"
    #expect(try Self.fault(text) == .tooLong)
  }

  @Test func `has an empty list where nothing was uploaded, and tells what has no address`() throws
  {
    #expect(try Self.read("[]").fault == nil)
    let listing = try Self.read(
      #"[{"source_url": "/a.pdf", "title": "A"}, {"mime_type": "application/pdf", "title": "B"}]"#
    )
    #expect(listing.links.count == 1)
    #expect(listing.notice?.sentences.first?.contains("“B”") == true)
  }

  @Test func `is read in bounded time, whatever comes`() throws {
    let parts = [
      "[", "]", "{", "}", ",", ":", "\"source_url\"", "\"link\"", "\"title\"", "\"/a.pdf\"", "1",
      "null",
      "{\"rendered\": \"A &amp;\"}", "\"code\"", "<", "\"mime_type\"", " ", "\u{FEFF}", "\\u0000",
    ]
    var generator = Seeded(seed: 7)
    for _ in 0..<2_000 {
      let text = (0..<Int.random(in: 0...40, using: &generator))
        .compactMap { _ in parts.randomElement(using: &generator) }.joined()
      let listing = try Self.read(text)
      #expect(listing.links.count <= 20)
      #expect(listing.fault == nil || listing.links.isEmpty)
    }
    let deep = String(repeating: "[", count: 100_000)
    #expect(try Self.fault(deep) == .notJSON)
  }
}
