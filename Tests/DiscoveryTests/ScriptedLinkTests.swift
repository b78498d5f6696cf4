// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Testing

@testable import Discovery

/// Addresses of documents that stand on the page, though only a script opens them.
@Suite(.timeLimit(.minutes(20)))
struct `Documents behind scripts` {
  @Test(arguments: [
    "<button onclick=\"window.open('/files/a.pdf')\">Child A</button>",
    "<button onclick='window.open(\"/files/a.pdf\", \"_blank\")'>Child A</button>",
    "<a href='#' onclick=\"location.href='/files/a.pdf'; return false\">Child A</a>",
    "<a href='javascript:void(0)' data-href='/files/a.pdf'>Child A</a>",
    "<a href=\"javascript:openDocument('/files/a.pdf', 7)\">Child A</a>",
    "<a href=\" JavaScript:show(&quot;/files/a.pdf&quot;)\">Child A</a>",
    "<select><option value=''>Choose</option><option value='/files/a.pdf'>Child A</option></select>",
    "<form><button formaction='/files/a.pdf'>Child A</button></form>",
    "<div data-url='/files/a.pdf'>Child A</div>", "<li data-file='../../files/a.pdf'>Child A</li>",
    "<span onclick=\"go('\\/files\\/a.pdf')\">Child A</span>",
    "<iframe data-src='/files/a.pdf' title='Child A'></iframe>",
    "<button data-link='https://www.example.org/files/a.pdf#page=2' aria-label='Child A'></button>",
    "<button data-download-url='/files/a.pdf'>Child A</button>",
    "<div data-pdf='/files/a.pdf'>Child A</div>",
    "<li data-whatever-it-is='/files/a.pdf'>Child A</li>",
    "<a ng-href='/files/a.pdf'>Child A</a>", "<button hx-get='/files/a.pdf'>Child A</button>",
    "<button @click=\"window.open('/files/a.pdf')\">Child A</button>",
    "<button v-on:click.prevent=\"open('/files/a.pdf')\">Child A</button>",
    "<form action='/files/a.pdf'><button>Child A</button></form>",
    "<form method='GET' action='/files/a.pdf'><button>Child A</button></form>",
    "<form method=post><button formmethod=get formaction='/files/a.pdf'>Child A</button></form>",
  ])
  func `are links with the words of their element`(html: String) throws {
    let listing = try Page.read("<h2>Reviews</h2>\(html)")
    #expect(listing.links.map(\.address.text) == ["https://www.example.org/files/a.pdf"])
    #expect(listing.links.map(\.text) == ["Child A"])
    #expect(listing.links.first?.heading == "Reviews")
  }

  @Test(arguments: [
    "<button onclick=\"show('/reviews/child-a')\">A</button>", "<div data-url='/news/'>News</div>",
    "<button onclick=\"track('click', 'report.pdf downloads')\">A</button>",
    "<img data-src='/pictures/a.jpg'>", "<a href='javascript:print()'>Print</a>",
    "<select><option value='pdf'>PDF</option><option value='2017'>2017</option></select>",
    "<button onclick=\"alert('It\\'s gone\")>A</button>", "<div onclick=\"open('\">A</div>",
    "<input value='/files/a.pdf'>",
    "<button onclick=\"ga('send', 'event', 'PDF', 'report.pdf')\">A</button>",
    "<button data-href='{{report.url}}.pdf'>A</button>", "<a href='{{report.url}}.pdf'>A</a>",
    "<div data-url='${file}.pdf'>A</div>",
    "<button onclick=\"window.open(`/f/${n}.pdf`)\">A</button>",
    "<button onclick=\"alert('Cannot open this. Files are *.pdf')\">A</button>",
    "<button onclick=\"alert('Please open report a.pdf')\">A</button>",
    "<button onclick=\"location='/get.php?file=a.pdf&id='+id\">A</button>",
    "<button onclick=\"location=folder + '/a.pdf'\">A</button>",
    "<button onclick=\"open('https://share.example/sharer.php?u=https://www.example.org/a.pdf')\">A</button>",
    "<div data-src='data:application/pdf;base64,\(String(repeating: "A", count: 3_000)).pdf'></div>",
  ])
  func `that name no document are left alone`(html: String) throws {
    #expect(try Page.read(html).links.isEmpty)
  }

  /// What may change something at the site is not asked for.
  @Test(arguments: [
    "<form method='post' action='/files/a.pdf'><button>Delete</button></form>",
    "<form method='post'><p><button formaction='/files/a.pdf'>Delete</button></p></form>",
    "<form><button formmethod='POST' formaction='/files/a.pdf'>Delete</button></form>",
    "<button data-url='/delete/a.pdf'>Delete</button>",
    "<button onclick=\"open('/files/a.pdf?action=delete')\">Delete</button>",
    "<button data-href='/get?file=a.pdf&amp;do=log-out'>Leave</button>",
    "<button hx-get='/sign_out/a.pdf'>Leave</button>",
    "<button hx-delete='/files/a.pdf'>Delete</button>",
    "<button hx-post='/files/a.pdf'>Delete</button>",
    "<button data-toggle='collapse' data-target='#a'>More</button>",
  ])
  func `that do something are left alone`(html: String) throws {
    #expect(try Page.read(html).links.isEmpty)
  }

  @Test func `may be about deleting`() throws {
    let links = try Page.read("<button data-url='/files/delete.pdf'>How to delete</button>").links
    #expect(links.map(\.address.path) == ["/files/delete.pdf"])
  }

  @Test func `by download routes are found too`() throws {
    let html = """
      <button onclick="get('/downloads/file/17/child_a')">A</button>
      <button data-url="/?wpdmdl=9">B</button><button data-href="/get?name=c.docx">C</button>
      """
    #expect(try Page.read(html).links.map(\.text) == ["A", "B", "C"])
  }

  @Test(arguments: [
    (#"open('/f/O\'Brien.pdf')"#, "/f/O'Brien.pdf"), ("open(`/f/c.pdf`)", "/f/c.pdf"),
    (#"open('\u002ff\x2fe\u{2e}pdf')"#, "/f/e.pdf"), ("open('/f/Child A.pdf')", "/f/Child%20A.pdf"),
    ("open('/f/a.pdf' + '?t=' + now)", "/f/a.pdf"), (#"open('/f/\u00e9.pdf')"#, "/f/%C3%A9.pdf"),
  ])
  func `are read as the script would`(script: String, path: String) throws {
    let links = try Page.read("<button onclick=\"\(script)\">Child A</button>").links
    #expect(links.map(\.address.path) == [path[...]])
  }

  @Test(arguments: [
    "https://share.example/sharer.php?u=https://www.example.org/a.pdf",
    "https://share.example/?x=1&url=https%3A%2F%2Fwww.example.org%2Fa.pdf",
  ])
  func `are not what shares their address`(href: String) throws {
    let links = try Page.read("<a href='\(href)'>Share</a>").links
    #expect(links.map(\.expectation) == [.unknown])
  }

  @Test func `on a link that leads somewhere are not looked for`() throws {
    let html = "<a href='/get/7' onclick=\"count('/files/b.pdf')\" data-url='/files/c.pdf'>A</a>"
    let links = try Page.read(html).links
    #expect(links.map(\.address.path) == ["/get/7"])
  }

  @Test func `stand once, beside the link that leads to them`() throws {
    let html = "<a href='/a.pdf' onclick=\"track('/a.pdf')\" data-url='/a.pdf'>Child A</a>"
    #expect(try Page.read(html).links.map(\.text) == ["Child A"])
  }

  @Test(arguments: [
    ("<button data-href='/media/26/download?inline'>A</button>", "/media/26/download"),
    ("<button onclick=\"location='/download.aspx?id=25'\">A</button>", "/download.aspx"),
    ("<select><option value='/download/24'>A</option></select>", "/download/24"),
    ("<button onclick=\"open('/getfile.ashx?key=7')\">A</button>", "/getfile.ashx"),
    (
      "<button onclick=\"location.href='/mgConvert2PDF.aspx?ID=1'\">A</button>",
      "/mgConvert2PDF.aspx"
    ),
    (
      "<button onclick=\"open('/sites/default/files/2024-01/report')\">A</button>",
      "/sites/default/files/2024-01/report"
    ),
    ("<a href='#' onclick=\"go('/documents/312')\">A</a>", "/documents/312"),
    ("<div data-settings='{\"file\":\"/f/a.pdf\",\"t\":\"A\"}'>A</div>", "/f/a.pdf"),
    ("<div data-documents='[\"\\/f\\/a.pdf\"]'>A</div>", "/f/a.pdf"),
  ])
  func `are found by the routes of site software, and in data`(html: String, path: String) throws {
    let listing = try Page.read(html)
    #expect(listing.links.map { String($0.address.path) } == [path])
    #expect(listing.aspects.scriptOnly.count == 0)
  }

  @Test(arguments: [
    "<button onclick=\"open('/downloads/')\">A</button>", "<div data-url='/files/archive'>A</div>",
    "<button onclick=\"open('/documents/reviews-of-2024')\">A</button>",
    "<div data-url='/download.aspx'>A</div>", "<div data-url='/account/delete?download=1'>A</div>",
    "<div data-settings='{\"page\":\"/reviews/\",\"logo\":\"/a.png\"}'>A</div>",
    "<div data-settings='{\"file\":'>A</div>", "<div data-settings='{'>A</div>",
  ])
  func `are not seen where nothing says that a file is delivered`(html: String) throws {
    #expect(try Page.read(html).links.isEmpty)
  }

  @Test func `that are long data are passed over`() throws {
    let data = String(repeating: "\"/x\",", count: 10_000)
    #expect(try Page.read("<div data-a='[\(data)\"/f/a.pdf\"]'>A</div>").links.isEmpty)
  }

  @Test func `have the words of a button that is a field`() throws {
    let html = """
      <form action='/files/a.pdf'><input type=submit value='Child A'></form>
      <input type=button value='Child B' onclick="open('/files/b.pdf')">
      <form action='/files/c.pdf'><input type=text value='Not this'></form>
      """
    #expect(try Page.read(html).links.map(\.text) == ["Child A", "Child B", ""])
  }

  @Test func `are counted where only a script could open them`() throws {
    let html = """
      <a href="javascript:__doPostBack('list','')">Overview report, Child A</a>
      <a href="#" onclick="getDoc(1234)">Child B</a><button onclick="load(7)">Child C (PDF)</button>
      <button onclick="load(8)">More</button><a href="#top">Top</a><a href="javascript:print()">Print</a>
      <a href="#" onclick="toggleMenu()">Menu</a><a href="/a" onclick="count()">A</a>
      <a href="#" onclick="open('/files/d.pdf')">Child D (PDF)</a>
      <nav><a href="#" onclick="getDoc(5)">Report of the year (PDF)</a></nav>
      """
    let links = try Page.read(html).aspects.scriptOnly
    #expect(links.count == 4 && links.first == "Overview report, Child A")
    #expect(links.documents == 2 && links.firstDocument == "Overview report, Child A")
    let concern = try Page.read("<a href='#' onclick='ask()'>Report a concern</a>").aspects
      .scriptOnly
    #expect(concern.count == 1 && concern.documents == 0)
  }
}
