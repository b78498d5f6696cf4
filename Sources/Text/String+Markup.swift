// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

extension String {
  /// The same as it may stand in an element or an attribute of HTML.
  ///
  /// Scalar by scalar: to Swift, a sign behind one that joins what follows it (U+0D4E, say) is no character of its own, and
  /// to a browser it is one.
  ///
  /// Source: HTML, section 13.3, “escaping a string” <https://html.spec.whatwg.org/multipage/parsing.html#escapingString>
  package var escapedAsMarkup: String {
    var escaped = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      switch scalar {
      case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
      case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
      case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": escaped.append(contentsOf: "&quot;".unicodeScalars)
      case "'": escaped.append(contentsOf: "&#39;".unicodeScalars)
      default: escaped.append(scalar)
      }
    }
    return String(escaped)
  }

  /// The same with some scalars in place of others, whatever these are joined with.
  ///
  /// - Parameter change: what stands in a scalar's place.
  /// - Returns: the text.
  package func mapping(_ change: (Unicode.Scalar) -> Unicode.Scalar) -> String {
    String(String.UnicodeScalarView(unicodeScalars.map(change)))
  }
}
