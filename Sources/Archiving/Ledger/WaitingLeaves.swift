// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Filing
import Fixity
import Ledger
import Records
import SystemPackage

/// What is to be added to the ledger, a line each, behind a line that says where in the ledger: `ledger/waiting.jsonl`.
///
///     {"from":4711,"sum":"3b0a…"}
///     {"entry":"{\"at\":…}","seal":{"address":"https://…","salt":"8f14…"},"sum":"9c1e…"}
///
/// The sum is the beginning of a digest over the rest of its line: so a line that a disk has changed is known, before it
/// is signed for.
///
/// What happens in the archive is written down here, durably, as soon as it is so itself; the ledger is signed for
/// seldom, and perhaps not tonight at all, where its key is not at hand. A crash may leave lines that are signed for
/// already: no more than the ledger is longer than the first line says, and its last ones.
struct WaitingLeaves {
  static let fileName = "waiting.jsonl"
  /// In the place of how many leaves the ledger had, where its checkpoint could not be read.
  private static let unknown: Int64 = -1

  private struct Heading: Codable {
    let from: Int64
    let sum: String

    init(from: Int64) {
      self.from = from
      sum = WaitingLeaves.sum(String(from))
    }

    var isWhole: Bool { sum == WaitingLeaves.sum(String(from)) }
  }

  private struct Line: Codable {
    let entry: String
    let seal: DocumentSeal?
    let sum: String

    init(_ leaf: SealedLeaf) {
      (entry, seal) = (leaf.entry, leaf.seal)
      sum = Self.sum(leaf)
    }

    /// Nil where it is not as it was written.
    var leaf: SealedLeaf? {
      let leaf = SealedLeaf(entry: entry, seal)
      return sum == Self.sum(leaf) ? leaf : nil
    }

    private static func sum(_ leaf: SealedLeaf) -> String {
      WaitingLeaves.sum("\(leaf.entry)\n\(leaf.seal?.salt ?? "")\n\(leaf.seal?.address.text ?? "")")
    }
  }

  private static func sum(_ text: String) -> String {
    String(Digest.of(text, by: .sha256).hex.prefix(16))
  }

  private let archive: Archive
  private let path: FilePath

  init(of archive: Archive) {
    self.archive = archive
    path = archive.ledger.appending(Self.fileName)
  }

  /// What waited for a ledger that was put aside.
  init(of archive: Archive, inEpoch folder: FilePath) {
    self.archive = archive
    path = folder.appending(Self.fileName)
  }

  // MARK: Writing

  /// Adds leaves behind those that wait, and waits until they are on the disk.
  func append(_ leaves: [SealedLeaf]) throws {
    guard !leaves.isEmpty else { return }
    var text = try leaves.map { try RecordCoding.encodeLine(Line($0)) }.joined()
    let isNew = try Disk().entry(at: path) == nil
    if isNew {
      try Disk().makeDirectories(archive.ledger)
      text = try RecordCoding.encodeLine(Heading(from: signedSize)) + text
    }
    var file = try WritableFile(appendingTo: path)
    try file.append(text)
    try file.sync()
    try file.close()
    guard isNew else { return }
    try Disk().sync(archive.ledger)
    try Disk().sync(archive.path)
  }

  /// How many leaves the ledger has.
  ///
  /// What is wrong with its checkpoint keeps nothing from waiting: while it cannot be read, nothing can be signed for
  /// either.
  private var signedSize: Int64 {
    do {
      return try TileFolder(at: archive.ledger).checkpoint()?.checkpoint.head.size ?? 0
    } catch {
      return Self.unknown
    }
  }

  /// Adds those that do not wait yet.
  func complete(with leaves: [SealedLeaf]) throws {
    guard !leaves.isEmpty else { return }
    var missing = leaves
    try forEach { leaf in missing.removeAll { $0.entry == leaf.entry } }
    try append(missing)
  }

  /// Takes out what is no line: what an interrupted append left, which is said again by whoever finishes the batch, and
  /// what a disk has changed.
  ///
  /// - Parameter isCutByRun: whether a command was cut off, which may have been writing its last line.
  /// - Returns: where all of it is kept as it was, if anything else was wrong than such a line.
  /// - Throws: where it cannot be read or written.
  func mend(isCutByRun: Bool) throws -> FilePath? {
    switch try Disk().entry(at: path) {
    case .file: break
    case .directory, .other, .link:
      // Nothing could wait there, night after night; what a link leads to is not the archive's.
      let place = try archive.freePlace(inQuarantine: "interrupted-\(Self.fileName)")
      try Disk().rename(path, to: place)
      return place
    case nil: return nil
    }
    var (count, broken) = (0, 0)
    var (isCut, isOpen) = (false, false)
    var hasStart = false
    try TextLines(of: path, longest: TextLines.longestVisit).forEach { line in
      // What its sum confirms is whole, were only the end of its line lost.
      let isSound = Self.isLine(line.text, asHeading: count == 0)
      if count == 0 { hasStart = isSound }
      count += 1
      if !isSound, line.isWhole { broken += 1 }
      isCut = isCut || !isSound && !line.isWhole
      isOpen = isOpen || isSound && !line.isWhole
    }
    guard isCut || isOpen || broken > 0 || count == 0 else { return nil }
    var evidence: FilePath?
    if broken > 0 || !isCutByRun && (isCut || count == 0) {
      let place = try archive.freePlace(inQuarantine: "interrupted-\(Self.fileName)")
      try Disk().create(place, holding: Disk().read(path))
      evidence = place
    }
    var file = try ReplacementFile(for: path)
    var kept = 0
    // Of what was signed for by then its last lines tell.
    if !hasStart { try file.append(RecordCoding.encodeLine(Heading(from: Self.unknown))) }
    try TextLines(of: path, longest: TextLines.longestVisit).forEach { line in
      let isHeading = hasStart && kept == 0
      guard Self.isLine(line.text, asHeading: isHeading) else { return }
      try file.append(line.text + "\n")
      kept += 1
    }
    if kept > (hasStart ? 1 : 0) {
      try file.takePlace()
    } else {
      try file.discard()
      try Disk().removeFile(path)
    }
    return evidence
  }

  /// Whether every line of it is as it was written; nil where there is none.
  ///
  /// Its first line is not as it was where it speaks of more leaves than the ledger has.
  private var soundLines: (lines: [String], isWhole: Bool)? {
    get throws {
      guard try Disk().entry(at: path) == .file else { return nil }
      let size = signedSize
      var lines: [String] = []
      var (count, isWhole) = (0, true)
      try TextLines(of: path, longest: TextLines.longestVisit).forEach { line in
        let isSound = line.isWhole && Self.isLine(line.text, asHeading: count == 0)
        isWhole = isWhole && isSound
        if count == 0, let start = Self.start(statedBy: line.text), start > size, size >= 0 {
          isWhole = false
        }
        if isSound, count > 0 { lines.append(line.text) }
        count += 1
      }
      return (lines, isWhole && count > 0)
    }
  }

  /// Puts back what is damaged from a copy that has all that is sound of it, in its order; for whoever holds the archive's lock.
  ///
  /// - Parameter copy: another copy of the archive.
  /// - Returns: where the damaged one lies by now; nil where nothing is wrong, or the copy has not all of it.
  /// - Throws: where something cannot be read or written.
  func putBack(from copy: Archive) throws -> FilePath? {
    guard let own = try soundLines, !own.isWhole,
      let other = try WaitingLeaves(of: copy).soundLines, other.isWhole
    else { return nil }
    var rest = other.lines[...]
    for line in own.lines {
      guard let place = rest.firstIndex(of: line) else { return nil }
      rest = rest[(place + 1)...]
    }
    let evidence = try archive.freePlace(inQuarantine: "damaged-\(Self.fileName)")
    try Disk().create(evidence, holding: Disk().read(path))
    try Disk().replace(path, with: Disk().read(WaitingLeaves(of: copy).path))
    return evidence
  }

  private static func isLine(_ text: String, asHeading isHeading: Bool) -> Bool {
    isHeading ? start(statedBy: text) != nil : leaf(statedBy: text) != nil
  }

  private static func start(statedBy text: String) -> Int64? {
    guard let heading = try? RecordCoding.decode(Heading.self, from: text.utf8), heading.isWhole,
      heading.from >= unknown
    else { return nil }
    return heading.from
  }

  private static func leaf(statedBy text: String) -> SealedLeaf? {
    (try? RecordCoding.decode(Line.self, from: text.utf8))?.leaf
  }

  /// Puts leaves before all that wait, in one step; the ledger has none yet.
  ///
  /// - Parameter write: hands them out, one after the other.
  /// - Throws: where the file cannot be written, or `write` throws.
  func begin(_ write: ((SealedLeaf) throws -> Void) throws -> Void) throws {
    try Disk().makeDirectories(archive.ledger)
    var file = try ReplacementFile(for: path)
    try file.append(RecordCoding.encodeLine(Heading(from: 0)))
    try write { try file.append(RecordCoding.encodeLine(Line($0))) }
    try forEach { try file.append(RecordCoding.encodeLine(Line($0))) }
    try file.takePlace()
    try Disk().sync(archive.path)
  }

  /// Takes the seals of a document off the leaves that wait; the leaves stay as they are.
  ///
  /// A line that cannot be read and names the document is wiped out, for nobody can sign for it.
  ///
  /// - Throws: where it cannot be read or written.
  func dropSeals(of address: WebAddress) throws {
    guard try Disk().entry(at: path) == .file else { return }
    let search = ByteSearch(for: [address.text])
    var file = try ReplacementFile(for: path)
    var isChanged = false
    try TextLines(of: path).forEach { line in
      var text = line.text
      if let leaf = Self.leaf(statedBy: text) {
        if leaf.seal?.address == address {
          let open = Line(SealedLeaf(entry: leaf.entry, nil))
          text = String(try RecordCoding.encodeLine(open).dropLast())
        }
      } else if search.finds(in: text) {
        text = RecordRedaction.placeholder
      }
      isChanged = isChanged || text != line.text
      try file.append(text + (line.isWhole ? "\n" : ""))
    }
    if isChanged { try file.takePlace() } else { try file.discard() }
  }

  /// Says that nothing waits.
  func clear() throws {
    try Disk().removeFile(path)
  }

  // MARK: Reading

  /// Whether its last line has no end, or it has no line at all: as a run leaves it that is cut off while it writes.
  var isCut: Bool {
    get throws {
      guard try Disk().entry(at: path) != nil else { return false }
      let size = try Disk().size(of: path)
      return try size == 0
        || ReadableFile(path).bytes(at: size - 1, count: 1) != [UInt8(ascii: "\n")]
    }
  }

  /// How many of these a ledger has already: the first ones, as a crash may leave them.
  ///
  /// They are its last then, entry by entry. Where they are not, it was lost when the first of these came, and is back.
  ///
  /// - Parameters:
  ///   - size: how many leaves it has.
  ///   - folder: where they are.
  /// - Returns: less than 0 where it has fewer than when the first of these came; nil where none waits.
  /// - Throws: as `start()`; where its last leaves cannot be read.
  func signed(in size: Int64, of folder: TileFolder) throws -> Int64? {
    let most = try mostSigned(in: size)
    guard let most, most > 0 else { return most }
    var first: [[UInt8]] = []
    try forEach { if first.count < most { first.append(Array($0.entry.utf8)) } }
    let last = try folder.entries(in: size - Int64(first.count)..<size, of: size)
    let count = (0...first.count).last { last.suffix($0).elementsEqual(first.prefix($0)) }
    return Int64(count ?? 0)
  }

  /// How many of these a ledger can have at the most, by its size.
  ///
  /// - Parameter size: how many leaves it has.
  /// - Returns: less than 0 where it has fewer than when the first of these came; nil where none waits.
  /// - Throws: as `start()`.
  func mostSigned(in size: Int64) throws -> Int64? {
    guard let start = try start() else { return nil }
    return start == Self.unknown ? size : size - start
  }

  /// How many leaves the ledger had when the first of these came; nil where none waits.
  ///
  /// - Throws: ``ArchiveError/damaged(_:)`` where the line that says so is none.
  private func start() throws -> Int64? {
    guard try Disk().entry(at: path) != nil else { return nil }
    var reader = try TextLines(of: path, longest: TextLines.longestVisit).reader()
    // What has no end was being written when the run was cut off, or is being written now.
    guard let line = try reader.next(), line.isWhole else { return nil }
    guard let start = Self.start(statedBy: line.text) else {
      throw ArchiveError.damaged(path)
    }
    return start
  }

  /// Hands out all that wait, in their order.
  ///
  /// - Parameters:
  ///   - count: so many of them are passed over.
  ///   - body: takes one.
  /// - Throws: ``ArchiveError/damaged(_:)`` where a line is none.
  func forEach(after count: Int64 = 0, _ body: (SealedLeaf) throws -> Void) throws {
    guard try start() != nil else { return }
    var place: Int64 = -1
    try TextLines(of: path, longest: TextLines.longestVisit).forEach { line in
      defer { place += 1 }
      guard place >= count else { return }
      guard let leaf = Self.leaf(statedBy: line.text) else {
        // What has no end was being written when the run was cut off, or is being written now.
        guard line.isWhole else { return }
        throw ArchiveError.damaged(path)
      }
      try body(leaf)
    }
  }
}

extension Archive {
  static let ledgerName = "ledger"

  var ledger: FilePath { path.appending(Self.ledgerName) }
}
