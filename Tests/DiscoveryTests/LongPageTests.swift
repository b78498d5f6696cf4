// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import HTML
import Testing

@testable import Discovery

@Suite(.timeLimit(.minutes(20)))
struct `A long page` {
  /// A table as software makes them: two hundred bytes for a link.
  private static func row(_ number: Int) -> String {
    """
    <tr class="row odd"><td class="date">2024-01-01</td><td class="title"><a class="link" \
    href="/documents/2024/report-\(number).pdf"><span>Report number \(number)</span></a></td>\
    <td class="size">(PDF, 123 KB)</td></tr>\n
    """
  }

  @Test func `of 30,000 links in a table is read in pieces, and to its end`() throws {
    let html = """
      <!doctype html><title>All</title><nav><a href=/home>Home</a></nav><main><h2>Reviews</h2><table>
      \((0..<30_000).map(Self.row).joined())</table></main><footer><a href=/about>About</a></footer>
      """
    #expect(Page.pieces(of: html).count > 1)
    let listing = try Page.read(html)
    #expect(listing.links.count == 30_002)
    #expect(listing.links.map(\.position) == Array(0..<30_002))
    #expect(listing.limits.isEmpty)
    #expect(listing.limitsSentence == nil)
    #expect(listing.title == "All")
    let reports = listing.links.dropFirst().dropLast()
    #expect(reports.enumerated().allSatisfy { $1.text == "Report number \($0)" })
    #expect(reports.allSatisfy { $0.heading == "Reviews" && !$0.isInNavigation })
    #expect(listing.links.first?.isInNavigation == true)
    #expect(listing.links.last?.isInNavigation == true)
    #expect(listing.isSubject == [false] + reports.map { _ in true } + [false])
    #expect(listing.mainText.hasSuffix("Report number 29999\n(PDF, 123 KB)"))
    #expect(!listing.mainText.contains("About"))
  }

  @Test func `keeps what is open where a piece ends`() throws {
    let filler = repeatElement(
      "<li>An item of a menu, with <a href=/x>a link</a> in it",
      count: 90_000
    )
    let html = """
      <main><p>One</main><aside hidden><ul>\(filler.joined())<li><a href=/y>Last</a></ul></aside>
      <div id=content><a href=/z>Z</a> Two</div>
      """
    let listing = try Page.read(html)
    #expect(Page.pieces(of: html).count > 1)
    // Hidden in the first piece, hidden in the last; and a second subject is none.
    #expect(listing.mainText == "One")
    #expect(listing.links.map(\.address.path) == ["/x", "/y", "/z"])
    #expect(listing.isSubject == [false, false, false])
  }

  @Test func `that is one text is cut between two words, which folding does not see`() throws {
    let words = repeatElement("on Monday 12 May 2020 we met, ", count: 400_000).joined()
    let listing = try Page.read("<p>\(words)<p><a href=/a.pdf>A</a>")
    #expect(listing.textOfPieces.count > 1)
    let folded = FigureFolding.folding("on Monday 12 May 2020 we met,")
    let text = repeatElement(folded, count: 400_000).joined(separator: " ")
    #expect(listing.canonicalText == "link https://www.example.org/a.pdf A\ntext \(text) A\n")
  }

  @Test func `that is only angle brackets is text, in pieces`() throws {
    let listing = try Page.read(Array(repeating: UInt8(ascii: "<"), count: 12 << 20))
    #expect(listing.textOfPieces.count > 1)
    #expect(listing.textOfPieces.allSatisfy { $0.utf8.count <= 6 << 20 })
    #expect(listing.isComplete)
  }

  // MARK: Bounds

  @Test func `with too many elements is read to there, and that is told`() throws {
    let html = "<a href=/a.pdf>A</a>" + repeatElement("<b>", count: 200_000).joined()
    let listing = try Page.read(html + "<a href=/b.pdf>B</a>")
    #expect(listing.links.map(\.text) == ["A"])
    #expect(listing.limits == [.nodes])
    #expect(!listing.isComplete && !listing.isReadToEnd)
    let sentence = try #require(listing.limitsSentence)
    #expect(sentence.hasPrefix("the page is too long to be read to its end"))
    #expect(sentence.hasSuffix("1 link was found"))
  }

  @Test func `with more addresses than can be held is read to there, and that is told`() throws {
    let base = "http://www.example.org/" + String(repeating: "a", count: 7_900) + "/"
    let links = (0..<8_000).map { "<a href=\($0)>x</a>" }.joined()
    let listing = try Page.read("<base href=\"\(base)\">\(links)")
    #expect(listing.limits == [.links])
    let bytes = listing.links.reduce(0) { $0 + $1.address.text.utf8.count }
    #expect(bytes <= PageBudget.linkBytes && bytes > PageBudget.linkBytes / 2)
    #expect(listing.limitsSentence?.hasSuffix("\(listing.links.count) links were found") == true)
  }

  @Test func `is read no further than its budget, and never in memory whole`() throws {
    let portion = Array(repeating: UInt8(ascii: " "), count: 1 << 20)
    var portions = [Array("<a href=/a.pdf>A</a><!--".utf8)] + Array(repeating: portion, count: 80)
    portions.append(Array("--><a href=/b.pdf>B</a>".utf8))
    var taken = 0
    let listing = Listing.read(at: try WebAddress(Page.address), declaredCharset: nil) {
      () throws(Never) in
      taken += 1
      return taken > portions.count ? [] : portions[taken - 1]
    }
    #expect(listing.links.map(\.text) == ["A"])
    #expect(listing.limits == [.length])
    #expect(taken < 70)
  }

  @Test(arguments: ["<!--", "<script>", "<title>", "<a href=\"", "<!", "<svg><style>"])
  func `may be one thing that does not end`(opening: String) throws {
    let filler = String(repeating: "x", count: 3 << 20)
    let listing = try Page.read("<a href=/a.pdf>A</a>\(opening)\(filler)")
    #expect(listing.links.map(\.text) == ["A"])
    #expect(listing.isComplete)
  }

  @Test(arguments: ["<!--", "<script>", "<style>", "<svg><style>"])
  func `may hold something long that nobody reads`(opening: String) throws {
    let filler = String(repeating: "x ", count: 3 << 20)
    let ending = ["<!--": "-->", "<script>": "</script>"][opening] ?? "</style></svg>"
    let html = "<a href=/a.pdf>A</a>\(opening)\(filler)\(ending)<a href=/b.pdf>B</a>"
    #expect(try Page.read(html).links.map(\.text) == ["A", "B"])
  }

  @Test func `with an address that is longer than any is told of it in few words`() throws {
    let long = String(repeating: "x", count: 3 << 20)
    let html =
      "<a href=\"\(long)\" class=\"\(long)\">Long</a><a href=\"javascript:\(long)\">Script</a>"
    let listing = try Page.read(html + "<a href=/b.pdf>B</a>")
    #expect(listing.links.map(\.text) == ["B"])
    #expect(listing.unusable.map(\.text) == ["Long", "Script"])
    #expect(listing.unusable.allSatisfy { $0.href.utf8.count < 3_000 })
    #expect(listing.unusable.allSatisfy { $0.error.description.utf8.count < 3_000 })
  }

  @Test func `or deep, or odd, says so though its end was read`() throws {
    let text = String(repeating: "word ", count: 300)
    let cases: [(String, PageLimit, Bool)] = [
      (repeatElement("<div>", count: 600).joined(), .nesting, false),
      ("<p \((0..<80).map { "a\($0)=1" }.joined(separator: " "))>", .attributes, false),
      ("<a href=/c.pdf>\(text)", .linkText, true),
    ]
    for (html, limit, isComplete) in cases {
      let listing = try Page.read(html + "<a href=/b.pdf>B</a>")
      #expect(listing.limits == [limit])
      #expect(listing.isComplete == isComplete)
      #expect(listing.isReadToEnd)
      #expect(listing.limitsSentence?.isEmpty == false)
      #expect(listing.links.last?.text == "B")
    }
  }

  // MARK: Portions

  @Test(arguments: [1, 2, 3, 7, 4_095, 4_096, 4_097, 1 << 20])
  func `reads the same in portions of any size`(size: Int) throws {
    let html = """
      <title>Übersicht – 一覧</title><main><a href=/é.pdf>D’s 🗂 report</a> 12 May 2020, \u{FEFF}
      \(String(repeating: "<p>naïve – 𝄞 text", count: 400))<a href="/b.pdf">B</a></main>
      """
    let latin =
      Array("<meta charset=latin1><a href=/c.pdf>".utf8) + [0xE9, 0x96] + Array("</a>".utf8)
    let units = Array(("\u{FEFF}" + html).utf16)
    let little: [UInt8] = units.reduce(into: []) { $0 += [UInt8($1 & 0xFF), UInt8($1 >> 8)] }
    let big: [UInt8] = units.reduce(into: []) { $0 += [UInt8($1 >> 8), UInt8($1 & 0xFF)] }
    let pages: [[UInt8]] = [
      Array(html.utf8), latin, Array(html.utf8) + [0xE2, 0x80], [0xFF, 0xF0, 0x9F, 0x3C, 0xE2],
      little, big + [0xD8],
    ]
    for page in pages {
      let whole = try Page.read(page)
      var rest = page[...]
      let listing = Listing.read(at: try WebAddress(Page.address), declaredCharset: nil) {
        () throws(Never) in
        defer { rest = rest.dropFirst(size) }
        return Array(rest.prefix(size))
      }
      #expect(listing.links == whole.links)
      #expect(listing.title == whole.title)
      #expect(listing.canonicalText == whole.canonicalText)
    }
  }

  @Test func `that cannot be read to its end fails with why`() throws {
    struct Fault: Error {}
    let address = try WebAddress(Page.address)
    var isFirst = true
    #expect(throws: Fault.self) {
      try Listing.read(at: address, declaredCharset: nil) { () throws(Fault) in
        guard isFirst else { throw Fault() }
        isFirst = false
        return Array("<a href=/a.pdf>A</a>".utf8)
      }
    }
  }

  // MARK: Folding

  @Test func `is folded in parts as it is folded whole`() {
    let unit =
      "On Tuesday 3 March 2020 at 10:30 am 942 downloads, 3 days ago; May I? 1 2 3 4 # #x Sun "
    let text = repeatElement(unit, count: 2_000).joined()
    let whole = FigureFolding.folding(text)
    let expected = repeatElement(FigureFolding.folding(unit), count: 2_000).joined(separator: " ")
    #expect(whole == expected)
    for size in [1, 5, 977] {
      let words = text.split(separator: " ")
      var folding = FigureFolding()
      var bytes: [UInt8] = []
      for start in stride(from: 0, to: words.count, by: size) {
        let part = words[start..<min(start + size, words.count)].joined(separator: " ")
        folding.take(part) { bytes += $0 }
      }
      folding.finish { bytes += $0 }
      #expect(String(decoding: bytes, as: UTF8.self) == whole)
    }
  }

  @Test(arguments: [
    ("a \u{301}b 5", "a \u{301}b #"), ("é 5 ü", "é # ü"), ("\u{600} 5", "\u{600} #"), ("", ""),
    (" ", ""),
    ("5 \u{301} 6", "#"), ("x\n5\n\nMay", "x #"),
  ])
  func `is cut into words at spaces that carry nothing`(text: String, folded: String) {
    #expect(FigureFolding.folding(text) == folded)
  }
}
