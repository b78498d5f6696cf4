// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
import Fixity

extension WebAddress {
  /// A document's short name, for typing: the first eight digits of the SHA-256 of its address.
  ///
  /// By its first digits the folder of the document's object is found, too.
  package var shortID: String { Self.shortID(of: text) }

  package static let shortIDLength = 8

  /// - Parameter text: a normalised address.
  /// - Returns: the short name.
  package static func shortID(of text: String) -> String {
    String(Digest.of(text, by: .sha256).hex.prefix(shortIDLength))
  }
}
