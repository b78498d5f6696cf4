// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity
import OCFL
import Records

/// What opens the seals of documents, held against the leaves that have them: each line belongs to one at least, and none to a
/// document that was let go of.
struct SealCheck {
  /// What stands in leaves for documents that were let go of, as numbers.
  private let letGo: Set<Int>
  /// What opens a seal, as numbers; those that no leaf has so far.
  private var known: Set<Int> = []
  private var unused: Set<Int> = []
  private var returned = 0
  private var doubled = 0
  private var broken = 0

  /// - Parameter letGo: what stands in leaves for documents that were let go of.
  init(besides letGo: Set<Digest>) {
    self.letGo = Set(letGo.map(\.hashValue))
  }

  /// Takes in a line.
  ///
  /// - Parameter seal: what it says; nil where it is none.
  /// - Returns: what it opens, where it may.
  mutating func take(_ seal: DocumentSeal?) -> DocumentSeal? {
    guard let seal else {
      broken += 1
      return nil
    }
    let document = seal.digest.hashValue
    guard !letGo.contains(document) else {
      returned += 1
      return nil
    }
    guard known.insert(document).inserted else {
      doubled += 1
      return nil
    }
    unused.insert(document)
    return seal
  }

  /// Takes in a leaf that is about a document, signed for or not yet.
  mutating func take(_ leaf: Leaf) {
    if let document = leaf.document { unused.remove(document.hashValue) }
  }

  /// Says what is wrong with its lines besides that some are missing.
  ///
  /// - Parameter lacksSome: whether some are, so that a line that opens nothing may be one of them that has changed.
  /// - Returns: none as a rule.
  func findings(besides lacksSome: Bool) -> [ArchiveFinding] {
    let added = lacksSome ? 0 : broken + doubled + unused.count
    return [
      returned > 0
        ? finding(
          "of documents that were let go of, \(returned.lines) of the seals say again which leaves are theirs: an older copy was put back",
          ["returned"]
        ) : nil,
      added > 0
        ? finding(
          "\(added.lines) of the seals are not the ledger's: they open none of its leaves",
          []
        )
        : nil,
    ].compactMap(\.self)
  }

  private func finding(_ sentence: String, _ codes: [String]) -> ArchiveFinding {
    ArchiveFinding(
      path: "\(Archive.ledgerName)/\(DocumentSeals.fileName)",
      codes: ["ledger", "changed"] + codes,
      sentence: sentence,
      next: "`\(NextCommand("repair"))` takes them out; then find out who put them there"
    )
  }
}

extension Int {
  fileprivate var lines: String { self == 1 ? "1 line" : "\(self) lines" }
}
