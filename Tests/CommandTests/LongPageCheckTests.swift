// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `Checking a page that is too long` {
  private struct Answer: Decodable {
    let pages: [Page]

    struct Page: Decodable {
      let page: String
      let links: Int
      let isWhole: Bool
      let sentence: String?
    }
  }

  @Test func `says how far it was read, and ends with 4`() async throws {
    try await ScratchDirectory.run { folder in
      let page = folder.appending("page.html")
      let elements = repeatElement("<b>", count: 200_000).joined()
      let html = "<a href=/one.pdf>One</a>\(elements)<a href=/two.pdf>Two</a>"
      try Files.writeBytes(Array(html.utf8), to: page)
      let run = try await Program.run(["check", page.string])
      #expect(run.status == 4, "\(run.errorText)")
      #expect(run.text.contains("\(page): the page is too long to be read to its end"))
      #expect(run.text.contains("1 relative link left out"))

      let json = try await Program.run(["check", page.string, "--json"])
      #expect(json.status == 4)
      let answer = try JSONDecoder().decode(Answer.self, from: Data(json.output))
      #expect(answer.pages.map(\.isWhole) == [false])
      #expect(answer.pages.first?.sentence?.contains("1 link was found") == true)
    }
  }
}
