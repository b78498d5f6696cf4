// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
import Cataloguing
import Records

/// What is exported: all documents, those of some sources, or some by their addresses.
package struct ExportChoice: Sendable {
  /// Nil for all; else these and those of the sources.
  package let addresses: [WebAddress]?
  package let sources: [String]
  /// Whether older versions are exported, too.
  package let isOfAllVersions: Bool

  package init(addresses: [WebAddress]?, sources: [String], isOfAllVersions: Bool) {
    (self.addresses, self.sources) = (addresses, sources)
    self.isOfAllVersions = isOfAllVersions
  }

  /// The documents, in the order of their addresses, none of them twice.
  func documents(of catalogue: Catalogue) async throws -> [WebAddress] {
    guard addresses != nil || !sources.isEmpty else {
      var all: [WebAddress] = []
      try await catalogue.forEachDocument { document in
        if document.role == .document, document.newestKept != nil { all.append(document.address) }
      }
      return all
    }
    var chosen = Set(addresses ?? [])
    for source in sources {
      for document in try await catalogue.documents(of: source)
      where document.role == .document && document.newestKept != nil {
        chosen.insert(document.address)
      }
    }
    return chosen.sorted()
  }
}
