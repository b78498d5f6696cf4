// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
package import Foundation
import Ledger
import Records
import SystemPackage
import Text

/// Where time stamps are kept, each with what it is over, so that `openssl ts -verify` needs nothing else.
///
///     ledger/stamps/4711/checkpoint
///     ledger/stamps/4711/tsa.example.org.tsq
///     ledger/stamps/4711/tsa.example.org.tsr
///
/// A leaf states the digests of all three once they are durable. A crash before that leaves files that no leaf is about;
/// they show by themselves what they are.
package struct StampShelf {
  static let folderName = "stamps"
  static let queryEnding = ".tsq"
  static let replyEnding = ".tsr"
  /// No answer is longer.
  package static let mostBytes = 256 << 10
  /// Relative to the archive.
  static let place = "\(Archive.ledgerName)/\(folderName)"

  private let archive: Archive

  package init(of archive: Archive) {
    self.archive = archive
  }

  /// Whether a name is one of a stamp's folder.
  static func isFolder(_ name: some StringProtocol) -> Bool {
    let parts = name.split(separator: "-", omittingEmptySubsequences: false)
    return (1...2).contains(parts.count)
      && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(\.isDigit) }
  }

  /// Whether a path, relative to the archive, is one of time stamps: of all, of a folder or of a file.
  package static func isPlace(_ path: String) -> Bool {
    path == place || path.hasPrefix("\(place)/")
  }

  /// Whether a path, relative to the archive, is one of a stamp's file.
  static func holds(_ file: String) -> Bool {
    let parts = file.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 4, file.hasPrefix("\(place)/"), isFolder(parts[2]) else { return false }
    return parts[3] == TileFolder.checkpointName || parts[3].hasSuffix(queryEnding)
      || parts[3].hasSuffix(replyEnding)
  }

  /// Keeps a time stamp, and has its leaf wait.
  ///
  /// - Parameters:
  ///   - reply: the authority's answer.
  ///   - time: what it says.
  ///   - text: what was stamped: a checkpoint.
  ///   - query: what was asked.
  ///   - authority: its host.
  /// - Returns: where the answer is, relative to the archive.
  /// - Throws: where it cannot be written.
  package func keep(
    _ reply: [UInt8],
    at time: Date,
    over text: [UInt8],
    to query: [UInt8],
    by authority: String
  ) throws -> String {
    let host = authority.filter { $0.isLetter || $0.isNumber || ".-".contains($0) }
    let folder = try freeFolder(for: text, besides: host + Self.replyEnding)
    let files = [
      (TileFolder.checkpointName, text), (host + Self.queryEnding, query),
      (host + Self.replyEnding, reply),
    ]
    try Disk().makeDirectories(archive.path.pushing(FilePath(folder)))
    for (name, bytes) in files {
      try Disk().replace(archive.path.pushing(FilePath("\(folder)/\(name)")), with: bytes)
    }
    let stated = files.map { Leaf.File(file: "\(folder)/\($0)", digest: .of($1)) }
    let leaf = Leaf.stamp(Leaf.Stamp(at: time.wholeSecond, files: stated))
    try WaitingLeaves(of: archive).append([SealedLeaf(leaf)])
    return "\(folder)/\(host)\(Self.replyEnding)"
  }

  /// The folder of a checkpoint, in which a name is free: what was stamped once is never written over.
  ///
  /// The same tree, with other signatures under its checkpoint, is another text.
  private func freeFolder(for text: [UInt8], besides name: String) throws -> String {
    let size = try ArchiveLedger(of: archive).checkpoint()?.checkpoint.head.size ?? 0
    var folder = "\(Self.place)/\(size)"
    var repetition = 1
    while true {
      let path = archive.path.pushing(FilePath(folder))
      guard try Disk().entry(at: path) != nil else { return folder }
      let stamped = path.appending(TileFolder.checkpointName)
      let isOver = try Disk().entry(at: stamped) == .file && Disk().read(stamped) == text
      if isOver, try Disk().entry(at: path.appending(name)) == nil { return folder }
      repetition += 1
      folder = "\(Self.place)/\(size)-\(repetition)"
    }
  }
}
