// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

public import Addressing

/// What a server gave to recognise a version by, word for word, and the address that gave it.
///
/// Validators save traffic and prove nothing: real servers repeat an ETag over other bytes. They
/// belong to the address at the end of any redirects, and are sent to no other.
///
/// Source: RFC 9110 §8.8 <https://www.rfc-editor.org/rfc/rfc9110#section-8.8>
public struct Validators: Codable, Hashable, Sendable {
  public let address: WebAddress
  public let etag: String?
  public let lastModified: String?

  public init(address: WebAddress, etag: String?, lastModified: String?) {
    self.address = address
    self.etag = etag
    self.lastModified = lastModified
  }

  /// Whether there is nothing to recognise a version by: those of a copy that came without any.
  public var isEmpty: Bool { etag == nil && lastModified == nil }
}
