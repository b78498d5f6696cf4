// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Whether a visit shows that our own network works.
package enum Reach: Sendable {
  /// Somebody answered: the host, or whoever speaks for it. A refused connection is an answer, a certificate that
  /// cannot be trusted is one, and so is “no such name” from a name service.
  case answered
  /// Nobody did, which may as well be our own network's fault.
  case silent
  /// Nobody was asked.
  case unasked
}

extension Verdict {
  package var reach: Reach {
    switch self {
    case .unreachable(let reason): reason.reach
    case .refused(let refusal): refusal.reach
    default: .answered
    }
  }
}

extension UnreachableReason {
  fileprivate var reach: Reach {
    switch self {
    case .nameUnknown, .refusedConnection, .stalled, .reset, .protocolFault,
      .robotsUnread:
      .answered
    case .nameTemporary, .timedOut, .ownNetwork: .silent
    }
  }
}

extension Refusal {
  fileprivate var reach: Reach {
    switch self {
    // What stood in a robots.txt may have been read on another night.
    case .robots, .deferred, .failingHost, .privateAddress: .unasked
    case .tooLarge, .noSpace, .unreadable, .suppressed, .scheme, .downgrade, .redirectLoop,
      .tooManyRedirects, .invalidAddress:
      .answered
    }
  }
}
