// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// A leaf, with what opens the seal in it.
package struct SealedLeaf: Codable, Hashable, Sendable {
  /// The very bytes that the ledger holds, or will hold.
  package let entry: String
  /// Nil where it is about no document, or the seal is kept elsewhere.
  package let seal: DocumentSeal?

  package init(_ leaf: Leaf, _ seal: DocumentSeal? = nil) throws {
    self.init(entry: try leaf.entry, seal)
  }

  package init(entry: String, _ seal: DocumentSeal?) {
    self.entry = entry
    self.seal = seal
  }

  /// - Throws: where it is no leaf that is known here.
  package var leaf: Leaf { get throws { try RecordCoding.decode(Leaf.self, from: entry.utf8) } }
}
