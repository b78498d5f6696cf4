// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Testing

@testable import OCFL

@Suite(.timeLimit(.minutes(20)))
struct `The places in a JSON text` {
  @Test
  func `are those where values and names begin`() throws {
    let node = try JSONNode(parsing: Array(#" { "é" : [ 1, "b" ], "" :{}}"#.utf8))
    #expect(node.offset == 1)
    guard case .object(let members) = node.value else {
      Issue.record("it is \(node.value.kind)")
      return
    }
    #expect(members.map(\.keyOffset) == [3, 22])
    #expect(members.map(\.node.offset) == [10, 26])
    let first = try #require(members.first)
    guard case .array(let elements) = first.node.value else {
      Issue.record("it is \(first.node.value.kind)")
      return
    }
    #expect(elements.map(\.offset) == [12, 15])
  }

  @Test(arguments: [
    ("x", 1, 1), ("\n\n  x", 3, 3), ("[1,\n 2,\n  x]", 3, 3), ("[1,\r\n x]", 2, 2),
    ("[1,\rx]", 1, 5), ("[\"é😀\", x]", 1, 8), ("[\"é\",\n\"e\u{301}\", x]", 2, 7), ("[\n", 2, 1),
    ("", 1, 1), ("\n", 2, 1), ("[1]\nx", 2, 1), ("\"a\nb\"", 1, 3),
  ])
  func `of a fault are a line and a character in it`(text: String, line: Int, column: Int) throws {
    let fault = try #require(JSONSample.fault(of: text))
    #expect(fault.line == line)
    #expect(fault.column == column)
  }

  @Test(arguments: [
    ("{\n  \"a\": 1,\n}", "line 2, column 9: nothing follows this comma"),
    ("[1, 2", "line 1, column 6: the text ends before its value does"),
    ("\"\t\"", "line 1, column 2: a control character (9) may not stand in a string unescaped"),
    ("[[[]]]", "line 1, column 3: more than 2 arrays and objects are inside one another"),
  ])
  func `of a fault are said with the reason`(text: String, sentence: String) throws {
    let limits = JSONLimits(bytes: 100, depth: 2, values: 100)
    let fault = try #require(JSONSample.fault(of: text, limits: limits))
    #expect(fault.description == sentence)
  }
}
