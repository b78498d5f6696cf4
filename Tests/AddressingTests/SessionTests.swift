// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

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
    ("/a.pdf;jsessionid=1?1732600000", "/a.pdf"),
    ("/a/..;jsessionid=1/b.pdf", "/b.pdf"), ("/;jsessionid=1/a", "//a"),
    // What may tell one document from another stays.
    ("/a.pdf?17326", "/a.pdf?17326"), ("/get?1732600000", "/get?1732600000"),
    ("/a.pdf?v=1732600000", "/a.pdf?v=1732600000"), ("/a.pdf?9732600000", "/a.pdf?9732600000"),
    ("/a;version=2", "/a;version=2"), ("/a;sid=2", "/a;sid=2"), ("/a;b", "/a;b"),
    ("/a.pdf?jsessionid=1", "/a.pdf?jsessionid=1"),
    ("/jsessionid=1/a", "/jsessionid=1/a"), ("/", "/"),
  ])
  func `are no part of a document's name`(written: String, name: String) throws {
    let origin = "https://www.example.org"
    let address = try WebAddress(origin + written).droppingSessions
    #expect(address.text == origin + name)
    #expect(address.isNormal)
    #expect(address.droppingSessions == address)
  }
}
