// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Foundation
import OCFL
import Records
import SystemPackage

/// Which objects a verification looks at next, and whether their content is read; and what was read in the end.
struct ReadingRound {
  private let keys: [UInt64]
  private let now: Date
  private var memory: ReadingMemory
  /// Those whose content is to be read, and then those whose content is not.
  private var whole: ArraySlice<Int>
  private var rest: ArraySlice<Int>
  private let end: ContinuousClock.Instant?
  private var read: [UInt64] = []
  private var isCutShort = false

  init(
    of objects: [FilePath],
    in archive: Archive,
    _ level: VerificationLevel,
    within budget: Duration?,
    at now: Date
  ) {
    self.now = now.wholeSecond
    memory = ReadingMemory(of: archive)
    keys = objects.map { object in
      var place = object
      _ = place.removePrefix(archive.root.path)
      return ReadingMemory.key(ofFolder: "\(Archive.storageRoot)/\(place)")
    }
    let order = level.order(of: keys, lastRead: memory.dates, at: now)
    whole = order[...]
    let meant = Set(order)
    rest = objects.indices.filter { !meant.contains($0) }[...]
    end = budget.map { ContinuousClock.now + $0 }
  }

  /// - Returns: the place of the next object, and whether its content is read; nil where there is none.
  mutating func next() -> (number: Int, isWhole: Bool)? {
    if let end, !whole.isEmpty, ContinuousClock.now >= end {
      isCutShort = true
      rest = (whole + rest)[...]
      whole = []
    }
    if let number = whole.popFirst() { return (number, true) }
    return rest.popFirst().map { ($0, false) }
  }

  /// Takes in that an object was read whole, and is as it was kept.
  mutating func take(_ number: Int) { read.append(keys[number]) }

  /// Writes down what was read.
  ///
  /// - Parameters:
  ///   - bytes: how many of the content were.
  ///   - spared: how many were not.
  /// - Returns: what came of it.
  mutating func account(read bytes: Int64, spared: Int64) -> ReadingAccount {
    var account = ReadingAccount()
    account.documents = keys.count
    account.readWhole = read.count
    account.bytesRead = bytes
    account.bytes = bytes + spared
    account.isCutShort = isCutShort
    do {
      if !read.isEmpty { try memory.note(read, among: Set(keys), at: now) }
    } catch {
      account.forgotten = "\(error.cause)"
    }
    let dates = keys.map { memory.dates[$0] }
    account.neverRead = dates.count { $0 == nil }
    account.oldest = account.neverRead > 0 ? nil : dates.compactMap(\.self).min()
    return account
  }
}
