// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// One expectation of the conformance suite for robots.txt: a file, who asks for what, the answer.
struct RobotsExpectation {
  let file: [UInt8]
  let agent: String
  let address: String
  let isAllowed: Bool

  /// Reads a page of the suite, which is in protocol buffers' text format.
  ///
  /// Of the format this knows what the suite uses: comments, `name: value`, lists and messages in
  /// brackets, strings in pieces with C's escapes.
  ///
  /// - Throws: ``Fault`` for anything else.
  static func read(_ text: [UInt8]) throws -> [RobotsExpectation] {
    var tokens = Tokens(rest: text[...])
    var expectations: [RobotsExpectation] = []
    var file: [UInt8] = []
    var fields: [String: [UInt8]] = [:]
    var name = ""
    while let token = try tokens.next() {
      switch token {
      case .word(let word):
        if tokens.skipColon() { name = word } else { fields[name] = Array(word.utf8) }
      case .string(let string):
        if name == "robotstxt" { file = string } else { fields[name] = string }
      case .closing:
        guard let outcome = fields["expected_outcome"] else { continue }
        guard let address = fields["testurl"], let agent = fields["useragent"] else {
          throw Fault()
        }
        let expectation = RobotsExpectation(
          file: file,
          agent: String(decoding: agent, as: UTF8.self),
          address: String(decoding: address, as: UTF8.self),
          isAllowed: outcome == Array("ALLOWED".utf8)
        )
        guard expectation.isAllowed || outcome == Array("DISALLOWED".utf8) else { throw Fault() }
        expectations.append(expectation)
        fields = [:]
      case .other: continue
      }
    }
    return expectations
  }

  struct Fault: Error {}

  private enum Token {
    case word(String)
    case string([UInt8])
    /// The end of a message.
    case closing
    case other
  }

  private struct Tokens {
    var rest: ArraySlice<UInt8>

    mutating func next() throws -> Token? {
      skipBlanks()
      switch rest.first {
      case nil: return nil
      case UInt8(ascii: "}"):
        rest.removeFirst()
        return .closing
      case UInt8(ascii: "\""):
        var string: [UInt8] = []
        while rest.first == UInt8(ascii: "\"") {
          string += try piece()
          skipBlanks()
        }
        return .string(string)
      default:
        let word = rest.prefix {
          $0 == UInt8(ascii: "_") || UnicodeScalar($0).properties.isAlphabetic
        }
        guard !word.isEmpty else {
          rest.removeFirst()
          return .other
        }
        rest = rest.dropFirst(word.count)
        return .word(String(decoding: word, as: UTF8.self))
      }
    }

    mutating func skipColon() -> Bool {
      skipBlanks()
      guard rest.first == UInt8(ascii: ":") else { return false }
      rest.removeFirst()
      return true
    }

    private mutating func skipBlanks() {
      while let byte = rest.first {
        if byte == UInt8(ascii: "#") {
          rest = rest.drop { $0 != 0x0A }
        } else if byte <= 0x20 {
          rest.removeFirst()
        } else {
          return
        }
      }
    }

    private mutating func piece() throws -> [UInt8] {
      var string: [UInt8] = []
      rest.removeFirst()
      while let byte = rest.popFirst(), byte != UInt8(ascii: "\"") {
        string.append(byte == UInt8(ascii: "\\") ? try escaped() : byte)
      }
      return string
    }

    private mutating func escaped() throws -> UInt8 {
      switch rest.popFirst() {
      case UInt8(ascii: "n"): return 0x0A
      case UInt8(ascii: "r"): return 0x0D
      case UInt8(ascii: "t"): return 0x09
      case UInt8(ascii: "\""): return UInt8(ascii: "\"")
      case UInt8(ascii: "\\"): return UInt8(ascii: "\\")
      case UInt8(ascii: "x"):
        let digits = String(decoding: rest.prefix(2), as: UTF8.self)
        rest = rest.dropFirst(2)
        guard let byte = UInt8(digits, radix: 16) else { throw Fault() }
        return byte
      default: throw Fault()
      }
    }
  }
}
