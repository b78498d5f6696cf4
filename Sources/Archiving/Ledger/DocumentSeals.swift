// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Filing
import Fixity
import Records
import SystemPackage

/// What opens the seals of all documents of the ledger, a line each: `ledger/seals.txt`.
///
///     8f14e45fceea167a5a36dedd4bea2543  https://example.org/reports/child-d.pdf
///
/// Lines are added, and taken out when a document is suppressed. A document may have several, where a crash parted a
/// seal from its leaf: any may be the right one. None of it is kept in memory.
struct DocumentSeals {
  static let fileName = "seals.txt"

  private let path: FilePath
  private let waiting: WaitingLeaves

  init(of archive: Archive) {
    path = archive.ledger.appending(Self.fileName)
    waiting = WaitingLeaves(of: archive)
  }

  /// Those of a ledger that was put aside.
  init(of archive: Archive, inEpoch folder: FilePath) {
    path = folder.appending(Self.fileName)
    waiting = WaitingLeaves(of: archive, inEpoch: folder)
  }

  /// Those in a file, whichever ledger it is of.
  init(of archive: Archive, inFile path: FilePath) {
    self.path = path
    waiting = WaitingLeaves(of: archive)
  }

  /// Those of the ledger, and those of the ledgers before it.
  static func everywhere(in archive: Archive) throws -> [DocumentSeals] {
    let epochs = archive.ledger.appending(ArchiveLedger.epochsName)
    let before =
      try Disk().entry(at: epochs) == .directory
      ? Disk().list(epochs).filter { $0.kind == .directory }.map(\.name) : []
    return [DocumentSeals(of: archive)]
      + before.map { DocumentSeals(of: archive, inEpoch: epochs.appending($0)) }
  }

  /// All seals of a document, with those that only wait with their leaves.
  func allWithWaiting(of address: WebAddress) throws -> [DocumentSeal] {
    var seals = try all(of: address)
    // What waits and cannot be read is told by who signs; here nothing better is known.
    try? waiting.forEach { leaf in
      if let seal = leaf.seal, seal.address == address, !seals.contains(seal) { seals.append(seal) }
    }
    return seals
  }

  /// Hands out each seal with where its line begins.
  func forEachPlace(_ body: (Int64, DocumentSeal) throws -> Void) throws {
    var start: Int64 = 0
    try forEachLine { line, seal in
      if line.isWhole, let seal { try body(start, seal) }
      start = line.end
    }
  }

  /// The seal in the line that begins somewhere; nil where there is none.
  func seal(at start: Int64) throws -> DocumentSeal? {
    guard try Disk().entry(at: path) == .file else { return nil }
    let bytes = try ReadableFile(path).bytes(at: start, count: TextLines.longestPair)
    guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
    return Self.seal(statedBy: String(decoding: bytes[..<end], as: UTF8.self))
  }

  /// Takes out what opens the leaves of a document: whose they are, nobody can tell any more.
  func drop(of address: WebAddress) throws {
    try waiting.dropSeals(of: address)
    guard try !all(of: address).isEmpty else { return }
    var file = try ReplacementFile(for: path)
    try TextLines(of: path).forEach { line in
      let end = line.isWhole ? "\n" : ""
      guard !line.text.hasSuffix("  \(address)") else { return }
      try file.append(line.text + end)
    }
    try file.takePlace()
  }

  /// The last seals of some documents: those that are kept here, and those that only wait with their leaves.
  func known(
    of addresses: Set<String>
  ) throws -> (kept: [String: DocumentSeal], waiting: [String: DocumentSeal]) {
    guard !addresses.isEmpty else { return ([:], [:]) }
    var kept: [String: DocumentSeal] = [:]
    try forEach { seal in
      if addresses.contains(seal.address.text) { kept[seal.address.text] = seal }
    }
    var coming: [String: DocumentSeal] = [:]
    try waiting.forEach { leaf in
      if let seal = leaf.seal, addresses.contains(seal.address.text) {
        coming[seal.address.text] = seal
      }
    }
    return (kept, coming)
  }

  /// All seals of a document, as any of its leaves may have.
  func all(of address: WebAddress) throws -> [DocumentSeal] {
    var seals: [DocumentSeal] = []
    try forEach { if $0.address == address { seals.append($0) } }
    return seals
  }

  /// Adds seals that are not there yet, and waits until they are on the disk.
  ///
  /// - Parameters:
  ///   - seals: perhaps several times the same.
  ///   - known: what is there, as numbers: empty at first, and to be handed in again the next time.
  /// - Throws: where the file cannot be read or written.
  func append(_ seals: [DocumentSeal], besides known: inout Set<Int>) throws {
    guard !seals.isEmpty else { return }
    let isNew = try Disk().entry(at: path) == nil
    try mendLastLine()
    if known.isEmpty { try forEach { known.insert($0.hashValue) } }
    let seals = seals.filter { known.insert($0.hashValue).inserted }
    guard !seals.isEmpty else { return }
    var file = try WritableFile(appendingTo: path)
    try file.append(seals.map(Self.line).joined())
    try file.sync()
    try file.close()
    if isNew { try Disk().sync(path.removingLastComponent()) }
  }

  static func line(of seal: DocumentSeal) -> String { "\(seal.salt)  \(seal.address)\n" }

  /// Cuts off a last line without its end: the leaf that it was meant for waits still, with its seal.
  private func mendLastLine() throws {
    let size = try Disk().entry(at: path) == nil ? 0 : Disk().size(of: path)
    guard size > 0, try ReadableFile(path).bytes(at: size - 1, count: 1) != [UInt8(ascii: "\n")]
    else { return }
    var whole: Int64 = 0
    try TextLines(of: path, longest: TextLines.longestPair).forEach { line in
      if line.isWhole { whole = line.end }
    }
    try Disk().truncate(path, to: whole)
  }

  func forEach(_ body: (DocumentSeal) throws -> Void) throws {
    // What is no line opens no seal; whoever verifies says so.
    try forEachLine { line, seal in
      if line.isWhole, let seal { try body(seal) }
    }
  }

  /// Hands out each line, and what it says; nil where it is none.
  func forEachLine(_ body: (TextLines.Line, DocumentSeal?) throws -> Void) throws {
    guard try Disk().entry(at: path) != nil else { return }
    try TextLines(of: path, longest: TextLines.longestPair).forEach { line in
      try body(line, Self.seal(statedBy: line.text))
    }
  }

  private static func seal(statedBy text: String) -> DocumentSeal? {
    guard let end = text.utf8.firstIndex(of: UInt8(ascii: " ")) else { return nil }
    let address = text[end...].drop { $0 == " " }
    let seal = DocumentSeal(
      of: WebAddress(alreadyNormal: String(address)),
      salt: String(text[..<end])
    )
    return line(of: seal) == text + "\n" ? seal : nil
  }

  /// Copies all lines but those of documents that were let go of.
  ///
  /// - Parameters:
  ///   - place: where to.
  ///   - letGo: what stands in leaves for documents that were let go of.
  /// - Throws: where it cannot be read or written.
  func copy(to place: FilePath, besides letGo: Set<Digest>) throws {
    var file = try WritableFile(creating: place)
    try forEachLine { line, seal in
      if let seal, letGo.contains(seal.digest) { return }
      try file.append(line.text + (line.isWhole ? "\n" : ""))
    }
    try file.sync()
    try file.close()
  }
}
