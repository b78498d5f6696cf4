// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Foundation

extension Leaf {
  /// That an authority said when it saw a checkpoint.
  package struct Stamp: Codable, Hashable, Sendable {
    /// By the authority's clock.
    package let at: Date
    /// What was stamped, what was asked, and what was answered; relative to the archive.
    package let files: [File]

    package init(at: Date, files: [File]) {
      (self.at, self.files) = (at, files)
    }
  }
}
