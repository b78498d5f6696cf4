// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Foundation

/// A document that the configuration asks for no more, or again: a line of the run's `visits.jsonl`.
///
/// It says that this was told, so that it is told once, whatever becomes of the catalogue.
package struct Retirement: Codable, Sendable {
  package let at: Date
  package let address: WebAddress
  package let isRetired: Bool
  /// Why, where the configuration alone does not say it at any later time; else nil.
  package let ground: RetirementGround?

  package init(at: Date, address: WebAddress, isRetired: Bool, ground: RetirementGround? = nil) {
    self.at = at
    self.address = address
    self.isRetired = isRetired
    self.ground = ground == .readingChanged ? ground : nil
  }
}
