// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

extension String {
  /// Reads octets whose character set nobody said: as UTF-8 where they are that, else as
  /// Windows-1252.
  ///
  /// Octets above 127 hardly ever make sound UTF-8 by chance. What a server calls ISO 8859-1 is
  /// Windows-1252 in truth, as browsers read it; the five octets that it does not assign become the
  /// control characters of their numbers.
  ///
  /// Source: WHATWG Encoding §4.2, §9 <https://encoding.spec.whatwg.org/#names-and-labels>
  package init(octets: [UInt8]) {
    if let text = String(validating: octets, as: UTF8.self) {
      self = text
      return
    }
    self.init(UnicodeScalarView(octets.map { Unicode.Scalar(windows1252: $0) }))
  }

  /// Reads each octet as the character of its number, so that none is lost or invalid.
  @inlinable package init(latin1 octets: some Collection<UInt8>) {
    // Nearly all are ASCII, which is UTF-8 already.
    guard octets.contains(where: { $0 >= 0x80 }) else {
      self.init(decoding: octets, as: UTF8.self)
      return
    }
    self.init(UnicodeScalarView(octets.map { Unicode.Scalar($0) }))
  }
}

extension Unicode.Scalar {
  /// The character of an octet in Windows-1252.
  package init(windows1252 octet: UInt8) {
    self = 0x80...0x9F ~= octet ? upperControls[Int(octet) - 0x80] : Unicode.Scalar(octet)
  }
}

/// The characters of octets 128 to 159 in Windows-1252.
private let upperControls: [Unicode.Scalar] = [
  "\u{20AC}", "\u{81}", "\u{201A}", "\u{192}", "\u{201E}", "\u{2026}", "\u{2020}", "\u{2021}",
  "\u{2C6}", "\u{2030}", "\u{160}", "\u{2039}", "\u{152}", "\u{8D}", "\u{17D}", "\u{8F}",
  "\u{90}", "\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}", "\u{2022}", "\u{2013}", "\u{2014}",
  "\u{2DC}", "\u{2122}", "\u{161}", "\u{203A}", "\u{153}", "\u{9D}", "\u{17E}", "\u{178}",
]
