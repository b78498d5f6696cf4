// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// A cookie as libcurl keeps it; which requests it goes with, libcurl decides (RFC 6265 §5.4).
package struct Cookie: Sendable {
  /// A line of Netscape's cookie file, in bytes, because a value goes back as it came, whatever its encoding.
  ///
  /// Domain, whether for all below it, path, whether for TLS only, end, name, value.
  let line: [UInt8]

  /// What is sent and where to, without the time when it ends, which is another with every answer.
  package var substance: [[UInt8]] {
    let parts = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
    return parts.enumerated().filter { $0.offset != 4 }.map { Array($0.element) }
  }

  /// Whether its name is one that somebody gave it.
  ///
  /// Of a cookie without a name (`=17; Path=/`), libcurl takes what is said of it for the cookie.
  var isMeant: Bool {
    let parts = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
    guard parts.count > 5 else { return true }
    return !Self.attributes.contains(String(decoding: parts[5], as: UTF8.self).lowercased())
  }

  /// Source: RFC 6265 §5.2, and what browsers know besides.
  private static let attributes: Set<String> = [
    "domain", "expires", "httponly", "max-age", "partitioned", "path", "priority", "samesite",
    "secure", "version",
  ]
}
