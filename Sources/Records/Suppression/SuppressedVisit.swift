// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Foundation

/// What stands in a run's `visits.jsonl` in the place of the visit of a document that was let go of since, so that the
/// visits are still as many as the run's report counts.
package struct SuppressedVisit: Codable, Hashable, Sendable {
  package let at: Date
  package let suppressed: Bool

  package init(at: Date) {
    self.at = at
    suppressed = true
  }
}
