// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import COpenSSL

/// The OpenSSL that digests and signatures are made with.
package enum OpenSSLLibrary {
  /// `OpenSSL 3.0.17 1 Jul 2025`.
  package static var version: String {
    OpenSSL_version(OPENSSL_VERSION).map { String(cString: $0) } ?? "OpenSSL"
  }
}
