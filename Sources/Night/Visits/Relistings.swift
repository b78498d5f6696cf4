// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Records

/// What became known of documents after their visits: that a source lists them of which that was not expected, or that they take
/// the place of another.
struct Relistings {
  /// By its number, how sources list it of which that was not expected.
  private var entries: [Int: [ListEntry]] = [:]
  /// By its number, whose address sends its readers to a document for good.
  private var redirects: [Int: WebAddress] = [:]

  /// Those that take no other's place any more, because that one is in use again.
  private var ended: Set<Int> = []

  /// Those that end come first, so that no circle is ever written down.
  var numbers: [Int] {
    ended.sorted() + Set(entries.keys).union(redirects.keys).subtracting(ended).sorted()
  }

  func isListed(_ number: Int) -> Bool { entries.keys.contains(number) }

  mutating func add(_ entry: ListEntry, of number: Int) {
    entries[number, default: []].append(entry)
  }

  /// Of several, the first by its address counts, whichever was visited first.
  mutating func add(redirectFrom address: WebAddress, to number: Int) {
    redirects[number] = min(redirects[number] ?? address, address)
  }

  mutating func end(_ number: Int) { ended.insert(number) }

  /// - Parameters:
  ///   - number: a document's.
  ///   - known: what is known of it, tonight's visit included.
  /// - Returns: its last visit once more; nil where nobody knows it, or nothing is to be said.
  func visit(_ number: Int, _ known: KnownDocument) -> Visit? {
    guard let document = known.document, let verdict = document.verdict else { return nil }
    let isSuccessor = document.version != nil && Successions.isOpen(document.succeeds)
    let succeeds =
      ended.contains(number)
      ? Predecessor(nil, .redirect)
      : isSuccessor ? redirects[number].map { Predecessor($0, .redirect) } : nil
    let further = entries[number]
    guard succeeds != nil || further != nil else { return nil }
    return Visit(
      saying: verdict,
      again: document,
      // None of these sources listed anything on its host before.
      listed: further.map { (known.entries + $0).sorted { $0.source < $1.source } },
      succeeds: succeeds
    )
  }
}
