// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text

/// Walks through the bytes of a `Content-Disposition` value.
///
/// Every step moves forward, so a value of any length is read in one pass.
struct DispositionReader {
  private let octets: [UInt8]
  private var place = 0

  init(_ octets: [UInt8]) {
    self.octets = octets
  }

  /// What stands before the first semicolon; empty where the value begins with a file name.
  mutating func type() -> String {
    guard !namesFile(at: place) else { return "" }
    return String(octets: Array(unquoted().trimmed(\.isBlank))).lowercased()
  }

  /// The next parameter that has a value, or nil at the end.
  mutating func parameter() -> ContentDisposition.Parameter? {
    while place < octets.count {
      guard let name = name() else { continue }
      skipBlanks()
      let isQuoted = peek == UInt8(ascii: "\"")
      guard let value = isQuoted ? quoted() : Array(unquoted().trimmed(\.isBlank)) else {
        return nil
      }
      return .init(name: name, octets: value, isQuoted: isQuoted)
    }
    return nil
  }

  // MARK: Parts of a parameter

  /// The name before an equals sign, which is passed; nil for a word without a value.
  private mutating func name() -> String? {
    let start = place
    while let octet = peek, octet != UInt8(ascii: ";"), octet != UInt8(ascii: "=") { place += 1 }
    let name = octets[start..<place].filter { !$0.isBlank }
    let hasValue = peek == UInt8(ascii: "=")
    place += 1
    return hasValue ? String(octets: name).lowercased() : nil
  }

  /// The content of a quoted string and of nothing after it; nil where it does not end.
  private mutating func quoted() -> [UInt8]? {
    place += 1
    // Some write a whole Windows path, and do not know that a backslash must be written twice.
    let isPath = startsWindowsPath
    var content: [UInt8] = []
    while let octet = peek {
      place += 1
      switch octet {
      case UInt8(ascii: "\""):
        _ = unquoted()
        return content
      case UInt8(ascii: "\\") where !isPath:
        guard let escaped = peek else { return nil }
        content.append(escaped)
        place += 1
      default: content.append(octet)
      }
    }
    return nil
  }

  /// All up to the next semicolon, which is passed, or to a comma that stands for one.
  private mutating func unquoted() -> [UInt8] {
    let start = place
    while let octet = peek, octet != UInt8(ascii: ";") {
      if octet == UInt8(ascii: ","), beginsAnew(at: place + 1) { break }
      place += 1
    }
    let content = Array(octets[start..<place])
    place += 1
    return content
  }

  // MARK: Looking ahead

  private var peek: UInt8? { place < octets.count ? octets[place] : nil }

  private mutating func skipBlanks() {
    place = afterBlanks(place)
  }

  private func afterBlanks(_ index: Int) -> Int {
    var index = index
    while index < octets.count, octets[index].isBlank { index += 1 }
    return index
  }

  private var startsWindowsPath: Bool {
    let front = octets[place...].prefix(4).map { $0 }
    guard front.count == 4 else { return false }
    return (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(front[0] | 0x20)
      && front[1] == UInt8(ascii: ":") && front[2] == UInt8(ascii: "\\")
      && front[3] != UInt8(ascii: "\\")
  }

  /// Whether a file name, or a second field that a proxy appended, begins here.
  private func beginsAnew(at index: Int) -> Bool {
    namesFile(at: index)
      || ["attachment", "inline"].contains { type in
        guard let end = end(of: type, at: index) else { return false }
        return end == octets.count || octets[end] == UInt8(ascii: ";")
      }
  }

  private func namesFile(at index: Int) -> Bool {
    guard var end = end(of: "filename", at: index) else { return false }
    if end < octets.count, octets[end] == UInt8(ascii: "*") { end = afterBlanks(end + 1) }
    return end < octets.count && octets[end] == UInt8(ascii: "=")
  }

  /// The place behind a word, and blanks on either side of it, if it stands here.
  private func end(of word: String, at index: Int) -> Int? {
    let start = afterBlanks(index)
    let found = octets[start...].prefix(word.utf8.count)
    guard found.elementsEqual(word.utf8, by: { $0 | 0x20 == $1 }) else { return nil }
    return afterBlanks(start + word.utf8.count)
  }
}
