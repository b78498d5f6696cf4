// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing

/// The outcome of one appraisal.
///
/// A verdict comes from status, headers, declared type, signature, structure and length together,
/// never from the status alone. It speaks of one look at one address; what holds over time is the
/// document's ``Standing``.
package enum Verdict: Hashable, Sendable {
  /// A sound file of this kind.
  case document(BodyKind)
  /// What we hold is still what is served.
  case unchanged
  /// A web page, where a page is welcome.
  case page
  /// The same document at another address, for good.
  case moved(to: WebAddress)
  /// Another document, to which the publisher redirects for good.
  case movedAndChanged(to: WebAddress, BodyKind)
  /// 410: the publisher says that it was taken away.
  case gone
  /// 404.
  case notFound
  /// Status 200, and yet not what the address is for.
  case softMissing(SoftMissingReason)
  /// A challenge to prove that one is no robot.
  case blocked(by: BotWall)
  /// 401, or a log-in page.
  case authenticationRequired
  /// 403 from nobody in particular.
  case forbidden
  /// 429, or 503 with a time to come back.
  case rateLimited(retryAfter: Duration?)
  /// 5xx, or an answer that HTTP does not provide for.
  case serverError(status: Int)
  /// Another 4xx.
  case clientError(status: Int)
  /// No answer.
  case unreachable(UnreachableReason)
  /// No secure connection.
  case tls(TLSFault)
  /// A body that is not whole.
  case damaged(Damage)
  /// Our own refusal to ask, or to go on.
  case refused(Refusal)
}

extension Verdict {
  /// The kind of the document brought, which may become a version; nil without one.
  package var kind: BodyKind? {
    switch self {
    case .document(let kind), .movedAndChanged(_, let kind): kind
    default: nil
    }
  }

  /// Whether the address delivers what it is for.
  package var isAlive: Bool {
    if case .life = sign { true } else { false }
  }

  /// Whether this counts towards the document being gone.
  package var isDeadSign: Bool {
    switch sign {
    case .death, .deathAtOnce: true
    default: false
    }
  }

  /// Whether a body came that is not whole, as far as can be told.
  package var isDamaged: Bool {
    if case .damaged = self { true } else { false }
  }

  /// Whether the body, if there is one, is evidence for the quarantine and never a version.
  package var isSuspect: Bool {
    switch self {
    case .softMissing, .blocked, .damaged: true
    default: false
    }
  }
}
