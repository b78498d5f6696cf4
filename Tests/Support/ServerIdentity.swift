// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import SystemPackage

/// What a TLS server shows and signs with: a certificate and its key, as PEM files.
package struct ServerIdentity: Sendable {
  package let certificatePath: FilePath
  package let keyPath: FilePath

  package init(certificatePath: FilePath, keyPath: FilePath) {
    self.certificatePath = certificatePath
    self.keyPath = keyPath
  }
}
