// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import COpenSSL

/// A signature over the curve P-256 by a key that was made for it and is thrown away: it shows that nothing was changed since,
/// and nothing of who signed.
///
/// Source: FIPS 186-5, section 6; EVP_PKEY-EC(7) <https://docs.openssl.org/3.0/man7/EVP_PKEY-EC/>
package struct OneTimeSignature: Hashable, Sendable {
  /// What it is checked with, as RFC 5280 encodes it (SubjectPublicKeyInfo, in DER).
  package let publicKey: [UInt8]
  /// The two numbers of it, of 32 bytes each, one behind the other, as browsers have them.
  package let bytes: [UInt8]

  private static let half = 32

  /// Is nil where OpenSSL cannot make a key.
  ///
  /// - Parameter message: what is signed; SHA-256 is made of it.
  package init?(over message: [UInt8]) {
    guard let maker = EVP_PKEY_CTX_new_from_name(nil, "EC", nil) else { return nil }
    defer { EVP_PKEY_CTX_free(maker) }
    var made: OpaquePointer?
    guard EVP_PKEY_keygen_init(maker) == 1,
      EVP_PKEY_CTX_set_group_name(maker, "P-256") == 1, EVP_PKEY_generate(maker, &made) == 1,
      let key = made
    else { return nil }
    defer { EVP_PKEY_free(key) }
    guard let publicKey = Self.publicKey(of: key),
      let signature = Self.sign(message, by: key), let bytes = Self.numbers(in: signature)
    else { return nil }
    (self.publicKey, self.bytes) = (publicKey, bytes)
  }

  private static func publicKey(of key: OpaquePointer) -> [UInt8]? {
    let length = i2d_PUBKEY(key, nil)
    guard length > 0 else { return nil }
    var bytes = [UInt8](repeating: 0, count: Int(length))
    let written = bytes.withUnsafeMutableBufferPointer { buffer in
      var place = buffer.baseAddress
      return i2d_PUBKEY(key, &place)
    }
    return written == length ? bytes : nil
  }

  private static func sign(_ message: [UInt8], by key: OpaquePointer) -> [UInt8]? {
    guard let context = EVP_MD_CTX_new() else { return nil }
    defer { EVP_MD_CTX_free(context) }
    var length = 0
    guard EVP_DigestSignInit(context, nil, EVP_sha256(), nil, key) == 1,
      EVP_DigestSign(context, nil, &length, message, message.count) == 1
    else { return nil }
    var bytes = [UInt8](repeating: 0, count: length)
    guard EVP_DigestSign(context, &bytes, &length, message, message.count) == 1 else { return nil }
    return Array(bytes.prefix(length))
  }

  /// The two numbers in the sequence of them that OpenSSL writes.
  ///
  /// Source: RFC 3279, section 2.2.3; X.690, section 8.3
  private static func numbers(in sequence: [UInt8]) -> [UInt8]? {
    var (rest, numbers) = (sequence.dropFirst(2), [UInt8]())
    for _ in 0..<2 {
      guard rest.count >= 2, rest[rest.startIndex] == 2 else { return nil }
      let count = Int(rest[rest.startIndex + 1])
      let number = rest.dropFirst(2).prefix(count).drop { $0 == 0 }
      guard number.count <= half else { return nil }
      numbers += Array(repeating: 0, count: half - number.count) + number
      rest = rest.dropFirst(2 + count)
    }
    return numbers
  }
}
