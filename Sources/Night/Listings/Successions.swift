// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Records

/// Which documents take the place of which, as far as earlier nights and persons have said it.
///
/// Places are taken in a row, from the oldest to the one in use, and never in a circle: where the oldest is in use again, its place
/// is not taken any more.
package struct Successions: Sendable {
  private var predecessors: [WebAddress: Predecessor]

  /// - Parameter predecessors: by the address of each document of which that was said, whose place it takes.
  package init(_ predecessors: [WebAddress: Predecessor] = [:]) {
    self.predecessors = predecessors
  }

  /// The document that takes a place, where another comes after it in the same row.
  ///
  /// - Parameters:
  ///   - old: the one whose place is taken.
  ///   - last: one that comes after it, perhaps.
  /// - Returns: the one that comes next after the old one; nil where the last one comes not after it.
  func next(after old: WebAddress, inRowOf last: WebAddress) -> WebAddress? {
    var address = last
    var seen: Set<WebAddress> = []
    while seen.insert(address).inserted, let earlier = predecessors[address]?.address {
      if earlier == old { return address }
      address = earlier
    }
    return nil
  }

  /// Whether a run may say of a document that it takes the place of another: that was never said, or taken back by a run.
  package static func isOpen(_ predecessor: Predecessor?) -> Bool {
    predecessor.map { $0.address == nil && $0.ground != .person } ?? true
  }

  func isSaidByPerson(_ address: WebAddress) -> Bool {
    predecessors[address]?.ground == .person
  }
}
