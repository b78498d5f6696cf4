// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import Foundation
import Records
import SystemPackage

/// The records of a run as they are without a document: the same for the same document, whenever they are made.
struct RunRedaction {
  private let archive: Archive
  private let records: RecordRedaction
  private let search: ByteSearch

  init(of names: Set<String>, as role: Document.Role, in archive: Archive) {
    self.archive = archive
    records = RecordRedaction(of: names, isList: role != .document)
    search = ByteSearch(for: names)
  }

  /// What the ledger is to state of the runs whose records change.
  func changes() throws -> [Leaf.Run] {
    try RunLeaves(of: archive).names().compactMap { run in
      let visits = try digest(ofVisits: run)
      let report = try report(of: run)
      guard visits != nil || report != nil, let old = try statement(of: run) else { return nil }
      return Leaf.Run(
        run: run,
        report: report.map { Digest.of($0) } ?? old.report,
        visits: visits ?? old.visits
      )
    }
  }

  /// Writes the records of all runs without the document.
  func carryOut() throws {
    for run in try RunLeaves(of: archive).names() {
      if let report = try report(of: run) {
        try Disk().replace(folder(of: run).appending(Archive.reportName), with: report)
      }
      try rewriteVisits(of: run)
      try removeUnfinished(in: run)
    }
  }

  /// What a crash left of a file that never took its place may name the document, and nobody reads it.
  private func removeUnfinished(in run: String) throws {
    for entry in try Disk().list(folder(of: run))
    where entry.kind == .file && entry.name.hasSuffix(".new") {
      try Disk().removeFile(folder(of: run).appending(entry.component))
    }
  }

  private func folder(of run: String) -> FilePath {
    archive.path.appending(Archive.runs).appending(run)
  }

  /// Nil where it has no report, so that the ledger says nothing of it.
  private func statement(of run: String) throws -> Leaf.Run? {
    guard case .run(let leaf) = try RunLeaves(of: archive).leaf(of: run) else { return nil }
    return leaf
  }

  /// Nil where it is as it was, or there is none.
  private func report(of run: String) throws -> String? {
    let path = folder(of: run).appending(Archive.reportName)
    guard try Disk().entry(at: path) == .file, try search.finds(inFile: path) else { return nil }
    return try records.redacted(report: Disk().readText(path, limit: .max))
  }

  /// Nil where they are as they were, or there are none.
  private func digest(ofVisits run: String) throws -> Digest? {
    var stream = DigestStream(.sha512)
    let isChanged = try forEachLine(of: run) { stream.update(Array($0.utf8).span) }
    return isChanged ? stream.finish() : nil
  }

  private func rewriteVisits(of run: String) throws {
    let path = folder(of: run).appending(Visit.fileName)
    guard try Disk().entry(at: path) == .file, try search.finds(inFile: path) else { return }
    var file = try ReplacementFile(for: path)
    let isChanged = try forEachLine(of: run) { try file.append($0) }
    if isChanged { try file.takePlace() } else { try file.discard() }
  }

  /// Hands out the lines that are to stand there, with their ends.
  ///
  /// - Returns: whether any is not as it was.
  private func forEachLine(of run: String, _ body: (String) throws -> Void) throws -> Bool {
    let path = folder(of: run).appending(Visit.fileName)
    guard try Disk().entry(at: path) == .file, try search.finds(inFile: path) else { return false }
    var isChanged = false
    try TextLines(of: path).forEach { line in
      let end = line.isWhole ? "\n" : ""
      guard records.mayConcern(line.text) else { return try body(line.text + end) }
      // What is no line of ours, a crash has cut off perhaps, says nothing that anybody needs.
      let kept = try? records.redacted(line: line.text)
      if kept == line.text { return try body(line.text + end) }
      isChanged = true
      if let kept = kept ?? placeholder(for: line.text) { try body(kept + end) }
    }
    return isChanged
  }

  /// What stands for a visit; nothing stands for what no report counts.
  private func placeholder(for line: String) -> String? {
    struct Timed: Decodable {
      let at: Date
    }
    guard RunTally.isVisit(line),
      let time = try? RecordCoding.decode(Timed.self, from: line.utf8)
    else { return nil }
    return (try? RecordCoding.encodeLine(SuppressedVisit(at: time.at))).map {
      String($0.dropLast())
    }
  }
}
