// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Discovery
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
    #expect(try !Self.follows("https://www.a.example/reviews/"))
    #expect(try !Self.follows("https://www.a.example/reviews/a.pdf"))
    #expect(try !Self.follows("https://www.a.example/reviews/7", "Child A (PDF, 2 MB)"))
    #expect(try !Self.follows("https://www.a.example/reviews/referral-form"))
    #expect(try !Self.follows("https://www.a.example/news/1"))
  }
}
