// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Testing

@testable import OCFL

@Suite(.timeLimit(.minutes(20)))
struct `Reading a JSON text` {
  // MARK: What is JSON

  private static let accepted: [(text: String, value: JSONValue)] = [
    ("null", .null), ("true", .bool(true)), ("false", .bool(false)),
    (" \t\r\n null \n\r\t ", .null),
    ("0", .number("0")), ("-0", .number("-0")), ("10", .number("10")), ("-9", .number("-9")),
    ("0.0", .number("0.0")), ("0e0", .number("0e0")), ("1E+00", .number("1E+00")),
    ("-1.50e-07", .number("-1.50e-07")),
    ("1e99999", .number("1e99999")),
    ("123456789012345678901234567890", .number("123456789012345678901234567890")),
    (#""""#, .string("")), (#""a""#, .string("a")), ("\"\u{7F}\"", .string("\u{7F}")),
    (#""\"\\\/\b\f\n\r\t""#, .string("\"\\/\u{8}\u{C}\n\r\t")),
    (#""a\\\\b""#, .string(#"a\\b"#)), (#""\\n""#, .string(#"\n"#)),
    (#""\u0000\u001f\u0041\u00e9\uABCD\uabcd""#, .string("\0\u{1F}A\u{E9}\u{ABCD}\u{ABCD}")),
    (#""\ud83d\ude00""#, .string("\u{1F600}")), (#""\uD800\uDC00""#, .string("\u{10000}")),
    (#""\uDBFF\uDFFF""#, .string("\u{10FFFF}")), (#""\ufeff\uffff""#, .string("\u{FEFF}\u{FFFF}")),
    (
      "\"\u{FEFF}\u{2028}\u{2029}\u{FFFF}\u{10FFFF}\"",
      .string("\u{FEFF}\u{2028}\u{2029}\u{FFFF}\u{10FFFF}")
    ),
    // Composed and decomposed stay what they are.
    ("\"\u{E9}e\u{301}\"", .string("\u{E9}e\u{301}")), (#""e\u0301""#, .string("e\u{301}")),
    ("\"\\n\u{301}\"", .string("\n\u{301}")),
    ("[]", .array([JSONNode]())), ("[ ]", .array([JSONNode]())), ("[\n]\n", .array([JSONNode]())),
    ("[1]", .array([.number("1")])),
    ("[ 1 , [ ] , {\t} ]", .array([.number("1"), .array([]), .object([])])),
    ("[[[]]]", .array([.array([.array([])])])),
    ("[1,2,true,\"x\"]", .array([.number("1"), .number("2"), .bool(true), .string("x")])),
    ("{}", .object([])), ("{ }", .object([])),
    (#"{"":null}"#, .object([("", .null)])),
    (#" { "a" : [ { "b" : "c" } ] } "#, .object([("a", .array([.object([("b", .string("c"))])]))])),
    (#"{"b":1,"a":2}"#, .object([("b", .number("1")), ("a", .number("2"))])),
    (#"{"\u0061\n":0}"#, .object([("a\n", .number("0"))])),
    // Names that are there twice are for the caller to judge.
    (
      #"{"a":1,"b":2,"a":1}"#,
      .object([("a", .number("1")), ("b", .number("2")), ("a", .number("1"))])
    ),
    (
      "{\"\u{E9}\":1,\"e\u{301}\":2}",
      .object([("\u{E9}", .number("1")), ("e\u{301}", .number("2"))])
    ),
  ]

  @Test(arguments: accepted)
  func `gives what is written there`(text: String, value: JSONValue) throws {
    let node = try JSONNode(parsing: Array(text.utf8))
    #expect(node.value.isSame(as: value), "\(node.value)")
  }

  // MARK: What is not

  private static let refused: [(text: String, reason: JSONFault.Reason, offset: Int)] = [
    // Nothing, or too much
    ("", .empty, 0), (" \n", .empty, 2), ("null null", .trailingText, 5), ("1 2", .trailingText, 2),
    ("[][]", .trailingText, 2), ("{}}", .trailingText, 2), ("[]]", .trailingText, 2),
    ("1,", .trailingText, 1), (#""a"b"#, .trailingText, 3), ("nulls", .trailingText, 4),
    ("truefalse", .trailingText, 4), ("1\0", .trailingText, 1), ("[]\u{FEFF}", .trailingText, 2),
    ("1 // one", .trailingText, 2), ("1#", .trailingText, 1), ("0x1F", .trailingText, 1),
    ("1_000", .trailingText, 1), ("1.5f", .trailingText, 3), ("{}\u{A0}", .trailingText, 2),
    ("\u{FEFF}1", .byteOrderMark, 0), ("\u{FEFF}", .byteOrderMark, 0),
    // No value
    ("nul", .cutShort, 3), ("t", .cutShort, 1), ("nulL", .noValue, 0), ("True", .noValue, 0),
    ("NaN", .noValue, 0), ("Infinity", .noValue, 0), ("-Infinity", .noDigit, 1),
    ("undefined", .noValue, 0), ("'a'", .noValue, 0), ("a", .noValue, 0), (".5", .noValue, 0),
    ("+1", .noValue, 0), ("/**/1", .noValue, 0), ("]", .noValue, 0), ("}", .noValue, 0),
    (",", .noValue, 0), (":", .noValue, 0), ("\0", .noValue, 0), ("\u{B}1", .noValue, 0),
    ("\u{C}1", .noValue, 0), ("\u{A0}1", .noValue, 0), ("\u{2028}1", .noValue, 0),
    ("é", .noValue, 0),
    ("１", .noValue, 0), ("“a”", .noValue, 0), (#"\u0022a\u0022"#, .noValue, 0),
    // Numbers
    ("-", .cutShort, 1), ("--1", .noDigit, 1), ("01", .leadingZero, 0), ("-012", .leadingZero, 1),
    ("00", .leadingZero, 0), ("[-00.1]", .leadingZero, 2), ("1.", .cutShort, 2),
    ("1.e1", .noDigit, 2), ("1.x", .noDigit, 2), ("1e", .cutShort, 2), ("1e+", .cutShort, 3),
    ("1e+]", .noDigit, 3), ("1e1.5", .trailingText, 3), ("[1.2.3]", .noCommaInArray, 4),
    ("-a", .noDigit, 1), ("[1 000]", .noCommaInArray, 3), ("1é", .trailingText, 1),
    // Arrays
    ("[", .cutShort, 1), ("[1", .cutShort, 2), ("[1,", .cutShort, 3), ("[1, ", .cutShort, 4),
    ("[1,]", .trailingComma, 2), ("[1 , ]", .trailingComma, 3), ("[,]", .noValue, 1),
    ("[,1]", .noValue, 1), ("[1,,2]", .noValue, 3), ("[1 2]", .noCommaInArray, 3),
    ("[1}", .noCommaInArray, 2), ("[1:2]", .noCommaInArray, 2), (#"["a":1]"#, .noCommaInArray, 4),
    ("[1;2]", .noCommaInArray, 2), ("[}", .noValue, 1), ("[1,}", .noValue, 3),
    ("[[1]", .cutShort, 4), ("[1/**/]", .noCommaInArray, 2), ("[...]", .noValue, 1),
    // Objects
    ("{", .cutShort, 1), (#"{""#, .cutShort, 2), (#"{"a""#, .cutShort, 4),
    (#"{"a":"#, .cutShort, 5),
    (#"{"a":1"#, .cutShort, 6), (#"{"a":1,"#, .cutShort, 7), (#"{"a":1,}"#, .trailingComma, 6),
    (#"{"a"}"#, .noColon, 4), (#"{"a" 1}"#, .noColon, 5), (#"{"a",1}"#, .noColon, 4),
    (#"{"a"=1}"#, .noColon, 4), (#"{"a"::1}"#, .noValue, 5), (#"{"a":}"#, .noValue, 5),
    (#"{"a":,}"#, .noValue, 5), ("{a:1}", .noName, 1), ("{1:1}", .noName, 1),
    ("{null:1}", .noName, 1),
    ("{'a':1}", .noName, 1), ("{,}", .noName, 1), ("{:1}", .noName, 1), ("{]", .noName, 1),
    ("{[]:1}", .noName, 1), (#"{"a":1,,"b":2}"#, .noName, 7), (#"{"a":1,b}"#, .noName, 7),
    (#"{"a":1 "b":2}"#, .noCommaInObject, 7), (#"{"a":1]"#, .noCommaInObject, 6),
    (#"{"a":1:2}"#, .noCommaInObject, 6), (#"{"a":1;"b":2}"#, .noCommaInObject, 6),
    (#"{"a":"b" "c"}"#, .noCommaInObject, 9), ("{{}}", .noName, 1),
    // Strings
    (#"""#, .cutShort, 1), (#""a"#, .cutShort, 2), (#""\"#, .cutShort, 2), (#""\""#, .cutShort, 3),
    (#""\\"#, .cutShort, 3), (#""\n"#, .cutShort, 3), (#""\u"#, .cutShort, 3),
    (#""\u00e"#, .cutShort, 6), (#""\ud83d"#, .cutShort, 7), (#""\ud83d\"#, .cutShort, 8),
    (#""\ud83d\u"#, .cutShort, 9), (#""\ud83d\ude0"#, .cutShort, 12),
    ("\"\0\"", .controlCharacter(0), 1),
    ("\"a\nb\"", .controlCharacter(0xA), 2), ("\"\t\"", .controlCharacter(9), 1),
    ("\"\\n\r\"", .controlCharacter(0xD), 3), ("\"é\u{1F}\"", .controlCharacter(0x1F), 3),
    (#""\a""#, .unknownEscape, 1), (#""\'""#, .unknownEscape, 1), (#""\0""#, .unknownEscape, 1),
    (#""\x41""#, .unknownEscape, 1), (#""\U0041""#, .unknownEscape, 1),
    (#""x\ ""#, .unknownEscape, 2),
    (#""\N""#, .unknownEscape, 1), ("\"\\\n\"", .unknownEscape, 1), ("\"\\é\"", .unknownEscape, 1),
    (#""\u""#, .noFourHexDigits, 1), (#""\u12g4""#, .noFourHexDigits, 1),
    (#""a\u004""#, .noFourHexDigits, 2), (#""\u{41}""#, .noFourHexDigits, 1),
    (#""\u+041""#, .noFourHexDigits, 1), (#""\u-001""#, .noFourHexDigits, 1),
    (#""\u 041""#, .noFourHexDigits, 1), (#""\ud83d\u""#, .noFourHexDigits, 7),
    // Half a pair
    (#""\ud83d""#, .loneSurrogate, 1), (#""\ude00""#, .loneSurrogate, 1),
    (#""a\ud83dx""#, .loneSurrogate, 2), (#""\ud83d\n""#, .loneSurrogate, 1),
    (#""\ud83d\u0041""#, .loneSurrogate, 1), (#""\ud83d\ud83d""#, .loneSurrogate, 1),
    (#""\ude00\ud83d""#, .loneSurrogate, 1), (#""\ud800\ue000""#, .loneSurrogate, 1),
    (#""\ud83d\ude00\ude00""#, .loneSurrogate, 13), (#"{"\udfff":1}"#, .loneSurrogate, 2),
  ]

  @Test(arguments: refused)
  func `refuses what is none, and says where`(
    text: String,
    reason: JSONFault.Reason,
    offset: Int
  ) throws {
    let fault = try #require(JSONSample.fault(of: text))
    #expect(fault.reason == reason)
    #expect(fault.offset == offset)
  }

  // As they stand in a string after the letter `a`.
  private static let noUTF8: [[UInt8]] = [
    [0x80], [0xBF], [0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0x98], [0xC3, 0xC3, 0xA9], [0xE9],
    [0xC0, 0xAF], [0xC1, 0xBF], [0xE0, 0x9F, 0xBF], [0xF0, 0x8F, 0xBF, 0xBF], [0xC0, 0x80],
    [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80],
    [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFE],
    [0xFF],
  ]

  @Test(arguments: noUTF8)
  func `refuses a string that is not UTF-8`(bytes: [UInt8]) throws {
    for (front, back) in [
      ("", ""), ("é", "b"), ("\\n", "\\t"), (String(repeating: "a", count: 99), "\0"),
    ] {
      let before = Array("[\"\(front)".utf8)
      let fault = try #require(JSONSample.fault(of: before + bytes + Array("\(back)\"]".utf8)))
      #expect(fault.reason == .notUTF8)
      #expect(fault.offset == before.count)
      let key = Array("{\"\(front)".utf8)
      #expect(JSONSample.fault(of: key + bytes + Array("\": 1}".utf8))?.reason == .notUTF8)
    }
    #expect(JSONSample.fault(of: bytes)?.reason == .noValue)
    #expect(JSONSample.fault(of: [UInt8(ascii: "1")] + bytes)?.reason == .trailingText)
  }

  @Test(arguments: [
    [0xFF, 0xFE, 0x31, 0], [0xFE, 0xFF, 0, 0x31], [0x31, 0], [0, 0x31], [0x31, 0, 0, 0],
    [0, 0, 0, 0x31],
  ])
  func `refuses UTF-16 and UTF-32`(bytes: [UInt8]) {
    #expect(JSONSample.fault(of: bytes) != nil)
  }

  // MARK: Escapes, all of them

  @Test
  func `reads every code unit from its escape, but for halves of pairs`() throws {
    for unit in UInt16.min...UInt16.max {
      let digits = String(unit, radix: 16)
      let text = #"""# + #"\u"# + String(repeating: "0", count: 4 - digits.count) + digits + #"""#
      if let scalar = Unicode.Scalar(unit) {
        let node = try JSONNode(parsing: Array(text.utf8))
        guard case .string(let string) = node.value, Array(string.unicodeScalars) == [scalar] else {
          Issue.record("\(text) is \(node.value)")
          continue
        }
      } else if JSONSample.fault(of: text)?.reason != .loneSurrogate {
        Issue.record("\(text) was read")
      }
    }
  }

  @Test
  func `accepts after a backslash nine letters and nothing else`() {
    let lawful = (UInt8.min...UInt8.max).filter { byte in
      JSONSample.fault(of: Array(#""\"#.utf8) + [byte] + Array(#"0041""#.utf8)) == nil
    }
    #expect(lawful == Array(#""/\bfnrtu"#.utf8))
  }

  @Test
  func `takes four bytes for white space and no other`() {
    let spaces = (UInt8.min...UInt8.max).filter { byte in
      JSONSample.fault(of: [byte, UInt8(ascii: "["), byte, UInt8(ascii: "]"), byte]) == nil
    }
    #expect(spaces == Array("\t\n\r ".utf8))
  }
}
