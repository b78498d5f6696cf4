// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import HTML
import Discovery
package import Records

extension RunReport {
  /// Whether every source was read, and each of their pages to its end, but for bounds that an earlier run told of.
  package var isWhole: Bool { sources.allSatisfy { $0.wasReadToEnd || $0.isAtKnownBound } }
}

extension RunReport.SourceOutcome {
  private var limitsReached: [PageLimit] { (limits ?? []).compactMap(PageLimit.init(rawValue:)) }

  /// Whether it was read, and its page to the end.
  package var wasReadToEnd: Bool { wasReached && !limitsReached.contains(where: \.endsReading) }

  /// Whether it was read to a bound of ours, which it goes beyond every night: the next run will read no more of it.
  var isAtBound: Bool {
    wasReached && !wasReadToEnd && unreadLists == nil && !limitsReached.contains(.cut)
  }

  /// Whether that is so as an earlier run told it.
  package var isAtKnownBound: Bool { isAtBound && !isNews }

  /// Whether all that it lists was met.
  package var hidesNoLinks: Bool { wasReached && !limitsReached.contains(where: \.mayHideLinks) }
}
