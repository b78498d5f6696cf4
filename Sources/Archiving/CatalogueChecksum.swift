// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import SystemPackage

/// What the catalogue was when a command wrote to it last, so that what a disk does to it afterwards is found.
///
///     # as it was after change 4711
///     33efb1…  catalogue.sqlite
///
/// `sha512sum -c` reads it, too. The number of the change is SQLite's own, which stands in the file's head. Before a command
/// writes there it notes that it does, durably: so where the catalogue is another by now and nothing says that a command was cut
/// off, something else wrote there, were it another program that knows SQLite.
///
/// Source: SQLite database file format, 1.3.7 "File change counter" <https://www.sqlite.org/fileformat2.html>
struct CatalogueChecksum {
  enum State: Equatable {
    /// Every byte is as a command left it.
    case asLeft
    /// Something else than a command changed it.
    case altered
    /// Nobody noted what it was.
    case unnoted
    /// It is being written to, or whoever did was cut off.
    case unknown
  }

  private enum Note: Equatable {
    case left(Sight)
    /// A command writes there, or was cut off while it did; what was noted before, where anything was.
    case written(Sight?)
    /// It was found altered; what was written to it afterwards does not mend that.
    case altered
  }

  private struct Sight: Equatable {
    let change: UInt32
    let digest: Digest
  }

  static let ending = ".sha512"
  /// What is told where it was altered; one clause, no full stop.
  static let sentence = "the catalogue was altered by something else than a command"
  private static let opening = "# as it was after change "
  private static let writtenText = "# hanaper writes there, or was cut off while it did\n"
  private static let alteredText =
    "# it was altered by something else than hanaper; `hanaper reindex` makes it again\n"

  private let archive: Archive
  private let catalogue: FilePath
  private let file: FilePath

  init(of archive: Archive) {
    self.archive = archive
    catalogue = archive.catalogueFile
    file = FilePath(catalogue.string + Self.ending)
  }

  /// Reads the catalogue to its end, where it can be known what it ought to be.
  func state() -> State {
    switch note() {
    case nil: return .unnoted
    case .written?: return .unknown
    case .altered?: return .altered
    case .left(let left)?:
      guard !isChanging, let now = try? sight() else { return .unknown }
      if now == left { return .asLeft }
      // A command may have begun to write while it was read.
      return !isChanging && note() == .left(left) ? .altered : .unknown
    }
  }

  /// Notes that a command is going to write to the catalogue, for whoever holds the archive's lock.
  ///
  /// It is on the disk before anything is written there.
  ///
  /// - Throws: where it cannot be written.
  func noteWriting() throws(FilingError) {
    switch note() {
    case .altered?, .written?: return
    case .left(let left)?: try Disk().replace(file, with: Self.writtenText + text(of: left))
    case nil: try Disk().replace(file, with: Self.writtenText)
    }
  }

  /// Notes what the catalogue is, for whoever holds the archive's lock and has written to it.
  ///
  /// - Throws: where it cannot be read or written; then nothing is known of it.
  func renew() throws(FilingError) {
    switch note() {
    case .altered?, .left?: return
    case .written(let before?)? where before.change == change():
      return try write(text(of: before))
    case .written?, nil: break
    }
    guard try Disk().entry(at: catalogue) == .file, try Disk().size(of: catalogue) > 0 else {
      return
    }
    try write(text(of: sight()))
  }

  private func text(of sight: Sight) -> String {
    "\(Self.opening)\(sight.change)\n\(sight.digest.hex)  \(catalogue.lastComponent?.string ?? "")\n"
  }

  /// Notes that it was altered, so that this is not forgotten by the next change.
  ///
  /// - Throws: where that cannot be written.
  func noteAltered() throws(FilingError) { try write(Self.alteredText) }

  /// Moves out of the way what is no file in its place, for whoever holds the archive's lock: nothing could be noted else.
  ///
  /// - Returns: where that lies by now; nil where there was nothing to do.
  /// - Throws: where it cannot be moved.
  func makeRoom() throws -> FilePath? {
    switch try Disk().entry(at: file) {
    case .file, .link, nil: return nil
    case .directory, .other: break
    }
    let place = try archive.freePlace(inQuarantine: "damaged-\(file.lastComponent?.string ?? "")")
    try Disk().rename(file, to: place)
    return place
  }

  /// Without being made to last: where it is lost, nothing is known, and nothing wrong is said.
  private func write(_ text: String) throws(FilingError) {
    let fresh = FilePath(file.string + ".new")
    try Disk().removeFile(fresh)
    try Disk().create(fresh, holding: text)
    try Disk().rename(fresh, to: file)
  }

  private func note() -> Note? {
    guard let text = try? Disk().readText(file, limit: 4_096) else { return nil }
    if text == Self.alteredText { return .altered }
    if text.hasPrefix(Self.writtenText) {
      return .written(Self.sight(statedBy: text.dropFirst(Self.writtenText.count)))
    }
    return Self.sight(statedBy: text[...]).map { .left($0) }
  }

  private static func sight(statedBy text: Substring) -> Sight? {
    let lines = text.split(separator: "\n")
    guard lines.count == 2, lines[0].hasPrefix(opening),
      let change = UInt32(lines[0].dropFirst(opening.count)),
      let digest = Digest(.sha512, hex: String(lines[1].prefix { $0 != " " }))
    else { return nil }
    return Sight(change: change, digest: digest)
  }

  /// Whether somebody is in the middle of a change, or stopped there.
  private var isChanging: Bool {
    do {
      let journal = FilePath(catalogue.string + "-journal")
      // SQLite writes nothing to the catalogue before it has written there.
      return try Disk().entry(at: journal) != nil && Disk().size(of: journal) > 0
    } catch {
      return true
    }
  }

  private func change() -> UInt32? {
    (try? ReadableFile(catalogue).bytes(at: 0, count: Self.headLength)).flatMap(Self.change)
  }

  private func sight() throws(FilingError) -> Sight {
    let file = try ReadableFile(catalogue)
    var stream = DigestStream(.sha512)
    var change: UInt32?
    while case let chunk = try file.nextChunk(), !chunk.isEmpty {
      if change == nil { change = Self.change(in: chunk) }
      stream.update(chunk.span)
    }
    return Sight(change: change ?? 0, digest: stream.finish())
  }

  /// So much of the file has the number in it.
  private static let headLength = 28

  private static func change(in head: [UInt8]) -> UInt32? {
    head.count >= headLength ? head[24..<28].reduce(0) { $0 << 8 | UInt32($1) } : nil
  }
}
