// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

extension SignedCheckpoint {
  /// Finds a checkpoint in a text that has other lines too: a mail, say, in which it is quoted or indented.
  ///
  /// Soft line breaks and escapes of quoted-printable are undone. Where there are several, the last one counts.
  ///
  /// - Parameter bytes: the whole text.
  /// - Throws: ``NoteError`` where there is none.
  ///
  /// Source: RFC 2045 §6.7 <https://www.rfc-editor.org/rfc/rfc2045#section-6.7>
  package init(foundIn bytes: [UInt8]) throws(NoteError) {
    // One that stands alone is read as it is, so that its faults are told by their lines.
    if let alone = try? SignedCheckpoint(bytes) {
      self = alone
      return
    }
    for text in [bytes, Self.unquoted(bytes)] {
      if let found = Self.last(in: text) {
        self = found
        return
      }
    }
    throw NoteError(
      "checkpoint",
      "no lines with a name, a number of leaves, a root, an empty line and a signature were found in it"
    )
  }

  private static func last(in bytes: [UInt8]) -> SignedCheckpoint? {
    let lines = String(decoding: bytes, as: UTF8.self)
      .split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .map { line in line.drop { $0 == ">" || $0 == " " || $0 == "\t" } }
      .map { line in
        String(
          line.prefix(
            upTo: line.lastIndex { $0 != " " && $0 != "\t" }.map(line.index(after:))
              ?? line.startIndex
          )
        )
      }
    var end = lines.count
    while end > 4 {
      guard let last = lines[..<end].lastIndex(where: { NoteSignature(line: $0) != nil }) else {
        return nil
      }
      var first = last
      while first > 0, NoteSignature(line: lines[first - 1]) != nil { first -= 1 }
      // Name, leaves and root; an extension of it is nobody's, and not looked for.
      if first >= 4, lines[first - 1].isEmpty {
        let note = lines[(first - 4)...last].map { $0 + "\n" }.joined()
        if let found = try? SignedCheckpoint(Array(note.utf8)) { return found }
      }
      end = first
    }
    return nil
  }

  private static func unquoted(_ bytes: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count)
    var rest = bytes[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "=") else {
        text.append(byte)
        continue
      }
      if rest.starts(with: [13, 10]) {
        rest = rest.dropFirst(2)
      } else if rest.first == 10 {
        rest = rest.dropFirst()
      } else if let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16),
        rest.count >= 2
      {
        text.append(value)
        rest = rest.dropFirst(2)
      } else {
        text.append(byte)
      }
    }
    return text
  }
}
