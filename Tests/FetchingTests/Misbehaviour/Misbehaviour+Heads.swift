// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Support

extension Misbehaviour {
  private static let noHTTP = Outcome.failure("the answer is not sound HTTP")

  static let chatter = Misbehaviour(
    "early hints before the answer, and a trailer after it",
    .answer(200, Array("%PDF".utf8)),
    raw(
      """
      HTTP/1.1 103 Early Hints\r\nETag: "early"\r\n\r\n\
      HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n%PDF\r\n0\r\nETag: "late"\r\n\r\n
      """
    )
  )

  /// Status lines and fields that are not as they should be.
  static let heads = [
    chatter,
    Misbehaviour("an answer of another protocol", noHTTP, last("220 smtp.example ESMTP\r\n")),
    Misbehaviour("a body without a head", noHTTP, last("%PDF-1.7\n%%EOF\n")),
    Misbehaviour(
      "a zero byte in a field",
      noHTTP,
      last("HTTP/1.1 200 OK\r\nX: a\0b\r\nContent-Length: 0\r\n\r\n")
    ),
    Misbehaviour(
      "a first line that goes on with one that is not there",
      noHTTP,
      last("HTTP/1.1 200 OK\r\n folded: 1\r\nContent-Length: 0\r\n\r\n")
    ),
    Misbehaviour(
      "lines that go on with the one before",
      .answer(200, Array("%PDF".utf8)),
      last("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nETag:\r\n\t\"1\"\r\n\r\n%PDF")
    ),
    Misbehaviour(
      "fields without end",
      .failure("the header section is larger"),
      Reply([
        .send(Array("HTTP/1.1 200 OK\r\n".utf8)),
        .endlessly(Array(String(repeating: "X-Flood: 1\r\n", count: 500).utf8)),
      ])
    ),
    Misbehaviour(
      "two tags, of which the first counts",
      .answer(200, document),
      .ok(document, type: "application/pdf", headers: [("ETag", "\"1\""), ("ETag", "\"2\"")])
    ),
    Misbehaviour(
      "a cookie, a log-in and a refresh, none of which is taken up",
      .answer(200, document),
      .ok(
        document,
        type: "application/pdf",
        headers: [
          ("Set-Cookie", "session=1"), ("WWW-Authenticate", "Basic"), ("Refresh", "0; url=/evil"),
          ("Alt-Svc", "h2=\"127.0.0.1:1\""), ("Content-Location", "/evil"),
        ]
      )
    ),
  ]

  /// Walls are answers: what they mean is told elsewhere, by status, fields and text together.
  static let walls = [
    (202, [("x-amzn-waf-action", "challenge")]), (403, [("cf-mitigated", "challenge")]),
    (405, [("x-amzn-waf-action", "captcha")]), (429, [("Retry-After", "0")]),
    (503, [("Retry-After", "0")]), (401, [("WWW-Authenticate", "Basic realm=\"a\"")]),
    (407, [("Proxy-Authenticate", "Basic realm=\"a\"")]), (451, []),
  ].map { status, fields in
    Misbehaviour(
      "a wall with status \(status)",
      .answer(status, Array("<title>Just a moment...</title>".utf8)),
      .status(
        status,
        [("Content-Type", "text/html")] + fields,
        body: Array("<title>Just a moment...</title>".utf8)
      )
    )
  }

  /// Redirects that a careful client follows, or refuses to.
  static let redirects = [
    Misbehaviour("for good, to other bytes", .answer(200, Array("other".utf8)), requests: 2) {
      $0.path == "/b.pdf" ? .ok(Array("other".utf8), type: "a/b") : .redirect(301, to: "/b.pdf")
    },
    Misbehaviour("to itself", .failure("the redirects go round"), .redirect(302, to: "/a.pdf")),
    Misbehaviour("without end", .failure("more than 10 redirects"), requests: 11) {
      .redirect(302, to: "\($0.path)x")
    },
    Misbehaviour("to a file", .failure("a redirect to “file:"), .redirect(302, to: "file:///a")),
    Misbehaviour("to FTP", .failure("a redirect to “ftp:"), .redirect(302, to: "ftp://a/b")),
    Misbehaviour(
      "to a name with a password",
      .failure("a redirect to “"),
      .redirect(302, to: "http://user:secret@127.0.0.1/")
    ),
    Misbehaviour("with a line break in its target", .answer(204, nil), requests: 2) {
      $0.path == "/a.pdf" ? .redirect(302, to: "/b%0d%0aX-Injected:%201") : .status(204)
    },
  ]
}
