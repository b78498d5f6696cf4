// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Support
import Testing

@Suite(.timeLimit(.minutes(20)))
struct `A link that no reader can open` {
  private static func mistake(_ text: String) throws -> String? {
    let page = try WebAddress("https://www.example.org/reviews/")
    do {
      _ = try WebAddress(text, relativeTo: page)
      return nil
    } catch {
      return error.mistake
    }
  }

  @Test(
    arguments: [
      ("file:///S:/Reports/f.pdf", "somebody's own computer"),
      ("FILE://server/share/f.pdf", "somebody's own computer"),
      ("C:\\Users\\me\\g.pdf", "somebody's own computer"), ("s:/g.pdf", "somebody's own computer"),
      ("ftp://example.org/j.pdf", "browsers do not open any more"),
      ("htp://example.org/i.pdf", "(http?)"), ("htps://example.org/i.pdf", "(https?)"),
      ("hhtps://example.org/i.pdf", "(https?)"), ("hptt://example.org/i.pdf", "(http?)"),
      ("review: part 1.pdf", "“review:”, a scheme that browsers do not know"),
      ("example.org:8080/a.pdf", "should begin with https://"),
      ("http://[bad/c.pdf", "is not a valid address"),
      ("http://u:p@example.org/u.pdf", "holds a user name or password"),
    ]
  )
  func `is called what it is`(text: String, words: String) throws {
    #expect(try #require(try Self.mistake(text)).contains(words))
  }

  @Test(arguments: [
    "mailto:a@example.org", "tel:+441234", "SMS:1234", "javascript:void(0)", "data:text/plain,a",
    "blob:https://example.org/1", "about:blank", "whatsapp://send?text=a", "ms-word:ofe|u|a.docx",
    "webcal://example.org/a.ics", "intent://scan/#Intent;end", "geo:1,2", "skype:a?call",
    "https://example.org/a.pdf", "a.pdf",
  ])
  func `is none where another program opens it`(text: String) throws {
    #expect(try Self.mistake(text) == nil)
  }

  @Test func `has one clause, whatever it is`() throws {
    var generator = Seeded(seed: 7)
    let bytes = Array("htpfsile:/\\.@[]x1 ".utf8)
    for _ in 0..<2_000 {
      let length = Int.random(in: 0..<40, using: &generator)
      let text = (0..<length).compactMap { _ in bytes.randomElement(using: &generator) }
      if let clause = try Self.mistake(String(decoding: text, as: UTF8.self)) {
        #expect(!clause.isEmpty && !clause.hasSuffix("."))
      }
    }
  }
}
