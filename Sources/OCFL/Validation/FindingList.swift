// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Findings as they are collected: all of them, but for the thousands of one kind in one place.
///
/// An inventory made to harm can break one rule a million times. The first thousand under each code
/// are kept, the others counted.
struct FindingList: Sendable {
  private struct Entry: Sendable {
    let code: String
    let path: String
    let message: String
  }

  static let mostOfOneCode = 1_000

  private var entries: [Entry] = []
  private var counts: [String: Int] = [:]

  var isEmpty: Bool { entries.isEmpty }

  mutating func add(_ code: String, _ path: String, _ message: @autoclosure () -> String) {
    counts[code, default: 0] += 1
    guard counts[code, default: 0] <= Self.mostOfOneCode else { return }
    entries.append(Entry(code: code, path: path, message: message()))
  }

  /// Takes in what was found elsewhere, without what is in this list already, word for word.
  mutating func add(_ other: FindingList, besides known: FindingList) {
    let said = Set(known.entries.map { [$0.code, $0.message] })
    for entry in other.entries where !said.contains([entry.code, entry.message]) {
      add(entry.code, entry.path, entry.message)
    }
    for (code, count) in other.counts where count > Self.mostOfOneCode {
      counts[code, default: 0] += count - Self.mostOfOneCode
    }
  }

  mutating func add(_ other: FindingList) {
    add(other, besides: FindingList())
  }

  func adding(_ other: FindingList) -> FindingList {
    var sum = self
    sum.add(other)
    return sum
  }

  /// The first finding under a code that the predicate picks, in words.
  func message(where isMeant: (String) -> Bool) -> String? {
    entries.first { isMeant($0.code) }?.message
  }

  /// The findings with their object's name, in the order in which they were found.
  ///
  /// - Parameters:
  ///   - object: its name; empty for a storage root.
  ///   - specification: the one that it declares, by whose codes they are told.
  /// - Returns: nothing of what that specification does not ask for.
  func findings(of object: String, _ specification: Specification) -> [Finding] {
    func finding(_ code: String, _ path: String, _ message: String) -> Finding? {
      specification.code(of: code).map { code in
        Finding(
          code: code,
          object: object,
          path: path,
          message: message,
          specification: specification
        )
      }
    }
    let rest = counts.filter { $0.value > Self.mostOfOneCode }.sorted { $0.key < $1.key }
    return entries.compactMap { finding($0.code, $0.path, $0.message) }
      + rest.compactMap { code, count in
        finding(code, "", "\(count - Self.mostOfOneCode) more like this are not listed")
      }
  }
}
