// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Support
import Testing

@testable import Addressing

/// What of an address is no part of a document's name.
@Suite(.timeLimit(.minutes(5)))
struct `Sessions in an address` {
  @Test(arguments: [
    ("/files/a.pdf;jsessionid=0A1B", "/files/a.pdf"),
    ("/files/a.pdf;JSESSIONID=0A.node1", "/files/a.pdf"),
    ("/app;jsessionid=1/files/a.pdf", "/app/files/a.pdf"), ("/a;PHPSESSID=x;v=2", "/a;v=2"),
    ("/a;v=2;jsessionid=x?id=7", "/a;v=2?id=7"), ("/a.pdf?1732600000", "/a.pdf"),
    ("/a.pdf?1732600000123", "/a.pdf"), ("/a;CFID=1;CFTOKEN=2", "/a"),
    ("/a.PDF;sessionid=2fd4e1c67a2d28fced849ee1bb?1732600000", "/a.PDF"),
    ("/a.pdf;jsessionid=1?1732600000", "/a.pdf"),
    ("/a/..;jsessionid=1/b.pdf", "/b.pdf"), ("/;jsessionid=1/a", "//a"),
    ("/a.pdf?PHPSESSID=2fd4e1c67a2d28fced849ee1bb", "/a.pdf"), ("/a.pdf?jsessionid=1", "/a.pdf"),
    ("/get?id=7&PHPSESSID=2fd4&page=2", "/get?id=7&page=2"), ("/get?phpsessid=&id=7", "/get?id=7"),
    ("/a.pdf?CFID=77&CFTOKEN=2fd4e1c6", "/a.pdf"), ("/a?cftoken=2&id=7&cfid=1", "/a?id=7"),
    ("/a?ASPSESSIONIDQSBCRBDA=ABCD&id=7", "/a?id=7"), ("/a?ASPSESSIONID=ABCD", "/a"),
    ("/(S(lit3py55t21z5v55vlm25s55))/f/e.pdf", "/f/e.pdf"),
    ("/app/(X(1)S(lit3py55t21z5v55vlm25s55))/e.aspx?id=7", "/app/e.aspx?id=7"),
    ("/(S(lit3py55t21z5v55vlm25s55)F(x-y_z))/", "/"),
    ("/(S(lit3py55t21z5v55vlm25s55));jsessionid=1/a", "/a"),
    ("/a.pdf?PHPSESSID=1&1732600000", "/a.pdf"), ("/a.pdf/.;jsessionid=1?1732600000", "/a.pdf/"),
    // What may tell one document from another stays.
    ("/a;jsessionid=1.node1?1732600000", "/a?1732600000"),
    ("/a?CFID=77", "/a?CFID=77"), ("/a?sid=2fd4e1c67a2d28fc", "/a?sid=2fd4e1c67a2d28fc"),
    ("/a?sessionid=7", "/a?sessionid=7"), ("/a?PHPSESSID", "/a?PHPSESSID"),
    ("/a?PHPSESSID2=7", "/a?PHPSESSID2=7"), ("/a?t=1732600000", "/a?t=1732600000"),
    ("/a?ASPSESSIONIDS=7", "/a?ASPSESSIONIDS=7"), ("/(S(2019))/a", "/(S(2019))/a"),
    ("/(S(lit3py55t21z5v55vlm25s55))", "/(S(lit3py55t21z5v55vlm25s55))"),
    ("/(lit3py55t21z5v55vlm25s55)/a", "/(lit3py55t21z5v55vlm25s55)/a"),
    ("/(X(1))/a", "/(X(1))/a"),
    ("/(S(lit3py55-21z5v55vlm25s55))/a", "/(S(lit3py55-21z5v55vlm25s55))/a"),
    ("/get.php?1732600000", "/get.php?1732600000"), ("/No.12?1732600000", "/No.12?1732600000"),
    ("/get.aspx?1732600000123", "/get.aspx?1732600000123"),
    ("/v1.2?1732600000", "/v1.2?1732600000"),
    ("/m;sessionid=12/a.pdf", "/m;sessionid=12/a.pdf"), ("/a;session_id=7", "/a;session_id=7"),
    ("/a.pdf?17326", "/a.pdf?17326"), ("/get?1732600000", "/get?1732600000"),
    ("/a.pdf?v=1732600000", "/a.pdf?v=1732600000"), ("/a.pdf?9732600000", "/a.pdf?9732600000"),
    ("/a;version=2", "/a;version=2"), ("/a;sid=2", "/a;sid=2"), ("/a;b", "/a;b"),
    ("/jsessionid=1/a", "/jsessionid=1/a"), ("/", "/"),
  ])
  func `are no part of a document's name`(written: String, name: String) throws {
    let origin = "https://www.example.org"
    let address = try WebAddress(origin + written).droppingSessions
    #expect(address.text == origin + name)
    #expect(address.isNormal)
    #expect(address.droppingSessions == address)
  }

  @Test func `are dropped once and for all, however they are put together`() throws {
    var generator = Seeded(seed: 20_261_127)
    let pieces = [
      "/", "/a", "/..", "/.", ".pdf", "?", "&", ";", "1732600000", ";jsessionid=1.2", "PHPSESSID=2",
      "cfid=1", "CFTOKEN=2", "(S(lit3py55t21z5v55vlm25s55))", "X(1)", "v=2", "=",
    ]
    var changed = 0
    for _ in 0..<20_000 {
      let tail = (0..<8).compactMap { _ in pieces.randomElement(using: &generator) }.joined()
      guard let address = try? WebAddress("https://www.example.org/" + tail) else { continue }
      let name = address.droppingSessions
      changed += name == address ? 0 : 1
      #expect(name.isNormal && name.droppingSessions == name, "from “\(address)”: “\(name)”")
    }
    #expect(changed > 5_000)
  }
}
