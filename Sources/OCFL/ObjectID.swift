// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// The identifier of an object, unique in its storage root; compared byte by byte.
///
/// Source: OCFL 1.1 §3.5.1 <https://ocfl.io/1.1/spec/#inventory-structure>
package struct ObjectID: Hashable, Codable, Sendable {
  package let text: String

  package init(_ text: String) {
    precondition(!text.isEmpty, "an object has an identifier")
    self.text = text
  }

  // Swift's own comparison takes canonically equivalent texts for equal; OCFL does not.
  package static func == (left: ObjectID, right: ObjectID) -> Bool {
    left.text == right.text && left.text.utf8.elementsEqual(right.text.utf8)
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

extension ObjectID: CustomStringConvertible {
  package var description: String { text }
}
