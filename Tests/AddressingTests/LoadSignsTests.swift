// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Support
import Testing

@testable import Addressing

/// What of an address may be of one load.
@Suite(.timeLimit(.minutes(5)))
struct `What an address has of one load` {
  static let pairs = [
    ("/a.pdf?id=7&X-Amz-Date=1&X-Amz-Signature=2", "/a.pdf?id=7"),
    ("/a.pdf?Expires=1&Signature=2&Key-Pair-Id=3", "/a.pdf"),
    ("/a.pdf?sv=2024&se=2026&sr=b&sp=r&sig=x%3D", "/a.pdf"),
    ("/get?q-sign-algorithm=sha1&q-ak=A&q-sign-time=1;2&q-signature=f&id=1", "/get?id=1"),
    ("/a.pdf?hdnea=exp=17~acl=/~hmac=f", "/a.pdf"), ("/a.pdf?TOKEN=1", "/a.pdf"),
    ("/a.pdf?%74oken=1", "/a.pdf"), ("/a.pdf?0af31b", "/a.pdf"), ("/a.pdf?v=3", "/a.pdf"),
    ("/s/AbC123dEf456gHi7/a.pdf", "/s/*/a.pdf"),
    ("/s/AbC123dEf456gHi7/a.pdf?token=1&id=2", "/s/*/a.pdf?id=2"),
    ("/f/a.pdf;sid=2012f", "/f/a.pdf"), ("/f/a.pdf;JSESSIONID_APP=2012F", "/f/a.pdf"),
    ("/f/a.pdf;v=2;SID=1?id=3", "/f/a.pdf;v=2?id=3"), ("/a.pdf?itok=2012f", "/a.pdf"),
    ("/a.pdf?la=en&hash=0012F", "/a.pdf?la=en"), ("/get?id=7&ASPSESSIONIDQQ=2012f", "/get?id=7"),
    // Known by what stands together.
    ("/get?id=7&key=9f86d081884c7d65&expires=1770000000", "/get?id=7"),
    ("/get?id=7&KEY=Ab3dEf4hIj5l&Exp=1770000000", "/get?id=7"),
    ("/a.pdf?st=_e4Nc3iduzkWRm01TBBNYw&e=1770000000", "/a.pdf"),
    ("/a.pdf?st=qWeRtYuIoPaSdFgHjKlZxQ&e=1770000000", "/a.pdf"),
    ("/a.pdf?md5=C2wTdSTf0u7yyJv5&expires=1770000000", "/a.pdf"),
    ("/a.pdf?hash=9f86d081884c7d65&ts=1770000000", "/a.pdf"),
    ("/a.pdf?k=9f86d081884c7d65&valid_until=2026-03-01T00:00:00Z", "/a.pdf"),
    ("/a.pdf?verify=1770000000-Ab3%2Fd%3D", "/a.pdf"),
    ("/a.pdf?GoogleAccessId=x&Expires=1&Signature=2", "/a.pdf"),
    ("/get?document=9f86d081884c7d65&k=AbCd12eF34&expires=900", "/get?document=9f86d081884c7d65"),
    ("/get?key=9f86d081884c7d65&signature=ab&expires=1770000000", "/get?key=9f86d081884c7d65"),
  ]

  @Test(arguments: pairs)
  func `is a signature, a token or a mark`(address: String, core: String) throws {
    let signs = try WebAddress("https://h.example" + address).loadSigns
    #expect(signs?.core == "https://h.example" + core)
  }

  @Test(arguments: [
    "/a.pdf", "/a.pdf?id=7", "/a.pdf?sv=2024&se=5", "/a.pdf?expires=5", "/get?0af31b",
    "/a.pdf?final", "/f/a.pdf;v=2", "/f/a;sid=2012f", "/f/a.pdf;sid", "/a.pdf?hashtag=a",
    "/safeguarding-reviews-2024/a.pdf", "/2024/03/a.pdf", "/AbC123dEf456gHi7/",
    "/media/12345678/a.pdf",
    "/AbC123dEf456gHi7.pdf", "/get?key=123", "/get?key=9f86d081884c7d65",
    "/get?key=123&expires=1770000000", "/get?key=annual-report-2024&expires=1770000000",
    "/get?key=SafeguardingReviewsAnnual&expires=1770000000", "/get?st=12&e=5",
    "/get?key=9f86d081884c7d65&e=5", "/get?docId=9f86d081884c7d65&expires=1770000000",
    "/get?key=reports/safeguarding.pdf&expires=1770000000",
  ])
  func `is not what may be a document's own`(address: String) throws {
    #expect(try WebAddress("https://h.example" + address).loadSigns == nil)
  }

  @Test(arguments: [
    ("/a.pdf?key=9f86d081884c7d65&expires=1770000000", true, true),
    ("/a.pdf?st=_e4Nc3iduzkWRm01TBBNYw&e=1770000000", true, true),
    ("/a.pdf?md5=C2wTdSTf0u7yyJv5&expires=1770000000", true, true),
    ("/a.pdf?hash=9f86d081884c7d65&ts=1770000000", true, false),
    ("/a.pdf?hash=9f86d081884c7d65", false, false),
  ])
  func `may expire where a time stands beside it`(
    address: String,
    mayExpire: Bool,
    isStoreSignature: Bool
  ) throws {
    let signs = try #require(try WebAddress("https://h.example" + address).loadSigns)
    #expect(signs.mayExpire == mayExpire)
    #expect(signs.isStoreSignature == isStoreSignature)
  }

  @Test func `is looked for in whatever a page has`() throws {
    var random = Seeded(seed: 7)
    let alphabet = Array("a1=&?/;%2.-_~#sigtokenX-Amz-expireskey7".utf8)
    for _ in 1...2_000 {
      let tail = (0..<Int(random.next() % 60)).map { _ in
        alphabet[Int(random.next() % UInt64(alphabet.count))]
      }
      guard
        let address = try? WebAddress("https://h.example/" + String(decoding: tail, as: UTF8.self)),
        let signs = address.loadSigns
      else { continue }
      #expect(signs.core.utf8.count <= address.text.utf8.count)
      #expect(signs.core.hasPrefix("https://h.example/"))
    }
  }
}
