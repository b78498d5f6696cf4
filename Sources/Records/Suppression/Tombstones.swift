// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Fixity

/// All tombstones of an archive, to be asked of each address that is listed and each body that comes.
package struct Tombstones: Sendable {
  package let all: [Tombstone]
  private let salts: [String]
  private let byMark: [Digest: Tombstone]
  private let byContent: [Digest: Tombstone]

  package init(_ all: [Tombstone] = []) {
    self.all = all
    let standing = all.filter { $0.lifted == nil }
    salts = Set(standing.filter { !$0.marks.isEmpty }.map(\.salt)).sorted()
    byMark = Dictionary(
      standing.flatMap { stone in stone.marks.map { ($0, stone) } },
      uniquingKeysWith: { _, last in last }
    )
    // What is known again by its bytes is what its address is not to bring either.
    byContent = Dictionary(
      standing.filter { !$0.marks.isEmpty }.flatMap { stone in
        stone.versions.map { ($0.digest, stone) }
      },
      uniquingKeysWith: { _, last in last }
    )
  }

  /// Those of documents that may not be fetched.
  package var standing: [Tombstone] { all.filter { $0.lifted == nil } }
  /// What all are called.
  ///
  /// - Parameter others: those that are left out.
  /// - Returns: nil where there are none.
  package func names(besides others: [String]) -> [String]? {
    let names = all.map(\.name).filter { !others.contains($0) }
    return names.isEmpty ? nil : names
  }
  /// Whether nothing is to be looked for.
  package var isEmpty: Bool { byMark.isEmpty && byContent.isEmpty }

  /// The one of a document that may not be fetched, by any address of it.
  ///
  /// - Parameter address: as it is listed or was typed.
  /// - Returns: nil where nothing forbids it.
  package func of(_ address: WebAddress) -> Tombstone? {
    guard !byMark.isEmpty else { return nil }
    let names = address.namesOfSuppressed + address.droppingSessions.namesOfSuppressed
    for name in Set(names) {
      for salt in salts {
        if let stone = byMark[Tombstone.mark(of: name, under: salt)] { return stone }
      }
    }
    return nil
  }

  /// The one of a document that had just these bytes; nil where none had.
  package func of(content digest: Digest) -> Tombstone? { byContent[digest] }
}
