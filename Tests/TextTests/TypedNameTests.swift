// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Testing
import Text

@Suite(.timeLimit(.minutes(1)))
struct `A typed name` {
  private static let title = "Child C: Serious Case Review 2017 (Final)"

  @Test(arguments: [
    "Child C", "child c serious", "Child C: serious case", "case review 2017", "2017", "seri",
    "review 2017 fin", "c",
  ])
  func `is a phrase of what has its words in a row`(_ typed: String) {
    #expect(TypedName(typed).isPhrase(in: Self.title))
  }

  @Test(arguments: [
    "Child H 2017", "Child D", "d", "Chil C 2016", "201", "017", "Child S", "l c", "", " ", "–",
    "Case Child", "hild",
  ])
  func `is none where a word is another or stands elsewhere`(_ typed: String) {
    #expect(!TypedName(typed).isPhrase(in: Self.title))
  }

  @Test func `may be words in any order`() {
    #expect(TypedName("2017 child c").isSaid(in: Self.title))
    #expect(!TypedName("2017 child a").isSaid(in: Self.title))
    #expect(!TypedName("").isSaid(in: Self.title))
  }

  @Test func `fits addresses, whatever their escapes`() {
    let address = "https://www.example.org/media/Child%20C%20review2017.pdf"
    for typed in ["Child C", "review 2017", "review2017.pdf", "media/child", "example.org"] {
      #expect(TypedName(typed).isPhrase(in: address), "\(typed)")
    }
    for typed in ["Child H", "20", "t", "http c"] {
      #expect(!TypedName(typed).isPhrase(in: address), "\(typed)")
    }
  }

  @Test func `fits letters beyond ASCII in either case`() {
    #expect(TypedName("ÉCOLE").isPhrase(in: "L’école, 2020"))
    #expect(TypedName("adolygiad ŷ").isPhrase(in: "Adolygiad Ŷ"))
  }
}
