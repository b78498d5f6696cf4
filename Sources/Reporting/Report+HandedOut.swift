// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Records

extension Report {
  /// What was given out, the oldest first.
  package init(ofHandedOut records: [HandedOut]) {
    for record in records {
      var section = Section("\(Readable.date(record.at))  \(record.request)")
      section.items = record.items.map { item in
        let name =
          item.title ?? item.address ?? "let go of since (tombstone \(item.tombstone ?? "unknown"))"
        return Item(
          "\(name), v\(item.version)",
          details: (item.title == nil ? [] : [item.address].compactMap { $0.map { "\($0)" } })
            + ["\(item.digest)"]
        )
      }
      add(section)
    }
  }
}
