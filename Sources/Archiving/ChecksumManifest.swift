// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import OCFL
import SystemPackage

/// `manifest-sha512.txt`: the digest of every content file of the archive, a line each.
///
/// `sha512sum -c manifest-sha512.txt` inside the archive checks it, with nothing of ours needed.
/// Lines are only ever added, but for those of a document that is let go of; a line cut short by a crash is cut off when the archive is next opened
/// for writing.
struct ChecksumManifest: Hashable, Sendable {
  static let fileName = "manifest-sha512.txt"

  let path: FilePath

  init(at path: FilePath) {
    self.path = path
  }

  struct Line: Hashable, Sendable {
    let digest: Digest
    /// Relative to the archive.
    let file: String

    init(digest: Digest, file: String) {
      self.digest = digest
      self.file = file
    }

    /// Reads a line as sha512sum writes it; nil where it is not one.
    init?(_ text: Substring) {
      let bytes = text.utf8
      guard let space = bytes.firstIndex(of: UInt8(ascii: " ")),
        // We write small letters; where one is not, the disk or somebody changed it.
        !bytes[..<space].contains(where: { (UInt8(ascii: "A")...UInt8(ascii: "F")).contains($0) }),
        let digest = Digest(.sha512, hexDigits: bytes[..<space])
      else { return nil }
      let mark = bytes.index(after: space)
      guard mark < bytes.endIndex, " *".utf8.contains(bytes[mark]) else { return nil }
      let name = bytes[bytes.index(after: mark)...]
      guard !name.isEmpty else { return nil }
      self.init(digest: digest, file: String(Substring(name)))
    }

    var text: String { "\(digest.hex)  \(file)\n" }
  }

  /// Adds lines and waits until they are on the disk.
  func append(_ lines: [Line]) throws(FilingError) {
    guard !lines.isEmpty else { return }
    var file = try WritableFile(appendingTo: path)
    try file.append(lines.map(\.text).joined())
    try file.sync()
    try file.close()
  }

  /// Sees to a last line without its end, where no batch explains it.
  ///
  /// One that names a file of the archive has lost its end and nothing else: that is damage, and
  /// evidence, and gets an end so that the next line is not lost in it. Anything else is half a line,
  /// and goes.
  func mendLastLine(in archive: FilePath) throws {
    guard try Disk().entry(at: path) == .file else { return }
    let size = try Disk().size(of: path)
    guard size > 0, let last = try? lastByte(at: size - 1), last != [UInt8(ascii: "\n")] else {
      // Who needs one that cannot be read will say so.
      return
    }
    var rest: (line: Line?, start: Int64) = (nil, 0)
    try TextLines(of: path, longest: TextLines.longestPair).forEach { text in
      if text.isWhole { rest.start = text.end } else { rest.line = Line(text.text[...]) }
    }
    guard let line = rest.line, try names(line.file, in: archive) else {
      return try Disk().truncate(path, to: rest.start)
    }
    var file = try WritableFile(appendingTo: path)
    try file.append("\n")
    try file.sync()
    try file.close()
  }

  /// Whether a text names a file, as it is or without a last character that is not its own.
  private func names(_ file: String, in archive: FilePath) throws -> Bool {
    try [file, String(file.dropLast())].contains { name in
      try Disk().entry(at: archive.pushing(FilePath(name))) == .file
    }
  }

  private func lastByte(at offset: Int64) throws(FilingError) -> [UInt8] {
    try ReadableFile(path).bytes(at: offset, count: 1)
  }

  /// Hands out the file line by line; `nil` for a line that is none.
  func forEachLine(_ body: (Line?) throws -> Void) throws {
    try forEachTextLine { _, line in try body(line) }
  }

  private func forEachTextLine(
    longest: Int = TextLines.longestPair,
    _ body: (TextLines.Line, Line?) throws -> Void
  ) throws {
    try TextLines(of: path, longest: longest).forEach { text in
      try body(text, text.isWhole ? Line(text.text[...]) : nil)
    }
  }

  /// Brings an append to its end that a crash may have interrupted.
  ///
  /// The disk may have kept any part of it: a line cut short at the end, or nothing where a block
  /// should be and whole lines after it. All that is no line is cut off with what follows it, as far
  /// as it is known to come from that append; what is wrong before it is evidence, and stays.
  ///
  /// - Parameter lines: of the append, all of them; none where there was none.
  /// - Throws: `FilingError` where the manifest cannot be read or written.
  func complete(with lines: [Line]) throws {
    let expected = Set(lines)
    // Where the part ends that stays, what it has of the append, and what is doubtful after it.
    var end: Int64 = 0
    var stated: Set<Line> = []
    var doubtful: Set<Line> = []
    var isRagged = false
    try forEachTextLine { text, line in
      if let line, expected.contains(line) {
        doubtful.insert(line)
        guard !isRagged else { return }
      } else if text.isWhole, line != nil || expected.isEmpty {
        isRagged = false
      } else {
        return isRagged = true
      }
      end = text.end
      stated.formUnion(doubtful)
      doubtful.removeAll()
    }
    if isRagged { try Disk().truncate(path, to: end) }
    try append(lines.filter { !stated.contains($0) })
  }

  /// Takes out the lines of an object, in one step: of a document that is let go of.
  ///
  /// - Parameters:
  ///   - folder: the object's, relative to the archive.
  ///   - archive: where it is.
  /// - Throws: where it cannot be read or written.
  func removeLines(ofFolder folder: String, in archive: Archive) throws {
    try removeLines(in: archive) { $0.file.hasPrefix("\(folder)/") }
  }

  /// Takes out lines.
  ///
  /// - Parameters:
  ///   - archive: whose.
  ///   - isMeant: which of them.
  /// - Throws: where it cannot be read or written.
  func removeLines(in archive: Archive, where isMeant: (Line) -> Bool) throws {
    guard try Disk().entry(at: path) == .file else { return }
    var file = try replacement(in: archive)
    var isChanged = false
    try forEachTextLine(longest: .max) { text, line in
      // What is no line is evidence, and stays.
      guard line.map(isMeant) != true else { return isChanged = true }
      try file.append(text.text + (text.isWhole ? "\n" : ""))
    }
    if isChanged { try file.takePlace() } else { try file.discard() }
  }

  /// Beside the manifest nothing may lie that is not the archive's.
  func replacement(in archive: Archive) throws(FilingError) -> ReplacementFile {
    try ReplacementFile(for: path, in: archive.path.appending(Archive.staging))
  }

  /// Makes the manifest again from what the inventories state.
  ///
  /// It then states nothing that the inventories do not; whether the files are so is for a
  /// verification to say.
  func remake(for archive: Archive) throws {
    var file = try replacement(in: archive)
    try Self.forEachStated(in: archive) { try file.append($0.text) }
    try file.takePlace()
  }
}
