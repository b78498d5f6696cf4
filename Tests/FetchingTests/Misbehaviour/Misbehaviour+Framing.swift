// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Curl
import Support

/// Answers that say in two ways where they end, or in none, and those that grow on arrival.
extension Misbehaviour {
  private static let noHTTP = Outcome.failure("the answer is not sound HTTP")
  private static let tooLarge = Outcome.failure("the body is larger than the limit")
  private static let cutShort = Outcome.failure("the body was cut short")
  private static let abc = Outcome.answer(200, Array("abc".utf8))
  private static let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
  private static let next = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"

  private static func head(_ fields: String...) -> String {
    (["HTTP/1.1 200 OK"] + fields).joined(separator: "\r\n") + "\r\n\r\n"
  }

  static let framing = [
    Misbehaviour(
      "chunks first and a length after, of which the chunks count",
      abc,
      raw(head("Transfer-Encoding: chunked", "Content-Length: 1") + "3\r\nabc\r\n0\r\n\r\n")
    ),
    Misbehaviour(
      "a length and chunks that are not chunked",
      cutShort,
      last(head("Content-Length: 3", "Transfer-Encoding: chunked") + "abc")
    ),
    Misbehaviour(
      "two lengths that agree",
      abc,
      raw(head("Content-Length: 3", "Content-Length: 3") + "abc")
    ),
    Misbehaviour(
      "two lengths that differ",
      noHTTP,
      last(head("Content-Length: 3", "Content-Length: 30") + "abc" + next)
    ),
    Misbehaviour(
      "two lengths in one field",
      noHTTP,
      last(head("Content-Length: 3, 30") + "abc" + next)
    ),
    Misbehaviour(
      "a length larger than any number",
      noHTTP,
      last(head("Content-Length: 99999999999999999999999") + "abc")
    ),
    Misbehaviour(
      "a length of 9 exabytes",
      .failure("the body is larger than the limit"),
      last(head("Content-Length: 9223372036854775807") + "abc")
    ),
    Misbehaviour("a length between blanks", abc, raw(head("Content-Length:   3   ") + "abc")),
    Misbehaviour("a length with a sign", noHTTP, last(head("Content-Length: +3") + "abc")),
    Misbehaviour("a length in hexadecimal", noHTTP, last(head("Content-Length: 0x3") + "abc")),
    Misbehaviour("a length of words", noHTTP, last(head("Content-Length: three") + "abc")),
    Misbehaviour("a length of nothing", noHTTP, last(head("Content-Length:") + "abc")),
    Misbehaviour(
      "a coding of transfer that nobody knows",
      noHTTP,
      last(head("Transfer-Encoding: evil") + "abc")
    ),
    Misbehaviour(
      "chunks in chunks",
      abc,
      last(head("Transfer-Encoding: chunked, chunked") + "3\r\nabc\r\n0\r\n\r\n")
    ),
    Misbehaviour(
      "a chunk below nothing",
      noHTTP,
      last(chunked + "-3\r\nabc\r\n0\r\n\r\n")
    ),
    Misbehaviour(
      "a chunk longer than it says",
      noHTTP,
      last(chunked + "2\r\nabc\r\n0\r\n\r\n")
    ),
    Misbehaviour(
      "a chunk with an extension",
      abc,
      raw(chunked + "3;evil=\"a;b\"\r\nabc\r\n0;x\r\n\r\n")
    ),
    Misbehaviour(
      "a chunk whose extension has no end",
      .failure("the transfer stalled"),
      Reply([
        .send(Array((chunked + "3;").utf8)), .endlessly([UInt8](repeating: 0x41, count: 4_096)),
      ])
    ).within(TransferLimits(bodyBytes: 100_000, total: .seconds(30), stall: .seconds(1))),
    Misbehaviour(
      "chunks of one byte without end",
      tooLarge,
      Reply([
        .send(Array(chunked.utf8)),
        .endlessly(Array(String(repeating: "1\r\nA\r\n", count: 500).utf8)),
      ])
    ).within(TransferLimits(bodyBytes: 20_000, total: .seconds(20))),
    Misbehaviour(
      "trailers without end",
      .failure("the header section is larger"),
      Reply([
        .send(Array((chunked + "3\r\nabc\r\n0\r\n").utf8)),
        .endlessly(Array(String(repeating: "X-Flood: 1\r\n", count: 500).utf8)),
      ])
    ),
    Misbehaviour(
      "a trailer that names another length and another coding",
      abc,
      raw(chunked + "3\r\nabc\r\n0\r\nContent-Length: 99\r\nTransfer-Encoding: evil\r\n\r\n")
    ),
    Misbehaviour(
      "chunks to a client of HTTP/1.0",
      abc,
      last("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")
    ),
    Misbehaviour(
      "a body where there is none, with status 204",
      .answer(204, nil),
      raw("HTTP/1.1 204 No Content\r\nContent-Length: \(next.utf8.count)\r\n\r\n\(next)")
    ),
    Misbehaviour(
      "the next answer before it was asked for",
      abc,
      raw(head("Content-Length: 3") + "abc" + next + next)
    ),
  ]

  private static func packed(_ coding: String, _ bytes: [UInt8]) -> Reply {
    .ok(bytes, type: "application/pdf", headers: [("Content-Encoding", coding)])
  }

  private static let zeros = [UInt8](repeating: 0, count: 2_000_000)

  static let bombs = [
    Misbehaviour("a bomb in deflate", tooLarge, packed("deflate", Squeeze.zlib(zeros))),
    Misbehaviour(
      "a bomb in a bomb",
      tooLarge,
      packed("gzip, gzip", Squeeze.gzip(Squeeze.gzip(zeros)))
    ),
    Misbehaviour(
      "a bomb of two codings",
      tooLarge,
      packed("gzip, deflate", Squeeze.zlib(Squeeze.gzip(zeros)))
    ),
    Misbehaviour(
      "a bomb without end",
      tooLarge,
      Reply([
        .send(Reply.head(200, [("Content-Encoding", "gzip")])), .content(Squeeze.gzipHead),
        .endlessly(Squeeze.openBlock([UInt8](repeating: 0, count: 100_000))),
      ])
    ),
    // More than anybody undoes: it is asked for once more, and taken as it came.
    Misbehaviour("codings upon codings", .answer(200, Squeeze.gzip(document)), requests: 2) { _ in
      packed(repeatElement("gzip", count: 50).joined(separator: ", "), Squeeze.gzip(document))
    },
    Misbehaviour(
      "a coding cut after its head",
      .answer(200, nil),
      packed("gzip", Squeeze.gzipHead)
    ),
    Misbehaviour(
      "noise behind what was compressed",
      noHTTP,
      packed("gzip", Squeeze.gzip(document) + Array("evil".utf8))
    ),
    Misbehaviour(
      "a name without end in the head of a coding",
      .failure("the body is larger than the limit"),
      Reply([
        .send(Reply.head(200, [("Content-Encoding", "gzip")])),
        .content([0x1F, 0x8B, 8, 8, 0, 0, 0, 0, 0, 3]),
        .endlessly([UInt8](repeating: 0x41, count: 4_096)),
      ])
    ),
  ]

  private static let quick = TransferLimits(
    bodyBytes: 1_000_000,
    total: .seconds(2),
    stall: .seconds(10)
  )

  static let slow = [
    Misbehaviour(
      "a head by a byte now and then",
      .failure("it took too long"),
      Reply([.drip(Array(head("Content-Length: 3").utf8), every: .milliseconds(300))])
    ).within(quick),
    Misbehaviour(
      "interim answers now and then",
      .failure("it took too long"),
      Reply(
        Array(
          repeating: [
            Reply.Step.send(Array("HTTP/1.1 102 Processing\r\n\r\n".utf8)),
            .pause(.milliseconds(50)),
          ],
          count: 100
        ).flatMap(\.self)
      )
    ).within(quick),
    Misbehaviour(
      "trailers now and then",
      .failure("it took too long"),
      Reply([
        .send(Array((chunked + "3\r\nabc\r\n0\r\n").utf8)),
        .drip([UInt8](repeating: 0x41, count: 100), every: .milliseconds(50)),
      ])
    ).within(quick),
    Misbehaviour(
      "silence after its head",
      .failure("it took too long"),
      Reply([.send(Array(head("Content-Length: 3").utf8)), .pause(.seconds(60))])
    ).within(quick),
    Misbehaviour(
      "silence",
      .failure("it took too long"),
      Reply([.pause(.seconds(60))])
    ).within(quick),
  ]

  static let targets = [
    Misbehaviour(
      "to a target of 100,000 bytes",
      .failure("a redirect to “"),
      .redirect(302, to: "/" + String(repeating: "a", count: 100_000))
    ),
    Misbehaviour(
      "to nothing",
      .failure("the redirects go round in a circle at "),
      .redirect(302, to: "")
    ),
    Misbehaviour("to no host", .failure("a redirect to “"), .redirect(302, to: "http://")),
    Misbehaviour(
      "to a port that there is not",
      .failure("a redirect to “"),
      .redirect(302, to: "http://127.0.0.1:99999/")
    ),
    Misbehaviour(
      "to data in its address",
      .failure("a redirect to “data:"),
      .redirect(302, to: "data:application/pdf;base64,JVBERi0=")
    ),
    Misbehaviour(
      "to a script",
      .failure("a redirect to “javascript:"),
      .redirect(302, to: "javascript:alert(1)")
    ),
    Misbehaviour("to two places, of which the first counts", .answer(204, nil), requests: 2) {
      switch $0.path {
      case "/a.pdf": .status(302, [("Location", "/b"), ("Location", "/c")])
      case "/b": .status(204)
      default: .status(500)
      }
    },
    Misbehaviour(
      "with a body without end",
      tooLarge,
      requests: 1
    ) {
      $0.path == "/a.pdf"
        ? Reply([
          .send(Reply.head(302, [("Location", "/b")])),
          .endlessly([UInt8](repeating: 0x41, count: 4_096)),
        ]) : .status(204)
    },
    Misbehaviour(
      "by bytes that are no text",
      .failure("the redirects go round"),
      requests: 2
    ) { _ in
      Reply([
        .send(Array("HTTP/1.1 302 Found\r\nLocation: /".utf8)), .send([0xFF, 0xFE, 0x80]),
        .send(Array("\r\nContent-Length: 0\r\n\r\n".utf8)),
      ])
    },
  ]
}
