// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Foundation

/// How much of the content a verification reads.
///
/// Everything else (structure, records, manifest, catalogue, ledger, runs) is looked at in any case.
package enum VerificationLevel: Hashable, Sendable {
  /// Every byte.
  case whole
  /// None: only that the files are there, as long as they were.
  case quick
  /// That of the documents that are due, so that a nightly job reads everything within `VerificationLevel.cycle`.
  case due
  /// That of one of so many parts, from 1; every document is always in the same part of as many.
  case slice(Int, of: Int)
  /// That of the documents that were read longest ago, for as long as the time lasts.
  case oldest

  /// How long it may take until everything was read once.
  package static let cycle: TimeInterval = 28 * 86_400

  /// Which documents are to be read, the most urgent first.
  ///
  /// - Parameters:
  ///   - documents: all there are, by their keys.
  ///   - last: when each was last read whole, as far as that is known.
  ///   - now: what time it is.
  /// - Returns: the places in `documents` of those that are to be read.
  package func order(
    of documents: [UInt64],
    lastRead last: [UInt64: Date],
    at now: Date
  ) -> [Int] {
    switch self {
    case .whole: Array(documents.indices)
    case .quick: []
    case .slice(let part, let parts):
      documents.indices.filter { documents[$0] % UInt64(max(1, parts)) == UInt64(max(1, part) - 1) }
    case .oldest: Self.oldest(of: documents, last, now)
    case .due: Self.due(of: documents, last, now)
    }
  }

  /// What is new comes first, then what was read longest ago.
  ///
  /// What a clock that was ahead has noted counts as never.
  private static func oldest(
    of documents: [UInt64],
    _ last: [UInt64: Date],
    _ now: Date
  ) -> [Int] {
    let dates = documents.map { key in
      last[key].flatMap { $0 > now ? nil : $0 } ?? .distantPast
    }
    return documents.indices.sorted { (dates[$0], $0) < (dates[$1], $1) }
  }

  /// As many as keep the pace, and all that would else be read too late.
  private static func due(
    of documents: [UInt64],
    _ last: [UInt64: Date],
    _ now: Date
  ) -> [Int] {
    let order = oldest(of: documents, last, now)
    let newest = last.values.filter { $0 <= now }.max() ?? now
    // What runs once a week reads seven nights' worth.
    let nights = min(max(now.timeIntervalSince(newest) / 86_400, 1), cycle / 86_400)
    let share = Int((Double(documents.count) * nights * 86_400 / cycle).rounded(.up))
    let late = order.count { place in
      last[documents[place]].map { now.timeIntervalSince($0) >= cycle - 86_400 } ?? false
    }
    return Array(order.prefix(max(share, late)))
  }
}
