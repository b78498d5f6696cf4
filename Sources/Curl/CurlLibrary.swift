// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import CCurl

/// The libcurl that the program runs with, which need not be the one that it was built with.
package enum CurlLibrary {
  /// With what it is made of: `libcurl/7.88.1 OpenSSL/3.0.17 zlib/1.2.13 …`.
  package static var version: String { curl_version().map { String(cString: $0) } ?? "libcurl" }
}
