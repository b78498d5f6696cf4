// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Discovery
import Testing

@Suite(.timeLimit(.minutes(20)))
struct `Fingerprints of listings` {
  private static let page = """
    <html><head><title>Reviews</title><meta name=token content=7c1e90b4d25f>
    <link rel=stylesheet href=/layout-9445ac23.css></head><body>
    <div id=global-bar class=banner><a href=/coronavirus>What you need to do</a></div>
    <header><a href=/>Home</a><form><input type=hidden name=_token value=7c1e90b4d25f></form></header>
    <main><p>This page was last updated on Monday 21 June at 16:05.</p>
    <h1>Case reviews</h1><p>The papers are in the order of their dates.</p>
    <ul><li><a href=/a.pdf>Child A overview 2019 (942 downloads)</a> 92.98 KB 942 downloads, 3 days ago
    <li><a href=/b.pdf>Child B overview</a> 1 view. Session 7c1e90b4d25f. Published 1st May 2020</ul>
    <script>var t = "7c1e90b4d25f"</script><div hidden>7 people are here</div></main>
    <footer>© 2020 <a href=/privacy>Privacy</a></footer></body></html>
    """

  private static func fingerprint(_ html: String) throws -> String {
    try Page.read(html).canonicalText
  }

  private static func replacing(_ old: String, by new: String) -> String {
    page.split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
  }

  @Test(arguments: [
    ("7c1e90b4d25f", "e3084af6b91d"), ("942 downloads", "1,043 downloads"),
    ("Monday 21 June at 16:05", "Tuesday 2 July at 9:40 am"), ("9445ac23", "10c1184f"),
    ("3 days ago", "2 weeks ago"), ("1 view", "12 views"), ("1st May 2020", "22 Jun 2021"),
    ("What you need to do", "Guidance and support"), ("href=/coronavirus", "href=/other"),
    ("<title>", "<title>New: "), (">Home<", ">Start<"), ("© 2020", "© 2021, all rights"),
    ("href=/privacy", "href=/cookies"), ("7 people are", "Nobody is"), ("<ul>", "\n  <ul>\n\n"),
    ("<li>", "<LI class=x>"), ("href=/a.pdf", "target=_blank href='./../../a.pdf'"),
  ])
  func `tokens, counters, dates and banners change nothing`(old: String, new: String) throws {
    let changed = Self.replacing(old, by: new)
    #expect(changed != Self.page)
    #expect(try Self.fingerprint(changed) == Self.fingerprint(Self.page))
  }

  @Test(arguments: [
    ("href=/a.pdf", "href=/a-2.pdf"), ("overview 2019", "overview 2020"),
    ("Child B overview", "Child B summary"), ("<h1>", "<p>A notice to all readers.</p><h1>"),
    ("order of their dates", "order of their names"),
    ("</ul>", "<li><a href=/c.pdf>Child C</a></ul>"),
    ("<li><a href=/b.pdf>Child B overview</a>", "<li>"),
    ("</main>", "</main><aside><a href=/new.pdf>New</a></aside>"),
  ])
  func `a link or a sentence changes it`(old: String, new: String) throws {
    let changed = Self.replacing(old, by: new)
    #expect(changed != Self.page)
    #expect(try Self.fingerprint(changed) != Self.fingerprint(Self.page))
  }

  /// Two loads of one page, and what stands in an address of it.
  @Test(arguments: [
    ("/c.pdf;jsessionid=0A1B", "/c.pdf;jsessionid=9C2D"),
    ("/c.pdf?1732600000", "/c.pdf?1732686400"),
    ("/c?PHPSESSID=2fd4e1c6", "/c?PHPSESSID=7a2d28fc"),
    ("/c?CFID=1&CFTOKEN=2", "/c?CFID=3&CFTOKEN=4"),
    (
      "/(S(lit3py55t21z5v55vlm25s55))/c.aspx?id=7", "/(S(2mx45y55t21z5v55vlm25s55))/c.aspx?id=7"
    ),
    ("/c?id=7&sid=2fd4e1c67a2d28fced", "/c?id=7&sid=849ee1bb76e7391b93"),
    (
      "/c?sid=00000000000000000000000000001EEF", "/c?sid=00000000000000000000000000003DDE"
    ),
    ("/c?_token=q7Kd82mZx04Lw9Tb", "/c?_token=R3nd5vB7yH1c6Gs2"),
    ("/c?t=1732600000123", "/c?t=1732686400456"),
    // The first load has no session yet.
    ("/c.pdf;jsessionid=0A1B", "/c.pdf"),
  ])
  func `sessions and times in an address change nothing`(old: String, new: String) throws {
    let changed = Self.replacing("/b.pdf", by: new)
    #expect(try Self.fingerprint(changed) == Self.fingerprint(Self.replacing("/b.pdf", by: old)))
    // Nor is the order of the links another.
    let many = ["/z.pdf", "/c.pdf"].map { "<a href=\($0)SESSION>Report</a>" }.joined()
    #expect(
      try Self.fingerprint(many.replacing("SESSION", with: ";jsessionid=2"))
        == Self.fingerprint(many.replacing("SESSION", with: "?1732600000"))
    )
  }

  @Test(arguments: [
    ("/a?sid=7", "/a?sid=8"), ("/a?sid=review-of-2019-practice", "/a?sid=review-of-2020-practice"),
    ("/a?sid=childprotection2019", "/a?sid=childprotection2020"),
    ("/a?v=1732600000", "/a?v=1732686400"),
    ("/a?id=2fd4e1c67a2d28fced", "/a?id=849ee1bb76e7391b93"), ("/a?1732600000", "/a?1732686400"),
    ("/a?CFID=1", "/a?CFID=2"), ("/(S(2019))/a", "/(S(2020))/a"),
    // Two values on one page tell two documents apart.
    (
      "/a?sid=2fd4e1c67a2d28fced>A</a> <a href=/a?sid=b93ed849ee1bb76e73",
      "/a?sid=2fd4e1c67a2d28fced>A</a> <a href=/a?sid=76e7391b93ed849ee1"
    ),
  ])
  func `what may tell one document from another changes it`(old: String, new: String) throws {
    let changed = Self.replacing("/b.pdf", by: new)
    #expect(try Self.fingerprint(changed) != Self.fingerprint(Self.replacing("/b.pdf", by: old)))
  }

  @Test
  func `an address that only a time told apart stands there once, with the words that it has`()
    throws
  {
    let html =
      "<p><a href='/a.pdf?1732600000123'><img src=i></a> <a href='/a.pdf?1732600000124'>A</a>"
    #expect(try Self.fingerprint(html) == "link https://www.example.org/a.pdf A\ntext A\n")
  }

  @Test func `its form is fixed`() throws {
    let html =
      "<nav><a href=/n>N</a></nav><p>Updated 2 May 2020, 16:05</p><a href=/b>B  2</a> <a href=/a>A</a>"
    #expect(
      try Self.fingerprint(html) == """
        link https://www.example.org/a A
        link https://www.example.org/b B 2
        text Updated # B # A

        """
    )
  }

  @Test(arguments: [
    "<nav>N</nav><main>One<p>two</p><nav>N</nav></main><p>No</p>",
    "<header>N</header><div role=main>One<div>two</div></div>",
    "<div id=content></div><div class='x entry-content'>One<br>two</div>No",
    "<body>One<aside>N</aside>two",
    "<p>No</p><article><header>One</header><p>two</article>",
    "<body><nav>N</nav>One<aside>N</aside><form><b>N</b></form><p>two</p><footer>N</footer>",
    "<body><form id=aspnetForm><div id=header>N</div><h1>One</h1>two<p hidden>N</form>",
    "<body><noscript>N</noscript><template>N</template>One<p>two<p style='display : none'>N",
    "<div class='cookie-bar'>N</div>One<script>N</script><p>two<div role=alert>N</div>",
  ])
  func `the main text is that of the page's subject`(html: String) throws {
    #expect(try Page.read(html).mainText == "One\ntwo")
  }
}

@Suite(.timeLimit(.minutes(20)))
struct `Comparing link sets` {
  private static func addresses(_ numbers: some Sequence<Int>) throws -> [WebAddress] {
    try numbers.map { try WebAddress("https://www.example.org/\($0).pdf") }
  }

  private static func comparison(
    _ previous: some Sequence<Int>,
    _ current: some Sequence<Int>
  ) throws -> LinkSetComparison {
    let links = try addresses(current).map { Link(address: $0, text: "x") }
    return LinkSetComparison(previous: try addresses(previous), current: links)
  }

  @Test func `what appeared and what disappeared is told in order`() throws {
    let comparison = try Self.comparison([3, 1, 2, 3], [4, 2, 0, 4])
    #expect(try comparison.appeared.map(\.address) == Self.addresses([4, 0]))
    #expect(try comparison.disappeared == Self.addresses([3, 1]))
    let same = try Self.comparison([1, 2], [2, 1])
    #expect(same.appeared.isEmpty && same.disappeared.isEmpty)
  }
}
