// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import HTTP
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `A Content-Type` {
  @Test(
    arguments: [
      ("text/html", "text/html", nil),
      ("Text/HTML; Charset=UTF-8", "text/html", "UTF-8"),
      ("text/html;charset=windows-1252", "text/html", "windows-1252"),
      ("text/html; version=2; charset=iso-8859-1; x=y", "text/html", "iso-8859-1"),
      ("text/html; charset=\"windows-1252\"", "text/html", "windows-1252"),
      ("text/html; charset='utf-8'", "text/html", "utf-8"),
      ("text/html; charset = utf-8 ", "text/html", "utf-8"),
      ("text/html; charset=\"utf\\-8\"", "text/html", "utf-8"),
      ("text/html; charset=\"utf-8", "text/html", "utf-8"),
      ("text/html; x=\"a;charset=no\"; charset=utf-8", "text/html", "utf-8"),
      ("text/html; charset=; charset=utf-8", "text/html", "utf-8"),
      ("text/html; charset=a; charset=b", "text/html", "a"),
      ("text/html; xcharset=a", "text/html", nil),
      ("text/html; charset", "text/html", nil),
      ("text/html;;;", "text/html", nil),
      (" text/html ;charset=x", "text/html", "x"),
      ("application/pdf, application/pdf", "application/pdf", nil),
      ("text/html charset=x", "text/html", nil),
      ("İtext/html; CHARSET=x", "i̇text/html", "x"),
      ("", "", nil),
      ("; charset=x", "", "x"),
    ] as [(String, String, String?)]
  )
  func `says what a body is, and in which charset`(
    field: String,
    essence: String,
    charset: String?
  ) {
    let type = MediaType(field)
    #expect(type.essence == essence)
    #expect(type.charset == charset)
  }
}
