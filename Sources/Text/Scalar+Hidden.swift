// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

extension Unicode.Scalar {
  /// Whether it is not seen itself, and acts on what is shown or hides in it.
  ///
  /// Control characters, bidirectional marks and overrides, soft hyphens, zero-width spaces, tags, and the
  /// separators of lines and paragraphs. Two that Unicode counts among them are spelling in Persian, in
  /// many scripts of India and in emoji, and move nothing: the joiners U+200C and U+200D. Some are seen as
  /// any letter is: the signs that Arabic and others write around numbers.
  ///
  /// Source: Unicode TR 36 §3, bidirectional text <https://www.unicode.org/reports/tr36/>
  package var isHidden: Bool {
    switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .surrogate: true
    case .format:
      switch value {
      case 0x200C, 0x200D: false
      case 0x0600...0x0605, 0x06DD, 0x070F, 0x0890, 0x0891, 0x08E2, 0x1_10BD, 0x1_10CD: false
      default: true
      }
    default: false
    }
  }
}
