// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Support

/// Header lines that go on with the one before, which HTTP once allowed, and status lines of every kind.
extension Misbehaviour {
  private static let noHTTP = Outcome.failure("the answer is not sound HTTP")
  private static let abc = Outcome.answer(200, Array("abc".utf8))

  private static func lines(_ lines: String...) -> Reply {
    last(lines.joined(separator: "\r\n"))
  }

  static let folds = [
    Misbehaviour(
      "a fold by a tab where no field is",
      noHTTP,
      lines("HTTP/1.1 200 OK", "\tX: 1", "Content-Length: 3", "", "abc")
    ),
    Misbehaviour(
      "nothing but a fold",
      noHTTP,
      lines("HTTP/1.1 200 OK", " ", "", "abc")
    ),
    Misbehaviour(
      "a fold without end where no field is",
      noHTTP,
      Reply([
        .send(Array("HTTP/1.1 200 OK\r\n".utf8)),
        .endlessly(Array(String(repeating: " fold\r\n", count: 500).utf8)),
      ])
    ),
    Misbehaviour(
      "a field that is folded without end",
      .failure("the header section is larger"),
      Reply([
        .send(Array("HTTP/1.1 200 OK\r\nX: 1\r\n".utf8)),
        .endlessly(Array(String(repeating: " fold\r\n", count: 500).utf8)),
      ])
    ),
    Misbehaviour(
      "a fold in the head of an interim answer",
      noHTTP,
      lines(
        "HTTP/1.1 103 Early Hints",
        " X: 1",
        "",
        "HTTP/1.1 200 OK",
        "Content-Length: 3",
        "",
        "abc"
      )
    ),
    Misbehaviour(
      "a fold after an interim answer that had a field",
      noHTTP,
      lines(
        "HTTP/1.1 103 Early Hints",
        "X: 1",
        "",
        "HTTP/1.1 200 OK",
        " fold",
        "Content-Length: 3",
        "",
        "abc"
      )
    ),
    Misbehaviour(
      "a length that is folded",
      noHTTP,
      lines("HTTP/1.1 200 OK", "Content-Length:", " 3", "", "abc")
    ),
    Misbehaviour(
      "a fold before the status line",
      noHTTP,
      lines(" HTTP/1.1 200 OK", "Content-Length: 3", "", "abc")
    ),
    Misbehaviour(
      "a trailer that is folded where no trailer is",
      abc,
      lines("HTTP/1.1 200 OK", "Transfer-Encoding: chunked", "", "3", "abc", "0", " X: 1", "", "")
    ),
    Misbehaviour(
      "a folded redirect",
      .answer(204, nil),
      requests: 2
    ) {
      $0.path == "/a.pdf"
        ? lines("HTTP/1.1 302 Found", "Location: ", " /b.pdf", "Content-Length: 0", "", "")
        : .status(204)
    },
  ]

  static let statusLines = [
    Misbehaviour("a status of two digits", noHTTP, lines("HTTP/1.1 20 OK", "", "abc")),
    Misbehaviour("a status of four digits", noHTTP, lines("HTTP/1.1 2000 OK", "", "abc")),
    Misbehaviour("a status of letters", noHTTP, lines("HTTP/1.1 abc OK", "", "abc")),
    Misbehaviour("a status below nothing", noHTTP, lines("HTTP/1.1 -20 OK", "", "abc")),
    Misbehaviour("a status of nothing", noHTTP, lines("HTTP/1.1 000 OK", "", "abc")),
    Misbehaviour(
      "a status that nobody knows",
      .answer(999, Array("abc".utf8)),
      lines("HTTP/1.1 999 No", "Content-Length: 3", "", "abc")
    ),
    Misbehaviour("a status line alone", .failure("the connection broke off"), lines("HTTP/1.1")),
    Misbehaviour(
      "a status without a reason",
      abc,
      lines("HTTP/1.1 200", "Content-Length: 3", "", "abc")
    ),
    Misbehaviour("a version that nobody speaks", noHTTP, lines("HTTP/7.3 200 OK", "", "abc")),
    Misbehaviour("an answer of HTTP/2 in HTTP/1", abc, lines("HTTP/2 200", "", "abc")),
    Misbehaviour("an answer of HTTP/0.9", noHTTP, last("<html>abc</html>")),
    Misbehaviour("an answer of a radio", noHTTP, lines("ICY 200 OK", "", "abc")),
    Misbehaviour(
      "a reason without end",
      .failure("the header section is larger"),
      Reply([
        .send(Array("HTTP/1.1 200 ".utf8)),
        .endlessly([UInt8](repeating: 0x41, count: 4_096)),
      ])
    ),
    Misbehaviour(
      "interim answers without end",
      .failure("the header section is larger"),
      Reply([.endlessly(Array(String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: 100).utf8))]
      )
    ),
    Misbehaviour(
      "a change of protocol that nobody asked for",
      noHTTP,
      lines("HTTP/1.1 101 Switching Protocols", "Upgrade: evil", "Connection: Upgrade", "", "abc")
    ),
    Misbehaviour(
      "a head whose lines end without a return",
      abc,
      last("HTTP/1.1 200 OK\nContent-Length: 3\n\nabc")
    ),
    Misbehaviour(
      "a control byte in its reason",
      abc,
      last("HTTP/1.1 200 \u{1B}]0;evil\u{7}\r\nContent-Length: 3\r\n\r\nabc")
    ),
    Misbehaviour(
      "a field without a colon",
      noHTTP,
      lines("HTTP/1.1 200 OK", "Content-Length 3", "X: 1", "", "abc")
    ),
    Misbehaviour(
      "a field without a name",
      abc,
      lines("HTTP/1.1 200 OK", ": 1", "Content-Length: 3", "", "abc")
    ),
    Misbehaviour(
      "a blank before the colon of a length",
      abc,
      lines("HTTP/1.1 200 OK", "Content-Length : 3", "", "abc")
    ),
    Misbehaviour(
      "one field of 200,000 bytes",
      .failure("the header section is larger"),
      lines(
        "HTTP/1.1 200 OK",
        "X: \(String(repeating: "x", count: 200_000))",
        "Y: \(String(repeating: "y", count: 100_000))",
        "Content-Length: 3",
        "",
        "abc"
      )
    ),
    Misbehaviour(
      "two heads in one",
      noHTTP,
      lines("HTTP/1.1 200 OK", "HTTP/1.1 404 Not Found", "", "")
    ),
    Misbehaviour("no answer but blank lines", noHTTP, lines("", "", "", "", "")),
    Misbehaviour("half a head, and the end", noHTTP, last("HTTP/1.1 200 OK\r\nContent-Le")),
  ]
}
