// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Foundation
import Records
import Support
import SystemPackage
import Testing

@testable import Discovery

@Suite(.timeLimit(.minutes(20)))
struct `Content items of GOV.UK` {
  private static let assets = "https://assets.publishing.service.gov.uk"

  private static func read(
    _ json: String,
    about path: String = "/government/publications/child-z"
  ) throws -> ContentItem {
    try ContentItem.read(Array(json.utf8), about: ContentAPI.page(path))
  }

  private static func publication(_ details: String, more: String = "") -> String {
    """
    {"base_path": "/government/publications/child-z", "content_id": "11aa", "locale": "en",
     "schema_name": "publication", "document_type": "independent_report", "title": "Child Z:  report",
     "withdrawn_notice": {}, "links": {}\(more), "details": {\(details)}}
    """
  }

  @Test(arguments: [
    (#""content_id": "1-a""#, "1-a"), (#""content_id": "1-a", "locale": "en""#, "1-a"),
    (#""content_id": "1-a", "locale": "cy""#, "1-a:cy"),
    (#""content_id": "1-a", "locale": "c\ty""#, "1-a"), (#""content_id": 7"#, nil),
    (#""content_id": "" "#, nil), (#""content_id": "1\n2""#, nil), (#""locale": "cy""#, nil),
    ("\"content_id\": \"\(String(repeating: "a", count: 65))\"", nil),
  ])
  func `a translation is a publication of its own, and what is no name names none`(
    member: String,
    expected: String?
  ) throws {
    for details in [
      #""body": "<p>T</p>""#, #""attachments": [{"title": "A", "url": "/media/a.pdf"}]"#,
      #""documents": ["<a href='/media/a.pdf'>A</a>"]"#,
    ] {
      let item = try Self.read(
        "{\(member), \"schema_name\": \"publication\", \"title\": \"T\", \"details\": {\(details)}}"
      )
      #expect(item.documents.map(\.publication) == [expected])
    }
  }

  @Test func `attachments are its documents, with what is stated of them`() throws {
    let item = try Self.read(
      Self.publication(
        """
        "body": "<p>See <a href='/other.pdf'>other</a></p>", "attachments": [
          {"attachment_type": "file", "id": "1", "title": "Overview report", "filename": "z.pdf",
           "url": "\(Self.assets)/media/65cb4349a7ded0000c79e4e1/z.pdf", "content_type": "application/pdf", "file_size": 1200},
          {"attachment_type": "html", "id": "2", "title": "Overview report (web)",
           "url": "/government/publications/child-z/overview"},
          {"attachment_type": "external", "id": "3", "title": "Data", "url": "https://data.example.org/z"},
          {"title": "Annex", "content_type": null, "url": "/government/publications/child-z/annex"}]
        """
      )
    )
    #expect(item.title == "Child Z: report")
    #expect(item.contentID == "11aa")
    #expect(item.documents.allSatisfy { $0.publication == "11aa" })
    #expect(item.course == .here)
    #expect(item.withdrawal == nil)
    #expect(
      item.documents.map(\.text) == ["Overview report", "Overview report (web)", "Data", "Annex"]
    )
    #expect(item.documents.map(\.position) == [0, 1, 2, 3])
    #expect(item.documents.allSatisfy { $0.heading == "Child Z: report" })
    #expect(item.documents[0].stated == StatedBody(kind: .pdf, bytes: 1_200))
    #expect(item.documents.map(\.expectation) == [.document, .page, .unknown, .page])
    #expect(
      item.documents[1].address.text
        == "https://www.gov.uk/government/publications/child-z/overview"
    )
    #expect(!item.isCut && item.unusable.isEmpty && item.further.isEmpty)
  }

  @Test func `before attachments there was markup, of which the titled link counts`() throws {
    let item = try Self.read(
      Self.publication(
        #"""
        "documents": ["<section class=\"attachment\"><div><a aria-hidden=\"true\" href=\"/uploads/thumb/z.pdf\"><img alt=\"\" src=\"t.png\"></a></div><div><h2 class=\"title\"><a href=\"\#(Self.assets)/file/1/z.pdf\">Overview report</a></h2><p>PDF, 2MB</p><a href=\"mailto:a@b.example\">Request it otherwise</a></div></section>",
         "<section><h2><a href=\"/government/publications/child-z/web\">Read it here</a></h2></section>",
         "<section>Printed copy only</section>"]
        """#
      )
    )
    #expect(item.documents.map(\.text) == ["Overview report", "Read it here"])
    #expect(item.documents.map(\.expectation) == [.document, .page])
    #expect(item.unusable == ["Printed copy only"])
  }

  @Test func `a page without attachments is a document itself, beside the files in its text`()
    throws
  {
    let item = try Self.read(
      Self.publication(
        #""attachments": [], "documents": [], "body": [{"content_type": "text/html", "content": "<p><a href='/a.pdf'>Annex</a> <a href='/browse'>More</a></p>"}]"#
      )
    )
    #expect(item.documents.map(\.address.path) == ["/government/publications/child-z", "/a.pdf"])
    #expect(item.documents.map(\.expectation) == [.page, .document])
  }

  @Test func `a collection has pages, in the order of its headings, and is no document`() throws {
    let item = try Self.read(
      """
      {"title": "Reviews", "schema_name": "document_collection", "base_path": "/government/collections/r",
       "details": {"body": "<a href=/x.pdf>x</a>", "collection_groups": [{"title": "A", "documents": ["2"]}, {"documents": ["1", "9"]}]},
       "links": {"documents": [
         {"content_id": "1", "base_path": "/government/publications/one", "title": "One"},
         {"content_id": "3", "base_path": "https://elsewhere.example/x", "title": "Elsewhere"},
         {"content_id": "2", "base_path": "/government/publications/two", "title": "Two", "withdrawn": true},
         {"content_id": "2", "base_path": "/government/publications/two", "title": "Two"},
         {"content_id": "4", "title": "Nowhere"}]}}
      """,
      about: "/government/collections/r"
    )
    #expect(item.further.map(\.title) == ["Two", "One"])
    #expect(item.further[0].page.text == "https://www.gov.uk/government/publications/two")
    #expect(item.documents.isEmpty)
  }

  @Test func `a notice of withdrawal is read as text`() throws {
    let item = try Self.read(
      #"""
      {"title": "Pigs", "schema_name": "publication", "details": {},
       "withdrawn_notice": {"withdrawn_at": "2015-01-13T13:05:30Z", "explanation": "<div><p>Out of date.\n See <a href='/x'>the new one</a>.</p></div>"}}
      """#
    )
    #expect(
      item.withdrawal?.sentence
        == "the publisher withdrew it on 2015-01-13: “Out of date. See the new one.”"
    )
    #expect(item.documents.map(\.address) == [item.page])
  }

  @Test(arguments: [
    (
      #""explanation": "<p>Published in error</p>", "alternative_path": "/government/x""#,
      "https://www.gov.uk/government/x"
    ),
    (#""explanation": "<p>Published in error</p>", "alternative_path": """#, nil),
  ])
  func `what is gone says why, and perhaps where to look`(details: String, target: String?) throws {
    let item = try Self.read(#"{"title": null, "schema_name": "gone", "details": {\#(details)}}"#)
    let alternative = try target.map { try WebAddress($0) }
    #expect(item.course == .gone(explanation: "Published in error", alternative: alternative))
    #expect(item.documents.isEmpty)
  }

  @Test(arguments: [
    ("/old", "https://www.gov.uk/new?a=b"),
    ("/old/part/two", "https://www.gov.uk/parts/two"),
    ("/old/part", "https://www.gov.uk/parts"),
    ("/elsewhere", nil),
  ])
  func `what was renamed says where it is`(path: String, target: String?) throws {
    let item = try Self.read(
      """
      {"title": null, "document_type": "redirect", "schema_name": "redirect", "details": {}, "redirects": [
        {"path": "/old", "type": "exact", "destination": "/new?a=b#c"},
        {"path": "/old/part", "type": "prefix", "segments_mode": "preserve", "destination": "/parts"}]}
      """,
      about: path
    )
    #expect(item.course == .sentOn(to: try target.map { try WebAddress($0) }))
  }

  @Test(arguments: [
    ("", ContentFault.notJSON),
    ("<!DOCTYPE html><title>Sorry</title>", .notJSON),
    ("[]", .otherwise("it is no object")),
    ("{}", .otherwise("it says of no page what it is")),
    (
      #"{"title": "x", "details": {"attachments": {}}}"#,
      .otherwise("“details.attachments” is of another shape")
    ),
    (
      #"{"title": "x", "details": {"documents": [1]}}"#,
      .otherwise("“details.documents” is of another shape")
    ),
    (
      #"{"title": "x", "links": {"documents": "y"}}"#,
      .otherwise("“links.documents” is of another shape")
    ),
  ])
  func `what is no answer lists nothing that could be missed`(json: String, fault: ContentFault) {
    #expect(throws: fault) { try Self.read(json) }
  }

  @Test func `one attachment that makes no sense takes no other with it`() throws {
    let item = try Self.read(
      Self.publication(
        #""attachments": [7, {"title": "No address"}, {"title": "Mail", "url": "mailto:a@b.example"}, {"title": "A", "url": "/a.pdf", "file_size": "many"}, {"title": "A again", "url": "/a.pdf"}]"#
      )
    )
    #expect(item.documents.map(\.text) == ["A"])
    #expect(item.unusable == ["", "No address", "Mail"])
  }

  @Test func `more attachments than are read are told`() throws {
    let many = (0..<(ContentItem.mostEntries + 1)).map {
      #"{"title": "\#($0)", "url": "/\#($0).pdf"}"#
    }
    let item = try Self.read(Self.publication(#""attachments": [\#(many.joined(separator: ","))]"#))
    #expect(item.documents.count == ContentItem.mostEntries)
    #expect(item.isCut)
  }

  @Test func `as much markup as is read costs no more than its length`() throws {
    let snippet = #"<h2><a href='/%.pdf'>Title %</a></h2>\#(String(repeating: "<p>", count: 10))"#
    let many = (0..<ContentItem.mostEntries).map {
      "\"" + snippet.replacing("%", with: "\($0)") + "\""
    }
    let json = Self.publication(#""documents": [\#(many.joined(separator: ","))]"#)
    var item: ContentItem?
    let time = try ContinuousClock().measure { item = try Self.read(json) }
    #expect(item?.documents.count == ContentItem.mostEntries)
    #expect(time < .seconds(60))
  }

  @Test func `the text of a page counts to its end`() throws {
    func text(_ end: String) throws -> String {
      let body = String(repeating: "word ", count: 100_000) + end
      return try Self.read(Self.publication(#""attachments": [], "body": "<p>\#(body)</p>""#))
        .canonicalText
    }
    #expect(try text("one") != text("two"))
  }

  @Test func `the longest answer is a bound`() {
    let json = "{\"title\": \"" + String(repeating: "x", count: ContentItem.longestAnswer) + "\"}"
    #expect(throws: ContentFault.tooLong) { try Self.read(json) }
  }

  @Test func `what an organisation published is found`() throws {
    let page = try ContentAPI.page("/government/organisations/the-panel")
    let results = try SearchResults.read(
      Array(
        #"""
        {"results": [{"title": "A", "link": "/government/publications/a"}, {"link": "https://elsewhere.example/"}, {"title": "No link"}, 4], "total": 230, "start": 0}
        """#.utf8
      ),
      for: page
    )
    #expect(results.pages.map(\.page.path) == ["/government/publications/a"])
    #expect(results.count == 4)
    #expect(results.total == 230)
    #expect(throws: ContentFault.otherwise("it has no “results”")) {
      try SearchResults.read(Array("{}".utf8), for: page)
    }
    #expect(
      ContentAPI.search(publishedBy: page, from: 100)?.text
        == "https://www.gov.uk/api/search.json?filter_organisations=the-panel&fields=title,link"
        + "&order=-public_timestamp&start=100&count=100"
    )
    #expect(
      try ContentAPI.search(publishedBy: ContentAPI.page("/government/publications/x"), from: 0)
        == nil
    )
  }

  @Test(arguments: [
    ("/government/publications/x", "https://www.gov.uk/government/publications/x"),
    (
      "https://www.gov.uk/government/publications/x/?y=z#w",
      "https://www.gov.uk/government/publications/x"
    ),
    (
      "https://www.gov.uk/api/content/government/publications/x",
      "https://www.gov.uk/government/publications/x"
    ),
    ("http://127.0.0.1:81/government/x", "http://127.0.0.1:81/government/x"),
  ])
  func `a page is named by its path, its address or its answer`(written: String, page: String)
    throws
  {
    let address = try ContentAPI.page(written)
    #expect(address.text == page)
    let answer = ContentAPI.content(of: address)
    #expect(answer.path.hasPrefix("/api/content/government"))
    #expect(ContentAPI.page(ofAnswer: answer) == address)
    #expect(ContentAPI.isAnswer(answer, ofSiteOf: address))
    #expect(!ContentAPI.isAnswer(address, ofSiteOf: address))
  }

  @Test func `only what counts is a change`() throws {
    let text = #""attachments": [{"title": "A", "url": "/a.pdf"}], "body": "<p>Text</p>""#
    let first = try Self.read(Self.publication(text)).canonicalText
    let later = try Self.read(Self.publication(text, more: #", "updated_at": "2026-11-27""#))
      .canonicalText
    #expect(first == later)
    let other = try Self.read(Self.publication(text.replacing("/a.pdf", with: "/b.pdf")))
      .canonicalText
    #expect(first != other)
    let said = try Self.read(Self.publication(text.replacing(">Text", with: ">Other")))
      .canonicalText
    #expect(first != said)
  }

  @Test func `no mutation of an answer brings it down`() throws {
    let seed = Array(
      Self.publication(
        #""attachments": [{"title": "A", "url": "/a.pdf", "file_size": 12}], "documents": ["<a href=/b.pdf>B</a>"], "collection_groups": [{"documents": ["1"]}]"#,
        more: #", "redirects": [{"path": "/a", "destination": "/b"}]"#
      ).utf8
    )
    let pieces = [
      "null", "[", "{", "\"gone\"", "\"redirect\"", "1e999", "\\u0000", "\"documents\":",
    ]
    .map { Array($0.utf8) }
    let page = try ContentAPI.page("/government/publications/child-z")
    var read = 0
    Fuzz.run(2_000) { random in
      let mutant = seed.mutated(with: pieces, &random)
      guard let item = try? ContentItem.read(mutant, about: page) else { return }
      read += 1
      #expect(item.documents.count <= ContentItem.mostEntries)
      #expect(Set(item.documents.map(\.address)).count == item.documents.count)
      #expect(!item.canonicalText.isEmpty)
    }
    #expect(read > 100)
    let deep = Array(String(repeating: "{\"details\":", count: 100_000).utf8)
    #expect(throws: ContentFault.self) { try ContentItem.read(deep, about: page) }
    let nested = Array(String(repeating: "[", count: 200_000).utf8)
    #expect(throws: ContentFault.self) { try ContentItem.read(nested, about: page) }
  }
}
