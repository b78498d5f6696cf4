// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Foundation
package import Records

/// Whether what was too large is asked for its length first, so that no body begins in vain.
extension Document {
  /// Whether it was larger than the limit when it was last asked for, as far as was told.
  package var isTooLarge: Bool {
    if case .refused(.tooLarge) = verdict { return true }
    if case .leftOut(_, .tooLarge) = standing { return true }
    return false
  }

  /// Whether its length is asked for, and it is fetched only where that is known and within the limit.
  ///
  /// Not where the limit was raised since, because a length that nobody states is found out in one way only; and not every
  /// 28 days, because what states its length may be wrong. Those days differ from document to document.
  ///
  /// - Parameters:
  ///   - now: the present.
  ///   - limit: how many bytes a document may have; nil for any number.
  ///   - limitThen: how many it could have on the night of a visit; nil where that is not known.
  /// - Returns: whether it is.
  package func isMeasuredFirst(
    asOf now: Date,
    limit: Int64?,
    limitThen: (Date) -> Int64?
  ) -> Bool {
    guard isTooLarge, let limit else { return false }
    guard !lastVisited.isAhead(of: now) else { return false }
    if let before = limitThen(lastVisited), before < limit { return false }
    return period(at: lastVisited) == period(at: now)
  }

  private func period(at date: Date) -> Double {
    let spread = Double(Refetching.spread(of: address, over: 28))
    let days = date.timeIntervalSince1970 / 86_400 + spread
    return (days / Refetching.daysUntilFetchedWhole).rounded(.down)
  }
}
