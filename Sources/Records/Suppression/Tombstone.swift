// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Fixity
package import Foundation

/// What stays of a document that was let go of: when, why, and the digests of what there was.
///
/// It has no address, title, file name or text of the document: any of these can name a child. The address is known
/// again by a digest of it and a salt (``marks``), so that no run fetches it again.
package struct Tombstone: Codable, Hashable, Sendable {
  package static let schema = "hanaper/tombstone/1"

  package var schema = Tombstone.schema
  /// By which it is called, and its file: the time, as runs are named.
  package let name: String
  package let at: Date
  /// Name and version of what did it.
  package let tool: String
  package let reason: SuppressionReason
  /// Why, in the words of whoever did it.
  package let note: String?
  package let role: Document.Role
  /// What was kept; empty where nothing was.
  package let versions: [Version]
  /// Random digits, the same for all of an archive: so each address is hashed once, however many tombstones there are.
  package let salt: String
  /// Digests of the salt and each address by which the document was known; empty where it may be fetched.
  package let marks: [Digest]
  /// Which leaves of the ledger are its own, by what they have in the place of its address.
  package let seals: [Digest]
  /// When it was decided that it may be fetched again; nil where it may not.
  package var lifted: Lifting?

  package struct Version: Codable, Hashable, Sendable {
    package let number: Int
    package let digest: Digest
    /// In bytes.
    package let size: Int64
    package let kind: BodyKind
    package let capturedAt: Date

    package init(_ version: Records.Version) {
      number = version.number
      digest = version.digest
      size = version.size
      kind = version.kind
      capturedAt = version.capturedAt
    }
  }

  package struct Lifting: Codable, Hashable, Sendable {
    package var at: Date
    package let note: String?

    package init(at: Date, note: String?) {
      (self.at, self.note) = (at, note)
    }
  }

  package init(
    name: String,
    at: Date,
    tool: String,
    reason: SuppressionReason,
    note: String?,
    role: Document.Role,
    versions: [Version],
    salt: String,
    marks: [Digest],
    seals: [Digest]
  ) {
    self.name = name
    self.at = at
    self.tool = tool
    self.reason = reason
    self.note = note
    self.role = role
    self.versions = versions
    self.salt = salt
    self.marks = marks
    self.seals = seals
  }

  /// Of its file.
  package var recordDigest: Digest {
    get throws { try Digest.of(RecordCoding.encode(self)) }
  }

  /// The tombstone as a leaf stated it: before it was lifted, or of a list, which is read on, lifted from the beginning.
  ///
  /// - Parameter record: the digest in the leaf.
  /// - Returns: nil where it was another.
  package func asStated(by record: Digest) -> Tombstone? {
    var first = self
    first.lifted = nil
    return [first, self].first { (try? $0.recordDigest) == record }
  }

  /// What stands in ``marks`` for an address.
  package static func mark(of address: String, under salt: String) -> Digest {
    Digest.of(salt + address, by: .sha256)
  }

  /// By what a document is known again: its address, and that without what is of one load.
  package static func marks(of addresses: [WebAddress], under salt: String) -> [Digest] {
    var marks: [Digest] = []
    for name in addresses.flatMap(\.namesOfSuppressed) {
      let mark = mark(of: name, under: salt)
      if !marks.contains(mark) { marks.append(mark) }
    }
    return marks
  }
}

extension WebAddress {
  /// By what a document that was let go of is known again: its address, and that without a signature that expires.
  var namesOfSuppressed: [String] {
    let signs = loadSigns
    return [text] + (signs?.mayExpire == true ? [signs?.core].compactMap(\.self) : [])
  }
}
