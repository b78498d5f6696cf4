// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

private let tab = UInt8(ascii: "\t")
private let newline = UInt8(ascii: "\n")
/// Stands before a text, so that an empty one is not taken for none.
private let sign = UInt8(ascii: "=")

/// Writes lines of fields that are set apart by tabs.
///
///     links⇥=https://example.org/a.pdf⇥=Child A⇥
///
/// A field is `=` and its text, or empty for none. The first field of a line is as it was given.
package struct FieldWriter {
  private var bytes: [UInt8]
  private var isSound: Bool

  /// - Parameter head: the first line.
  package init(_ head: some Sequence<UInt8>) {
    bytes = Array(head)
    isSound = !bytes.contains(where: Self.breaks)
  }

  /// Begins a line.
  ///
  /// - Parameter mark: its first field.
  package mutating func begin(_ mark: UInt8) {
    bytes.append(newline)
    bytes.append(mark)
  }

  /// Adds a field to the line.
  package mutating func write(_ text: String?) {
    bytes.append(tab)
    guard let text else { return }
    bytes.append(sign)
    let start = bytes.count
    bytes.append(contentsOf: text.utf8)
    if bytes[start...].contains(where: Self.breaks) { isSound = false }
  }

  /// What was written; nil where a text has a tab or ends a line.
  package consuming func finish() -> [UInt8]? { isSound ? bytes : nil }

  private static func breaks(_ byte: UInt8) -> Bool { byte == tab || byte == newline }
}

/// Reads what a ``FieldWriter`` wrote.
package struct FieldReader {
  private let bytes: [UInt8]
  private var place = 0
  /// Whether the line has no further field.
  package private(set) var isAtLineEnd = false

  /// - Parameter bytes: all lines; it begins with the first.
  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Goes on to the next line.
  ///
  /// - Returns: false where there is none.
  package mutating func nextLine() -> Bool {
    while !isAtLineEnd { _ = next() }
    guard place < bytes.count else { return false }
    place += 1
    isAtLineEnd = false
    return true
  }

  /// The bytes of the next field of the line; nil where it has none.
  package mutating func next() -> ArraySlice<UInt8>? {
    guard !isAtLineEnd else { return nil }
    var end = place
    while end < bytes.count, bytes[end] != tab, bytes[end] != newline { end += 1 }
    let field = bytes[place..<end]
    isAtLineEnd = end == bytes.count || bytes[end] == newline
    place = isAtLineEnd ? end : end + 1
    return field
  }

  /// The text of the next field; `.some(nil)` for none, nil where the line has no such field.
  package mutating func text() -> String?? {
    guard let field = next() else { return nil }
    guard let first = field.first else { return .some(nil) }
    guard first == sign else { return nil }
    return .some(String(decoding: field.dropFirst(), as: UTF8.self))
  }

  /// The number in the next field; nil where there is none.
  package mutating func number() -> Int? {
    guard case let text?? = text() else { return nil }
    return Int(text)
  }
}
