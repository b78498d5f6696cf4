// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import HTML
import Discovery
package import Records

extension RunReport {
  /// Whether every source was read, and each of their pages to its end.
  package var isWhole: Bool { sources.allSatisfy(\.wasReadToEnd) }
}

extension RunReport.SourceOutcome {
  private var limitsReached: [PageLimit] { (limits ?? []).compactMap(PageLimit.init(rawValue:)) }

  /// Whether it was read, and its page to the end.
  package var wasReadToEnd: Bool { wasReached && !limitsReached.contains(where: \.endsReading) }

  /// Whether all that it lists was met.
  package var hidesNoLinks: Bool { wasReached && !limitsReached.contains(where: \.mayHideLinks) }
}
