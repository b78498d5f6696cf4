// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Fixity

/// What opens a document's seal: its address, and a secret of its own.
///
/// A leaf names its document by a digest of both. Whoever has them can show which leaves are the document's; once
/// the secret is gone, nobody can, not even by guessing the address.
package struct DocumentSeal: Codable, Hashable, Sendable {
  package static let saltLength = 16

  package let address: WebAddress
  /// Random bytes, in hexadecimal digits.
  package let salt: String

  /// A new one.
  package init(of address: WebAddress) {
    self.address = address
    salt = [UInt8].random(Self.saltLength).map { byte in
      let digits = String(byte, radix: 16)
      return digits.count < 2 ? "0" + digits : digits
    }.joined()
  }

  package init(of address: WebAddress, salt: String) {
    self.address = address
    self.salt = salt
  }

  /// What leaves have in the place of the address: SHA-256 over the salt's digits and the address.
  package var digest: Digest { Digest.of(salt + address.text, by: .sha256) }
}
