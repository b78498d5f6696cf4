// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Testing

@testable import Records

@Suite(.timeLimit(.minutes(5)))
struct `A record of any length` {
  private struct Answer: Encodable {
    let schema = "example/1"
    var elements: [Element]
    let pages: Int?
  }

  private struct Element: Encodable {
    let text: String
    let numbers: [Int]
    let inner: [String: Int]?
  }

  @Test(arguments: [0, 1, 2, 5], [1, 3])
  func `is written in pieces in the same bytes as at once`(count: Int, portion: Int) throws {
    let elements = (0..<count).map {
      Element(
        text: "line\nend “\($0)” \\ / ] ,\n  ]",
        numbers: Array(0..<$0),
        inner: $0 == 2 ? nil : $0 == 3 ? [:] : ["a": $0]
      )
    }
    for pages in [nil, 7] {
      var writer = RecordListWriter(of: "elements")
      var text = ""
      for start in stride(from: 0, to: count, by: portion) {
        text += try writer.text(of: Array(elements[start..<min(count, start + portion)]))
      }
      text += try writer.text(of: [Element]())
      text += try writer.end(of: Answer(elements: [], pages: pages))
      #expect(try text == RecordCoding.encode(Answer(elements: elements, pages: pages)))
    }
  }

  private struct Report: Encodable {
    let before: [String]
    var news: [Element]
    let inner: [String: [Int]]
    let zone = "end"
  }

  @Test(arguments: [0, 1, 2, 999, 1_000, 1_001, 2_500])
  func `is written with its list in the middle in the same bytes as at once`(count: Int) throws {
    let elements = (0..<count).map {
      Element(
        text: "\n  \"news\" : [\n\n  ] \($0)",
        numbers: $0.isMultiple(of: 3) ? [] : [$0],
        inner: nil
      )
    }
    var report = Report(
      before: ["\n  \"news\" : [\n\n  ]"],
      news: elements,
      inner: ["news": [], "other": [1]]
    )
    let whole = try RecordCoding.encode(report)
    report.news = []
    var pieces: [String] = []
    try RecordListWriter.write(report, "news", elements) { pieces.append($0) }
    #expect(pieces.joined() == whole)
    #expect(pieces.count <= count / 1_000 + 3)
    #expect(throws: EncodingError.self) {
      try RecordListWriter.write(report, "other", elements) { _ in }
    }
  }

  @Test func `has its list first, or is not written`() throws {
    var writer = RecordListWriter(of: "pages")
    _ = try writer.text(of: [1])
    #expect(throws: EncodingError.self) { try writer.end(of: Answer(elements: [], pages: 1)) }
  }
}
