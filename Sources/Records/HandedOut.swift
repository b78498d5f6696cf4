// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Fixity
package import Foundation

/// What was given out of an archive: which version, when, and on whose request.
///
/// Each is a file of its own in `requests/`.
package struct HandedOut: Codable, Hashable, Sendable {
  package static let schema = "hanaper/request/1"

  package var schema = HandedOut.schema
  package let at: Date
  /// On whose request, in the person's words.
  package let request: String
  package fileprivate(set) var items: [Item]

  package struct Item: Codable, Hashable, Sendable {
    /// The document's; nil once it was let go of.
    package fileprivate(set) var address: String?
    package fileprivate(set) var title: String?
    /// The tombstone of a document that was let go of since.
    package fileprivate(set) var tombstone: String?
    package let version: Int
    /// Of the file that was given out.
    package let digest: Digest

    package init(address: String, title: String?, version: Int, digest: Digest) {
      (self.address, self.title, self.version, self.digest) = (address, title, version, digest)
    }
  }

  package init(at: Date, request: String, items: [Item]) {
    (self.at, self.request, self.items) = (at, request, items)
  }

  /// The same without what names a document that was let go of.
  ///
  /// - Parameters:
  ///   - names: its addresses.
  ///   - tombstone: what says more.
  /// - Returns: nil where nothing of it names that.
  package func forgetting(_ names: Set<String>, for tombstone: String) -> HandedOut? {
    var other = self
    for index in items.indices where items[index].address.map(names.contains) == true {
      other.items[index].address = nil
      other.items[index].title = nil
      other.items[index].tombstone = tombstone
    }
    return other == self ? nil : other
  }
}
