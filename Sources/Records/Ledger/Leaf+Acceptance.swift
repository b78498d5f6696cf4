// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Fixity
package import Foundation

extension Leaf {
  /// That a person took a version in: one that had been rejected, or what had waited in quarantine.
  package struct Acceptance: Codable, Hashable, Sendable {
    package let at: Date
    /// Which document, sealed.
    package let document: Digest
    package let version: Int

    package init(at: Date, document: Digest, version: Int) {
      (self.at, self.document, self.version) = (at, document, version)
    }
  }
}
