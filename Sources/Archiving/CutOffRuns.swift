// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
import Filing
package import Foundation
package import Records
import SystemPackage
import Text

/// Runs that were cut off before they wrote a report, by a power cut say: what they kept and found was told to nobody.
///
/// What they wrote down stands in their visits, so the next run can tell it.
package struct CutOffRuns: Sendable {
  /// One of them.
  package struct Run: Sendable {
    package let name: RunName
    /// Its visits that brought a version or changed how a document stands, in their order.
    package let visits: [Visit]
  }

  /// The oldest first.
  package private(set) var runs: [Run] = []

  private let archive: Archive
  /// So much of the records of earlier runs is looked through, in bytes.
  private static let mostBytes: Int64 = 256 << 20

  /// - Parameters:
  ///   - archive: whose runs.
  ///   - last: when the last run began that told something; nil where none did.
  ///   - own: the name of the run that is at work.
  ///   - suppressed: what was let go of since.
  /// - Throws: where records cannot be read.
  package init(
    of archive: Archive,
    since last: Date?,
    besides own: String,
    _ suppressed: Tombstones
  ) throws {
    self.archive = archive
    for name in try Self.names(in: archive).map({ RunName($0) }) where name.text != own {
      // Who began at the same time told what there was by then.
      if let last, let started = name.started, started <= last { continue }
      let folder = Self.folder(of: name.text, in: archive)
      guard try Disk().entry(at: folder.appending(Archive.reportName)) == nil else { continue }
      var visits: [Visit] = []
      try Self.forEachVisit(in: folder) { visit in
        guard visit.role == .document, suppressed.of(visit.address) == nil else { return }
        visits.append(visit)
      }
      if !visits.isEmpty { runs.append(Run(name: name, visits: visits)) }
    }
  }

  /// What was told last of documents before a run, as far as the records of the runs before it say.
  ///
  /// - Parameters:
  ///   - addresses: of which documents.
  ///   - run: its name.
  /// - Returns: by their addresses; of which nothing was told, nothing.
  /// - Throws: where records cannot be read.
  package func told(
    of addresses: Set<WebAddress>,
    before run: RunName
  ) throws -> [WebAddress: Standing] {
    var missing = addresses
    var told: [WebAddress: Standing] = [:]
    var bytes: Int64 = 0
    for name in try Self.names(in: archive).reversed() where name < run.text {
      guard !missing.isEmpty, bytes < Self.mostBytes else { break }
      let folder = Self.folder(of: name, in: archive)
      bytes += try Disk().size(of: folder.appending(Visit.fileName))
      try Self.forEachVisit(in: folder) { visit in
        guard missing.contains(visit.address) else { return }
        if let standing = visit.told ?? visit.standing { told[visit.address] = standing }
      }
      missing.subtract(told.keys)
    }
    return told
  }

  private static func names(in archive: Archive) throws -> [String] {
    let directory = archive.path.appending(Archive.runs)
    return try Disk().list(directory).filter { $0.kind == .directory && Archive.isRun($0.name) }
      .map(\.name)
      .filter {
        try Disk().entry(at: folder(of: $0, in: archive).appending(Visit.fileName)) == .file
      }
  }

  private static func folder(of run: String, in archive: Archive) -> FilePath {
    archive.path.appending(Archive.runs).appending(run)
  }

  private static let marks = [BytePattern("\"standing\":"), BytePattern("\"version\":")]

  /// Hands out those that brought a version or changed a standing; a line that is none is told by whoever takes them in.
  private static func forEachVisit(in folder: FilePath, _ body: (Visit) -> Void) throws {
    let file = folder.appending(Visit.fileName)
    var text = try TextLines(of: file, from: 0, longest: TextLines.longestVisit).reader()
    while let line = try text.next() {
      guard line.isWhole, marks.contains(where: { $0.isIn(line.text) }),
        let visit = try? RecordCoding.decode(Visit.self, from: line.text.utf8),
        visit.version != nil || visit.standing != nil
      else { continue }
      body(visit)
    }
  }
}
