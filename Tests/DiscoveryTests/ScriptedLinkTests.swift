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
    "<div data-settings='{\"file\":\"/files/a.pdf\"}'>A</div>",
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
}
