// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Discovery
import Records
import Support
import Testing

@testable import Night

@Suite(.timeLimit(.minutes(20)))
struct `What a source lists` {
  private static func listing(
    _ body: String,
    include: [String] = [],
    exclude: [String] = []
  ) throws -> SourceListing {
    let page = try WebAddress("https://www.example.org/reviews/")
    var source = Source(id: "s", title: "S", place: .page(page))
    source.include = include.map { AddressPattern($0) }
    source.exclude = exclude.map { AddressPattern($0) }
    source.queryNoise = ["utm"]
    let listing = Listing.read(Array("<main>\(body)</main>".utf8), at: page, declaredCharset: nil)
    return SourceListing(listing, at: page, of: source)
  }

  private static func paths(_ listing: SourceListing) -> [String]? {
    listing.links?.map { String($0.address.path) }
  }

  @Test(arguments: ["", ";jsessionid=1A2B", "?1732600000", "?utm=x"])
  func `is chosen by the names of its documents, whatever else the page asks for`(mark: String)
    throws
  {
    let body =
      "<a href='/a.pdf\(mark)'>A</a><a href='/draft.pdf\(mark)'>B</a><a href='/c.do\(mark)'>C</a>"
    let listing = try Self.listing(body, include: ["*.pdf"], exclude: ["*/draft.pdf"])
    #expect(Self.paths(listing) == ["/a.pdf"])
    let asked = listing.requests.values.map(\.text)
    #expect(
      asked
        == (mark.isEmpty ? [] : ["https://www.example.org/a.pdf\(mark)"])
    )
  }

  @Test func `has a document once, in the order of the page`() throws {
    let listing = try Self.listing(
      "<a href=/b.pdf>B</a><a href='/a.pdf;jsessionid=1'>A</a><a href='/a.pdf;jsessionid=2'>again</a>"
    )
    #expect(Self.paths(listing) == ["/b.pdf", "/a.pdf"])
    #expect(listing.links?.map(\.text) == ["B", "A"])
  }

  @Test(
    arguments: [
      ([], ["/scan.tif", "/b.pdf"]), ([BodyKind.png], ["/c.png", "/scan.tif", "/b.pdf"]),
      ([.jpeg, .png], ["/a.jpg", "/c.png", "/scan.tif", "/b.pdf"]),
    ] as [(Set<BodyKind>, [String])]
  )
  func `has pictures that are scans, and others where their kind is named`(
    pictures: Set<BodyKind>,
    paths: [String]
  ) throws {
    let page = try WebAddress("https://www.example.org/reviews/")
    var source = Source(id: "s", title: "S", place: .page(page))
    source.pictures = pictures
    let html = """
      <nav><a href=/menu.png>M</a></nav><main><a href=/a.jpg>A</a><a href=/c.png>C</a>
      <a href=/scan.tif>S</a><a href=/b.pdf>B</a><a href=/x.css>X</a></main>
      """
    let listing = Listing.read(Array(html.utf8), at: page, declaredCharset: nil)
    #expect(Self.paths(SourceListing(listing, at: page, of: source)) == paths)
  }

  @Test func `says what to do, where it is nothing`() throws {
    let listing = try Self.listing("<p>Nothing here</p>")
    #expect(listing.links == [] && listing.sentence == nil)
    #expect(listing.sentenceIfEmpty?.contains("says so: “Nothing here”") == true)
  }

  @Test func `names a document that the configuration names with a session as everybody does`()
    throws
  {
    let addresses = try ["a.pdf;jsessionid=1A", "b.pdf", "a.pdf", "b.pdf?1732600000"].map {
      try WebAddress("https://www.example.org/\($0)")
    }
    let listing = SourceListing(addresses)
    #expect(Self.paths(listing) == ["/a.pdf", "/b.pdf"])
    #expect(listing.requests == [addresses[2]: addresses[0]])
    let source = Source(id: "s", title: "S", place: .addresses(addresses))
    let entry = ListEntry(source: "s", text: "a", heading: nil, position: 0)
    #expect(Asking(of: [source]).ground(against: addresses[2], as: entry) == nil)
  }
}
