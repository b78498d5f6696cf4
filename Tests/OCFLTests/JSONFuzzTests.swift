// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage
import Testing

@testable import OCFL

@Suite(.timeLimit(.minutes(20)))
struct `JSON texts that nobody meant` {
  /// Reads a text and checks all that must be true whatever it is.
  ///
  /// What is read is written and read again as the same; what is not has a place in the text; and
  /// Foundation, where it is strict, is of the same opinion.
  private static func judge(_ text: [UInt8]) {
    func record(_ problem: String) {
      let shown = String(decoding: text, as: UTF8.self).debugDescription
      Issue.record("\(problem): \(shown), \(text.prefix(100))")
    }
    do throws(JSONFault) {
      let value = try JSONNode(parsing: text).value
      let again = try JSONNode(parsing: value.encoded()).value
      if !again.isSame(as: value) { record("what is written is not what was read") }
      guard FoundationJudge.isCompetent(for: text, refusedBecause: nil) else { return }
      guard let theirs = FoundationJudge.value(of: text) else {
        return record("Foundation refuses it")
      }
      if !FoundationJudge.agrees(theirs, with: value) { record("Foundation reads otherwise") }
    } catch {
      if !(0...text.count).contains(error.offset) { record("there is no byte \(error.offset)") }
      guard FoundationJudge.isCompetent(for: text, refusedBecause: error.reason) else { return }
      if FoundationJudge.reads(text) { record("Foundation reads it, not so we, \(error)") }
    }
  }

  // MARK: Near misses, all of them

  private static let alphabet =
    Array("[]{},:\"\\/-+.019eEntfux \n\t\u{1}".utf8) + [0x80, 0xC3, 0xA9, 0xFF]

  @Test
  func `a text that is cut short anywhere is refused, and that is the reason`() throws {
    let text = JSONSample.text
    #expect(JSONSample.fault(of: text) == nil)
    #expect(JSONSample.fault(of: [])?.reason == .empty)
    for length in text.indices.dropFirst() {
      let fault = try #require(JSONSample.fault(of: Array(text[..<length])))
      // Within a character of several bytes the rest of it is missed first.
      let isInsideCharacter = text[length] & 0b1100_0000 == 0b1000_0000
      #expect(fault.reason == (isInsideCharacter ? .notUTF8 : .cutShort))
      if !isInsideCharacter { #expect(fault.offset == length) }
    }
  }

  @Test
  func `a text of which one byte is changed, inserted or missing is judged as Foundation does`() {
    let text = JSONSample.text
    for place in text.indices {
      var changed = text
      changed.remove(at: place)
      Self.judge(changed)
      for byte in UInt8.min...UInt8.max {
        changed = text
        changed[place] = byte
        Self.judge(changed)
      }
      for byte in Self.alphabet {
        changed = text
        changed.insert(byte, at: place)
        Self.judge(changed)
      }
    }
  }

  @Test
  func `all texts of three characters are judged as Foundation does`() {
    for first in Self.alphabet {
      Self.judge([first])
      for second in Self.alphabet {
        Self.judge([first, second])
        for third in Self.alphabet {
          Self.judge([first, second, third])
        }
      }
    }
  }

  // MARK: Seeded

  /// What a mutation puts in: pieces that parsers stumble over.
  private static let pieces: [[UInt8]] =
    [
      "\"", "\\", "\\\\", "\\\"", "\\u", "\\u0000", "\\ud83d", "\\ude00", "\\uD800\\uDC00", "[",
      "]",
      "{", "}", "[]", "{}", ",", ":", "null", "true", "false", "-", "0", "00", "1e", "1E+5", ".5",
      "-0.0", "\n", "\r\n", " ", "\t", "\u{1F}", "\u{7F}", "é", "😀", "\u{FEFF}", "\u{2028}", "//",
      "/*",
      "\"a\":", "\"a\":1,", "[[[[[[[[[[[[[[[[", "'", "NaN",
    ].map { Array($0.utf8) }
    + [[0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF], [0xE2, 0x82], [0]]

  private static func mutated(_ seed: UInt64) -> [UInt8] {
    var random = Seeded(seed: seed)
    var text =
      Bool.random(using: &random)
      ? JSONSample.text : JSONValue.random(depth: 4, using: &random).encoded()
    for _ in 0..<Int.random(in: 0...6, using: &random) {
      let start = Int.random(in: 0...text.count, using: &random)
      let end = min(text.count, start + Int.random(in: 0...12, using: &random))
      switch Int.random(in: 0..<6, using: &random) {
      case 0: text.removeSubrange(start..<end)
      case 1: text.insert(UInt8.random(in: 0...255, using: &random), at: start)
      case 2 where start < text.count: text[start] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      case 3:
        // A piece of the text, once more somewhere else.
        let place = Int.random(in: 0...text.count, using: &random)
        text.insert(contentsOf: Array(text[start..<end]), at: place)
      case 4: text.removeSubrange(end...)
      default:
        text.replaceSubrange(
          start..<(Bool.random(using: &random) ? start : end),
          with: pieces.randomElement(using: &random) ?? []
        )
      }
    }
    return text
  }

  private static func assembled(_ seed: UInt64) -> [UInt8] {
    var random = Seeded(seed: ~seed)
    let count = Int.random(in: 0...30, using: &random)
    return (0..<count).flatMap { _ in pieces.randomElement(using: &random) ?? [] }
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `mutated texts are judged as Foundation does`(batch: UInt64) {
    for seed in (batch * 500)..<((batch + 1) * 500) {
      Self.judge(Self.mutated(seed))
      Self.judge(Self.assembled(seed))
    }
  }

  private static let seconds =
    ProcessInfo.processInfo.environment["HANAPER_FUZZ_SECONDS"].flatMap { Int($0) } ?? 0

  @Test(.enabled(if: seconds > 0, "set HANAPER_FUZZ_SECONDS to fuzz for longer"))
  func `mutated texts are judged as Foundation does, for as long as is asked`() {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(Self.seconds)
    // Each long run sees other texts; a failure shows its text.
    let start = UInt64.random(in: 0..<1 << 60)
    var seed = start
    while clock.now < end {
      for _ in 0..<100 {
        seed += 1
        Self.judge(Self.mutated(seed))
        Self.judge(Self.assembled(seed))
      }
    }
    print("JSON texts judged: \(2 * (seed - start)), from seed \(start)")
  }

  // MARK: From outside

  @Test(.enabled(if: OutsideData.isPresent, "\(OutsideData.whereToPutIt)"))
  func `inventories of other programs are judged as Foundation does`() throws {
    let root = try #require(OutsideData.directory("ocfl-fixtures")).string
    let files = try #require(FileManager.default.enumerator(atPath: root))
    var count = 0
    for case let name as String in files where name.hasSuffix("inventory.json") {
      Self.judge([UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(root)/\(name)"))))
      count += 1
    }
    #expect(count > 100)
  }
}
