// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Records

/// What a site answers for an address that cannot exist.
package enum ProbeAnswer: Hashable, Sendable {
  /// A page, under a status of success.
  case page(PageLikeness, at: WebAddress, isRedirected: Bool)
  /// That it is not there, or something else than a page.
  case otherwise
  /// Nothing that tells: it was not asked, kept us out or failed.
  case unanswered

  /// How it compares with the answer for another address.
  ///
  /// - Parameters:
  ///   - page: what came for that.
  ///   - final: where it was found.
  ///   - isRedirected: whether redirects led there.
  /// - Returns: what that shows.
  package func compared(
    with page: PageLikeness,
    at final: WebAddress,
    isRedirected: Bool
  ) -> ProbeOutcome {
    switch self {
    case .unanswered: .unanswered
    case .otherwise: .other
    case .page(let nonsense, let end, let isNonsenseRedirected):
      if isRedirected, isNonsenseRedirected, end == final {
        .same
      } else {
        nonsense.isSame(as: page) ? .same : .other
      }
    }
  }
}

extension AppraisalRecord {
  /// The same once it is known how the site answers for an address that cannot exist.
  ///
  /// - Parameters:
  ///   - outcome: how that compares with this answer.
  ///   - address: what was asked for instead.
  /// - Returns: `soft-missing` where both are the same; else the verdict stays.
  package func probed(_ outcome: ProbeOutcome, by address: WebAddress) -> AppraisalRecord {
    var record = self
    record.evidence.probe = outcome
    record.evidence.probeAddress = address
    if outcome == .same { record.verdict = .softMissing(.notFoundPage) }
    return record
  }
}
