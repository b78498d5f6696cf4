// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// The content of a text in RTF: its times of making are told apart.
///
///     {\info{\title Review}{\creatim\yr2026\mo11\dy27\hr2\min0}{\revtim\yr2026\mo11\dy27\hr2\min0}}
///
/// Source: Rich Text Format Specification 1.9.1, section “Information Group”.
enum RichTextContent {
  /// The information stands before the text.
  private static let longestHead = 256 << 10

  static func form(of bytes: [UInt8]) -> ContentForm? {
    guard bytes.starts(with: Array("{\\rtf".utf8)) else { return nil }
    var form = ContentForm(bytes)
    guard let information = group("{\\info", in: bytes, within: 0..<min(bytes.count, longestHead))
    else { return form }
    for name in ["{\\creatim", "{\\revtim", "{\\printim", "{\\buptim"] {
      guard let time = group(name, in: bytes, within: information) else { continue }
      let figures = (time.lowerBound + name.utf8.count)..<(time.upperBound - 1)
      if isTime(bytes[figures]) { form.replace(figures, by: "time") }
    }
    return form
  }

  /// A group that begins with a word, from its brace to its brace, where it is there once.
  private static func group(_ start: String, in bytes: [UInt8], within range: Range<Int>) -> Range<
    Int
  >? {
    guard let place = bytes.firstPlace(of: start, in: range),
      bytes.lastPlace(of: start, in: range) == place,
      place + start.utf8.count < range.upperBound, !bytes[place + start.utf8.count].isLetter
    else { return nil }
    var depth = 0
    var index = place
    while index < range.upperBound {
      switch bytes[index] {
      case UInt8(ascii: "\\"): index += 1
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"):
        depth -= 1
        if depth == 0 { return place..<(index + 1) }
      default: break
      }
      index += 1
    }
    return nil
  }

  /// Nothing but the words of a time, each with its number.
  private static func isTime(_ text: ArraySlice<UInt8>) -> Bool {
    let words = String(decoding: text, as: UTF8.self).split(
      separator: "\\",
      omittingEmptySubsequences: false
    )
    return text.count <= 80 && words.first?.isEmpty == true && words.count > 1
      && words.dropFirst().allSatisfy { word in
        ["yr", "mo", "dy", "hr", "min", "sec"].contains { name in
          word.hasPrefix(name) && (1...4).contains(word.utf8.count - name.utf8.count)
            && word.utf8.dropFirst(name.utf8.count).allSatisfy(\.isDigit)
        }
      }
  }
}
