// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Mustache
import Testing

@testable import ReadingRoom

@Suite(.timeLimit(.minutes(1)))
struct `The templates of pages` {
  /// To Swift, these signs are part of what stands before them; to a browser they are not.
  @Test(arguments: ["\u{D4E}", "\u{600}", "\u{110BD}"])
  func `escape every sign, whatever it is joined with`(sign: String) throws {
    let hostile = "\(sign)<script\(sign)>alert(\(sign)\"\(sign)'\(sign)&"
    let model = NoticePage(hostile, [hostile], room: RoomSign(hostile, asOf: nil), RoomLinks.served)
    let page = try #require(try PageTemplate.library().render(model, withTemplate: "notice"))
    #expect(!Array(page.utf8).contains(Array("<script".utf8)), "\(page)")
    #expect(!Array(page.utf8).contains(Array("\(sign)>".utf8)), "\(page)")
  }

  @Test func `escape every field`() throws {
    for template in PageTemplate.allCases {
      #expect(!template.text.contains("{{{") && !template.text.contains("{{&"), "\(template)")
    }
    for (name, text) in PageTemplate.shared {
      #expect(!text.contains("{{{") && !text.contains("{{&"), "\(name)")
    }
  }

  @Test func `put nothing into a page that a browser would run or load`() throws {
    let hostile = "<script>alert(1)</script>\"'><img src=x onerror=y>&{{frame.title}}"
    let library = try PageTemplate.library()
    let model = NoticePage(hostile, [hostile], room: RoomSign(hostile, asOf: nil), RoomLinks.served)
    let page = try #require(library.render(model, withTemplate: PageTemplate.notice.rawValue))
    #expect(!page.contains("<script") && !page.contains("<img") && !page.contains("\"'>"))
    #expect(
      page.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && page.contains("{{frame.title}}")
    )
  }

  @Test func `name no style and no script of their own`() {
    // A site of files has nobody else to look for anything.
    let all =
      PageTemplate.allCases.filter { $0 != .siteSearch }.map(\.text) + PageTemplate.shared.values
    for text in all {
      for word in ["<script", " style=", "javascript:", " onclick", "http://", "https://"] {
        #expect(!text.contains(word), "\(word)")
      }
    }
    #expect(!StyleSheet.text.contains("url("))
  }
}
