// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Ledger
import SystemPackage

/// What every command that writes to an archive changes, at one moment: where it is the same at two, none has written
/// between them.
struct ArchiveMoment: Equatable {
  private let sizes: [String: Int64]
  private let names: [String: Set<String>]

  init(of archive: Archive) {
    let files = [
      "\(Archive.ledgerName)/\(WaitingLeaves.fileName)", ChecksumManifest.fileName,
      "catalogue.sqlite",
    ]
    var sizes: [String: Int64] = [:]
    for file in files { sizes[file] = try? Disk().size(of: archive.path.pushing(FilePath(file))) }
    // By how many leaves there are: its length may stay the same.
    sizes[Archive.ledgerName] = try? ArchiveLedger(of: archive).checkpoint()?.checkpoint.head.size
    self.sizes = sizes
    var names: [String: Set<String>] = [:]
    for folder in [Archive.runs, Archive.tombstonesName, Archive.staging, Archive.requestsName] {
      let entries = try? Disk().list(archive.path.appending(folder))
      names[folder] = entries.map { Set($0.map(\.name)) }
    }
    self.names = names
  }
}
