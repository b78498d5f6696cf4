// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// A cookie as libcurl keeps it; which requests it goes with, libcurl decides (RFC 6265 §5.4).
public struct Cookie: Sendable {
  /// A line of Netscape's cookie file: domain, whether for all below it, path, whether for TLS only, end,
  /// name, value.
  let line: String

  /// What is sent and where to, without the time when it ends, which is another with every answer.
  public var substance: [Substring] {
    let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
    return parts.enumerated().filter { $0.offset != 4 }.map(\.element)
  }
}
