// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity
import OCFL
import Records

/// What the ledger states of one document, held against what is kept of it.
struct LedgerComparison: Hashable {
  /// A version as it is kept: what its leaf ought to state.
  struct Held: Hashable {
    /// Of the content; nil where the version's capture does not say it, which is told by itself.
    let digest: Digest?
    let inventory: Digest?
    /// What the document's record states of the payload, whatever the capture does; nil where it has none.
    var payload: Digest?
  }

  /// Versions that the ledger knows and the document's record does not.
  private(set) var lost: Set<Int> = []
  /// Versions whose content is not the one that was signed for, though their records agree with it.
  private(set) var otherContent: Set<Int> = []
  /// Versions whose content is, and whose records are not, the ones that were signed for.
  private(set) var otherRecords: Set<Int> = []
  /// Versions that no leaf is about.
  private(set) var unsigned: Set<Int> = []

  var isEmpty: Bool {
    lost.isEmpty && otherContent.isEmpty && otherRecords.isEmpty && unsigned.isEmpty
  }
  /// Whether what is there is not to be believed.
  var isForged: Bool { !otherContent.isEmpty || !otherRecords.isEmpty || !unsigned.isEmpty }

  /// - Parameters:
  ///   - held: the versions by their numbers.
  ///   - leaves: those of the document that fit no version.
  ///   - excused: a version that is on its way.
  ///   - asksForAll: whether each version has to have a leaf.
  ///   - isStated: whether any leaf states just this of a version.
  init(
    held: [Int: Held],
    leaves: [Leaf.Accession],
    besides excused: Int?,
    asksForAll: Bool,
    isStated: (Int, Held) -> Bool
  ) {
    for leaf in leaves where leaf.version != excused && held[leaf.version] == nil {
      lost.insert(leaf.version)
    }
    for (number, version) in held where number != excused {
      guard !isStated(number, version) else { continue }
      let own = leaves.filter { $0.version == number }
      guard let digest = version.digest else {
        let isAltered = !own.isEmpty && !own.contains { $0.inventory == version.inventory }
        let isContent = version.payload.map { payload in !own.contains { $0.digest == payload } }
        if isAltered, isContent == true {
          otherContent.insert(number)
        } else if isAltered {
          otherRecords.insert(number)
        }
        continue
      }
      if own.isEmpty {
        if asksForAll { unsigned.insert(number) }
      } else if own.contains(where: { $0.digest == digest }) {
        otherRecords.insert(number)
      } else {
        otherContent.insert(number)
      }
    }
  }

  /// What is told of it besides what is lost.
  func finding(of address: String, in folder: String) -> ArchiveFinding? {
    let versions = otherContent.union(otherRecords).union(unsigned)
    guard !versions.isEmpty else { return nil }
    return ArchiveFinding(
      address: address,
      versions: versions.sorted(),
      path: folder,
      codes: unsigned == versions ? ["ledger", "unsigned"] : ["ledger"],
      sentence: sentence,
      next: unsigned == versions
        ? .afterUnsigned("put it there", address) : ObjectFault.restoringFolder
    )
  }

  private var sentence: String {
    if !otherContent.isEmpty {
      let numbers = otherContent.sorted().inWords
      return
        "the content of \(numbers) is not what was signed for in the ledger, and its records were made to agree with it"
    }
    if !otherRecords.isEmpty {
      let numbers = otherRecords.sorted().inWords
      return
        "the records of \(numbers) (when, from where, under which names) are not those that were signed for in the ledger"
    }
    return "nobody signed for \(unsigned.sorted().inWords) in the ledger"
  }
}

extension Advice {
  /// What to do about what no leaf of the ledger is about.
  ///
  /// - Parameters:
  ///   - deed: what somebody may have done.
  ///   - name: the document's address, or the run's name.
  ///   - other: what to do where it is somebody else's.
  /// - Returns: how a person comes to know, and how they say so.
  static func afterUnsigned(
    _ deed: String,
    _ name: String,
    else other: Advice = ObjectFault.restoringFolder
  ) -> Advice {
    "find out who \(deed): a copy of the archive, or the mail of that night, may say so. If it is yours and only its leaf is lost, "
      + "`\(NextCommand("repair", "--vouch", name))` signs for it; else \(other)"
  }
}
