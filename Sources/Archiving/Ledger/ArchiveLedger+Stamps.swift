// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Ledger
import SystemPackage

extension ArchiveLedger {
  static let stampsName = "stamps"

  /// Keeps a time stamp with what it is over, so that `openssl ts -verify` needs nothing else.
  ///
  ///     ledger/stamps/4711/checkpoint
  ///     ledger/stamps/4711/tsa.example.org.tsq
  ///     ledger/stamps/4711/tsa.example.org.tsr
  ///
  /// - Parameters:
  ///   - reply: the authority's answer.
  ///   - text: what was stamped: a checkpoint.
  ///   - query: what was asked.
  ///   - authority: its host.
  /// - Returns: where the answer is, relative to the archive.
  /// - Throws: where it cannot be written.
  package func keep(
    stamp reply: [UInt8],
    over text: [UInt8],
    to query: [UInt8],
    by authority: String
  ) throws -> String {
    let size = try checkpoint()?.checkpoint.head.size ?? 0
    var name = "\(size)"
    var repetition = 1
    let stamps = folder.path.appending(Self.stampsName)
    // The same tree, with other signatures under its checkpoint, is another text.
    while try Disk().entry(at: stamps.appending(name)) != nil,
      try Disk().read(stamps.appending(name).appending(TileFolder.checkpointName)) != text
    {
      repetition += 1
      name = "\(size)-\(repetition)"
    }
    let place = stamps.appending(name)
    try Disk().makeDirectories(place)
    try Disk().replace(place.appending(TileFolder.checkpointName), with: text)
    let host = authority.filter { $0.isLetter || $0.isNumber || ".-".contains($0) }
    try Disk().replace(place.appending("\(host).tsq"), with: query)
    try Disk().replace(place.appending("\(host).tsr"), with: reply)
    return "\(Archive.ledgerName)/\(Self.stampsName)/\(name)/\(host).tsr"
  }
}
