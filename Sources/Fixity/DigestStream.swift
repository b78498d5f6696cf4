// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import COpenSSL

/// A digest computed piece by piece, over OpenSSL's EVP.
///
///     var stream = DigestStream(.sha512)
///     stream.update(first)
///     stream.update(second)
///     let digest = stream.finish()
///
/// It holds a few hundred bytes, whatever the length of what passes through it.
///
/// Source: EVP_DigestInit(3) <https://docs.openssl.org/3.0/man3/EVP_DigestInit/>
package struct DigestStream: ~Copyable {
  private let algorithm: DigestAlgorithm
  private let context: OpaquePointer

  package init(_ algorithm: DigestAlgorithm) {
    guard let context = EVP_MD_CTX_new() else {
      preconditionFailure("out of memory for a digest")
    }
    self.algorithm = algorithm
    self.context = context
    // Fails only for an algorithm that a site's policy has switched off, MD5 under FIPS say.
    let implementation = algorithm.implementation
    precondition(
      implementation != nil && EVP_DigestInit_ex(context, implementation, nil) == 1,
      "OpenSSL refuses the digest algorithm \(algorithm.rawValue)"
    )
  }

  deinit {
    EVP_MD_CTX_free(context)
  }

  package mutating func update(_ bytes: Span<UInt8>) {
    bytes.withUnsafeBytes { buffer in
      precondition(
        EVP_DigestUpdate(context, buffer.baseAddress, buffer.count) == 1,
        "a digest can always take more bytes"
      )
    }
  }

  package consuming func finish() -> Digest {
    let bytes = [UInt8](unsafeUninitializedCapacity: algorithm.length) { buffer, count in
      var length: UInt32 = 0
      precondition(
        EVP_DigestFinal_ex(context, buffer.baseAddress, &length) == 1,
        "a digest can always be finished"
      )
      count = Int(length)
    }
    return Digest(algorithm: algorithm, bytes: bytes)
  }
}

extension DigestAlgorithm {
  /// OpenSSL's implementation; nil where a site's policy has switched it off.
  ///
  /// It is looked up once. `EVP_sha512()` names one that each use looks up again, which costs as much as the digest of
  /// a short text.
  ///
  /// Source: EVP_MD_fetch(3), crypto(7) on fetching <https://docs.openssl.org/3.0/man7/crypto/>
  fileprivate var implementation: OpaquePointer? {
    switch self {
    case .md5: Implementations.md5
    case .sha1: Implementations.sha1
    case .sha256: Implementations.sha256
    case .sha512: Implementations.sha512
    case .blake2b512: Implementations.blake2b512
    }
  }
}

// They are never freed nor changed, and OpenSSL counts who uses them by itself.
private enum Implementations {
  nonisolated(unsafe) static let md5 = EVP_MD_fetch(nil, "MD5", nil)
  nonisolated(unsafe) static let sha1 = EVP_MD_fetch(nil, "SHA1", nil)
  nonisolated(unsafe) static let sha256 = EVP_MD_fetch(nil, "SHA2-256", nil)
  nonisolated(unsafe) static let sha512 = EVP_MD_fetch(nil, "SHA2-512", nil)
  nonisolated(unsafe) static let blake2b512 = EVP_MD_fetch(nil, "BLAKE2B-512", nil)
}
