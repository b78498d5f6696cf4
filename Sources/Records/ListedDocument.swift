// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

public import Addressing

/// A document that a source lists or listed once, and what is known of it.
public struct ListedDocument: Hashable, Sendable {
  public let address: WebAddress
  /// How the source lists it.
  public let entry: ListEntry
  /// Whether the source lists it still, as far as is known.
  public let isListed: Bool
  /// Nil where it was never visited.
  public let brief: DocumentBrief?

  public init(address: WebAddress, entry: ListEntry, isListed: Bool, brief: DocumentBrief?) {
    self.address = address
    self.entry = entry
    self.isListed = isListed
    self.brief = brief
  }
}

/// A document with all that is known of it, and under which entries sources list it now.
public struct KnownDocument: Sendable {
  /// Nil where it was never visited.
  public let document: Document?
  public let entries: [ListEntry]

  public init(document: Document?, entries: [ListEntry]) {
    self.document = document
    self.entries = entries
  }
}
