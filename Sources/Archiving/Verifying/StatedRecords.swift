// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity
import Records
import SystemPackage

/// What the ledger states of the records of runs, of what was let go of, and of time stamps.
///
/// Whoever can write to the archive can have a leaf signed for with the next night's. So what was stated first holds, and
/// is stated anew only as hanaper itself does it: the records of runs once more where a document was let go of, which a
/// tombstone shows; a tombstone once more where it was lifted.
struct StatedRecords {
  /// By the names of the runs.
  private(set) var runs: [String: Leaf.Run] = [:]
  /// By the names of the tombstones: the digest of the file, as it is said last, and as it was before it was lifted.
  private(set) var tombstones: [String: Digest] = [:]
  private(set) var tombstonesAtFirst: [String: Digest] = [:]
  /// What was stated first of each tombstone.
  private(set) var suppressions: [String: Leaf.Suppression] = [:]
  /// The digests of the files of time stamps, by their paths, relative to the archive.
  private(set) var stamps: [String: Digest] = [:]
  /// The files of time stamps that a person answered for as lost.
  private(set) var lostStamps: Set<String> = []
  /// The seals of documents that were let go of, as numbers.
  private(set) var suppressed: Set<Int> = []

  /// How many leaves say that something was let go of; and how many did when a run was stated last.
  private var suppressionCount = 0
  private var suppressionsBefore: [String: Int] = [:]

  /// - Returns: false where it states something else than what holds.
  mutating func add(_ leaf: Leaf.Run) -> Bool {
    if let known = runs[leaf.run], known != leaf, suppressionsBefore[leaf.run] == suppressionCount {
      return false
    }
    runs[leaf.run] = leaf
    suppressionsBefore[leaf.run] = suppressionCount
    return true
  }

  /// - Parameters:
  ///   - leaf: what is stated.
  ///   - stone: the tombstone that it names, as it is now; nil where it is none.
  /// - Returns: false where it states something else than what holds.
  mutating func add(_ leaf: Leaf.Suppression, by stone: Tombstone?) -> Bool {
    if let first = tombstonesAtFirst[leaf.tombstone], first != leaf.record { return false }
    // A tombstone that is not the one that was signed for is told by itself.
    if let stone = stone?.asStated(by: leaf.record) {
      let own = try? Leaf.Suppression.leaves(of: stone)
      if own?.contains(.suppression(leaf)) != true { return false }
    }
    tombstonesAtFirst[leaf.tombstone] = leaf.record
    if tombstones[leaf.tombstone] == nil { tombstones[leaf.tombstone] = leaf.record }
    suppressed.formUnion(leaf.documents.map(\.hashValue))
    if suppressions[leaf.tombstone] == nil { suppressions[leaf.tombstone] = leaf }
    suppressionCount += 1
    return true
  }

  mutating func add(_ leaf: Leaf.Unsuppression) {
    tombstones[leaf.tombstone] = leaf.record
  }

  /// The tombstones that a person answered for as lost.
  private(set) var answeredFor: Set<String> = []

  /// Takes in what a person answered for: what follows a tombstone that is lost, and that a time stamp is.
  mutating func add(_ leaf: Leaf.Repair) {
    guard leaf.vouched == true else { return }
    for file in leaf.files {
      let place = FilePath(file.file)
      if stamps[file.file] == file.digest { lostStamps.insert(file.file) }
      guard place.removingLastComponent().string == Archive.tombstonesName,
        let name = place.lastComponent?.stem, suppressions[name] != nil
      else { continue }
      tombstones[name] = file.digest
      answeredFor.insert(name)
    }
  }

  /// - Returns: false where it states something else than what holds, or is about other files.
  mutating func add(_ leaf: Leaf.Stamp) -> Bool {
    guard
      leaf.files.allSatisfy({
        StampShelf.holds($0.file) && stamps[$0.file, default: $0.digest] == $0.digest
      })
    else { return false }
    for file in leaf.files { stamps[file.file] = file.digest }
    return true
  }

  /// What the ledger says to a tombstone that is there.
  enum TombstoneStatement {
    case stated
    /// As it was stated before it was lifted: whoever lifted it was cut off.
    case notYetLifted
    /// A person answered for the loss of the first one, and it says nothing but that.
    case answeredFor
    /// No leaf is about it.
    case unsigned
    case other
  }

  func statement(about stone: Tombstone) -> TombstoneStatement {
    guard let stated = tombstones[stone.name] else { return .unsigned }
    let first = tombstonesAtFirst[stone.name]
    guard let now = try? stone.recordDigest, now == stated else {
      return (try? stone.recordDigest) == first && stone.lifted == nil ? .notYetLifted : .other
    }
    if answeredFor.contains(stone.name) {
      let leaf = suppressions[stone.name]
      let isBare = stone.marks.isEmpty && stone.versions.isEmpty && stone.lifted != nil
      return isBare && stone.reason == leaf?.reason && stone.seals == leaf?.documents
        ? .answeredFor : .other
    }
    return first.flatMap(stone.asStated) == nil ? .other : .stated
  }
}
