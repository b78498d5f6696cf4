// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Support
import Testing

@testable import Discovery

@Suite(.timeLimit(.minutes(5)))
struct `Menus of a page` {
  private static let text = "<p>The partnership publishes what it has learnt from each review.</p>"

  private static func items(_ count: Int, at path: String = "/services/") -> String {
    (0..<count).map { "<li><a href='\(path)page-\($0)'>Services of town \($0)</a></li>" }.joined()
  }

  /// For each link, by its path, whether it stands among menus.
  private static func menus(_ html: String) throws -> [String: Bool] {
    let links = try Page.read(html).links
    return Dictionary(
      uniqueKeysWithValues: links.map { (String($0.address.path), $0.isAmongMenus) }
    )
  }

  @Test(arguments: [
    "class=navbar", "class='navbar-nav mr-auto'", "class=menu", "id=main-menu", "id=topNav",
    "class=MainMenu", "class='mega-menu__panel js-panel'", "class='offcanvas offcanvas-start'",
    "class=off-canvas", "class=sidenav", "class=breadcrumbs", "role=menubar", "role=menu",
    "class=dropdown-menu", "class=site-navigation", "class=mobile_menu", "class=menu-item",
  ])
  func `are known by their names, and a list beside them is not`(mark: String) throws {
    let links = try Self.menus(
      "<body><div \(mark)><ul>\(Self.items(1_200))</ul></div><div>\(Self.text)<ul>"
        + "<li><a href=/reviews/a>Child A</a><li><a href=/reviews/b>Child B</a></ul></div>"
    )
    #expect(links.values.count { $0 } == 1_200)
    #expect(links["/reviews/a"] == false && links["/reviews/b"] == false)
  }

  @Test(arguments: [
    "class=menu-open", "class=has-navbar", "class=offcanvas-wrapper", "class=no-menu",
    "class=off-canvas-content", "class='nav-documents'", "class='menu reports-list'",
    "class=navy", "class=canvas", "id=avenue", "class='\(String(repeating: "menu ", count: 200))'",
  ])
  func `are not told from a word alone`(mark: String) throws {
    let links = try Self.menus("<body><div \(mark)><ul>\(Self.items(9))</ul></div>\(Self.text)")
    #expect(links.count == 9 && links.values.allSatisfy { !$0 })
  }

  @Test func `are not what holds the subject of a page, its title, or most of its words`() throws {
    let list = "<ul>\(Self.items(9))</ul>"
    for page in [
      "<div class=menu><main>\(Self.text)\(list)</main></div>",
      "<div class=menu><h1>Reviews</h1>\(list)</div>\(Self.text)",
      "<div class=menu>\(list)\(list)\(Self.text)</div>",
      "<div class=menu><p>\(String(repeating: "What we learnt. ", count: 40))</p>\(list)</div>\(Self.text)",
    ] {
      #expect(try Self.menus(page).values.allSatisfy { !$0 }, "\(page)")
    }
  }

  @Test func `are blocks of links beside the main part, where the documents are in that`() throws {
    let menu = "<div><ul>\(Self.items(40))</ul></div>"
    let main = "<main>\(Self.text)<a href=/a.pdf>A</a><a href=/reviews/b>B</a></main>"
    let links = try Self.menus(
      "<body>\(menu)<div>\(main)<div>\(Self.text)<a href=/x>X</a></div></div>"
    )
    #expect(links.values.count { $0 } == 40)
    #expect(links["/reviews/b"] == false && links["/x"] == false)
    let empty = try Self.menus("<body><main>\(Self.text)</main>\(menu)")
    #expect(empty.values.allSatisfy { !$0 })
  }

  @Test(arguments: [1, 2])
  func `are not one link or two beside the main part, as to what is newest`(count: Int) throws {
    let newest = (1...count).map { "<a href=/get/\($0)>Newest briefing</a>" }.joined()
    let links = try Self.menus(
      "<body><main>\(Self.text)<a href=/a.pdf>A</a></main><aside><h2>Latest</h2>\(newest)</aside>"
    )
    #expect(links.values.count { $0 } == 0)
  }

  @Test(arguments: ["<div class=menu>", "<nav>", "<div role=navigation>"])
  func `are not where most of the documents are`(opening: String) throws {
    let list =
      "<a href=/a.pdf>A</a> <a href=/b.pdf>B</a> <a href=/v1/file/3>C</a> <a href=/latest>Latest</a>"
    let end = opening.hasPrefix("<nav") ? "</nav>" : "</div>"
    let page = "\(Self.text)\(opening)\(list)\(end)<a href=/d.pdf>D</a>"
    #expect(try Self.menus(page).values.allSatisfy { !$0 })
    // What a change of the page is goes by the page's own word still.
    let isNavigation = opening != "<div class=menu>"
    let listing = try Page.read(page)
    #expect(listing.canonicalText.contains("link https://www.example.org/a.pdf") == !isNavigation)
    // A site's menu names some policies, and is one all the same.
    let long = "\(Self.text)\(opening)\(Self.items(60))<a href=/policy.pdf>P</a>\(end)"
    #expect(try Self.menus(long).values.allSatisfy { $0 })
  }

  @Test func `are not lists of reports, whatever they are called`() throws {
    let reports = ["Child A: serious case review", "Baby B: review", "LCSPR Child C", "Contact"]
    let items = reports.enumerated().map { "<li><a href=/p/\($0)>\($1)</a></li>" }.joined()
    let links = try Self.menus("\(Self.text)<ul class=menu>\(items)</ul>")
    #expect(links.values.allSatisfy { !$0 })
  }

  @Test func `leave a link to the text that has it too`() throws {
    let menu = "<ul class=menu>\(Self.items(3))</ul>"
    for page in [
      menu + Self.text + "<a href=/services/page-1>One</a>",
      "<a href=/services/page-1>One</a>" + Self.text + menu,
    ] {
      let links = try Self.menus(page)
      #expect(links["/services/page-1"] == false && links["/services/page-2"] == true)
    }
  }

  @Test func `change nothing in what of a page counts as a change`() throws {
    let plain = "<ul class=list>\(Self.items(20))</ul>\(Self.text)<a href=/a.pdf>A</a>"
    let menu = plain.replacing("class=list", with: "class=menu")
    #expect(try Page.read(menu).canonicalText == Page.read(plain).canonicalText)
    #expect(try Page.read(menu).mainText == Page.read(plain).mainText)
  }

  @Test func `are found in any page without going astray`() throws {
    let parts = [
      "<div class=menu>", "<nav>", "<main>", "<ul id=nav>", "</div>", "</nav>", "</main>", "</ul>",
      "<h1>", "</h1>", "<a href=/a.pdf>A</a>", "<a href=/b>B report</a>", "text ", "<menu>",
      "<script>", "</script>", "<li role=menu>", "<a href=/download/1>", "<td class='offcanvas'>",
    ]
    var generator = Seeded(seed: 41)
    for _ in 0..<400 {
      let page = (0..<Int.random(in: 0...60, using: &generator))
        .compactMap { _ in parts.randomElement(using: &generator) }.joined()
      let listing = try Page.read(page)
      for link in listing.links where link.address.path == "/a.pdf" {
        #expect(link.expectation == .document)
      }
      #expect(listing.links.count <= 3)
    }
  }
}
