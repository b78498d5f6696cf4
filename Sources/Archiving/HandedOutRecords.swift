// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
package import Foundation
package import Records
package import SystemPackage
import Text

/// What was given out, and to whom: `requests/`, a file for each time.
///
/// It is written without the archive's lock, because people ask while a run is at work: each file is new, and none is
/// changed but by letting go of a document.
package struct HandedOutRecords: Sendable {
  private let folder: FilePath

  package init(of archive: Archive) {
    folder = archive.path.appending(Archive.requestsName)
  }

  /// Writes one down, durably.
  package func add(_ record: HandedOut) throws {
    try Disk().makeDirectory(folder)
    var repetition = 1
    while true {
      let name = RunName(started: record.at, repetition: repetition).text
      let path = folder.appending("\(name).json")
      guard try Disk().entry(at: path) == nil else {
        repetition += 1
        continue
      }
      return try Disk().replace(path, with: RecordCoding.encode(record))
    }
  }

  /// All of them, the oldest first; and the names of those that cannot be read.
  package func all() throws -> (records: [HandedOut], unreadable: [FilePath]) {
    var records: [HandedOut] = []
    var unreadable: [FilePath] = []
    for path in try files() {
      if let record = read(path) { records.append(record) } else { unreadable.append(path) }
    }
    // What stands in the place of one and is no file says nothing, and is said.
    if try Disk().entry(at: folder) == .directory {
      unreadable += try Disk().list(folder)
        .filter { $0.kind != .file && Self.time(ofFile: $0.name) != nil }
        .map { folder.appending($0.component) }
    }
    return (records, unreadable)
  }

  /// How many are of before a time.
  package func count(before date: Date) throws -> Int { try files(before: date).count }

  /// Lets go of those of before a time.
  ///
  /// - Parameter date: what is older goes.
  /// - Returns: how many went.
  /// - Throws: where one cannot be removed.
  package func forget(before date: Date) throws -> Int {
    let files = try files(before: date)
    for path in files { try Disk().removeFile(path) }
    if !files.isEmpty { try Disk().sync(folder) }
    return files.count
  }

  /// Of one that cannot be read its name says when it was written: who asked may stand in it all the same.
  private func files(before date: Date) throws -> [FilePath] {
    try files().filter { path in
      let time = read(path)?.at ?? Self.time(ofFile: path.lastComponent?.string ?? "")
      return time.map { $0 < date } ?? false
    }
  }

  /// When a record was written, by its file's name; nil where it is none.
  private static func time(ofFile name: String) -> Date? {
    guard name.hasSuffix(".json") else { return nil }
    return RunName(String(name.dropLast(".json".count))).started
  }

  /// Takes out what names a document that was let go of.
  ///
  /// One that cannot be read stays as it is but for the names.
  func forget(_ names: Set<String>, for tombstone: String) throws {
    let search = ByteSearch(for: names)
    for path in try files() {
      guard let record = read(path) else {
        guard try search.finds(inFile: path) else { continue }
        // The longest first: one may be the beginning of another.
        let text = names.sorted { $0.utf8.count > $1.utf8.count }.reduce(try Disk().readText(path))
        {
          $0.replacing($1, with: RecordRedaction.placeholder)
        }
        try Disk().replace(path, with: text)
        continue
      }
      guard let rest = record.forgetting(names, for: tombstone) else { continue }
      try Disk().replace(path, with: RecordCoding.encode(rest))
    }
  }

  /// What of it is no record that can be read, or no record at all.
  var findings: [ArchiveFinding] {
    do {
      // Anything else in its place is told with the archive's folder.
      guard try Disk().entry(at: folder) == .directory else { return [] }
      return try Disk().list(folder).compactMap { entry in
        let place = "\(Archive.requestsName)/\(entry.name)"
        if entry.name.hasSuffix(".new") { return nil }
        guard entry.kind == .file, Self.time(ofFile: entry.name) != nil
        else { return .stranger(at: place) }
        let path = folder.appending(entry.component)
        // It may have been let go of meanwhile.
        guard read(path) == nil, try Disk().entry(at: path) != nil else { return nil }
        return Self.damaged(place)
      }
    } catch {
      return [.unread(Archive.requestsName, "the folder of what was given out", error)]
    }
  }

  private static func damaged(_ place: String) -> ArchiveFinding {
    let line = "cp COPY/\(place) \(place.quotedForShell)"
    return ArchiveFinding(
      path: place,
      codes: ["request", "changed"],
      sentence: "the record of what was given out is cut or changed",
      next:
        "put it back from a copy of the archive (\(ManualPage.recovery)): \(shell: line); nothing kept is touched by it"
    )
  }

  private func files() throws -> [FilePath] {
    guard try Disk().entry(at: folder) == .directory else { return [] }
    // `…Z` comes before `…Z-2`.
    return try Disk().list(folder).filter { $0.kind == .file && $0.name.hasSuffix(".json") }
      .map { String($0.name.dropLast(".json".count)) }.sorted()
      .map { folder.appending("\($0).json") }
  }

  private func read(_ path: FilePath) -> HandedOut? {
    try? RecordCoding.decode(
      HandedOut.self,
      from: Disk().read(path),
      schema: HandedOut.schema,
      of: path
    )
  }
}

extension Archive {
  static let requestsName = "requests"
}
