// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Testing

@testable import Reporting

@Suite(.timeLimit(.minutes(5)))
struct `Text that may be shown` {
  @Test func `cleans what is put into it, and leaves what stands in the source`() {
    let bad = "a\u{1B}[2Jb\tc\u{202E}"
    let text: CleanText = "\u{B7}\n\(bad)\u{B7}"
    #expect(text.description == "\u{B7}\na[2Jb c\u{B7}")
    #expect(CleanText(lines: "a\u{7}\nb").description == "a\nb")
  }

  @Test func `keeps styles where it is put together, and says the same without`() {
    let red = CleanText.styled("bad \(1)", .red)
    let text: CleanText = "is \(red), \("so")" + red
    #expect(text.description == "is bad 1, sobad 1")
    #expect(text.spans.map(\.style) == [nil, .red, nil, .red])
    #expect(text.spans.map(\.text) == ["is ", "bad 1", ", so", "bad 1"])
    #expect([red, "x"].joined(separator: ", ").spans.map(\.text) == ["bad 1", ", x"])
    #expect(CleanText.styled(text, .dim).spans.map(\.style) == [.dim])
  }

  @Test func `is equal however it came together`() {
    let parts: CleanText = "a" + "" + "b"
    #expect(parts == "\("ab")")
  }

  @Test func `stands in columns as wide as their widest cell`() {
    var table = Table(["A", "NUMBER", "LAST"], [.left, .right])
    table.add(["long one", "1", "x\u{7}"])
    table.add(["b", "1234567", "y  "])
    #expect(
      table.lines.map(\.description)
        == ["A          NUMBER  LAST", "long one        1  x", "b         1234567  y  "]
    )
    #expect(table.lines[0].spans.map(\.style) == [.dim])
  }
}
