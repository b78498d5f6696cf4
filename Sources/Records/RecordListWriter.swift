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

  /// What is to be written next for some elements; nothing for none.
  package mutating func text(of elements: [some Encodable]) throws -> String {
    var text = ""
    for element in elements {
      text += hasBegun ? ",\n" : "{\n  \"\(member)\" : [\n"
      hasBegun = true
      // No text in JSON has a line's end in it; an empty list has an empty line.
      let lines = try RecordCoding.encode(element).split(
        separator: "\n",
        omittingEmptySubsequences: false
      )
      text += lines.dropLast().map { $0.isEmpty ? "" : "    \($0)" }.joined(separator: "\n")
    }
    return text
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
