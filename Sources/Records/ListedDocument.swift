// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing

/// A document that a source lists or listed once, and what is known of it.
package struct ListedDocument: Hashable, Sendable {
  package let address: WebAddress
  /// How the source lists it.
  package let entry: ListEntry
  /// Whether the source lists it still, as far as is known.
  package let isListed: Bool
  /// Nil where it was never visited.
  package let brief: DocumentBrief?

  package init(address: WebAddress, entry: ListEntry, isListed: Bool, brief: DocumentBrief?) {
    self.address = address
    self.entry = entry
    self.isListed = isListed
    self.brief = brief
  }
}

/// A document with all that is known of it, and under which entries sources list it now.
package struct KnownDocument: Sendable {
  /// Nil where it was never visited.
  package let document: Document?
  package let entries: [ListEntry]

  package init(document: Document?, entries: [ListEntry]) {
    self.document = document
    self.entries = entries
  }
}
