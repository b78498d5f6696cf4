// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text

/// One header field as it was sent or received; the name's case plays no part in comparisons.
///
/// A value's characters are its bytes, read as Latin-1, so that what came can be sent again as it was.
package struct HeaderField: Hashable, Sendable {
  package let name: String
  package let value: String

  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }

  /// The value read as UTF-8 where it is that, as many servers write it against the rules.
  package var utf8Value: String {
    guard let bytes = latin1, let text = String(validating: bytes, as: UTF8.self) else {
      return value
    }
    return text
  }

  /// The value's bytes; nil where it has characters that Latin-1 does not have.
  package var latin1: [UInt8]? {
    if value.utf8.allSatisfy({ $0 < 0x80 }) { return Array(value.utf8) }
    var bytes: [UInt8] = []
    for scalar in value.unicodeScalars {
      guard let byte = UInt8(exactly: scalar.value) else { return nil }
      bytes.append(byte)
    }
    return bytes
  }

  package static func == (left: HeaderField, right: HeaderField) -> Bool {
    left.isNamed(right.name) && left.value == right.value
  }

  package func hash(into hasher: inout Hasher) {
    for byte in name.utf8 { hasher.combine(byte.lowercased) }
    hasher.combine(value)
  }

  /// Whether this is the field's name, in whatever case.
  package func isNamed(_ name: String) -> Bool {
    // Names are ASCII; `lowercased()` would make two texts for every comparison. Most are written alike.
    self.name.utf8.count == name.utf8.count
      && (self.name == name
        || zip(self.name.utf8, name.utf8).allSatisfy { $0.lowercased == $1.lowercased })
  }

  /// Whether the field can be sent: it stays within its line.
  package var isSendable: Bool {
    let breaksOut: (UInt8) -> Bool = { $0 < 0x20 && $0 != UInt8(ascii: "\t") || $0 == 0x7F }
    return !name.isEmpty && !name.utf8.contains { breaksOut($0) || $0 == UInt8(ascii: ":") }
      && !value.utf8.contains(where: breaksOut)
  }
}

extension [HeaderField] {
  /// The value of the first field of that name.
  package subscript(name: String) -> String? {
    first(named: name)?.value
  }

  /// The first field of that name.
  package func first(named name: String) -> HeaderField? {
    first { $0.isNamed(name) }
  }
}
