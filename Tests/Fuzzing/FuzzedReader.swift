// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Appraisal
import Cataloguing
import Discovery
import Extraction
import Foundation
import HTTP
import Inflating
import Ledger
import OCFL
import Records
import Robots
import Scheduling

/// A reader of what comes from outside, and texts that it reads well, to begin with.
struct FuzzedReader: Sendable {
  let name: String
  let seeds: [String]
  let read: @Sendable ([UInt8]) -> Void

  /// Writes the texts into a folder, which is made if it is not there.
  func writeSeeds(in folder: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for (number, seed) in seeds.enumerated() {
      try Data(seed.utf8).write(to: URL(fileURLWithPath: "\(folder)/seed-\(number + 1)"))
    }
  }
}

extension FuzzedReader {
  static let all = [
    page, sitemap, feed, govuk, wordpress, markdown, robots, address, head, fields, body, packed,
    inventory, note, records, crontab, document, richText, pageLook, query,
  ]

  private static let site = WebAddress(alreadyNormal: "https://www.example.org/reviews/")

  private static func list(
    _ name: String,
    _ format: ListingFormat,
    _ seeds: [String]
  ) -> FuzzedReader {
    FuzzedReader(name: name, seeds: seeds) { bytes in
      var rest = bytes[...]
      // In pieces, as they come: the seam may be anywhere.
      let piece = max(1, bytes.first.map(Int.init) ?? 1) * 16
      _ = Listing.read(at: site, declaredCharset: nil, as: format, withParts: true) {
        () throws(Never) in
        defer { rest = rest.dropFirst(piece) }
        return Array(rest.prefix(piece))
      }
    }
  }

  // MARK: Lists

  private static let page = list(
    "page",
    .page,
    [
      """
      <!doctype html><html><head><base href="/a/"><meta charset=iso-8859-1><title>Reviews</title></head>
      <nav><a href="/">Home</a></nav><main><h2>2017</h2><ul><li><a href="../files/one.pdf">Child A</a> (PDF, 2 MB)
      <li><a href='two.pdf?x=1&amp;y=2#page=3'>B</a></ul><table><tr><td>C<td><a href=three.docx>Read</a></table>
      <script>document.write('<a href="four.pdf">')</script><a rel=next href="?page=2">Next</a></main>
      """,
      "<meta http-equiv=refresh content='0; url=/b/'><frameset><frame src=a.html></frameset>",
      "<svg><a xlink:href=x.pdf></svg><math><template><a href=y.pdf></template><iframe srcdoc='&lt;a href=z.pdf>'>",
    ]
  )
  private static let sitemap = list(
    "sitemap",
    .sitemap,
    [
      """
      <?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
      <url><loc>https://www.example.org/a.pdf</loc><lastmod>2017-01-01</lastmod></url><!-- - --><url><loc><![CDATA[/b]]></loc></url></urlset>
      """,
      "<sitemapindex><sitemap><loc>https://www.example.org/s.xml</loc></sitemap></sitemapindex>",
      "https://www.example.org/a.pdf\nhttps://www.example.org/b.pdf\n",
    ]
  )
  private static let feed = list(
    "feed",
    .feed,
    [
      """
      <rss version="2.0"><channel><title>t</title><item><title>A &amp; B</title><link>/a</link><enclosure url="/a.pdf" length="1"
      type="application/pdf"/><description>&lt;a href="/c.pdf"&gt;</description></item></channel></rss>
      """,
      """
      <feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="html">A</title><link rel="alternate" href="a"/><content
      type="xhtml"><div><a href="b.pdf">b</a></div></content></entry><link rel="next" href="?page=2"/></feed>
      """,
    ]
  )
  private static let govuk = list(
    "govuk",
    .govuk,
    [
      """
      {"base_path":"/a","title":"A","schema_name":"publication","details":{"attachments":[{"url":"https://assets.example.org/a.pdf",
      "title":"a","content_type":"application/pdf","file_size":12}],"body":"<p><a href='/b.pdf'>b</a>"},"links":{"documents":[]}}
      """
    ]
  )
  private static let wordpress = list(
    "wordpress",
    .wordpress,
    [
      """
      [{"id":1,"link":"https://www.example.org/a/","title":{"rendered":"A &#8211; B"},"content":{"rendered":"<a href=b.pdf>"},
      "source_url":"https://www.example.org/a.pdf","mime_type":"application/pdf","media_details":{"filesize":3}}]
      """,
      #"<link rel="https://api.w.org/" href="https://www.example.org/wp-json/">"#,
    ]
  )
  private static let markdown = FuzzedReader(
    name: "markdown",
    seeds: [
      "# A\n- [b](c.pdf \"t\") <https://www.example.org/d>\n[e]: f.pdf\n",
      "https://a.example/\n# note\n",
    ]
  ) { bytes in
    _ = Listing.read(markdown: bytes, at: site)
    _ = Listing.read(addresses: bytes, at: site)
  }

  // MARK: What a server says

  private static let robots = FuzzedReader(
    name: "robots",
    seeds: ["User-agent: *\nDisallow: /a*b$\nAllow: /a\nCrawl-delay: 2\nSitemap: /s.xml\n"]
  ) { bytes in
    let file = RobotsFile(bytes)
    for target in ["/", "/a?b", "/aab/%C3%BC"] {
      _ = file.decision(on: RobotsTarget(asWritten: target), for: RobotsAgent("hanaper"))
    }
  }
  private static let address = FuzzedReader(
    name: "address",
    seeds: [
      "https://u:p@www.example.org:8443/a/../b%2f?c=d&e#f", "//[::1]/", "http://bücher.example/ü",
      "?a", "HTTPS:/\\x\t\n.example", "file:///etc/passwd", "http://0x7f.1/",
    ]
  ) { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    guard let address = try? WebAddress(text, relativeTo: site) else { return }
    // What was made of it means the same when it is read again.
    precondition((try? WebAddress(address.text))?.text == address.text)
  }
  private static let head = FuzzedReader(
    name: "head",
    seeds: ["HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=\"utf-8\"\r\nX:\r\n y\r\n\r\n"]
  ) { bytes in
    _ = ResponseHead(bytes)
    _ = ResponseHead(kept: String(decoding: bytes, as: UTF8.self))
  }
  private static let fields = FuzzedReader(
    name: "fields",
    seeds: [
      "attachment; filename*=UTF-8''a%20b.pdf; filename=\"c\\\"d.pdf\"", "bytes 0-9/10",
      "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "text/html;charset=x",
      "120",
    ]
  ) { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    _ = ContentDisposition(bytes)
    _ = ContentRange(text)
    _ = MediaType(text)
    _ = HTTPDate(text, now: HTTPDate(secondsSince1970: 1_700_000_000))
    _ = PublishedName(text)
  }

  // MARK: What is fetched

  private static let body = FuzzedReader(
    name: "body",
    seeds: [
      "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\nxref\n0 1\ntrailer<</Root 1 0 R/ID[<00>]>>\nstartxref\n9\n%%EOF\n",
      "PK\u{3}\u{4}", "<html><title>404 Not Found</title>", "{\\rtf1 a}", "\u{D0}\u{CF}",
    ]
  ) { bytes in
    let kind = BodySignature.kind(of: BodyEvidence(whole: bytes), declaredType: nil)
    for kind in Set([kind, .pdf]) {
      _ = DocumentContent.digest(of: bytes, as: kind)
      _ = DocumentContent.isEncrypted(bytes, as: kind)
    }
    _ = PageLikeness(bytes, charset: nil, at: site, asked: site)
  }
  private static let packed = FuzzedReader(
    name: "packed",
    seeds: ["\u{1F}\u{8B}", "\u{1F}\u{8B}\u{8}\0\0\0\0\0\0\u{3}"]
  ) { bytes in
    _ = GzipReader([0x1F, 0x8B] + bytes, limit: 1 << 20)
    _ = GzipReader(bytes, limit: 1 << 20)
  }

  // MARK: What is kept

  private static let inventory = FuzzedReader(
    name: "inventory",
    seeds: [
      """
      {"digestAlgorithm":"sha512","head":"v1","id":"a","manifest":{"\(String(repeating: "0a", count: 64))":["v1/content/a"]},
      "type":"https://ocfl.io/1.1/spec/#inventory","versions":{"v1":{"created":"2026-01-01T00:00:00Z","state":{"\(
      String(repeating: "0a", count: 64))":["a"]}}}}
      """
    ]
  ) { bytes in _ = try? Inventory(proven: bytes) }
  private static let note = FuzzedReader(
    name: "note",
    seeds: [
      "example.org/reports\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n— example.org/reports AAAAAAAA\n",
      "c2sp.org/tlog-proof@v1\nindex 0\n\nexample.org/reports\n1\nAAAA\n\n— a AAAA\n",
      "log a+00000000+AQ==\nwitness w b+00000000+BA==\ngroup g 1 w\nquorum g\n", "old 0\n\na\n",
    ]
  ) { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    _ = try? SignedNote(bytes)
    _ = try? SignedCheckpoint(bytes)
    _ = try? SignedCheckpoint.all(in: bytes)
    _ = try? LeafProof(bytes)
    _ = try? TrustPolicy(bytes)
    _ = try? AddCheckpoint(bytes)
    _ = try? NoteKey(text)
    _ = try? NoteSigner.read(secretLines: text)
  }
  private static let records = FuzzedReader(
    name: "records",
    seeds: [
      """
      {"address":"https://a.example/b.pdf","digest":"sha512:\(String(repeating: "0a", count: 64))",
      "retrievedAt":"2026-01-01T00:00:00Z","schema":"hanaper/capture/1","size":12,"title":"a\\"b"}
      """,
      #"{"at":"2026-01-01T00:00:00Z","kind":"run","run":"20260101T000000Z"}"#,
    ]
  ) { bytes in
    _ = try? CaptureHead(decoding: bytes)
    _ = try? Leaf(decoding: bytes)
    _ = RecordForm(of: bytes)
  }
  private static let crontab = FuzzedReader(
    name: "crontab",
    seeds: ["# hanaper a\n17 3 * * 1-6 hanaper sync\n# end of hanaper a\n"]
  ) { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    _ = Crontab.start(of: "a", in: text)
    _ = Crontab.removing("a", from: text)
  }

  // MARK: What is searched

  /// The parts of office files, each alone in an archive that is not packed: what unpacks them has a reader of its own.
  private static let document = FuzzedReader(
    name: "document",
    seeds: [
      "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>a</w:t></w:r><w:del><w:delText>b</w:delText></w:del></w:p>",
      "<cols><col min='1' max='2' hidden='1'/></cols><row r='1'><c r='B2' t='s'><v>0</v></c></row>",
      "<text:p>a<text:s text:c='3'/><text:hidden-paragraph text:is-hidden='true'/></text:p>",
      "<p:sld show='0'><p:sp><p:cNvPr hidden='1'/><a:t>a</a:t></p:sp></p:sld>",
    ]
  ) { bytes in
    let parts: [(BodyKind, [String])] = [
      (.docx, ["word/document.xml", "word/styles.xml"]), (.odt, ["content.xml", "styles.xml"]),
      (.ods, ["content.xml"]), (.xlsx, ["xl/workbook.xml", "xl/sharedStrings.xml"]),
      (.pptx, ["ppt/presentation.xml"]),
    ]
    for (kind, names) in parts {
      _ = TextReader.read(archive(of: names.map { ($0, bytes) }), as: kind)
      _ = TextReader.read(bytes, as: kind)
    }
    _ = TextReader.read(bytes, as: .html)
    _ = TextReader.read(bytes, as: .text)
  }

  private static func archive(of files: [(name: String, bytes: [UInt8])]) -> [UInt8] {
    func number(_ value: Int, _ width: Int) -> [UInt8] {
      (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    var (body, directory): ([UInt8], [UInt8]) = ([], [])
    for (name, bytes) in files {
      let size = number(bytes.count, 4)
      let shared =
        [UInt8](repeating: 0, count: 14) + size + size + number(name.utf8.count, 2) + [0, 0]
      directory += [0x50, 0x4B, 1, 2, 0, 0] + shared + [UInt8](repeating: 0, count: 10)
      directory += number(body.count, 4) + Array(name.utf8)
      body += [0x50, 0x4B, 3, 4] + shared + Array(name.utf8) + bytes
    }
    let count = number(files.count, 2)
    return body + directory + [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + count + count
      + number(directory.count, 4) + number(body.count, 4) + [0, 0]
  }
  private static let richText = FuzzedReader(
    name: "rich-text",
    seeds: [
      #"{\rtf1\ansi{\fonttbl{\f0 A;}}\uc2\u8220\'93x{\v b}{\*\shpinst{\shptxt c}}\bin3 abc\par}"#
    ]
  ) { bytes in
    _ = TextReader.read(bytes, as: .rtf)
    _ = TextReader.read(Array("{\\rtf1 ".utf8) + bytes, as: .rtf)
  }
  private static let pageLook = FuzzedReader(
    name: "page-look",
    seeds: [
      "1\t1\t0\t0\t0\t0\t0\t0\t9\t9\t-1\tp\n5\t1\t0\t0\t0\t0\t1\t1\t5\t5\t100\tword\nP6\n2 1\n255\nabcdef"
    ]
  ) { bytes in
    TextReader.look(at: bytes)
  }
  private static let query = FuzzedReader(
    name: "query",
    seeds: [
      "\"serious case\" Child D injur* source:a year:2017 standing:gone version:all", "“a” b*",
    ]
  ) { bytes in
    let query = SearchQuery(String(decoding: bytes, as: UTF8.self))
    _ = query.inAnyOrder
    let halves = bytes.split(separator: 0x0A, maxSplits: 1).map {
      String(decoding: $0, as: UTF8.self)
    }
    _ = TextComparison([halves.first ?? ""], [halves.last ?? ""]).changes
  }
}
