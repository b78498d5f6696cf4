// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing

/// What appeared on a page and disappeared from it since it was last read.
///
/// The order on the page, texts and headings do not matter here; an address is there or it is not.
/// Whether a loss is to be believed is a question of appraisal.
package struct LinkSetComparison: Hashable, Sendable {
  /// The links that are new, in their order on the page.
  package let appeared: [Link]
  /// The addresses that are no longer linked, in their former order.
  package let disappeared: [WebAddress]

  package init(previous: [WebAddress], current: [Link]) {
    let before = Set(previous)
    let now = Set(current.map(\.address))
    var seen: Set<WebAddress> = []
    appeared = current.filter { !before.contains($0.address) && seen.insert($0.address).inserted }
    disappeared = previous.filter { !now.contains($0) && seen.insert($0).inserted }
  }
}
