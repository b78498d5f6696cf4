// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// A record of which the first member is a list of any length, written some elements at a time: in the bytes of
/// ``RecordCoding/encode(_:)``, and never all of it in memory.
package struct RecordListWriter {
  private let member: String
  private var hasBegun = false

  /// - Parameter member: the name of the list; no other member's name may come before it in the alphabet.
  package init(of member: String) {
    self.member = member
  }

  /// Writes a record that has a list of any length, some elements at a time.
  ///
  /// - Parameters:
  ///   - record: the record, in which the list is empty.
  ///   - member: the name of the list, one of the record's own members.
  ///   - elements: what is in the list.
  ///   - write: takes the pieces, in their order.
  /// - Throws: where it cannot be encoded, its list is not empty, or `write` throws.
  package static func write(
    _ record: some Encodable,
    _ member: String,
    _ elements: [some Encodable],
    to write: (String) throws -> Void
  ) throws {
    let text = try RecordCoding.encode(record)
    // No text in JSON has a line's end in it, and only the record's own members stand two columns in.
    guard let place = text.firstRange(of: "\n  \"\(member)\" : [\n\n  ]") else {
      let reason = "“\(member)” is no member, or not empty"
      throw EncodingError.invalidValue(record, .init(codingPath: [], debugDescription: reason))
    }
    guard !elements.isEmpty else { return try write(text) }
    try write(String(text[..<place.lowerBound]))
    var writer = RecordListWriter(of: member)
    for start in stride(from: 0, to: elements.count, by: portion) {
      let end = min(start + portion, elements.count)
      let piece = try writer.text(of: Array(elements[start..<end]))
      try write(start == 0 ? String(piece.dropFirst()) : piece)
    }
    try write("\n  ]" + text[place.upperBound...])
  }

  private static let portion = 1_000

  /// What is to be written next for some elements; nothing for none.
  package mutating func text(of elements: [some Encodable]) throws -> String {
    guard !elements.isEmpty else { return "" }
    let opening = hasBegun ? ",\n" : "{\n  \"\(member)\" : [\n"
    hasBegun = true
    // As a list by themselves, from “[” to “]” a line each, they stand two columns further out.
    let list = try RecordCoding.encode(elements).utf8.dropFirst("[\n".utf8.count)
      .dropLast("\n]\n".utf8.count)
    let lineEnd = UInt8(ascii: "\n")
    var bytes: [UInt8] = []
    bytes.reserveCapacity(list.count * 5 / 4)
    var isAtStart = true
    // No text in JSON has a line's end in it; an empty list has an empty line.
    for byte in list {
      if isAtStart, byte != lineEnd { bytes += [UInt8(ascii: " "), UInt8(ascii: " ")] }
      bytes.append(byte)
      isAtStart = byte == lineEnd
    }
    return opening + String(decoding: bytes, as: UTF8.self)
  }

  /// What is to be written last.
  ///
  /// - Parameter record: all but the elements: its list is empty.
  /// - Returns: the end of the list, and what comes behind it.
  /// - Throws: where it cannot be encoded, or its list is not its first member.
  package func end(of record: some Encodable) throws -> String {
    let text = try RecordCoding.encode(record)
    guard hasBegun else { return text }
    let empty = "{\n  \"\(member)\" : [\n\n  ]"
    guard text.hasPrefix(empty) else {
      let reason = "“\(member)” is not the first member, or not empty"
      throw EncodingError.invalidValue(record, .init(codingPath: [], debugDescription: reason))
    }
    return "\n  ]" + text.dropFirst(empty.count)
  }
}
