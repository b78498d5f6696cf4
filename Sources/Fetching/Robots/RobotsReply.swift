// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// What came of asking a host for its robots.txt.
public enum RobotsReply: Hashable, Sendable {
  /// A whole answer, at the end of at most ``RobotsPolicy/redirectLimit`` redirects.
  ///
  /// The body is in no content coding; what goes beyond ``RobotsFile/readLimit`` is not read, so a
  /// transfer may stop one byte later.
  case answer(status: Int, body: [UInt8])
  /// One redirect more than ``RobotsPolicy/redirectLimit``, a circle, or a redirect to what is no
  /// address; in words, for people.
  case lostInRedirects(String)
  /// No answer: no connection, no name, nothing in time; in words, for people.
  case unreachable(String)
}
