// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import OCFL
import SystemPackage

/// What one piece of work showed.
enum LookedAt: Sendable {
  case object(Int, isWhole: Bool, ExaminedObject)
  /// Whether a long file of an object is what it has to be.
  case file(of: Int, isIntact: Bool)
}

/// Hands out what is to be read, an object at a time, and the long files of an object one by one: so that no core waits for
/// another that reads a document of many large versions.
struct ReadingDesk {
  /// A file that is longer is a piece of work of its own.
  private static let long = 4 << 20

  private let objects: [FilePath]
  /// What was seen to be in the directory of each of them.
  private let entries: [[DirectoryEntry]]
  private let archive: Archive
  private var files: [(of: Int, path: FilePath, digest: Digest)] = []
  /// Objects of which files are still to be read: how many, and whether all so far are what they have to be.
  private var open: [Int: (object: ExaminedObject, left: Int, isIntact: Bool)] = [:]

  init(of check: StorageRootCheck, in archive: Archive) {
    (objects, entries, self.archive) = (check.objects, check.entries, archive)
  }

  /// - Parameter round: which object is next; files that were begun with come first.
  /// - Returns: a piece of work; nil where none is left.
  mutating func next(_ round: inout ReadingRound) -> (@Sendable () -> LookedAt)? {
    if let (number, path, digest) = files.popLast() {
      return {
        let actual = try? FileDigest(of: path, by: digest.algorithm).value
        return .file(of: number, isIntact: actual == digest)
      }
    }
    guard let (number, isWhole) = round.next() else { return nil }
    let (object, entries, archive) = (objects[number], entries[number], archive)
    return {
      let examined = ExaminedObject(
        of: object,
        listed: entries,
        in: archive,
        whole: isWhole,
        postponingOver: Self.long
      )
      return .object(number, isWhole: isWhole, examined)
    }
  }

  /// Takes in what a piece of work showed.
  ///
  /// - Returns: the object that is done by it, with what was seen of it: nil where a file is not what it has to be, and all
  ///   of it has to be looked at again. Nil where none is done.
  mutating func take(
    _ looked: LookedAt
  ) -> (number: Int, isWhole: Bool, object: ExaminedObject?)? {
    switch looked {
    case .object(let number, let isWhole, let object):
      let postponed = object.isSuspect ? [] : object.postponed
      guard !postponed.isEmpty else { return (number, isWhole, object) }
      open[number] = (object, postponed.count, true)
      files += postponed.map { (number, $0.path, $0.digest) }
      return nil
    case .file(let number, let isIntact):
      guard var (object, left, isWell) = open[number] else { return nil }
      (left, isWell) = (left - 1, isWell && isIntact)
      open[number] = left > 0 ? (object, left, isWell) : nil
      guard left == 0 else { return nil }
      object.tookInPostponed()
      return (number, true, isWell ? object : nil)
    }
  }
}
