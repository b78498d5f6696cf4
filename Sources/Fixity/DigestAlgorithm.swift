// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// A digest algorithm of the OCFL vocabulary.
///
/// Source: OCFL 1.1 §3.5.1 <https://ocfl.io/1.1/spec/#digests>
package enum DigestAlgorithm: String, CaseIterable, Codable, Sendable {
  case md5
  case sha1
  case sha256
  case sha512
  case blake2b512 = "blake2b-512"

  /// The length of a digest, in bytes.
  package var length: Int {
    switch self {
    case .md5: 16
    case .sha1: 20
    case .sha256: 32
    case .sha512, .blake2b512: 64
    }
  }
}
