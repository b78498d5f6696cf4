// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation

/// A text in the form in which it is searched and compared: one form for what reads alike.
///
/// Ligatures and full-width letters become letters (NFKC), a word that is cut at the end of a line is joined, soft hyphens go.
package struct SearchableText {
  package let text: String

  package init(_ text: String) {
    let isPlain = text.utf8.allSatisfy { $0 < 0x80 }
    let composed = isPlain ? text : text.precomposedStringWithCompatibilityMapping
    var joined = String.UnicodeScalarView()
    var scalars = composed.unicodeScalars.makeIterator()
    var next = scalars.next()
    while let scalar = next {
      next = scalars.next()
      if scalar == "\u{AD}" || scalar == "\u{200B}" || scalar == "\u{FEFF}" { continue }
      // A hyphen between a letter and the end of the line, with a small letter behind it, cuts a word.
      if scalar == "-" || scalar == "\u{2010}", next == "\n",
        joined.last?.properties.isAlphabetic == true
      {
        let after = scalars.next()
        if let after, after.properties.isLowercase {
          next = after
        } else {
          joined.append(scalar)
          joined.append("\n")
          next = after
        }
        continue
      }
      joined.append(scalar)
    }
    self.text = String(joined)
  }
}
