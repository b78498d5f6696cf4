// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// What one request taught about its host.
package struct HostObservation: Hashable, Sendable {
  package enum Outcome: Hashable, Sendable {
    case answered(status: Int)
    /// The host is to blame that there is no answer: no connection, no end, no sound HTTP.
    case failed
    /// It says nothing about the host: we gave up, or our own disk is full.
    case nothing
  }

  /// From the request's start to the end of its body.
  package var duration: Duration
  package var outcome: Outcome
  /// The time that the answer asks for; the host's own wish only where it has too much to do.
  package var retryAfter: Duration?
  /// The network address that answered; nil where it is not the host's own, but a proxy's.
  package var peer: String?

  package init(
    duration: Duration,
    outcome: Outcome = .nothing,
    retryAfter: Duration? = nil,
    peer: String? = nil
  ) {
    self.duration = duration
    self.outcome = outcome
    self.retryAfter = retryAfter
    self.peer = peer
  }
}

extension HostObservation {
  /// Whether the host said that it has too much to do.
  var isOverload: Bool { outcome == .answered(status: 429) || outcome == .answered(status: 503) }

  /// Whether the host brought nothing; nil where that is not known.
  var isFailure: Bool? {
    switch outcome {
    case .answered(let status): isOverload || status >= 500
    case .failed: true
    case .nothing: nil
    }
  }

  /// Whether the answer took as long as answers with content take: errors are quick.
  var isSuccess: Bool {
    if case .answered(let status) = outcome { status < 400 } else { false }
  }
}
