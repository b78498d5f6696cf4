// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing

/// What a server gave to recognise a version by, word for word, and the address that gave it.
///
/// Validators save traffic and prove nothing: real servers repeat an ETag over other bytes. They
/// belong to the address at the end of any redirects, and are sent to no other.
///
/// Source: RFC 9110 §8.8 <https://www.rfc-editor.org/rfc/rfc9110#section-8.8>
package struct Validators: Codable, Hashable, Sendable {
  package let address: WebAddress
  package let etag: String?
  package let lastModified: String?

  package init(address: WebAddress, etag: String?, lastModified: String?) {
    self.address = address
    self.etag = etag
    self.lastModified = lastModified
  }

  /// Whether there is nothing to recognise a version by: those of a copy that came without any.
  package var isEmpty: Bool { etag == nil && lastModified == nil }
}
