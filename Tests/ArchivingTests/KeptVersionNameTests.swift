// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Fixity
import Foundation
import Support
import Testing

@testable import Archiving

@Suite(.timeLimit(.minutes(5)))
struct `The name of a version among all` {
  private static func version(_ number: Int, _ ending: String) throws -> KeptVersion {
    KeptVersion(
      address: try WebAddress("https://example.org/a"),
      number: number,
      digest: Digest.of("a"),
      path: "ocfl/1e1/a/v\(number)/content/document.\(ending)",
      capturedAt: Date(timeIntervalSince1970: 0),
      fileName: "a"
    )
  }

  @Test(arguments: [
    ("child-a.pdf", "pdf", "child-a-v7.pdf"), ("child-a", "pdf", "child-a-v7.pdf"),
    ("Child A.PDF", "pdf", "Child A-v7.PDF"), ("scan.jpeg", "jpg", "scan-v7.jpeg"),
    ("child-a.pdf", "docx", "child-a-v7.docx"), ("child-a.2024", "pdf", "child-a.2024-v7.pdf"),
    ("a.b.pdf", "pdf", "a.b-v7.pdf"), ("download.aspx", "pdf", "download.aspx-v7.pdf"),
    ("letter.doc", "ole", "letter-v7.doc"), ("letter", "ole", "letter-v7.ole"),
    ("..", "pdf", "document-v7.pdf"), (".pdf", "pdf", "pdf-v7.pdf"), ("", "odt", "document-v7.odt"),
  ])
  func `ends as the file is, with its number before the ending`(
    given: String,
    ending: String,
    expected: String
  ) throws {
    #expect(try Self.version(7, ending).nameAmongAll(given, longest: 255) == expected)
  }

  @Test func `is that of no other version, also where small letters are capitals`() throws {
    let endings = ["pdf", "docx", "html", "ole", "bin", "jpg"]
    let parts = ["a", "A", "-v1", "-V2", ".pdf", ".PDF", ".", "é", "e\u{301}", "/", "𝕏"]
    try Fuzz.run(300) { random in
      let given = try (1...12).map { number in
        let name = (0..<Int.random(in: 0...9, using: &random))
          .compactMap { _ in parts.randomElement(using: &random) }.joined()
        let version = try Self.version(number, endings.randomElement(using: &random) ?? "pdf")
        let longest = Int.random(in: 24...60, using: &random)
        let whole = version.nameAmongAll(name, longest: longest)
        #expect(whole.utf8.count <= longest && !whole.contains("/"))
        return whole.lowercased()
      }
      #expect(Set(given).count == given.count)
    }
  }
}
