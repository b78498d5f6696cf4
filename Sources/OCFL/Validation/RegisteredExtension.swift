// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// The names that the OCFL community has registered for extensions.
///
/// Source: <https://ocfl.github.io/extensions/>
enum RegisteredExtension {
  static let names: Set<String> = [
    "0001-digest-algorithms",
    "0002-flat-direct-storage-layout",
    "0003-hash-and-id-n-tuple-storage-layout",
    "0004-hashed-n-tuple-storage-layout",
    "0005-mutable-head",
    "0006-flat-omit-prefix-storage-layout",
    "0007-n-tuple-omit-prefix-storage-layout",
    "0008-schema-registry",
    "0009-digest-algorithms",
    "0010-differential-n-tuple-omit-prefix-storage-layout",
    "0011-direct-clean-path-layout",
    "0012-hash-and-no-prefix-id-n-tuple-storage-layout",
    // Not numbered, but reserved for the extension that is to be applied before all others.
    "initial",
  ]

  /// Digest algorithms beyond the specification's own, which a client that does not know them ignores.
  static let digestAlgorithms: Set<String> = [
    "blake2b-160", "blake2b-256", "blake2b-384", "sha512/256", "size",
  ]
}
