// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import HTTP
import Fixity
import Foundation
import Records
import SystemPackage

/// A WARC file being written: what it is first, then the records of one version after the other.
///
/// Records are not compressed: reports are, as a rule, and so the bytes of the file depend on nothing but on what is in it.
struct WARCFile {
  /// Where a record of an answer stands in the file, for an index.
  struct Entry: Sendable {
    let target: String
    let date: Date
    let kind: WARCRecord.Kind
    let status: Int
    let mediaType: String
    let digest: Digest
    let offset: Int64
    let length: Int64
  }

  private let file: ResumedFile
  /// Where in the file it begins.
  private let start: Int64
  private var originals: [Digest: VersionRecords.Original] = [:]
  private(set) var entries: [Entry] = []

  /// - Parameters:
  ///   - path: the file.
  ///   - name: what it is called in the end.
  ///   - facts: what is said of all of it, in the form of `application/warc-fields`.
  ///   - date: that of the newest version in it: an export of equal content is equal.
  /// - Throws: where the file cannot be written.
  init(at path: FilePath, named name: String, _ facts: [(String, String)], date: Date) throws {
    try self.init(in: ResumedFile(at: path), named: name, facts, date: date)
  }

  /// The same, inside of a file that is more.
  ///
  /// - Parameters:
  ///   - file: where it begins now.
  ///   - name: what it is called there.
  ///   - facts: as above.
  ///   - date: as above.
  /// - Throws: where the file cannot be written.
  init(in file: ResumedFile, named name: String, _ facts: [(String, String)], date: Date) throws {
    self.file = file
    start = file.place
    let block = facts.map { "\($0.0): \($0.1)\r\n" }.joined()
    try append(
      WARCRecord(
        kind: .warcinfo,
        name: "\(name)\n\(block)",
        date: date,
        fields: [("WARC-Filename", name)],
        contentType: "application/warc-fields",
        block: Array(block.utf8)
      )
    )
  }

  /// Writes the records of a version.
  mutating func append(_ item: ExportItem) throws {
    let digest = item.version.digest
    let records = VersionRecords(
      item.version,
      item.capture,
      written: item.captureBytes,
      earlier: originals[digest]
    )
    if let original = records.original { originals[digest] = original }
    for (index, record) in records.records.enumerated() {
      let offset = file.place
      try append(record, index == records.payloadPlace ? item.file : nil)
      guard [.response, .resource, .revisit].contains(record.kind) else { continue }
      let isHop = index < records.records.count - 2
      entries.append(
        Entry(
          target: record.fields.first?.value ?? "",
          date: record.date,
          kind: record.kind,
          status: isHop ? item.capture.redirects[index].status : item.capture.response.status,
          mediaType: item.version.kind.archivedType,
          digest: digest,
          offset: offset - start,
          length: file.place - offset
        )
      )
    }
  }

  private mutating func append(_ record: WARCRecord, _ payload: FilePath? = nil) throws {
    try file.append(record.header)
    try file.append(record.block)
    if let payload { try file.append(contentsOf: payload) }
    try file.append(WARCRecord.end)
  }

  mutating func finish() throws { try file.finish() }
}
