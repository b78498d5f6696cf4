// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text

/// The language that documents state of themselves.
package enum StatedLanguage {
  /// So far around the word that makes an object the catalog its other entries stand.
  private static let reach = 4_096

  /// The language in the catalog of a PDF, as far as that is not packed.
  ///
  /// Bytes are looked at and nothing is unpacked. Of several catalogs the newest counts, which is the last in the file.
  ///
  /// Source: ISO 32000-1, §14.9.2 (natural language specification), §7.7.2 (document catalog)
  ///
  /// - Parameter bytes: the beginning of the file, or its end.
  /// - Returns: a tag of BCP 47; nil where none is stated there.
  package static func ofPDF(_ bytes: [UInt8]) -> String? {
    var end = bytes.count
    while let catalog = last("/Catalog", in: bytes[..<end]) {
      let before = bytes[max(0, catalog - reach)..<catalog]
      let after = bytes[catalog..<min(bytes.count, catalog + reach)]
      let start = last(" obj", in: before) ?? before.startIndex
      let close = first("endobj", in: after) ?? after.endIndex
      var object = bytes[start..<close]
      while let key = first("/Lang", in: object) {
        object = bytes[(key + 5)..<close]
        if let tag = string(object).flatMap(tag) { return tag }
      }
      end = catalog
    }
    return nil
  }

  /// A tag as BCP 47 has them; what else a document says of its language is dropped.
  static func tag(_ text: String) -> String? {
    let isTag =
      (2...35).contains(text.utf8.count)
      && text.utf8.allSatisfy { $0 == 0x2D || 0x30...0x39 ~= $0 || 0x61...0x7A ~= $0 | 0x20 }
    return isTag ? text : nil
  }

  /// A literal string, as the letters of a tag are written: in one byte each, or in UTF-16.
  private static func string(_ bytes: ArraySlice<UInt8>) -> String? {
    let rest = bytes.drop(while: isSpace)
    let marks: [UInt8: Character] = [UInt8(ascii: "("): ")", UInt8(ascii: "<"): ">"]
    guard let first = rest.first, let close = marks[first]?.asciiValue,
      let end = rest.firstIndex(of: close)
    else { return nil }
    var inside = Array(rest[(rest.startIndex + 1)..<end])
    if close == UInt8(ascii: ">") {
      guard let bytes = hexBytes(inside.filter { !isSpace($0) }) else { return nil }
      inside = bytes
    }
    let letters = inside.starts(with: [0xFE, 0xFF]) ? inside.dropFirst(2) : inside[...]
    return String(decoding: letters.filter { $0 != 0 && $0 != 0x20 }, as: UTF8.self)
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || 0x09...0x0D ~= byte || byte == 0
  }

  private static func hexBytes(_ digits: [UInt8]) -> [UInt8]? {
    guard digits.count % 2 == 0 else { return nil }
    var bytes: [UInt8] = []
    for place in stride(from: 0, to: digits.count, by: 2) {
      guard let high = digits[place].hexValue, let low = digits[place + 1].hexValue else {
        return nil
      }
      bytes.append(high << 4 | low)
    }
    return bytes
  }

  private static func first(_ word: String, in bytes: ArraySlice<UInt8>) -> Int? {
    places(of: word, in: bytes).first(where: { bytes[$0...].starts(with: word.utf8) })
  }

  private static func last(_ word: String, in bytes: ArraySlice<UInt8>) -> Int? {
    places(of: word, in: bytes).last(where: { bytes[$0...].starts(with: word.utf8) })
  }

  private static func places(of word: String, in bytes: ArraySlice<UInt8>) -> Range<Int> {
    bytes.startIndex..<max(bytes.startIndex, bytes.endIndex - word.utf8.count + 1)
  }
}
