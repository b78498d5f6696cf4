// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import COpenSSL

/// A code that only who knows a secret can make, and by which who knows it too sees that a text is whole: HMAC.
///
/// Source: RFC 2104; HMAC(3) <https://docs.openssl.org/3.0/man3/HMAC/>
package enum AuthenticationCode {
  /// HMAC with SHA-256.
  ///
  /// - Parameters:
  ///   - text: of what.
  ///   - secret: the key, of any length.
  /// - Returns: 32 bytes, as a digest has them.
  package static func sha256(of text: [UInt8], with secret: [UInt8]) -> Digest {
    var code = [UInt8](repeating: 0, count: 32)
    var length: UInt32 = 0
    // OpenSSL takes a key of no bytes for the one before.
    let key = secret.isEmpty ? [0] : secret
    let made = HMAC(EVP_sha256(), key, CInt(key.count), text, text.count, &code, &length)
    precondition(made != nil && length == 32, "OpenSSL has no SHA-256")
    return Digest(algorithm: .sha256, bytes: code)
  }
}
