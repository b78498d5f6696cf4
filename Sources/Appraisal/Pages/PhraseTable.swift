// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records

/// Phrases that are looked for together, in one pass over a text.
///
/// Matching ignores the case of ASCII letters, and takes a curly apostrophe for a straight one. Phrases are written in small letters. At each byte
/// only the phrases that begin with it are tried, so the cost is linear in the text.
struct PhraseTable: Sendable {
  private let phrases: [[UInt8]]
  /// For each byte, the phrases that begin with it.
  private let byFirstByte: [[Int]]
  private let wholeWords: Bool

  /// Prepares a table.
  ///
  /// - Parameters:
  ///   - phrases: what to look for.
  ///   - wholeWords: whether `404` is to be found in `error 404` only, not in `8404`.
  init(_ phrases: [String], wholeWords: Bool = false) {
    self.phrases = phrases.map { Array($0.utf8) }
    self.wholeWords = wholeWords
    var table = [[Int]](repeating: [], count: 256)
    for (index, phrase) in self.phrases.enumerated() {
      if let first = phrase.first { table[Int(first)].append(index) }
    }
    byFirstByte = table
  }

  /// The first phrase that stands in the first `limit` bytes of a text.
  func firstMatch(in text: some Sequence<UInt8>, limit: Int = BodyEvidence.longestHead) -> String? {
    let text = Self.folded(text.prefix(limit))
    for place in text.indices {
      for index in byFirstByte[Int(text[place])] where matches(phrases[index], text, place) {
        return String(decoding: phrases[index], as: UTF8.self)
      }
    }
    return nil
  }

  func firstMatch(in text: String) -> String? { firstMatch(in: text.utf8) }

  private static func folded(_ text: some Sequence<UInt8>) -> [UInt8] {
    var folded: [UInt8] = []
    for byte in text {
      folded.append(byte.lowered)
      if byte == 0x98 || byte == 0x99, folded.suffix(3).starts(with: [0xE2, 0x80]) {
        folded.replaceSubrange((folded.count - 3)..., with: [UInt8(ascii: "'")])
      }
    }
    return folded
  }

  private func matches(_ phrase: [UInt8], _ text: [UInt8], _ place: Int) -> Bool {
    guard text.holds(phrase, at: place) else { return false }
    guard wholeWords else { return true }
    let end = place + phrase.count
    return !(place > 0 && isWordByte(text[place - 1]))
      && !(end < text.count && isWordByte(text[end]))
  }

  private func isWordByte(_ byte: UInt8) -> Bool { byte.isLetter || byte.isDigit }
}
