// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Addressing
import Cataloguing
import Filing
import SystemPackage

extension Archive {
  /// What a document is, by the last visit to it: a page may have been kept as the one and be the other now.
  ///
  /// - Returns: nil where no visit speaks of it, or none can be read.
  func roleByVisits(of address: WebAddress) -> Document.Role? {
    let runs = path.appending(Self.runs)
    let opening = "{\"address\":\"\(address)\","
    for run in ((try? Disk().list(runs)) ?? []).reversed() where run.kind == .directory {
      var role: Document.Role?
      let file = runs.appending(run.component).appending(Visit.fileName)
      try? TextLines(of: file, longest: TextLines.longestVisit).forEach { line in
        guard line.isWhole, line.text.hasPrefix(opening) else { return }
        role = (try? RecordCoding.decode(Visit.self, from: line.text.utf8))?.role ?? role
      }
      if let role { return role }
    }
    return nil
  }
}
