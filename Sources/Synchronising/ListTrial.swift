// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Archiving
import Night
package import Records
import Synchronization

/// What sources list, read as a run reads it: no document is asked for.
package struct ListTrial: Sendable {
  /// As a first run would report it.
  package let report: RunReport
  /// Of each source, by its id, the documents that it lists, in the order of its page; of what several list, once.
  package let listed: [String: [ListedName]]

  package struct ListedName: Sendable {
    package let address: WebAddress
    package let entry: ListEntry
  }
}

extension Synchroniser {
  /// Reads the lists of the sources, and nothing else.
  ///
  /// - Parameter writer: of an archive that is there for this only, and has nothing in it.
  /// - Returns: what they list.
  /// - Throws: where the archive cannot be written to; nothing that a site does.
  package func readLists(_ writer: ArchiveWriter) async throws -> ListTrial {
    let listed = Mutex<[String: [ListTrial.ListedName]]>([:])
    let report = try await Synchroniser(
      plan,
      taking: { list in
        let names = list.listed.mapValues { names in
          names.map { ListTrial.ListedName(address: $0.address, entry: $0.entry) }
        }
        listed.withLock { $0 = names }
      }
    ).run(writer)
    return ListTrial(report: report, listed: listed.withLock { $0 })
  }
}
