// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text

/// What a server answered to one request, but for the body: status and fields.
package struct ResponseHead: Sendable {
  package let status: Int
  /// The header section as it was received: status line, fields, line ends; ISO 8859-1 as UTF-8.
  package let text: String
  package let fields: [HeaderField]

  /// Reads a header section, status line first; nil where there is no status in it.
  ///
  /// Folded lines (RFC 9112 §5.2) are joined by a space; lines without a colon are left out of the
  /// fields and stay in the text.
  ///
  /// - Parameter bytes: as they came.
  package init?(_ bytes: [UInt8]) {
    // Header bytes are Latin-1 at best (RFC 9110 §5.5); this way none is lost or invalid.
    text = String(latin1: bytes)
    // Cut as bytes: Swift's idea of a line end is wider than HTTP's.
    var rest = bytes[...]
    guard let statusLine = Self.popLine(&rest) else { return nil }
    let words = statusLine.split(separator: UInt8(ascii: " "), maxSplits: 2)
    guard words.count >= 2, let status = Int(String(latin1: words[1])) else { return nil }
    self.status = status

    var fields: [HeaderField] = []
    fields.reserveCapacity(16)
    while let line = Self.popLine(&rest) {
      if line.first?.isBlank == true, let last = fields.popLast() {
        fields.append(
          HeaderField(last.name, last.value + " " + String(latin1: line.trimmed(\.isBlank)))
        )
      } else if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
        let (name, value) = (
          line[..<colon].trimmed(\.isBlank), line[(colon + 1)...].trimmed(\.isBlank)
        )
        fields.append(HeaderField(String(latin1: name), String(latin1: value)))
      }
    }
    self.fields = fields
  }

  /// Takes the next line that is not empty, without its end; nil where there is none.
  private static func popLine(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    while !rest.isEmpty {
      let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
      let line = rest[..<end]
      rest = rest[min(end + 1, rest.endIndex)...]
      let text = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
      if !text.isEmpty { return text }
    }
    return nil
  }

  /// Reads a header section that was kept as ``text``; nil where there is no status in it.
  package init?(kept text: String) {
    let bytes = text.unicodeScalars.compactMap { UInt8(exactly: $0.value) }
    self.init(bytes)
  }
}
