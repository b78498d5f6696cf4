// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Records

extension VisitList {
  /// How many documents are not to be visited yet, because not all is read that may name their hosts.
  var waitingCount: Int { waiting.count }

  /// What sources list and did not list before, by their ids, each in the order of its page.
  package var listed: [String: [(address: WebAddress, entry: ListEntry)]] {
    var listed: [String: [(address: WebAddress, entry: ListEntry)]] = [:]
    for (number, changes) in changes {
      for change in changes {
        guard let entry = change.entry else { continue }
        listed[change.source, default: []].append((addresses[number], entry))
      }
    }
    return listed.mapValues { names in
      names.sorted { ($0.entry.position, $0.address) < ($1.entry.position, $1.address) }
    }
  }
}
