// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Discovery
import Foundation
import Records
import Support
import Testing

@testable import Night

@Suite(.timeLimit(.minutes(1)))
struct `Files one step further` {
  private static func address(_ path: String) -> WebAddress {
    WebAddress(alreadyNormal: "https://www.example.org\(path)")
  }

  private static func files(_ html: String, of kinds: Set<BodyKind> = Source.defaultKinds)
    -> [String]
  {
    let listing = Listing.read(Array(html.utf8), at: address("/case/"), declaredCharset: nil)
    return PageFiles.files(in: listing, of: kinds).map { String($0.path) }
  }

  @Test func `are those of kinds to keep that stand in a page's text`() {
    let html = """
      <nav><a href=/menu.pdf>Menu</a></nav><main><p>Text.</p><a href=/b.pdf>B</a><a href=/a.docx>A</a>
      <a href=/b.pdf>B again</a><a href=/other/>Other</a><img src=/c.png></main>
      """
    #expect(Self.files(html) == ["/b.pdf", "/a.docx"])
    #expect(Self.files(html, of: [.docx]) == ["/a.docx"])
    let many = (0..<500).map { "<a href=/\($0).pdf>Report \($0)</a>" }.joined()
    #expect(Self.files("<main>\(many)</main>").count == 50)
  }

  @Test func `are told with their number, an example and the pattern that reads them`() {
    var files = PageFiles()
    files.take([Self.address("/2.pdf"), Self.address("/1.pdf")], on: Self.address("/case/b/"))
    files.take([Self.address("/3.pdf")], on: Self.address("/case/a/"))
    let summary = files.summary { $0.path == "/1.pdf" }
    #expect(summary?.pages == 2 && summary?.documents == 2)
    #expect(summary?.document.path == "/2.pdf" && summary?.page.path == "/case/b/")
    #expect(summary?.follow == ["https://www.example.org/case/*"])
    #expect(files.summary { _ in true } == nil)
  }

  @Test func `are none that stand on several pages of many`() {
    var files = PageFiles()
    for name in ["a", "b", "c"] {
      files.take([Self.address("/privacy.pdf")], on: Self.address("/case/\(name)"))
    }
    #expect(files.summary { _ in false } == nil)
    for name in ["d", "e", "f"] {
      let own = Self.address("/\(name).pdf")
      files.take([Self.address("/privacy.pdf"), own], on: Self.address("/case/\(name)"))
    }
    #expect(files.summary { _ in false }?.documents == 3)
  }

  @Test func `are read by patterns that fit their pages, or by none where these are many`() {
    var random = Seeded(seed: 7)
    for _ in 0..<500 {
      let pages = (0..<Int(random.next() % 9)).map { _ in
        let parts = (0...(random.next() % 3)).map { _ in "p\(random.next() % 3)" }
        return Self.address(
          "/" + parts.joined(separator: "/") + (random.next() % 2 == 0 ? "/" : "")
        )
      }
      let patterns = PageFiles.patterns(for: pages)
      #expect(patterns.count <= 3)
      if !patterns.isEmpty {
        let fit = pages.allSatisfy { page in
          patterns.contains { AddressPattern($0).fits(page) }
        }
        #expect(fit, "\(pages) \(patterns)")
      }
      #expect(!patterns.contains("https://www.example.org/*"))
    }
  }
}
