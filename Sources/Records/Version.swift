// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Fixity
package import Foundation

/// One kept version of a document.
package struct Version: Hashable, Sendable {
  package let address: WebAddress
  package let number: Int
  /// The payload's digest.
  package let digest: Digest
  /// In bytes.
  package let size: Int64
  package let kind: BodyKind
  package let capturedAt: Date
  /// The payload's file, relative to the archive.
  package let path: String
  /// The publisher's name for the file.
  package let fileName: String
  /// What versions of a page are compared by.
  package let fingerprint: Digest?
  /// The title at the time, which names a document until a visit says more.
  package let title: String
  package let role: Document.Role

  package init(
    address: WebAddress,
    number: Int,
    digest: Digest,
    size: Int64,
    kind: BodyKind,
    capturedAt: Date,
    path: String,
    fileName: String,
    fingerprint: Digest?,
    title: String,
    role: Document.Role
  ) {
    self.address = address
    self.number = number
    self.digest = digest
    self.size = size
    self.kind = kind
    self.capturedAt = capturedAt
    self.path = path
    self.fileName = fileName
    self.fingerprint = fingerprint
    self.title = title
    self.role = role
  }
}
