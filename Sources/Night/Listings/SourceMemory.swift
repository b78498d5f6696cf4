// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Discovery
package import Addressing
package import Records

/// What is known of a source and its links before it is read.
package struct SourceMemory: Sendable {
  /// All that it lists or listed once.
  package var entries: [ListedDocument]
  /// What is known of links that it never listed: another source may have.
  package var strangers: [WebAddress: DocumentBrief]

  /// What sources listed that the configuration has no more, for one of which nothing is known: it may be one of them under another id.
  package private(set) var former: [ListedDocument] = []

  package init(_ entries: [ListedDocument] = [], strangers: [WebAddress: DocumentBrief] = [:]) {
    self.entries = entries
    self.strangers = strangers
  }

  /// Takes in what sources listed that the configuration has no more.
  ///
  /// - Parameter entries: that.
  package mutating func take(former entries: [ListedDocument]) {
    former = entries.filter { $0.brief?.isHeld == true }
    for entry in former { strangers[entry.address] = strangers[entry.address] ?? entry.brief }
  }

  /// The links of which something may be known besides the entries.
  ///
  /// - Parameters:
  ///   - reading: what was read.
  ///   - entries: what is known of the source.
  /// - Returns: their addresses.
  package static func strangers(
    in reading: SourceListing,
    besides entries: [ListedDocument]
  ) -> [WebAddress] {
    let recorded = Set(entries.map(\.address))
    return (reading.links ?? []).map(\.address).filter { !recorded.contains($0) }
  }
}
