// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// A value of PDF, as far as the comparison of contents looks into it.
///
/// Source: ISO 32000-1, section 7.3.
enum PDFValue {
  case integer(Int, Range<Int>)
  case name(String, Range<Int>)
  case text(Range<Int>)
  case reference(Int)
  case array([PDFValue], Range<Int>)
  case dictionary(PDFDictionary)
  /// Any other number, `true`, `false`, `null`.
  case other

  var integer: Int? { if case .integer(let value, _) = self { value } else { nil } }
  var name: String? { if case .name(let name, _) = self { name } else { nil } }
  var dictionary: PDFDictionary? { if case .dictionary(let value) = self { value } else { nil } }
  var reference: Int? { if case .reference(let number) = self { number } else { nil } }
}

struct PDFDictionary {
  fileprivate(set) var values: [String: PDFValue] = [:]
  /// Whether a key stands in it twice, so that readers may differ on what it says.
  fileprivate(set) var isAmbiguous = false

  subscript(key: String) -> PDFValue? { values[key] }
}

/// How an object is referred to in a file.
struct PDFUse: OptionSet {
  let rawValue: UInt8
  /// By a trailer, as what is known of the document.
  static let information = PDFUse(rawValue: 1)
  /// As XMP of something.
  static let metadata = PDFUse(rawValue: 2)
  /// As the length of a stream.
  static let length = PDFUse(rawValue: 4)
  static let other = PDFUse(rawValue: 8)
}

/// Reads values, and notes which objects they refer to and how.
struct PDFReader {
  /// Deeper values are not read: what nests so has another purpose than to be read.
  private static let deepest = 64
  /// An object has no more values than this, so that its memory is bounded.
  private static let mostValues = 250_000
  private static let mostUses = 1_000_000

  var lexer: PDFLexer
  private(set) var uses: [Int: PDFUse] = [:]
  /// Whether it has scripts, which may show what no page shows.
  private(set) var hasScripts = false
  private var count = 0

  init(_ bytes: [UInt8], at place: Int = 0) {
    lexer = PDFLexer(bytes, at: place)
  }

  /// Reads a value.
  ///
  /// - Parameter isTrailer: whether it is a trailer's dictionary.
  /// - Returns: nil where there is none.
  mutating func value(isTrailer: Bool = false) -> PDFValue? {
    count = 0
    guard let token = lexer.next() else { return nil }
    return value(token, depth: 0, as: isTrailer ? .information : .other)
  }

  /// Takes in what another reader of the same file noted.
  mutating func take(_ other: PDFReader) {
    uses.merge(other.uses) { $0.union($1) }
    hasScripts = hasScripts || other.hasScripts
  }

  private mutating func value(_ token: PDFLexer.Token, depth: Int, as use: PDFUse) -> PDFValue? {
    count += 1
    guard depth < Self.deepest, count < Self.mostValues, uses.count < Self.mostUses else {
      return nil
    }
    switch token {
    case .integer(let value): return integer(value, as: use)
    case .number: return .other
    case .name(let name):
      note(name)
      return .name(name, lexer.range)
    case .text: return .text(lexer.range)
    case .arrayStart: return array(depth)
    case .dictionaryStart: return dictionary(depth, isTrailer: depth == 0 && use == .information)
    case .word("true"), .word("false"), .word("null"): return .other
    case .word, .arrayEnd, .dictionaryEnd, .end: return nil
    }
  }

  /// An integer; or a reference, which is two of them and `R`.
  private mutating func integer(_ value: Int, as use: PDFUse) -> PDFValue {
    let range = lexer.range
    let place = lexer.place
    var ahead = lexer
    if value >= 0, case .integer(let generation) = ahead.next(), generation >= 0,
      ahead.next() == .word("R")
    {
      lexer.place = ahead.place
      uses[value, default: []].insert(use)
      return .reference(value)
    }
    lexer.place = place
    return .integer(value, range)
  }

  private mutating func array(_ depth: Int) -> PDFValue? {
    let start = lexer.range.lowerBound
    var values: [PDFValue] = []
    while let token = lexer.next() {
      if token == .arrayEnd { return .array(values, start..<lexer.place) }
      guard let value = value(token, depth: depth + 1, as: .other) else { return nil }
      values.append(value)
    }
    return nil
  }

  private mutating func dictionary(_ depth: Int, isTrailer: Bool) -> PDFValue? {
    var dictionary = PDFDictionary()
    while let token = lexer.next() {
      if token == .dictionaryEnd { return .dictionary(dictionary) }
      guard case .name(let key) = token, let next = lexer.next() else { return nil }
      note(key)
      let use: PDFUse =
        switch key {
        case "Info" where isTrailer: .information
        case "Metadata": .metadata
        case "Length": .length
        default: .other
        }
      guard let value = value(next, depth: depth + 1, as: use) else { return nil }
      if dictionary.values.updateValue(value, forKey: key) != nil { dictionary.isAmbiguous = true }
    }
    return nil
  }

  private mutating func note(_ name: String) {
    switch name {
    case "JS", "JavaScript", "XFA": hasScripts = true
    default: break
    }
  }
}
