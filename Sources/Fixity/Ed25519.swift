// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import COpenSSL

/// Signatures over the curve Edwards25519, over OpenSSL's EVP.
///
/// Source: RFC 8032 §5.1; EVP_PKEY-ED25519(7) <https://docs.openssl.org/3.0/man7/Signature-EDDSA/>
package enum Ed25519 {
  /// How long a key of either kind is, in bytes.
  package static let keyLength = 32
  /// How long a signature is, in bytes.
  package static let signatureLength = 64

  /// What signatures are checked with; it may be given to everybody.
  package struct PublicKey: Hashable, Sendable {
    package let bytes: [UInt8]

    /// Nil unless there are 32 bytes.
    ///
    /// - Parameter bytes: the key as RFC 8032 encodes it; whether it is a point on the curve shows when
    ///   something is checked with it.
    package init?(_ bytes: [UInt8]) {
      guard bytes.count == keyLength else { return nil }
      self.bytes = bytes
    }

    /// Whether a signature was made over just these bytes with the private key that belongs to this one.
    package func accepts(_ signature: [UInt8], over message: [UInt8]) -> Bool {
      guard signature.count == signatureLength,
        let key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, bytes, bytes.count)
      else { return false }
      defer { EVP_PKEY_free(key) }
      guard let context = EVP_MD_CTX_new() else { return false }
      defer { EVP_MD_CTX_free(context) }
      return EVP_DigestVerifyInit(context, nil, nil, nil, key) == 1
        && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
    }
  }

  /// What signatures are made with; whoever has it can sign in its owner's name.
  package struct PrivateKey: Sendable {
    /// The 32 bytes from which all else of the key follows.
    package let seed: [UInt8]
    package let publicKey: PublicKey

    /// Nil unless there are 32 bytes.
    ///
    /// - Parameter seed: as RFC 8032 has it.
    package init?(seed: [UInt8]) {
      guard seed.count == keyLength, let key = Self.key(from: seed) else { return nil }
      defer { EVP_PKEY_free(key) }
      var length = keyLength
      var bytes = [UInt8](repeating: 0, count: length)
      guard EVP_PKEY_get_raw_public_key(key, &bytes, &length) == 1,
        let publicKey = PublicKey(bytes)
      else { return nil }
      self.seed = seed
      self.publicKey = publicKey
    }

    /// A new one, out of the system's random bytes.
    package static func random() -> PrivateKey {
      guard let key = PrivateKey(seed: .random(keyLength)) else {
        preconditionFailure("any 32 bytes are the seed of a key")
      }
      return key
    }

    /// The signature over these bytes, always the same for the same bytes.
    package func signature(over message: [UInt8]) -> [UInt8] {
      guard let key = Self.key(from: seed), let context = EVP_MD_CTX_new() else {
        preconditionFailure("out of memory for a signature")
      }
      defer {
        EVP_MD_CTX_free(context)
        EVP_PKEY_free(key)
      }
      var length = signatureLength
      var signature = [UInt8](repeating: 0, count: length)
      precondition(
        EVP_DigestSignInit(context, nil, nil, nil, key) == 1
          && EVP_DigestSign(context, &signature, &length, message, message.count) == 1,
        "Ed25519 can sign any bytes"
      )
      return signature
    }

    private static func key(from seed: [UInt8]) -> OpaquePointer? {
      EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, seed, seed.count)
    }
  }
}
