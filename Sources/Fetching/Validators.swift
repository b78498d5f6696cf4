// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

public import Addressing

/// What a server gave to recognise a version by, word for word, and the address that gave it.
///
/// Validators save traffic and prove nothing: real servers repeat an ETag over other bytes. They
/// belong to the address at the end of any redirects, and are sent to no other.
///
/// Source: RFC 9110 §8.8 <https://www.rfc-editor.org/rfc/rfc9110#section-8.8>
public struct Validators: Hashable, Codable, Sendable {
  public let address: WebAddress
  public let etag: String?
  public let lastModified: String?

  /// - Returns: nil where there is nothing to recognise a version by.
  public init?(address: WebAddress, etag: String?, lastModified: String?) {
    guard etag != nil || lastModified != nil else { return nil }
    self.address = address
    self.etag = etag
    self.lastModified = lastModified
  }
}
