// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity
package import Ledger

extension NoteSigner {
  /// A signer for tests: the same whenever its number is the same.
  ///
  /// - Parameters:
  ///   - name: as in the lines of its signatures.
  ///   - number: of its secret.
  ///   - algorithm: how it signs.
  /// - Throws: ``NoteError`` where it cannot have that name.
  package init(
    _ name: String = "example.org/reports",
    number: UInt8,
    _ algorithm: NoteKey.Algorithm = .ed25519
  ) throws {
    guard let secret = Ed25519.PrivateKey(seed: Array(repeating: number, count: 32)),
      let signer = NoteSigner(name, secret, algorithm)
    else { throw NoteError("key", "no signer can be called “\(name)”") }
    self = signer
  }
}
