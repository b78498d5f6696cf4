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
      guard !successions.isSaidByPerson(next, of: listed) else {
        let contradiction = JoinContradiction(old: listed, new: next, from: address, target: listed)
        return relistings.contradict(contradiction, at: number)
      }
      guard let other = addresses.number(of: next) else { return }
      relistings.end(other, inPlaceOf: listed)
    }
    relistings.add(redirectFrom: address, to: number)
  }

  /// Settles whose places are taken by which, now that all is known that leads anywhere tonight.
  ///
  /// Each document has one successor: where it leads somewhere else than it did, that is the one, unless its successor leads there,
  /// too, or a person said otherwise.
  mutating func settleSuccessions() {
    for (old, number) in relistings.redirects.sorted(by: { $0.key < $1.key }) {
      let target = addresses[number]
      let takers = successions.takers(of: old)
      let others = takers.filter { $0 != target }
      if others.contains(where: { leads($0, to: target) }) {
        relistings.drop(redirectFrom: old)
      } else if let said = others.first(where: { successions.isSaidByPerson($0, of: old) }) {
        relistings.contradict(
          JoinContradiction(old: old, new: said, from: old, target: target),
          at: number
        )
      } else {
        for other in others.compactMap(addresses.number) { relistings.end(other, inPlaceOf: old) }
        if takers.contains(target) { relistings.drop(redirectFrom: old) }
      }
    }
  }

  /// Whether one comes to a document by way of tonight's redirects, and of places that were taken.
  private func leads(_ address: WebAddress, to target: WebAddress) -> Bool {
    var address = address
    var seen: Set<WebAddress> = []
    while seen.insert(address).inserted {
      if address == target { return true }
      let next = relistings.redirects[address].map { addresses[$0] }
      guard let next = next ?? successions.takers(of: address).first else { return false }
      address = next
    }
    return false
  }

  /// What there is to tell of visits that were written down once more.
  ///
  /// - Parameter visits: these.
  /// - Returns: by the address of each whose place another takes since tonight, that other's; and what persons said otherwise.
  func news(ofRelisted visits: [Visit])
    -> (successors: [WebAddress: WebAddress], contradictions: [JoinContradiction])
  {
    var successors: [WebAddress: WebAddress] = [:]
    var contradictions: [JoinContradiction] = []
    for visit in visits {
      guard let number = addresses.number(of: visit.address) else { continue }
      let news = relistings.news(of: visit, number)
      for old in news.successions { successors[old] = visit.address }
      contradictions += news.contradictions
    }
    return (successors, contradictions)
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
