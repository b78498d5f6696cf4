// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Cataloguing
package import Records

/// A document with those whose places it takes and those that take its own: one report at several addresses.
package enum DocumentSeries {
  /// More are not followed: nobody reads on.
  private static let most = 200

  /// All versions of a series, in the order in which they were captured.
  ///
  /// - Parameters:
  ///   - address: of any document of it.
  ///   - catalogue: what is asked.
  /// - Returns: empty where the document stands alone.
  /// - Throws: where the catalogue cannot be read.
  package static func versions(
    of address: WebAddress,
    in catalogue: Catalogue
  ) async throws -> [Version] {
    let successors = try await catalogue.successors()
    guard !successors.isEmpty else { return [] }
    let predecessors = Dictionary(grouping: successors.keys) { successors[$0] ?? $0 }
    var members: Set<WebAddress> = [address]
    var waiting = [address]
    while let next = waiting.popLast(), members.count < most {
      let neighbours = (predecessors[next] ?? []) + [successors[next]].compactMap(\.self)
      for neighbour in neighbours.sorted() where members.insert(neighbour).inserted {
        waiting.append(neighbour)
      }
    }
    guard members.count > 1 else { return [] }
    var versions: [Version] = []
    for member in members.sorted() { versions += try await catalogue.versions(of: member) }
    return versions.sorted {
      ($0.capturedAt, $0.address, $0.number) < ($1.capturedAt, $1.address, $1.number)
    }
  }
}
