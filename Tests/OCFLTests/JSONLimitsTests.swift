// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Testing

@testable import OCFL

@Suite(.timeLimit(.minutes(20)))
struct `The limits of a JSON text` {
  private static let wide = JSONLimits(bytes: .max, depth: .max, values: .max)

  @Test
  func `are the last that is still read`() {
    let text = #"{"a":[1,{"b":[]}]}"#
    let exact = JSONLimits(bytes: text.utf8.count, depth: 4, values: 5)
    #expect(JSONSample.fault(of: text, limits: exact) == nil)

    var limits = exact
    limits.bytes -= 1
    #expect(JSONSample.fault(of: text, limits: limits)?.reason == .tooLong(limit: 17))
    limits = exact
    limits.depth -= 1
    let tooDeep = JSONSample.fault(of: text, limits: limits)
    #expect(tooDeep?.reason == .tooDeep(limit: 3))
    #expect(tooDeep?.offset == 13)
    limits = exact
    limits.values -= 1
    let tooMany = JSONSample.fault(of: text, limits: limits)
    #expect(tooMany?.reason == .tooManyValues(limit: 4))
    #expect(tooMany?.offset == 13)
  }

  @Test
  func `may be nothing at all`() {
    let limits = JSONLimits(bytes: -1, depth: -1, values: -1)
    #expect(JSONSample.fault(of: "", limits: limits)?.reason == .tooLong(limit: -1))
    let none = JSONLimits(bytes: 1, depth: 0, values: 0)
    #expect(JSONSample.fault(of: "1", limits: none)?.reason == .tooManyValues(limit: 0))
  }

  @Test(arguments: ["[", "{\"a\":", "[[],", "{\"a\":{},\"b\":", "[{\"a\":"])
  func `end a million arrays inside one another`(opening: String) {
    let text = Array(String(repeating: opening, count: 1_000_000).utf8)
    let reason = JSONSample.fault(of: text)?.reason
    #expect(reason == .tooDeep(limit: 32))
    // The stack sets a limit of its own.
    let deepest = JSONLimits.deepest
    #expect(JSONSample.fault(of: text, limits: Self.wide)?.reason == .tooDeep(limit: deepest))
  }

  @Test
  func `let arrays be as deep as the stack bears`() throws {
    let deepest = JSONLimits.deepest
    let text =
      String(repeating: "[", count: deepest) + String(repeating: "]", count: deepest)
    let node = try JSONNode(parsing: Array(text.utf8), limits: Self.wide)
    let again = try JSONNode(parsing: node.value.encoded(), limits: Self.wide)
    #expect(again.value.isSame(as: node.value))
  }

  @Test
  func `are for an inventory 64 MiB, 32 levels and four million values`() {
    let limits = JSONLimits.inventory
    #expect((limits.bytes, limits.depth, limits.values) == (67_108_864, 32, 4_000_000))
  }

  @Test
  func `let an inventory of 30 MB through`() throws {
    let digest = String(repeating: "0123456789abcdef", count: 8)
    let count = 170_000
    let members = (0..<count).map { number in
      ("\(digest)\(number)", JSONValue.array([.string("v1/content/Überblick/\(number).pdf")]))
    }
    let text = JSONValue.object([("manifest", .object(members))]).encoded()
    #expect(text.count > 30_000_000)
    let node = try JSONNode(parsing: text)
    guard case .object(let blocks) = node.value, case .object(let read)? = blocks.first?.node.value
    else {
      Issue.record("it is \(node.value.kind)")
      return
    }
    #expect(read.count == count)
    #expect(read.last?.key == "\(digest)\(count - 1)")
    #expect(text[try #require(read.last).keyOffset] == UInt8(ascii: "\""))
  }
}
