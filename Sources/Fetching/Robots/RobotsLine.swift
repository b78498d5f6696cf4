// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// A line of a robots.txt that says something.
public struct RobotsLine: Hashable, Sendable {
  /// Counted from one; CR, LF and CRLF each end a line.
  public let number: Int
  /// The line without its comment and without white space around it.
  ///
  /// It comes from outside and may hold control characters. Bytes that are not UTF-8 are U+FFFD.
  public let text: String
}
