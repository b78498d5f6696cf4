// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Support
import Testing
import Text

@testable import Addressing

@Suite(.timeLimit(.minutes(5)))
struct `Normalising addresses` {
  @Test func `what is plain is what libcurl makes of it`() throws {
    let pieces = [
      "a", "report-7.pdf", "/", "//", "..", ".", ".well", "%20", "%2F", "%2f", "%41", "%C3%BC", "%",
      "127", "0x7f", "www.", "-", "~", "_", "?", ":", "#", "@", "\\", "ü", "A", "%00", "%7F", "é",
    ]
    var generator = Seeded(seed: 20_261_128)
    var plain = 0
    for _ in 0..<20_000 {
      func some(_ most: Int) -> String {
        (0...Int.random(in: 0..<most, using: &generator)).map { _ in
          pieces.randomElement(using: &generator) ?? ""
        }.joined()
      }
      let host = Bool.random(using: &generator) ? "www.example.org" : some(3)
      let text = "https://\(host)/\(some(4))"
      guard WebAddress.isPlain(Array(text.utf8)[...]) else { continue }
      plain += 1
      #expect(throws: Never.self, "\(text)") {
        let normal = try AddressParser.parse(text, relativeTo: nil)
        #expect(normal.utf8.elementsEqual(text.utf8))
      }
    }
    #expect(plain > 500)
  }

  @Test(arguments: [
    ("HTTPS://WWW.Example.ORG/A", "https://www.example.org/A"),
    ("http://example.org", "http://example.org/"),
    ("http://example.org:80/a", "http://example.org/a"),
    ("https://example.org:443/a", "https://example.org/a"),
    ("https://example.org:8443/a", "https://example.org:8443/a"),
    ("https://example.org/a/./b/../c", "https://example.org/a/c"),
    ("https://example.org/a/%2e%2E/c", "https://example.org/c"),
    ("https://example.org/../../c", "https://example.org/c"),
    ("https://example.org/a/..", "https://example.org/"),
    ("https://example.org/%7euser/%e2%80%93", "https://example.org/~user/%E2%80%93"),
    ("https://example.org/a–b.pdf", "https://example.org/a%E2%80%93b.pdf"),
    ("https://example.org/a b.pdf", "https://example.org/a%20b.pdf"),
    ("https://example.org/a%2fb", "https://example.org/a%2Fb"),
    ("https://example.org/100%", "https://example.org/100%"),
    ("https://example.org/%zz", "https://example.org/%zz"),
    ("https://example.org/a#page=3", "https://example.org/a"),
    ("https://example.org/?b=2&a=1", "https://example.org/?b=2&a=1"),
    ("https://example.org/?q=a b&r=ü", "https://example.org/?q=a%20b&r=%C3%BC"),
    ("https://example.org?x=1", "https://example.org/?x=1"),
    ("  https://example.org/a.pdf \n", "https://example.org/a.pdf"),
    ("https://exam\nple.org/a\t.pdf", "https://example.org/a.pdf"),
    ("https://example.org\\files\\a.pdf", "https://example.org/files/a.pdf"),
    ("https://münchen.example/a", "https://xn--mnchen-3ya.example/a"),
    ("http://[::1]:8080/a", "http://[::1]:8080/a"),
    ("http://0x7f000001/", "http://127.0.0.1/"),
    ("https://example.org//a///b", "https://example.org//a///b"),
    ("https://example.org/a\u{0}b", "https://example.org/a%00b"),
  ])
  func `an address has one normal form`(found: String, normal: String) throws {
    #expect(try WebAddress(found).text == normal)
  }

  @Test func `a plain link has the normal form that any other way of writing it has`() throws {
    var random = Seeded(seed: 7)
    let bases = try [
      "https://example.org/", "https://example.org:8443/reviews/2020/index.php?page=1/2",
      "http://[::1]:8080/a", "https://example.org/a//b/", "https://example.org/a/..b?c",
    ].map { try WebAddress($0) }
    var plain = 0
    for _ in 0..<6_000 {
      let base = try #require(bases.randomElement(using: &random))
      let pieces = ["/", ".", "..", "a", "B7", "-", "_", "~", "%41", ":", "?", "//", " ", "é"]
      let length = Int.random(in: 0...6, using: &random)
      var link = (0..<length).compactMap { _ in pieces.randomElement(using: &random) }.joined()
      if Int.random(in: 0..<4, using: &random) == 0 { link = base.origin + link }
      // What browsers drop is no part of the address, and nothing that begins with it is plain.
      let written = try? WebAddress(link, relativeTo: base)
      #expect(written == (try? WebAddress("\t" + link, relativeTo: base)), "\(link) at \(base)")
      if let written, written.text.hasSuffix(link), !link.isEmpty { plain += 1 }
    }
    #expect(plain > 1_000)
  }

  @Test(arguments: [
    ("report.pdf", "https://example.org/reviews/2020/report.pdf"),
    ("./report.pdf", "https://example.org/reviews/2020/report.pdf"),
    ("../2019/report.pdf", "https://example.org/reviews/2019/report.pdf"),
    ("/files/a b.pdf", "https://example.org/files/a%20b.pdf"),
    (" /files/a.pdf ", "https://example.org/files/a.pdf"),
    ("//cdn.example.net/a.pdf", "https://cdn.example.net/a.pdf"),
    ("?id=7", "https://example.org/reviews/2020/index.php?id=7"),
    ("", "https://example.org/reviews/2020/index.php?page=1"),
    ("#top", "https://example.org/reviews/2020/index.php?page=1"),
    ("http://other.example/x", "http://other.example/x"),
    ("..", "https://example.org/reviews/"),
    (
      "files/Child-B-–-2017.pdf",
      "https://example.org/reviews/2020/files/Child-B-%E2%80%93-2017.pdf"
    ),
    ("a:b.pdf/c", nil),
    // Too few slashes, or too many.
    ("https:/files/a.pdf", "https://example.org/files/a.pdf"),
    ("https:a.pdf", "https://example.org/reviews/2020/a.pdf"),
    ("HTTPS:../a.pdf", "https://example.org/reviews/a.pdf"),
    ("https:?id=7", "https://example.org/reviews/2020/index.php?id=7"),
    ("https:#top", "https://example.org/reviews/2020/index.php?page=1"),
    ("https:mailto:a", "https://example.org/reviews/2020/mailto:a"),
    ("http:/other.example/x", "http://other.example/x"),
    ("http:other.example/x", "http://other.example/x"),
    ("https:///other.example/x", "https://other.example/x"),
    ("https:\\\\other.example\\x", "https://other.example/x"),
    ("////cdn.example.net/a.pdf", "https://cdn.example.net/a.pdf"),
  ])
  func `an href is resolved against its page`(href: String, resolved: String?) throws {
    let page = try WebAddress("https://example.org/reviews/2020/index.php?page=1")
    #expect((try? WebAddress(href, relativeTo: page))?.text == resolved)
  }

  @Test(arguments: [
    ("", AddressError.empty),
    ("   ", .empty),
    ("mailto:a@example.org", .unsupportedScheme("mailto")),
    ("JavaScript:void(0)", .unsupportedScheme("javascript")),
    ("ftp://example.org/a", .unsupportedScheme("ftp")),
    ("https://user:secret@example.org/", .credentials),
    ("report.pdf", .relative("report.pdf")),
    ("https://example.org/" + String(repeating: "a", count: 8_000), .tooLong(bytes: 8_020)),
  ])
  func `what cannot be asked for says why`(found: String, error: AddressError) {
    #expect(throws: error) { try WebAddress(found) }
  }

  @Test(arguments: [
    "https://", "http://exa mple.org/", "https://example.org:99999/", "https://[::1/",
  ])
  func `what libcurl cannot parse is malformed`(found: String) {
    #expect {
      try WebAddress(found)
    } throws: { error in
      if case .malformed = error as? AddressError { true } else { false }
    }
  }

  @Test func `normalising twice changes nothing, whatever the text`() throws {
    var generator = Seeded(seed: 20_261_123)
    let alphabet = Array("abcXYZ019-._~%2Ee7F/:?#[]@!$&'()*+,;= \t\"<>\\^`{|}é–\u{202E}\u{0}")
    let base = try WebAddress("https://example.org/a/b?c")
    var accepted = 0
    for _ in 0..<20_000 {
      let length = Int.random(in: 0...40, using: &generator)
      let tail = String((0..<length).compactMap { _ in alphabet.randomElement(using: &generator) })
      let found = Bool.random(using: &generator) ? "https://example.org/" + tail : tail
      guard let once = try? WebAddress(found, relativeTo: base) else { continue }
      accepted += 1
      let twice = try WebAddress(once.text)
      #expect(twice == once, "from “\(found)”")
      let name = once.droppingSessions
      #expect(name.isNormal && name.droppingSessions == name, "from “\(found)”")
      #expect(once.text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }, "from “\(found)”")
    }
    #expect(accepted > 10_000)
  }
}

@Suite(.timeLimit(.minutes(5)))
struct `Parts of an address` {
  @Test func `each part is cut out of the normal form`() throws {
    let address = try WebAddress("https://files.example.org:8443/a/Child%20D%20(2).PDF?v=1&w=2")
    #expect(address.scheme == "https")
    #expect(address.authority == "files.example.org:8443")
    #expect(address.host == "files.example.org")
    #expect(address.target == "/a/Child%20D%20(2).PDF?v=1&w=2")
    #expect(address.path == "/a/Child%20D%20(2).PDF")
    #expect(address.query == "v=1&w=2")
    #expect(address.lastPathComponent == "Child D (2).PDF")
    #expect(address.pathExtension == "pdf")
  }

  @Test(arguments: [
    ("/a/b.pdf", "b.pdf"), ("/a/b/", "b"), ("/a//", "a"), ("/a", "a"), ("/", ""), ("//", ""),
    ("/a%2Fb?c/d", "a/b"),
  ])
  func `the last part of a path is what stands behind the last slash, if anything does`(
    path: String,
    expected: String
  ) throws {
    #expect(try WebAddress("https://files.example.org\(path)").lastPathComponent == expected)
  }

  @Test(arguments: [
    ("/a.pdf;jsessionid=1A.node2", "pdf"), ("/a.PDF;v=1;w=2", "pdf"), ("/Annual;final.pdf", "pdf"),
    ("/a;v=1/b.docx", "docx"), ("/a;b=c.pdf", "pdf"), ("/a;v=1", nil), ("/a.;v=1", nil),
    ("/.pdf", nil),
  ])
  func `an extension has no parameters`(path: String, expected: String?) throws {
    #expect(try WebAddress("https://files.example.org\(path)").pathExtension == expected)
  }

  @Test func `parts that are cut by bytes are those that a plain reading finds`() throws {
    var random = Seeded(seed: 1_911)
    let hosts = ["a.org", "10.0.0.7", "[2001:db8::1]", "x1", "xn--bcher-kva.example"]
    let ports = ["", ":81", ":8443"]
    let words = ["", "a", "b.PDF", "c%2Fd.", ".e", "f;g=1.h", "%3Bx.pdf", "i.j.k", "%", "1:2"]
    var seen: Set<String?> = []
    for _ in 0..<5_000 {
      let authority =
        (hosts.randomElement(using: &random) ?? "") + (ports.randomElement(using: &random) ?? "")
      let path = (0..<Int.random(in: 0...4, using: &random))
        .map { _ in "/" + (words.randomElement(using: &random) ?? "") }.joined()
      let query = ["", "?", "?q=/a.b:1", "?a?b"].randomElement(using: &random) ?? ""
      let address = try WebAddress("http://\(authority)\(path)\(query)")
      let parts = address.text.dropFirst("http://".count)
      let target = parts[(parts.firstIndex(of: "/") ?? parts.endIndex)...]
      let front = target.prefix { $0 != "?" }
      #expect(address.scheme == "http" && address.authority == parts[..<target.startIndex])
      #expect(address.host == hosts.first { address.authority.hasPrefix($0) }?[...])
      #expect(address.origin == "http://" + address.authority && address.target == target)
      #expect(address.path == front)
      #expect(address.query == (front == target ? nil : target.dropFirst(front.count + 1)))
      let last = front.split(separator: "/").last.map(String.init) ?? ""
      #expect(address.lastPathComponent == PercentCoding.decode(last), "\(address)")
      seen.insert(address.pathExtension)
    }
    #expect(seen == [nil, "h", "k", "pdf"])
  }

  @Test func `an IPv6 host keeps its brackets`() throws {
    #expect(try WebAddress("http://[2001:db8::1]/").host == "[2001:db8::1]")
    #expect(try WebAddress("http://[2001:db8::1]:81/").host == "[2001:db8::1]")
  }

  @Test(arguments: [
    ("https://example.org/?id=1&refresh=77", "https://example.org/?id=1"),
    ("https://example.org/?refresh=77&id=1", "https://example.org/?id=1"),
    ("https://example.org/?refresh=77", "https://example.org/"),
    ("https://example.org/?refreshed=1", "https://example.org/?refreshed=1"),
    ("https://example.org/a", "https://example.org/a"),
  ])
  func `noise in the query can be dropped`(address: String, quiet: String) throws {
    #expect(try WebAddress(address).dropping(queryParameters: ["refresh"]).text == quiet)
  }
}
