// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import Filing
import Fixity
import Stores
import SystemPackage

/// Brings what stands beside the objects to a copy: runs, tombstones, requests, quarantine, and the ledger.
struct RecordCopying {
  let archive: Archive
  let lanes: Lanes
  /// Whether something was let go of, or may be fetched again, since the copy was last whole.
  let isRedacted: Bool
  /// What is damaged here, so that it is neither written nor taken away there.
  let faults: LocalFaults

  /// The files of the ledger that become more, and less where a document is let go of; all others are written once.
  private static let changingLedgerFiles: Set = [
    "\(Archive.ledgerFolder)/seals.txt", "\(Archive.ledgerFolder)/waiting.jsonl",
  ]

  /// A file that is to be written, or looked at.
  private struct Task: Sendable {
    let name: String
    let mustCompare: Bool
  }

  /// Copies the records, and takes out of the copy what was taken out here because somebody asked for that.
  ///
  /// - Parameter connection: to the copy.
  /// - Returns: what was done, and what is wrong.
  /// - Throws: where the store fails, or a folder here cannot be listed.
  func copyRecords(over connection: any StoreConnection) async throws -> CopyTally {
    var tasks: [Task] = []
    var tally = CopyTally()
    for folder in Archive.recordFolders {
      let there = try Self.sizes(below: folder, at: connection)
      let here = try Self.files(of: archive, in: folder)
      let closed = Set(
        there.keys.filter { $0.hasSuffix("/\(Archive.runReport)") }
          .compactMap { $0.split(separator: "/").dropFirst().first.map(String.init) }
      )
      let rule = RecordRule(isRedacted: isRedacted, closedRuns: closed)
      for (name, size) in here {
        guard !faults.has(name), isSound(name) else {
          if !faults.has(name) { tally.notices.append(ReplicaNotice(.damagedHere, name)) }
          continue
        }
        switch rule.action(for: name, size: size, there: there[name]) {
        case .keep: continue
        case .write: tasks.append(Task(name: name, mustCompare: false))
        case .compare: tasks.append(Task(name: name, mustCompare: true))
        case .tell:
          let sizes = "\(size) bytes here, \(there[name] ?? 0) bytes there"
          tally.notices.append(ReplicaNotice(.differs, name, sizes))
        }
      }
      let known = Set(here.map(\.name))
      let missing = there.keys.filter { !known.contains($0) }.sorted()
      tally.notices += try clear(missing, of: folder, connection)
    }
    // Of a run, the report is last: without it, it is one that is going on.
    let reports = tasks.filter { $0.name.hasSuffix("/\(Archive.runReport)") }
    let others = tasks.filter { !$0.name.hasSuffix("/\(Archive.runReport)") }
    for tasks in [others, reports] { tally.add(try await carryOut(tasks)) }
    return tally
  }

  /// Takes out of the copy what was taken out here because somebody asked for that, and tells of the rest.
  ///
  /// What was given out is forgotten in all copies (`requests --forget`); where the whole folder is gone, it is lost. Of quarantine, what is of a
  /// document that was let go of goes; all else in it may have been dropped for want of room, and stays there.
  private func clear(
    _ names: [String],
    of folder: String,
    _ connection: any StoreConnection
  ) throws -> [ReplicaNotice] {
    let isHere = try Disk().entry(at: archive.path.appending(folder)) == .directory
    switch folder {
    case Archive.requestsFolder where isHere:
      for name in names { try connection.remove(name) }
      return []
    case Archive.quarantineFolder:
      guard isRedacted, !faults.isIn(Archive.tombstonesFolder) else { return [] }
      let folders = Set(names.map { $0.split(separator: "/").prefix(2).joined(separator: "/") })
      for folder in folders.sorted() {
        // Of what gave way to sound copies nothing says whose it was, and what is let go of here takes that along.
        let capture = try connection.bytes(of: "\(folder)/capture.json", limit: 4 << 20)
        if let capture, try !archive.isSuppressed(capture) { continue }
        try connection.removeFolder(folder)
      }
      return []
    default: return names.map { ReplicaNotice(.missingHere, $0) }
    }
  }

  /// Whether a record is one that can be read: of a tombstone, much hangs on that.
  private func isSound(_ name: String) -> Bool {
    let parts = name.split(separator: "/")
    guard parts.count == 2, parts[0] == Archive.tombstonesFolder, name.hasSuffix(".json") else {
      return true
    }
    return archive.isSoundTombstone(String(parts[1]))
  }

  /// Copies the ledger's files, but for its checkpoint, and what lies beside them for those who read the archive without us.
  ///
  /// - Parameters:
  ///   - connection: to the copy.
  ///   - isNew: whether the ledger was put aside and begun anew since the copy was last whole.
  /// - Returns: what was done, and what is wrong.
  /// - Throws: where the store fails, or a folder here cannot be listed.
  func copyLedger(over connection: any StoreConnection, isNew: Bool) async throws -> CopyTally {
    let there = try Self.sizes(below: Archive.ledgerFolder, at: connection)
    let here = try Self.files(of: archive, in: Archive.ledgerFolder)
    var tasks: [Task] = []
    var notices: [ReplicaNotice] = []
    for (name, size) in here where name != "\(Archive.ledgerFolder)/checkpoint" {
      let changes = Self.changingLedgerFiles.contains(name)
      if there[name] == nil || there[name] != size && (changes || isNew) {
        tasks.append(Task(name: name, mustCompare: false))
      } else if there[name] != size {
        let sizes = "\(size) bytes here, \(there[name] ?? 0) bytes there"
        notices.append(ReplicaNotice(.differs, name, sizes))
      } else if isNew || isRedacted && changes {
        tasks.append(Task(name: name, mustCompare: true))
      }
    }
    var tally = try await carryOut(tasks)
    tally.notices += notices
    return tally
  }

  /// Takes out of the copy what its ledger needs no more: tiles that have grown since.
  ///
  /// - Parameter connection: to the copy.
  /// - Throws: where the store fails.
  func tidyLedger(over connection: any StoreConnection) throws {
    let tiles = "\(Archive.ledgerFolder)/tile"
    let there = try Self.sizes(below: tiles, at: connection).keys
    let here = Set(try Self.files(of: archive, in: tiles).map(\.name))
    for name in there where !here.contains(name) && name.contains(".p/") {
      try connection.remove(name)
    }
  }

  // MARK: Steps

  /// The lengths of all files of a folder of the copy, by their names.
  static func sizes(
    below folder: String,
    at connection: any StoreConnection
  ) throws -> [String: Int64] {
    var sizes: [String: Int64] = [:]
    try connection.forEachFile(below: folder) { sizes[$0.name] = $0.size }
    return sizes
  }

  /// The files of a folder of the archive, with their lengths; what is being written by somebody is none of them.
  static func files(
    of archive: Archive,
    in folder: String
  ) throws -> [(name: String, size: Int64)] {
    var files: [(String, Int64)] = []
    var folders = [folder]
    while let folder = folders.popLast() {
      let path = archive.path.pushing(FilePath(folder))
      guard try Disk().entry(at: path) == .directory else { continue }
      for entry in try Disk().list(path) where !entry.name.hasSuffix(".new") {
        let name = "\(folder)/\(entry.name)"
        switch entry.kind {
        case .directory: folders.append(name)
        case .file:
          // Gone by now, where somebody tidies meanwhile.
          guard let size = try? Disk().size(of: path.appending(entry.component)) else { continue }
          files.append((name, size))
        default: continue
        }
      }
    }
    return files
  }

  private func carryOut(_ tasks: [Task]) async throws -> CopyTally {
    let tallies = try await lanes.run(tasks, by: 16) { [archive] tasks, connection in
      var tally = CopyTally()
      for task in tasks {
        let path = archive.path.pushing(FilePath(task.name))
        do {
          let content = try StoreContent(of: path, stating: nil)
          if task.mustCompare, try connection.digest(of: task.name) == content.digest() { continue }
          try connection.write(content, to: task.name)
          tally.files += 1
          tally.bytes += content.size
        } catch let error as FilingError where error.path.starts(with: archive.path) {
          // A tile that has grown meanwhile has another name.
          if error.cause == .noSuchFileOrDirectory { continue }
          tally.notices.append(ReplicaNotice(.unread, task.name, "\(error)"))
        }
      }
      try connection.settle()
      return tally
    }
    return tallies.reduce(into: CopyTally()) { $0.add($1) }
  }
}

extension CopyTally {
  mutating func add(_ other: CopyTally) {
    documents += other.documents
    files += other.files
    bytes += other.bytes
    notices += other.notices
  }
}
