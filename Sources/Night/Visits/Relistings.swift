// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Records

/// What became known of documents after their visits: that a source lists them of which that was not expected, or that they take
/// the places of others.
struct Relistings {
  /// By its number, how sources list it of which that was not expected.
  private var entries: [Int: [ListEntry]] = [:]
  /// By an address that sends its readers to a document for good, that one's number.
  private(set) var redirects: [WebAddress: Int] = [:]
  /// By the number of a document, whose places it takes no more: that of what is in use again, or has another successor.
  private var ended: [Int: Set<WebAddress>] = [:]
  /// By the number of the document to which the site leads, what persons said otherwise.
  private var contradictions: [Int: [WebAddress: JoinContradiction]] = [:]

  /// Those that end come first, so that no circle is ever written down.
  var numbers: [Int] {
    let others = Set(entries.keys).union(redirects.values).union(contradictions.keys)
    return ended.keys.sorted() + others.subtracting(ended.keys).sorted()
  }

  func isListed(_ number: Int) -> Bool { entries.keys.contains(number) }

  mutating func add(_ entry: ListEntry, of number: Int) {
    entries[number, default: []].append(entry)
  }

  mutating func add(redirectFrom address: WebAddress, to number: Int) {
    redirects[address] = number
  }

  /// Takes in that there is nothing to be written down of a redirect.
  mutating func drop(redirectFrom address: WebAddress) { redirects[address] = nil }

  mutating func end(_ number: Int, inPlaceOf old: WebAddress) {
    ended[number, default: []].insert(old)
  }

  mutating func contradict(_ contradiction: JoinContradiction, at number: Int) {
    redirects[contradiction.from] = nil
    contradictions[number, default: [:]][contradiction.from] = contradiction
  }

  /// - Parameters:
  ///   - number: a document's.
  ///   - known: what is known of it, tonight's visit included.
  /// - Returns: its last visit once more; nil where nobody knows it, or nothing is to be said.
  func visit(_ number: Int, _ known: KnownDocument) -> Visit? {
    guard let document = known.document, let verdict = document.verdict else { return nil }
    let before = Predecessors(of: document)
    var now = before
    for old in (ended[number] ?? []).sorted() { now.takeBack(old, by: .redirect) }
    if document.version != nil {
      for old in redirects.filter({ $0.value == number }).keys.sorted() where now.isOpen(to: old) {
        now.say(Predecessor(old, .redirect))
      }
      for old in (contradictions[number] ?? [:]).keys.sorted() where now.ground(of: old) == nil {
        now.say(Predecessor(old, .overruled))
      }
    }
    let further = entries[number]
    guard now != before || further != nil else { return nil }
    return Visit(
      saying: verdict,
      again: document,
      // None of these sources listed anything on its host before.
      listed: further.map { (known.entries + $0).sorted { $0.source < $1.source } },
      succeeds: now.first == before.first ? nil : now.first,
      succeedsToo: now.further == before.further ? nil : now.further
    )
  }

  /// What is to be told of what was written down.
  ///
  /// - Parameters:
  ///   - visit: that.
  ///   - number: the document's.
  /// - Returns: whose places it takes since tonight, and what persons said otherwise.
  func news(of visit: Visit, _ number: Int)
    -> (successions: [WebAddress], contradictions: [JoinContradiction])
  {
    let said = (visit.succeeds.map { [$0] } ?? []) + (visit.succeedsToo ?? [])
    let olds = said.filter { $0.ground == .redirect }.compactMap(\.address)
    let overruled = said.filter { $0.ground == .overruled }.compactMap(\.address)
    return (
      olds.filter { redirects[$0] == number },
      overruled.compactMap { contradictions[number]?[$0] }
    )
  }
}
