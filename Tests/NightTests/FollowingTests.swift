// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Discovery
import HTML
import Records
import Testing

@testable import Night

@Suite(.timeLimit(.minutes(5)))
struct `What a list goes on to` {
  @Test(arguments: [
    ("https://a.example/reviews/", "https://a.example/reviews/?page=2", true),
    ("https://a.example/reviews", "https://a.example/reviews/page/2/", true),
    ("https://a.example/reviews/page/2", "https://a.example/reviews/page/3", true),
    ("https://a.example/reviews/page/2/", "https://www.a.example/reviews/?paged=3", true),
    ("https://a.example/r?sort=a&page=1", "https://a.example/r?page=0,2&sort=a", true),
    ("https://a.example/reviews/", "https://a.example/reviews/?page=two", false),
    ("https://a.example/reviews/", "https://a.example/reviews/?id=2", false),
    ("https://a.example/reviews/", "https://a.example/reviews/?page=2&sort=b", false),
    ("https://a.example/reviews/", "https://a.example/news/?page=2", false),
    ("https://a.example/reviews/", "https://a.example/reviews/page/two/", false),
    ("https://a.example/reviews/", "https://a.example/reviews/2/", false),
    ("https://a.example/reviews/", "https://b.example/reviews/?page=2", false),
    ("https://a.example/", "https://a.example/page/2/", true),
    ("https://a.example/reviews/", "https://a.example/reviews/", false),
  ])
  func `page 2 is told by its number alone`(list: String, other: String, isPage: Bool) throws {
    #expect(try WebAddress(other).isNumberedPage(of: WebAddress(list)) == isPage)
  }

  @Test(arguments: [
    ("https://a.example/r/", "https://a.example/r/?cursor=abc", true),
    ("https://a.example/index_1.html", "https://a.example/index_2.html", true),
    ("https://a.example/2024/child-a/", "https://a.example/2024/child-b/", false),
    ("https://a.example/r/", "https://b.example/r/?cursor=abc", false),
  ])
  func `the next page looks like the one before`(list: String, other: String, isNext: Bool) throws {
    #expect(try WebAddress(other).isNext(of: WebAddress(list)) == isNext)
  }

  @Test(arguments: [
    ("?page=2", "2", true), ("?page=2", "Next page »", true), ("?page=2", "»", true),
    ("/reviews/page/3/", "Page 3 of 7", true), ("?p=101", "Child A overview report", false),
    ("?page=7", "About us", false), ("?page=2", "", false), ("?page=2", "2019", false),
    ("?page=2", "Last", true), ("?page=99", "99", false),
  ])
  func `a further page is one by its link's own word`(href: String, text: String, isPage: Bool)
    throws
  {
    let list = try WebAddress("https://www.a.example/reviews/")
    var source = Source(id: "s", title: "S", place: .page(list))
    source.exclude = [AddressPattern("*page=99*")]
    let link = Link(address: try WebAddress(href, relativeTo: list), text: text)
    #expect(source.isFurtherPage(link, of: list) == isPage)
    source.mostPages = 1
    #expect(!source.isFurtherPage(link, of: list))
  }

  @Test(arguments: [
    ("https://a.example/", "https://www.a.example/x", true),
    ("http://a.example/", "https://a.example/", true),
    ("https://a.example/", "http://a.example/", false),
    ("http://a.example:81/", "http://a.example:82/", false),
    ("http://a.example:81/", "http://www.a.example:81/", true),
    ("http://a.example/", "http://a.example:81/", false),
  ])
  func `a site is a host and a port, and asked for no less safely`(
    list: String,
    other: String,
    isSame: Bool
  )
    throws
  {
    #expect(try WebAddress(other).isOfSite(of: WebAddress(list)) == isSame)
  }

  /// Reads lists as they are named, to the end.
  private static func gather(
    _ source: Source,
    _ answer: (WebAddress) -> String?,
    wasRead: Bool = true
  ) -> (SourceListing, asked: Int) {
    var gathering = ListGathering(source, from: WebAddress(alreadyNormal: "https://a.example/r/"))
    var asked = 0
    while let step = gathering.next, asked < 1_000 {
      asked += 1
      if let html = answer(step.address) {
        let listing = Listing.read(Array(html.utf8), at: step.address, declaredCharset: nil)
        gathering.take(listing, at: step.address, .page)
      } else {
        gathering.fail(.refused(.robots), because: "it is refused", wasRead: wasRead)
      }
    }
    return (gathering.listing, asked)
  }

  private static let source = Source(
    id: "s",
    title: "S",
    place: .page(WebAddress(alreadyNormal: "https://a.example/r/"))
  )

  @Test func `a next page for ever ends where it brings nothing new`() {
    let (listing, asked) = Self.gather(Self.source) { page in
      let number = page.query?.split(separator: "=").last.flatMap { Int($0) } ?? 1
      let documents = number < 3 ? "<a href=/\(number).pdf>Report</a>" : ""
      return "<main>\(documents)<a rel=next href='/r/?page=\(number + 1)'>Next</a></main>"
    }
    #expect(listing.links?.map(\.address.path) == ["/1.pdf", "/2.pdf"])
    #expect(asked == 3 && listing.limits.isEmpty)
  }

  @Test(arguments: [true, false])
  func `a further page that is refused hides only what it was seen to list`(wasRead: Bool) {
    let (listing, _) = Self.gather(
      Self.source,
      { page in
        page.query == nil ? "<main><a href=/1.pdf>A</a><a href='?page=2'>2</a></main>" : nil
      },
      wasRead: wasRead
    )
    #expect(listing.links?.count == 1 && listing.sentence?.contains("it is refused") == true)
    #expect(listing.limits == (wasRead ? [.pages] : []))
  }

  @Test(arguments: [(1, "p1"), (2, "p1 p2"), (3, "p1 p2 p3"), (5, "p1 p2 p3 2")])
  func `what could not be read is named, the first three of it`(count: Int, names: String) {
    var source = Self.source
    source.follow = [AddressPattern("*/p*")]
    let (listing, _) = Self.gather(source) { page in
      let links = (1...count).map { "<a href=/p\($0)>Year \($0)</a>" }.joined()
      return page.path == "/r/" ? "<main><a href=/1.pdf>A</a>\(links)</main>" : nil
    }
    let named = names.split(separator: " ").map { name in
      name.hasPrefix("p") ? "https://a.example/\(name): it is refused" : "and \(name) more"
    }
    let pages = count == 1 ? "1 page" : "\(count) pages"
    #expect(
      listing.sentence
        == "\(pages) it goes on to could not be read: \(named.joined(separator: "; "))"
    )
    #expect(listing.unreadLists == count)
  }

  @Test func `what is too much is told, and is no document`() {
    var source = Self.source
    source.mostPages = 2
    let (listing, asked) = Self.gather(source) { _ in
      "<main><a href=/1.pdf>A</a><a href='?page=2'>2</a><a href='?page=3'>3</a></main>"
    }
    #expect(asked == 2 && listing.links?.map(\.address.path) == ["/1.pdf"])
    #expect(
      listing.sentence?.contains("1 page it goes on to would be too many and was not read") == true
    )
    #expect(listing.limits == [.pages])
  }

  private static func follows(_ address: String, _ text: String = "More") throws -> Bool {
    let page = try WebAddress("https://www.a.example/reviews/")
    var source = Source(id: "s", title: "S", place: .page(page))
    source.follow = ["*/reviews/*", "https://b.example/cases/*"].map { AddressPattern($0) }
    source.exclude = [AddressPattern("*form*")]
    return source.leadsOn(Link(address: try WebAddress(address), text: text))
  }

  @Test func `what is followed fits, is near or named, and names no document`() throws {
    #expect(try Self.follows("https://www.a.example/reviews/child-a"))
    #expect(try Self.follows("https://a.example/reviews/child-a.html"))
    #expect(try Self.follows("https://b.example/cases/1"))
    #expect(try !Self.follows("https://b.example/reviews/1"))
    #expect(try !Self.follows("https://reviews/reviews/1"), "a pattern's words are no host's name")
    #expect(try !Self.follows("https://www.a.example/reviews/"))
    #expect(try !Self.follows("https://www.a.example/reviews/a.pdf"))
    #expect(try !Self.follows("https://www.a.example/reviews/7", "Child A (PDF, 2 MB)"))
    #expect(try !Self.follows("https://www.a.example/reviews/referral-form"))
    #expect(try !Self.follows("https://www.a.example/news/1"))
  }
}
