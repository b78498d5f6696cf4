// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Discovery
import Records
import Testing

@testable import Night

@Suite(.timeLimit(.minutes(5)))
struct `Links in menus` {
  private static let paths = [
    "/about", "/reviews/a", "/download/12", "/policy.pdf", "/media/3", "/child-b", "/?page_id=4",
  ]

  private static func followed(_ adjust: (inout Source) -> Void = { _ in }) throws -> [String] {
    let page = try WebAddress("https://www.example.org/list")
    var source = Source(id: "s", title: "S", place: .page(page))
    adjust(&source)
    let menu = (paths + (0..<20).map { "/services/\($0)" })
      .map { "<li><a href='\($0)'>Page</a></li>" }.joined()
    let html = "<div class=navbar><ul>\(menu)</ul></div><p>Text about the list.</p><a href=/c>C</a>"
    let listing = Listing.read(Array(html.utf8), at: page, declaredCharset: nil)
    let reading = SourceListing(listing, at: page, of: source)
    let links = try #require(reading.links)
    #expect(Set(links.map(\.address)).isDisjoint(with: reading.menuLinks.map(\.address)))
    return links.map { String($0.address.path) + ($0.address.query.map { "?\($0)" } ?? "") }
  }

  @Test func `are followed only where they name a document or a way to one`() throws {
    #expect(try Self.followed() == ["/download/12", "/policy.pdf", "/media/3", "/c"])
  }

  @Test func `are followed where the configuration names them`() throws {
    let included = try Self.followed { $0.include = [AddressPattern("*/reviews/*")] }
    #expect(included == ["/reviews/a"])
    let pages = try Self.followed {
      $0.kinds.insert(.html)
      $0.includePages = [AddressPattern("*/child-*")]
    }
    #expect(pages == ["/download/12", "/policy.pdf", "/media/3", "/child-b", "/c"])
  }
}
