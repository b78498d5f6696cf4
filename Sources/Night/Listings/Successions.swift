// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Records

/// Which documents take the place of which, as far as earlier nights and persons have said it.
///
/// Places are taken in rows, from the oldest to the one in use, and never in a circle: where an older one is in use again, its place
/// is not taken any more. Several rows may end in one document.
package struct Successions: Sendable {
  private let predecessors: [WebAddress: Predecessors]
  private let takers: [WebAddress: [WebAddress]]

  /// - Parameter predecessors: by the address of each document of which that was said, whose places it takes.
  package init(_ predecessors: [WebAddress: Predecessors] = [:]) {
    self.predecessors = predecessors
    var takers: [WebAddress: [WebAddress]] = [:]
    for (new, olds) in predecessors {
      for old in olds.taken.compactMap(\.address) { takers[old, default: []].append(new) }
    }
    self.takers = takers.mapValues { $0.sorted() }
  }

  /// The document that takes a place, where another comes after it in the same row.
  ///
  /// - Parameters:
  ///   - old: the one whose place is taken.
  ///   - last: one that comes after it, perhaps.
  /// - Returns: the one that comes next after the old one; nil where the last one comes not after it.
  func next(after old: WebAddress, inRowOf last: WebAddress) -> WebAddress? {
    var open = [last]
    var seen: Set = [last]
    while let address = open.popLast() {
      for earlier in predecessors[address]?.taken.compactMap(\.address) ?? [] {
        if earlier == old { return address }
        if seen.insert(earlier).inserted { open.append(earlier) }
      }
    }
    return nil
  }

  /// The documents of which it was said that they take a place; more than one only where that was found out wrong.
  func takers(of old: WebAddress) -> [WebAddress] { takers[old] ?? [] }

  /// Whether a run may say of a document that it takes the place of another: that was never said, or taken back by a run.
  package static func isOpen(_ predecessor: Predecessor?) -> Bool {
    predecessor.map { $0.address == nil && $0.ground != .person } ?? true
  }

  /// Whether a person said that a document takes the place of another.
  func isSaidByPerson(_ new: WebAddress, of old: WebAddress) -> Bool {
    predecessors[new]?.ground(of: old) == .person
  }
}

/// That a site sends readers elsewhere than where a person said that a document's place was taken.
struct JoinContradiction: Hashable, Sendable {
  /// What the person said: whose place is taken, and by which.
  let old: WebAddress
  let new: WebAddress
  /// From where to where the site leads for good.
  let from: WebAddress
  let target: WebAddress

  var sentence: String {
    "somebody said that \(new) takes the place of \(old), and the site sends the readers of \(from) to \(target) for good; what was "
      + "said stays. If the site is right, say so: `hanaper join \(old) \(new) --undo`, then `hanaper join \(from) \(target)`"
  }
}
