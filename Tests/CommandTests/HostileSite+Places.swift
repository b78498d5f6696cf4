// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Support

extension HostileSite {
  private typealias Row = (
    role: HostilePlace.Role, what: String, outcome: String, reply: Reply
  )

  static let all = HostileSite(
    places: (pages + documents + robots).enumerated().map { number, row in
      HostilePlace(
        role: row.role,
        what: row.what,
        number: number + 1,
        outcome: row.outcome,
        reply: { _ in row.reply }
      )
    }
  )

  private static func raw(_ text: String) -> Reply {
    Reply([.send(Array(text.utf8)), .close])
  }

  /// A page that begins in good order and then says one thing for as long as somebody listens.
  private static func endless(_ piece: String, fields: [(String, String)] = []) -> Reply {
    let head = Reply.head(200, [("Content-Type", "text/html")] + fields)
    let pieces = String(repeating: piece, count: max(1, 20_000 / piece.utf8.count))
    return Reply([
      .send(head), .content(Array("<!doctype html><title>Reviews</title><main>".utf8)),
      .endlessly(Array(pieces.utf8)),
    ])
  }

  /// A page of so many pieces.
  private static func page(_ count: Int, _ piece: (Int) -> String) -> Reply {
    var text = Array("<!doctype html><title>Reviews</title><main>".utf8)
    for number in 0..<count { text += piece(number).utf8 }
    return .ok(text, type: "text/html")
  }

  private static let pages: [Row] = [
    (
      .page, "a fold where no field is", "unreachable protocol-fault",
      raw("HTTP/1.1 200 OK\r\n X: 1\r\n\r\n<title>a</title>")
    ),
    (.page, "nothing", "unreachable reset", Reply([.close])),
    (.page, "a reset", "unreachable reset", Reply([.reset])),
    (.page, "another protocol", "unreachable protocol-fault", raw("SSH-2.0-OpenSSH_9.2\r\n")),
    (.page, "silence", "unreachable stalled", Reply([.pause(.seconds(600))])),
    (
      .page, "a status that nobody knows", "server-error",
      raw("HTTP/1.1 999 No\r\nContent-Length: 0\r\n\r\n")
    ),
    (
      .page, "fields without end", "unreachable protocol-fault",
      Reply([
        .send(Array("HTTP/1.1 200 OK\r\n".utf8)),
        .endlessly(Array(String(repeating: "X-Flood: 1\r\n", count: 500).utf8)),
      ])
    ),
    (
      .page, "a length and another", "unreachable protocol-fault",
      raw("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 30\r\n\r\n<a>")
    ),
    (
      .page, "a chunk larger than any number", "unreachable protocol-fault",
      raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n<a>\r\n")
    ),
    (.page, "a circle of redirects", "refused redirect-loop", .redirect(302, to: "/reviews/")),
    (.page, "text without end", "refused too-large", endless("<p>a report ")),
    (.page, "links without end", "refused too-large", endless("<a href=/a.pdf>A</a>")),
    (.page, "depth without end", "refused too-large", endless("<div>")),
    (.page, "a comment without end", "refused too-large", endless("<!-- ")),
    (.page, "an attribute without end", "refused too-large", endless("<a href=")),
    (
      .page, "a bomb without end", "refused too-large",
      Reply([
        .send(Reply.head(200, [("Content-Type", "text/html"), ("Content-Encoding", "gzip")])),
        .content(Squeeze.gzipHead),
        .endlessly(Squeeze.openBlock(Array(String(repeating: "<div>", count: 200_000).utf8))),
      ])
    ),
    (.page, "a million links", "refused too-large", page(1_000_000) { "<a href=/\($0)>A</a>" }),
    (.page, "a million nested tags", "refused too-large", page(1_000_000) { _ in "<b><i>" }),
    (
      .page, "a million attributes", "refused too-large",
      page(1_000_000) { $0 == 0 ? "<a " : "a\($0)=1 " }
    ),
    (
      .page, "20,000 links of 300 bytes", "refused too-large",
      page(20_000) { "<a href=/\($0)/\(String(repeating: "a", count: 300))>A</a>" }
    ),
    (.page, "formatting that is never closed", "page", page(100_000) { "<font a\($0)=1><p>x" }),
    (.page, "a table in a table in a table", "page", page(200_000) { _ in "<table><tr><td>" }),
    (.page, "zeros", "document", .ok([UInt8](repeating: 0, count: 3_000_000), type: "text/html")),
    (
      .page, "half a character, over and over", "document",
      .ok([UInt8](repeating: 0xC3, count: 3_000_000), type: "text/html; charset=utf-8")
    ),
  ]

  private static let documents: [Row] = [
    (
      .document, "a fold where no field is", "unreachable protocol-fault",
      raw("HTTP/1.1 200 OK\r\n X: 1\r\n\r\n%PDF-1.7")
    ),
    (
      .document, "a document without end", "refused too-large",
      Reply([
        .send(Reply.head(200, [("Content-Type", "application/pdf")])),
        .endlessly([UInt8](repeating: 0x41, count: 16_384)),
      ])
    ),
    (
      .document, "a bomb", "refused too-large",
      Reply([
        .send(Reply.head(200, [("Content-Encoding", "gzip")])), .content(Squeeze.gzipHead),
        .endlessly(Squeeze.openBlock([UInt8](repeating: 0, count: 1_000_000))),
      ])
    ),
    (
      .document, "a document shorter than its length", "damaged truncated",
      .cutShort(Array("%PDF-1.7\n".utf8), declaring: 1_000)
    ),
    (
      .document, "a redirect without end", "refused redirect-loop",
      .redirect(302, to: "/report.pdf?again")
    ),
    (.document, "silence", "unreachable stalled", Reply([.pause(.seconds(600))])),
    (
      .document, "a length of 9 exabytes", "refused too-large",
      raw("HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775807\r\n\r\n%PDF-1.7")
    ),
    (
      .document, "noise", "damaged corrupt",
      .ok((0..<100_000).map { UInt8($0 * $0 % 251) }, type: "application/pdf")
    ),
  ]

  private static let robots: [Row] = [
    (
      .robots, "rules without end", "page",
      Reply([
        .send(Reply.head(200, [("Content-Type", "text/plain")])),
        .endlessly(Array(String(repeating: "User-agent: *\nDisallow: /a\n", count: 500).utf8)),
      ])
    ),
    (.robots, "a circle of redirects", "page", .redirect(302, to: "/robots.txt")),
    (
      .robots, "a fold where no field is", "unreachable protocol-fault",
      raw("HTTP/1.1 200 OK\r\n X: 1\r\n\r\nUser-agent: *")
    ),
    (
      .robots, "a bomb", "page",
      Reply([
        .send(Reply.head(200, [("Content-Encoding", "gzip")])), .content(Squeeze.gzipHead),
        .endlessly(Squeeze.openBlock(Array(String(repeating: "Allow: /*\n", count: 100_000).utf8))),
      ])
    ),
    (.robots, "silence", "unreachable stalled", Reply([.pause(.seconds(600))])),
    (
      .robots, "a rule of stars", "page",
      .ok(
        Array("User-agent: *\nDisallow: /\(String(repeating: "*a", count: 200_000))$\n".utf8),
        type: "text/plain"
      )
    ),
  ]
}
