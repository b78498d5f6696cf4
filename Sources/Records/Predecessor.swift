// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing

/// Whose place a document takes, and who says so.
///
/// It stands in the line of a visit to the one that takes the place, and in the capture of its first version where it was
/// known by then.
package struct Predecessor: Codable, Hashable, Sendable {
  package enum Ground: String, Codable, CaseIterable, Sendable {
    /// In its publication, it is the only one with the title that another had until the same night.
    case title
    /// The other's address sends its readers there for good.
    case redirect
    /// A person said so.
    case person
  }

  /// Nil where a person said that it takes nobody's place.
  package let address: WebAddress?
  package let ground: Ground

  package init(_ address: WebAddress?, _ ground: Ground) {
    self.address = address
    self.ground = ground
  }
}

extension RunReport {
  /// What a person said: that one document takes the place of another, or does not.
  package struct Join: Codable, Hashable, Sendable {
    package let old: WebAddress
    package let new: WebAddress
    package let isJoined: Bool

    package init(old: WebAddress, new: WebAddress, isJoined: Bool) {
      self.old = old
      self.new = new
      self.isJoined = isJoined
    }
  }
}
