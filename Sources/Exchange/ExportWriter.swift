// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Foundation
import SystemPackage

/// Writes one version after the other, in one of the forms.
protocol ExportWriter {
  mutating func append(_ item: ExportItem) throws
  mutating func finish() throws
}

extension WARCFile: ExportWriter {}
extension TableWriter: ExportWriter {}

extension Export.Form {
  /// Begins to write.
  ///
  /// - Parameters:
  ///   - place: where it is written.
  ///   - target: what it is called in the end.
  ///   - facts: what is said of all of it.
  ///   - checkpoint: the ledger's, as it is signed; nil where there is none.
  ///   - date: when the newest version in it was kept.
  /// - Returns: what takes the versions.
  /// - Throws: where it cannot be written.
  func writer(
    at place: FilePath,
    named target: FilePath,
    _ facts: [(String, String)],
    checkpoint: String?,
    date: Date
  ) throws -> any ExportWriter {
    switch self {
    case .warc:
      let format = [
        ("format", "WARC File Format 1.1"),
        (
          "conformsTo",
          "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
        ),
      ]
      let name = target.lastComponent?.string ?? ""
      return try WARCFile(at: place, named: name, format + facts, date: date)
    case .wacz:
      return try WACZWriter(at: place, facts, checkpoint: checkpoint, date: date)
    case .bag: return try BagWriter(at: place, facts, date: date)
    case .folder: return try PlainFolder(at: place)
    case .csv, .json: return try TableWriter(self, at: place)
    }
  }
}

/// A folder of documents, and nothing around it.
private struct PlainFolder: ExportWriter {
  private var folder: FolderWriter

  init(at place: FilePath) throws { folder = try FolderWriter(at: place, manifest: nil) }

  mutating func append(_ item: ExportItem) throws { try folder.append(item) }

  mutating func finish() throws { _ = try folder.finish() }
}

/// A folder of documents in a bag.
private struct BagWriter: ExportWriter {
  private let bag: Bag
  private var folder: FolderWriter
  private let facts: [(String, String)]
  private let date: Date

  private static let labels = [
    "software": "Bag-Software-Agent", "ledger": "Ledger", "checkpoint": "Checkpoint",
  ]

  init(at place: FilePath, _ facts: [(String, String)], date: Date) throws {
    try Disk().makeDirectories(place)
    bag = Bag(at: place)
    folder = try FolderWriter(at: bag.payload, manifest: bag.manifest)
    self.facts = facts.map { (Self.labels[$0.0] ?? $0.0, $0.1) }
    self.date = date
  }

  mutating func append(_ item: ExportItem) throws { try folder.append(item) }

  mutating func finish() throws { try bag.close(folder.finish(), facts, date: date) }
}
