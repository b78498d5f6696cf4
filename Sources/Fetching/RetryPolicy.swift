// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// How often and after which pauses a request that failed for the moment is made again.
///
/// Pauses grow by the power of two and are drawn evenly between nothing and that: with full jitter many
/// clients that were turned away together do not come back together.
///
/// Source: RFC 9110 §15.6 for what is temporary <https://www.rfc-editor.org/rfc/rfc9110#section-15.6>
package struct RetryPolicy: Hashable, Sendable {
  /// How often at most a request is made again.
  package var retries: Int
  /// The longest pause before the first retry; it doubles with each.
  package var firstPause: Duration
  package var longestPause: Duration

  package init(
    retries: Int = 3,
    firstPause: Duration = .seconds(2),
    longestPause: Duration = .seconds(120)
  ) {
    precondition(retries >= 0, "a request is made at least once")
    self.retries = retries
    self.firstPause = firstPause
    self.longestPause = longestPause
  }

  /// Every request is made once.
  package static let never = RetryPolicy(retries: 0)

  /// The pause before a retry, counted from 1.
  func pause(before retry: Int, using random: inout some RandomNumberGenerator) -> Duration {
    let doubled = firstPause * Double(1 << min(retry - 1, 20))
    let share = Double(random.next() >> 11) / Double(1 << 53)
    return min(doubled, longestPause) * share
  }

  /// Whether an answer with this status may well be another in a moment.
  ///
  /// 429 and 503 are among them, but when to come back is then the host's to say: see
  /// ``HostSchedule``.
  static func isTemporary(_ status: Int) -> Bool {
    switch status {
    case 408, 425, 429, 500, 502, 503, 504, 520...524: true
    default: false
    }
  }

  /// Whether the host itself said by the status that it wants fewer requests.
  static func asksForPatience(_ status: Int) -> Bool {
    status == 429 || status == 503
  }
}
