// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Support

extension Misbehaviour {
  private static let yesterday = "Sun, 01 Mar 2026 10:00:00 GMT"

  /// Answers to a conditional request: what was sent as new must arrive as new.
  static let conditions =
    [
      Misbehaviour(
        "all of it, under the tag that we sent",
        .answer(200, document),
        held: ("\"1\"", nil),
        .ok(document, type: "application/pdf", headers: [("ETag", "\"1\"")])
      ),
      Misbehaviour(
        "all of it, under a tag that is new each time",
        .answer(200, document),
        held: ("\"1\"", nil),
        .ok(document, type: "application/pdf", headers: [("ETag", "\"a-1767225600\"")])
      ),
      Misbehaviour(
        "all of it, under the tag with -gzip at its end",
        .answer(200, document),
        held: ("\"1-gzip\"", nil),
        .ok(document, type: "application/pdf", headers: [("ETag", "\"1\"")])
      ),
      Misbehaviour(
        "not modified, by a tag that lost its -gzip",
        .answer(304, nil),
        held: ("\"1-gzip\"", nil)
      ) { request in
        request["If-None-Match"] == "\"1-gzip\"" ? .status(304, [("ETag", "\"1\"")]) : .status(500)
      },
      Misbehaviour("not modified, by a weak tag", .answer(304, nil), held: ("W/\"1\"", nil)) {
        .document(document, type: "application/pdf", etag: "W/\"1\"", for: $0)
      },
      Misbehaviour(
        "not modified, with neither tag nor date",
        .answer(304, nil),
        held: ("\"1\"", yesterday),
        .status(304)
      ),
      Misbehaviour(
        "not modified, with the length of what is not sent",
        .answer(304, nil),
        held: ("\"1\"", nil),
        Reply([.send(Reply.head(304, [("Content-Length", "4000"), ("ETag", "\"1\"")]))])
      ),
      Misbehaviour(
        "not modified, with a body that looks like the next answer",
        .answer(304, nil),
        held: ("\"1\"", nil),
        raw("HTTP/1.1 304 Not Modified\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil")
      ),
    ] + dates

  /// Whatever the date says, a 200 is a 200: that of an older edition, above all.
  private static let dates = [
    ("all of it, under a date that is older", "Sun, 06 Nov 1994 08:49:37 GMT"),
    ("all of it, under a date that is the same", yesterday),
    ("all of it, under a date that is the first of all", "Thu, 01 Jan 1970 00:00:00 GMT"),
    ("all of it, under a date that is in the far future", "Fri, 31 Dec 9999 23:59:59 GMT"),
    ("all of it, under a date that is no date at all", "last Tuesday"),
    ("all of it, under a date that is nothing", ""),
  ].map { name, date in
    Misbehaviour(
      name,
      .answer(200, document),
      held: (nil, yesterday),
      .ok(document, type: "application/pdf", headers: [("Last-Modified", date)])
    )
  }

  /// Parts that nobody asked for are answers, and no documents; they are judged by their status.
  static let ranges = [
    Misbehaviour(
      "a part that nobody asked for",
      .answer(206, Array(document.prefix(4))),
      .status(
        206,
        [("Content-Range", "bytes 0-3/\(document.count)")],
        body: Array(document.prefix(4))
      )
    ),
    Misbehaviour(
      "a part from the middle",
      .answer(206, Array(document.prefix(4))),
      .status(206, [("Content-Range", "bytes 7-10/12")], body: Array(document.prefix(4)))
    ),
    Misbehaviour(
      "a part that does not say which",
      .answer(206, document),
      .status(206, body: document)
    ),
    Misbehaviour(
      "parts in one body",
      .answer(206, document),
      .status(206, [("Content-Type", "multipart/byteranges; boundary=b")], body: document)
    ),
    Misbehaviour(
      "a range that cannot be had, though none was asked for",
      .answer(416, nil),
      .status(416, [("Content-Range", "bytes */0")])
    ),
  ]
}
