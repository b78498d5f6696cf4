// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records

// What is due, and in which order.
extension VisitList {
  /// The numbers of the documents that can be visited now and could not before, in the order of their addresses,
  /// those that failed the last time at the end: a host that is given up over them has then shown all the others.
  ///
  /// Those that the runs before were stopped before come first: else each would be stopped before the same.
  mutating func takeDue() -> [Int] {
    let due = waiting.filter { isReady($0) && isDue($0) && !heldBack.contains($0) }
    let (sorted, chosen) = fit(due.sorted(by: addresses.precedes))
    for number in sorted { items[number].isOrdered = true }
    for number in chosen { items[number].isOrdered = true }
    waiting = readiness.isWhole ? [] : waiting.filter { !items[$0].isOrdered }
    guard history.wasStopped else { return lastFailing(sorted) + chosen }
    let turns = Dictionary(grouping: sorted) { items[$0].stoppedBefore }
    return turns.sorted { $0.key < $1.key }.flatMap { lastFailing($0.value) } + chosen
  }

  private func lastFailing(_ numbers: [Int]) -> [Int] {
    numbers.filter { !items[$0].failedBefore } + numbers.filter { items[$0].failedBefore }
  }

  // What nobody lists may have moved to a page that nobody expects it on.
  private func isReady(_ number: Int) -> Bool {
    let item = items[number]
    return readiness.isWhole
      || item.isListed && !item.waitsForAll && readiness.isReady(Int(item.host))
  }

  // What turned out to be a page, or of a kind that nobody asks for, is looked at now and then.
  func isDue(_ number: Int) -> Bool {
    guard !isDeep, let known = notHeld[number] else { return true }
    return Refetching.secondLook(
      after: known.verdict,
      on: known.lastVisited,
      by: kinds(of: number),
      asOf: now
    ) == nil
  }
}
