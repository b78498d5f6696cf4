// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import Foundation
package import Ledger
import OCFL
import Records
import SystemPackage

// A ledger that cannot go on, because it is behind what was signed before or its files are altered, is followed by
// another one, with a name of its own. The old one stays as it is, as evidence: `ledger/epochs/1/`.
extension ArchiveLedger {
  static let epochsName = "epochs"
  static let lastCheckpointName = "last-checkpoint"

  private var epochs: FilePath { folder.path.appending(Self.epochsName) }

  func folder(ofEpoch number: Int) -> FilePath { epochs.appending(String(number)) }

  /// Nobody begins so many; a folder with a higher number is not ours, and nothing counts up to it.
  private static let mostEpochs = 9_999

  static func epochNumber(_ name: String) -> Int? {
    Int(name).flatMap { (1...mostEpochs).contains($0) && String($0) == name ? $0 : nil }
  }

  /// How many ledgers there were before this one.
  package var epoch: Int {
    get throws {
      guard try Disk().entry(at: epochs) == .directory else { return 0 }
      return try Disk().list(epochs).compactMap { Self.epochNumber($0.name) }.max() ?? 0
    }
  }

  /// How many ledgers there were before this one, by its name too: what somebody else put among them is none.
  ///
  /// - Parameter name: its own; nil before it has one.
  /// - Returns: none where it is the first.
  /// - Throws: where the folder of those before cannot be listed.
  package func epochs(before name: String?) throws -> Int {
    let number = try epoch
    guard let name else { return number }
    let own = name.split(separator: "/").last.flatMap { Self.epochNumber(String($0)) } ?? 1
    return min(number, own - 1)
  }

  /// The same, by the name that its last checkpoint has; by what is there where it has none.
  var epochsBefore: Int {
    get throws { try epochs(before: (try? checkpoint())?.checkpoint.origin) }
  }

  /// What the folder of a ledger is called while it is put aside.
  static let asideName = "\(Archive.ledgerName).aside"

  /// The name of the ledger that would follow: `example.org/reports/2` after `example.org/reports`.
  package func nextName(after name: String) throws -> String {
    // What somebody else put among them may have the higher number.
    let number = try epochs(before: name) + 1
    let own =
      number > 1 && name.hasSuffix("/\(number)") ? name.dropLast("/\(number)".count) : name[...]
    return "\(own)/\(try epoch + 2)"
  }

  /// Puts the ledger aside, so that another one can begin; what waits for it will be in that one.
  ///
  /// Whoever calls it holds the archive's lock. Interrupted, it may be called again.
  ///
  /// - Parameter last: the newest checkpoint that is known of it, from wherever.
  /// - Throws: where it cannot be moved.
  package func setAside(last: SignedCheckpoint?) throws {
    let disk = Disk()
    let folder = self.folder.path
    let aside = folder.removingLastComponent().appending(Self.asideName)
    if try disk.entry(at: aside) == nil {
      try disk.makeDirectories(folder)
      try disk.rename(folder, to: aside)
    }
    let inner = aside.appending(Self.epochsName)
    try disk.makeDirectories(folder)
    if try disk.entry(at: inner) != nil { try disk.rename(inner, to: epochs) }
    try disk.makeDirectories(epochs)
    if let last { try disk.replace(aside.appending(Self.lastCheckpointName), with: last.text) }
    let list = try EpochFiles(listing: aside)
    try disk.replace(aside.appending(EpochFiles.fileName), with: list.text)
    try disk.rename(aside, to: epochs.appending(String(try epoch + 1)))
    try disk.sync(epochs)
    try disk.sync(folder)
    try disk.sync(folder.removingLastComponent())
  }

  /// A digest of the list of files of the ledger before; nil where there was none.
  var filesBefore: Digest? {
    get throws {
      let file = folder(ofEpoch: try epoch).appending(EpochFiles.fileName)
      guard try Disk().entry(at: file) == .file else { return nil }
      return try FileDigest(of: file).value
    }
  }

  /// A digest of the last checkpoint that is known of the ledger before; nil where there was none.
  var before: Digest? {
    get throws {
      let number = try epoch
      guard number > 0 else { return nil }
      let old = epochs.appending(String(number))
      for name in [Self.lastCheckpointName, TileFolder.checkpointName]
      where try Disk().entry(at: old.appending(name)) == .file {
        return Digest.of(
          try Disk().read(old.appending(name), limit: SignedNote.longest),
          by: .sha256
        )
      }
      return nil
    }
  }
}
