// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Testing

@testable import OCFL

@Suite(.timeLimit(.minutes(20)))
struct `A URI` {
  @Test(arguments: [
    "https://example.org/", "https://example.org", "HTTP://EXAMPLE.ORG:80/a/b;c=1,2?x=y&z#top",
    "urn:isbn:0451450523", "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "info:lccn/2002022641",
    "info:a", "ark:/12345/x54xz321", "ark:12345/x", "mailto:a@example.org", "doi:10.1000/182",
    "hdl:2027/abc.1", "tag:example.org,2026:x", "data:,A%20b", "news:comp.infosystems.www",
    "tel:+1-816",
    "file:///tmp/a", "file:/tmp/a", "about:blank", "a:", "z+-.9:x", "a:?q", "a:#f", "a:b:c:@",
    "x://",
    "https://example.org?q", "https://example.org#f", "https://example.org/?a/b?c", "a:b#c/d?e",
    "https://example.org//a//b/", "https://user:pass@example.org:8443/", "ftp://@host:/", "a://:80",
    "https://example.org/%C3%A9%2f%00", "a://%41.b/", "https://ex_ample.~x!$&'()*+,;=/", "a:%20",
    "https://127.0.0.1/", "https://999.1.1.1/", "ldap://[2001:db8::7]/c=GB?objectClass?one",
    // Addresses in brackets
    "a://[::]", "a://[::1]:80/", "a://u@[::1]", "a://[1::]", "a://[1:2:3:4:5:6:7:8]",
    "a://[1:2:3:4:5:6:7::]", "a://[::2:3:4:5:6:7:8]", "a://[1::3:4:5:6:7:8]", "a://[ABCD:ef01::0]",
    "a://[::ffff:192.0.2.1]", "a://[1:2:3:4:5:6:192.0.2.255]", "a://[::192.0.2.1]",
    "a://[1::0.0.0.0]",
    "a://[v1.x]", "a://[vFF.a:b~!]", "a://[V9.:]", "a://[::]?q", "a://[::]#f", "a://[::]:",
  ])
  func `has a scheme and only what a URI may have`(text: String) {
    #expect(URISyntax.isURI(text))
  }

  @Test(arguments: [
    "", ":", "a", "report", "object-01", "a@example.org", "example.org", "www.example.org/a",
    "//example.org/a", "/a/b", "a/b:c", "./a:b", "?a:b", "#a:b", "../x", ":a", "://example.org",
    // No scheme
    "1a:b", "-a:b", "+a:b", ".a:b", "a_b:c", "a b:c", "a%41:b", "é:a", "a\u{301}:b", "a@b:c",
    " a:b",
    // Not allowed anywhere
    "a:b c", "a:b\n", "a: ", "a:\t", "a:<b>", "a:\"b\"", "a:b\\c", "a:{b}", "a:b|c", "a:b^c",
    "a:b`c",
    "https://example.org/é", "a:\0", "a:\u{7F}", "a:b\u{301}", "C:\\reports\\a.pdf",
    // Brackets elsewhere than around an address
    "a:[b]", "a:b[0]", "a://h/[b]", "a:?[b]", "a:#[b]",
    // Percent-encodings
    "a:%", "a:%4", "a:%4g", "a:%g4", "a:%%41", "a:%é1", "a:?%", "a:#%4", "a://%4/", "a://%@h/",
    "a:%+1",
    // One fragment
    "a:#b#c", "a:##",
    // Authorities
    "https://a@b@c/", "https://h:8o/", "https://h:80:80/", "https://h:-1/", "https://a b/",
    "a://[", "a://]", "a://[]", "a://[::1", "a://::1]", "a://x[::1]", "a://[::1]x", "a://[::1]x:80",
    "a://[::1]:x", "a://[[::1]]", "a://[u@::1]", "a://::1/",
    // No IPv6 addresses
    "a://[:]", "a://[:::]", "a://[1]", "a://[1:2:3:4:5:6:7]", "a://[1:2:3:4:5:6:7:8:9]",
    "a://[1:2:3:4:5:6:7::8]", "a://[::1:2:3:4:5:6:7:8]", "a://[1::2::3]", "a://[::1::]", "a://[1:]",
    "a://[:1]", "a://[1:2:3:4:5:6:7:]", "a://[:2:3:4:5:6:7:8]", "a://[::12345]", "a://[::g]",
    "a://[1:::2]",
    "a://[::1:]", "a://[192.0.2.1]", "a://[::192.0.2]", "a://[::192.0.2.256]", "a://[::192.0.2.01]",
    "a://[::192.0.2.1.1]", "a://[::192.0.2.]", "a://[::192.0.2.1:1]", "a://[192.0.2.1::]",
    "a://[1:2:3:4:5:6:7:192.0.2.1]", "a://[::2:3:4:5:6:7:192.0.2.1]", "a://[fe80::1%25eth0]",
    "a://[::1/64]", "a://[::1%41]",
    // No addresses of the future
    "a://[v]", "a://[v1]", "a://[v1.]", "a://[v.x]", "a://[vg.x]", "a://[v1.%41]", "a://[v1.a/b]",
    "a://[1v.x]",
  ])
  func `is nothing else`(text: String) {
    #expect(!URISyntax.isURI(text))
  }

  @Test
  func `has in its path, query and fragment the characters of RFC 3986 and no others`() {
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/"
    for byte in UInt8.min...0x7F {
      let character = String(Unicode.Scalar(byte))
      let isPlain = letters.utf8.contains(byte)
      let isQuestionMark = byte == UInt8(ascii: "?")
      let isHash = byte == UInt8(ascii: "#")
      #expect(URISyntax.isURI("a:b\(character)c") == (isPlain || isQuestionMark || isHash))
      #expect(URISyntax.isURI("a:?b\(character)c") == (isPlain || isQuestionMark || isHash))
      #expect(URISyntax.isURI("a:#b\(character)c") == (isPlain || isQuestionMark))
    }
  }
}
