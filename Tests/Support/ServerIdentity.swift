// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import SystemPackage

/// What a TLS server shows and signs with: a certificate and its key, as PEM files.
package struct ServerIdentity: Sendable {
  package let certificatePath: FilePath
  package let keyPath: FilePath

  /// Whether the server speaks nothing newer than TLS 1.1, which no careful client speaks.
  package var isOutdated = false

  package init(certificatePath: FilePath, keyPath: FilePath) {
    self.certificatePath = certificatePath
    self.keyPath = keyPath
  }
}
