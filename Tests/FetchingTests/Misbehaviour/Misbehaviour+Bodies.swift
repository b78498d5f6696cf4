// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Curl
import Support

extension Misbehaviour {
  private static let cutShort = Outcome.failure("the body was cut short")
  private static let tooLarge = Outcome.failure("the body is larger than the limit")
  private static let noHTTP = Outcome.failure("the answer is not sound HTTP")
  private static let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
  private static let brokenOff = Outcome.failure("the connection broke off")

  /// Where a body ends, and where it was said to end.
  static let bodies = [
    Misbehaviour(
      "a body shorter than its length",
      cutShort,
      .cutShort(document, declaring: document.count + 1)
    ),
    Misbehaviour("a body that ends between two chunks", cutShort, .cutChunked(document)),
    Misbehaviour("a body that ends in a chunk", cutShort, last(chunked + "40\r\n%PDF")),
    Misbehaviour(
      "a body without its last line end",
      cutShort,
      last(chunked + "4\r\n%PDF\r\n0\r\n")
    ),
    Misbehaviour(
      "half a body that ends with the connection, which no client can tell",
      .answer(200, Array(document.prefix(12))),
      .untilClose(Array(document.prefix(12)))
    ),
    Misbehaviour(
      "half a body that ends with a reset",
      brokenOff,
      Reply([.send(Reply.head(200, [])), .content(document), .pause(.milliseconds(20)), .reset])
    ),
    Misbehaviour(
      "a body longer than its length, by what looks like the next answer",
      .answer(200, Array("abc".utf8)),
      raw(
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"
      )
    ),
    Misbehaviour(
      "chunks and a length, of which the chunks count",
      .answer(200, Array("%PDF".utf8)),
      raw(
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n%PDF\r\n0\r\n\r\n"
      )
    ),
    Misbehaviour(
      "a chunk larger than any number",
      noHTTP,
      last(chunked + "FFFFFFFFFFFFFFFFF\r\n%PDF\r\n")
    ),
    Misbehaviour(
      "a length below nothing",
      noHTTP,
      last("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n%PDF")
    ),
    Misbehaviour(
      "a body without end",
      tooLarge,
      Reply([
        .send(Reply.head(200, [("Content-Type", "application/pdf")])),
        .endlessly([UInt8](repeating: 0x41, count: 4_096)),
      ])
    ),
    Misbehaviour(
      "a byte now and then",
      .failure("it took too long"),
      Reply([
        .send(Reply.head(200, [("Content-Length", "1000")])),
        .drip([UInt8](repeating: 0x41, count: 1_000), every: .milliseconds(20)),
      ])
    ).within(TransferLimits(total: .seconds(2))),
    Misbehaviour("nothing", brokenOff, Reply([.close])),
    Misbehaviour("a reset", brokenOff, Reply([.reset])),
    Misbehaviour(
      "a reset in its head",
      brokenOff,
      Reply([.send(Array("HTTP/1.1 200 O".utf8)), .pause(.milliseconds(20)), .reset])
    ),
  ]

  /// Bytes that came in another form than was asked for.
  static let codings = [
    Misbehaviour(
      "a document compressed, although it was asked for as it is",
      .answer(200, Squeezed.text),
      .ok(Squeezed.gzip, type: "application/pdf", headers: [("Content-Encoding", "gzip")])
    ),
    Misbehaviour(
      "a document compressed twice",
      .answer(200, Squeezed.text),
      .ok(Squeezed.twice, type: "application/pdf", headers: [("Content-Encoding", "gzip, gzip")])
    ),
    Misbehaviour(
      "a small body that unpacks into a large one",
      tooLarge,
      .ok(Squeezed.bomb, type: "application/pdf", headers: [("Content-Encoding", "gzip")])
    ),
    Misbehaviour(
      "a document that says it is compressed and is not",
      noHTTP,
      .ok(document, type: "application/pdf", headers: [("Content-Encoding", "gzip")])
    ),
  ]
}

/// Bytes in the coding of gzip.
enum Squeezed {
  static let text = Array(String(repeating: "%PDF-1.7 a page and another\n", count: 300).utf8)
  static let gzip = Squeeze.gzip(text)
  static let twice = Squeeze.gzip(gzip)
  /// Unpacks into ten million bytes.
  static let bomb = Squeeze.gzip([UInt8](repeating: 0, count: 10_000_000))
}
