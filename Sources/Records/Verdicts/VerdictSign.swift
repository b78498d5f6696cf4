// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// What a verdict says about the document's being there.
package enum VerdictSign: Sendable {
  case life
  /// A sign of death that needs others beside it.
  case death
  /// A death certificate.
  case deathAtOnce
  case wall
  case fault(TLSFault)
  case silence
  /// We did not ask.
  case ownRefusal
}

extension Verdict {
  /// What it says about the document's being there.
  package var sign: VerdictSign {
    switch self {
    case .document, .unchanged, .page, .moved, .movedAndChanged: .life
    case .softMissing(let reason) where reason.isDoubt: .silence
    case .notFound, .softMissing: .death
    case .gone: .deathAtOnce
    case .blocked, .authenticationRequired, .forbidden: .wall
    case .tls(let fault): .fault(fault)
    case .rateLimited, .serverError, .clientError, .unreachable, .damaged: .silence
    case .refused(let refusal): refusal.isSitesFault ? .silence : .ownRefusal
    }
  }
}
