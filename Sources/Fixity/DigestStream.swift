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
    precondition(
      EVP_DigestInit_ex(context, algorithm.implementation, nil) == 1,
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
  fileprivate var implementation: OpaquePointer? {
    switch self {
    case .md5: EVP_md5()
    case .sha1: EVP_sha1()
    case .sha256: EVP_sha256()
    case .sha512: EVP_sha512()
    case .blake2b512: EVP_blake2b512()
    }
  }
}
