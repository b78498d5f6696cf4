// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity
import Records
import Support
import Testing

@testable import Appraisal

/// Files that are made to cost much, or to have a change in them pass for nothing.
@Suite(.timeLimit(.minutes(5)))
struct `What is told apart in a file` {
  /// A PDF of these objects, each one written between its number and `endobj`.
  private static func pdf(_ objects: [String]) -> [UInt8] {
    var body = "%PDF-1.4\n"
    var places: [Int] = []
    for (index, object) in objects.enumerated() {
      places.append(body.utf8.count)
      body += "\(index + 1) 0 obj\n\(object)\nendobj\n"
    }
    let start = body.utf8.count
    body += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
    for place in places {
      body += String(repeating: "0", count: 10 - "\(place)".count) + "\(place) 00000 n \n"
    }
    body += "trailer\n<</Size \(objects.count + 1)/Root 1 0 R>>\nstartxref\n\(start)\n%%EOF\n"
    return Array(body.utf8)
  }

  private static let catalogue = "<</Type/Catalog/Pages 2 0 R>>"
  private static let pages = "<</Type/Pages/Kids[3 0 R]/Count 1>>"

  private static func stream(_ keys: String, _ data: String) -> String {
    "<<\(keys)/Length \(data.utf8.count)>>stream\n\(data)\nendstream"
  }

  private func content(_ bytes: [UInt8]) -> String? {
    DocumentContent.digest(of: bytes, as: .pdf)?.hex
  }

  @Test(arguments: [
    "", "/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 300 300]/XStep 300/YStep 300",
  ])
  func `is no metadata that a page can show`(pattern: String) {
    func document(_ words: String) -> [UInt8] {
      Self.pdf([
        Self.catalogue, Self.pages,
        "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Pattern<</Metadata 5 0 R>>>>>>",
        Self.stream("", "/Pattern cs /Metadata scn 0 0 300 300 re f"),
        Self.stream(
          "/Type/Metadata/Subtype/XML\(pattern)",
          "<x/>\n<pdf:Producer> BT 20 100 Td (\(words)) Tj ET </pdf:Producer>"
        ),
      ])
    }
    let (first, second) = (content(document("Finding 1")), content(document("Finding 2")))
    #expect(first != nil)
    // Without the keys of a pattern it is none.
    #expect((first == second) == pattern.isEmpty)
  }

  @Test func `is not read from a file with objects that were not looked into`() throws {
    let bytes = MadeAnew().compressedPDF()
    #expect(content(bytes) != nil)
    let hidden = String(decoding: bytes, as: UTF8.self).contains("/Type/ObjStm")
    #expect(hidden)
    let place = try #require(bytes.firstPlace(of: "/Type/ObjStm", in: 0..<bytes.count))
    var other = bytes
    other.replaceSubrange(place..<(place + 12), with: "/Type 9 0 R ".utf8)
    #expect(content(other) == nil)
  }

  @Test func `is not read from sections that share their bytes`() {
    var body = "%PDF-1.4\n"
    let unit = "xref trailer<</Prev 0000000000 %"
    let start = body.utf8.count
    for number in 1...100 {
      let next = "\(number < 100 ? start + unit.utf8.count * number : start)"
      let padded = String(repeating: "0", count: 10 - next.count) + next
      body += "xref trailer<</Prev \(padded) %"
    }
    let references = (0..<1_000).map { "\($0 + 10) 0 R" }.joined(separator: " ")
    body += "\n/Root 1 0 R/Big[\(references)]>>\nstartxref\n\(start)\n%%EOF\n"
    let bytes = Array(body.utf8)
    #expect(content(bytes) == nil)
    let found = PDFReferences(of: bytes, from: start)
    #expect(found == nil, "and is given up before all of them are kept")
  }

  @Test(arguments: [10, 1_000])
  func `has lengths that are found at once`(comment: Int) {
    let filling = String(repeating: "x", count: comment)
    let bytes = Self.pdf([
      Self.catalogue, Self.pages, "<</Type/Page/Parent 2 0 R/Contents 5 0 R>>",
      "%\(filling)\n1", "<</Length 4 0 R>>stream\nq\nendstream",
    ])
    #expect((content(bytes) != nil) == (comment < 100))
  }
}
