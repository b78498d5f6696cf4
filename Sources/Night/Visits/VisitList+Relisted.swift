// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
package import Records

// What becomes known of documents after their visits, and what could not be visited.
extension VisitList {
  /// Takes in that what is listed no more sends its readers on for good.
  ///
  /// - Parameters:
  ///   - address: its address.
  ///   - target: where they are sent; of interest only where it is listed tonight.
  mutating func redirect(_ address: WebAddress, to target: WebAddress) {
    guard let number = addresses.number(of: target.droppingSessions), items[number].isListed,
      self.addresses[number] != address
    else { return }
    let listed = addresses[number]
    // What is in use again takes no new place in the row: the others had its own.
    if let next = successions.next(after: listed, inRowOf: address) {
      guard !successions.isSaidByPerson(next), let other = addresses.number(of: next) else {
        return
      }
      relistings.end(other)
    }
    relistings.add(redirectFrom: address, to: number)
  }

  /// Those of which something is to be written down that was not known at their visit.
  var relisted: [Int] { relistings.numbers }

  /// What there is to write down of documents of which more became known than at their visit.
  ///
  /// - Parameters:
  ///   - numbers: theirs.
  ///   - known: what is known of each, tonight's visit included.
  /// - Returns: their last visits once more, with what lists them now; nothing of those that nobody knows.
  package func relisted(_ numbers: [Int], _ known: [KnownDocument]) -> [Visit] {
    zip(numbers, known).compactMap { relistings.visit($0, $1) }
  }

  /// How many documents of a host are due, and could not be visited yet.
  func waiting(on host: String) -> Int {
    waiting.count { !items[$0].isOrdered && addresses[$0].authority == host && isDue($0) }
  }
}
