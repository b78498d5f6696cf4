// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Filing
import Fixity
import Foundation
import HTTP
import Records
import SystemPackage
import Text

/// Writes documents under names that a person can read, each with its provenance and its proof beside it, and a table of all.
///
/// Of what was written, only counts are held: an archive may have a million documents.
struct FolderWriter {
  private let place: FilePath
  private var csv: TableWriter
  private var json: TableWriter
  private let page: ResumedFile
  /// The checksums of all files, where they are wanted.
  private let manifest: ResumedFile?
  /// The names of all files, where an earlier export may have left others.
  private var names: Set<String>?
  private let longestName: Int
  private var count = 0
  private var bytes: Int64 = 0

  /// Of `.capture.json.new`, which a file is called while it is written.
  private static let longestEnding = 24

  private static let tables = ["documents.csv", "documents.json", "index.html"]

  /// - Parameters:
  ///   - place: its folder.
  ///   - manifest: where the checksums go; nil for nowhere.
  /// - Throws: where no file can be written there.
  init(at place: FilePath, manifest: FilePath?) throws {
    self.place = place
    names = try Disk().entry(at: place) == nil ? nil : Set(Self.tables)
    try Disk().makeDirectories(place)
    longestName = Disk().longestName(in: place)
    csv = try TableWriter(.csv, at: place.appending(Self.tables[0]))
    json = try TableWriter(.json, at: place.appending(Self.tables[1]))
    page = try ResumedFile(at: place.appending(Self.tables[2]))
    self.manifest = try manifest.map { try ResumedFile(at: $0) }
    try page.append(Array(FolderPage.head.utf8))
  }

  /// Writes the files of a version, but for those that an earlier export wrote.
  mutating func append(_ item: ExportItem) throws {
    let (address, version) = (item.version.address, item.version)
    let folder = [
      PublishedName.folder(of: String(address.authority)),
      PublishedName.folder(of: item.document.title, address.shortID),
    ].map(Self.plain).joined(separator: "/")
    // Room for the longest of the endings below.
    let name = Self.plain(
      KeptVersion(version).nameAmongAll(version.fileName, longest: longestName - Self.longestEnding)
    )
    let path = "\(folder)/\(name)"
    try Disk().makeDirectories(place.pushing(FilePath(folder)))
    let file = try ResumedFile(at: place.pushing(FilePath(path)))
    try file.append(contentsOf: item.file)
    try file.finish()
    try note(path, version.size, version.digest)
    try write(item.captureBytes, to: "\(path).capture.json")
    if let proof = item.proof {
      try write(Array(proof.text.utf8), to: "\(path).\(FileProof.ending)")
    }
    let row = VersionRow(item, file: path)
    try csv.append(row)
    try json.append(row)
    try page.append(Array(FolderPage.row(row).utf8))
  }

  /// Writes a file of few bytes.
  private mutating func write(_ bytes: [UInt8], to path: String) throws {
    let target = place.pushing(FilePath(path))
    try Disk().replace(target, with: bytes)
    try note(path, Int64(bytes.count), .of(bytes, by: .sha512))
  }

  private mutating func note(_ path: String, _ size: Int64, _ digest: Digest) throws {
    names?.insert(path)
    count += 1
    bytes += size
    try manifest?.append(Array("\(digest.hex)  data/\(path)\n".utf8))
  }

  /// A name without what manifests encode (RFC 8493, section 2.1.3), which not all readers of bags undo.
  private static func plain(_ name: String) -> String {
    name.mapping { $0 == "%" || $0 == "\n" || $0 == "\r" ? "_" : $0 }
  }

  /// Ends the tables, and takes away what an earlier export left and this one does not have.
  ///
  /// - Returns: how many files there are, and how many bytes.
  /// - Throws: where a file cannot be written.
  mutating func finish() throws -> (count: Int, bytes: Int64) {
    try csv.finish()
    try json.finish()
    try page.append(Array(FolderPage.foot.utf8))
    try page.finish()
    for name in Self.tables {
      let path = place.appending(name)
      let size = try Disk().size(of: path)
      var stream = DigestStream(.sha512)
      try ReadableFile(path).forEachChunk { stream.update($0) }
      count += 1
      bytes += size
      try manifest?.append(Array("\(stream.finish().hex)  data/\(name)\n".utf8))
    }
    if let names { try Self.removeStrangers(in: place, below: "", but: names) }
    try manifest?.finish()
    return (count, bytes)
  }

  private static func removeStrangers(
    in folder: FilePath,
    below prefix: String,
    but names: Set<String>
  ) throws {
    for entry in try Disk().list(folder) {
      let (path, name) = (folder.appending(entry.name), prefix + entry.name)
      if entry.kind == .directory {
        try removeStrangers(in: path, below: name + "/", but: names)
        if try Disk().list(path).isEmpty { try Disk().removeEmptyDirectory(path) }
      } else if !names.contains(name) {
        try Disk().removeFile(path)
      }
    }
  }
}
