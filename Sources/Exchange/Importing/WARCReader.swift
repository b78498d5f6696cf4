// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Foundation
import HTTP
import SystemPackage

/// Finds the records of a WARC file, one after the other; what is none is passed over and told.
///
/// Source: WARC 1.1 (ISO 28500:2017), section 4; older ones are read, too.
struct WARCReader: ~Copyable {
  /// A record and where its block is.
  struct Record: Sendable {
    let type: String
    let fields: [HeaderField]
    /// Of the record, in bytes from the front of the file.
    let offset: Int64
    let block: FilePart

    subscript(_ name: String) -> String? { fields[name] }

    var id: String? { self["WARC-Record-ID"] }

    /// The address that it is about; some write `<` and `>` around it.
    var target: String? {
      self["WARC-Target-URI"].map { text in
        text.hasPrefix("<") && text.hasSuffix(">") ? String(text.dropFirst().dropLast()) : text
      }
    }

    var date: Date? {
      self["WARC-Date"].flatMap { WrittenTime.date($0, mayBeShort: true) }
    }

    /// Why its bytes are not what was answered; nil where they may be.
    func fault(besides doubtful: [Range<Int64>]) throws -> String? {
      if let reason = self["WARC-Truncated"] {
        return "it was cut short when it was captured (\(reason))"
      }
      let stated = [self["WARC-Block-Digest"]].compactMap(\.self).compactMap { StatedDigest($0) }
      for digest in stated where try !digest.fits(block) {
        return "its bytes have another digest than the record states"
      }
      let end = block.offset + block.size
      let isDoubtful = doubtful.contains { $0.lowerBound < end && offset < $0.upperBound }
      return isDoubtful && stated.isEmpty ? "it lies in a part of the file that is damaged" : nil
    }
  }

  private let file: ReadableFile
  private let path: FilePath
  private var place: Int64 = 0
  /// What was passed over, each with its place.
  private(set) var damage: [String] = []

  private static let longestHead = 64 << 10
  private static let mark = Array("WARC/".utf8)

  init(_ path: FilePath) throws {
    file = try ReadableFile(path)
    self.path = path
  }

  /// The next record; nil at the end.
  mutating func next() throws -> Record? {
    while place < file.size {
      let bytes = try file.bytes(at: place, count: Self.longestHead)
      // Between two records stand two ends of lines; some write more.
      let blank = bytes.prefix { $0 == 0x0D || $0 == 0x0A }.count
      if blank > 0 {
        place += Int64(blank)
        continue
      }
      if let (record, end) = record(in: bytes) {
        place = end
        return record
      }
      guard let found = try mark(after: place) else {
        tell("no record begins at byte \(place)")
        place = Int64(file.size)
        return nil
      }
      tell("bytes \(place) to \(found) are no record")
      place = found
    }
    return nil
  }

  private mutating func tell(_ words: String) {
    if damage.count < 100 { damage.append(words) }
  }

  private mutating func record(in bytes: [UInt8]) -> (Record, Int64)? {
    guard bytes.starts(with: Self.mark), let length = Self.headLength(bytes) else { return nil }
    let text = String(decoding: bytes.prefix(length), as: UTF8.self)
    var fields: [HeaderField] = []
    for line in text.split(whereSeparator: \.isNewline).dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      fields.append(
        HeaderField(
          String(line[..<colon]),
          line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
        )
      )
    }
    guard let type = fields["WARC-Type"],
      let size = fields["Content-Length"].flatMap({ Int64($0) }),
      size >= 0
    else { return nil }
    let start = place + Int64(length)
    guard size <= Int64(file.size) - start else {
      tell("the record at byte \(place) is cut short")
      return nil
    }
    let block = FilePart(path, offset: start, size: size)
    return (Record(type: type, fields: fields, offset: place, block: block), start + size)
  }

  /// How long a head is, its empty line included.
  private static func headLength(_ bytes: [UInt8]) -> Int? {
    var place = 0
    while let end = bytes[place...].firstIndex(of: 0x0A) {
      let line = bytes[place..<end]
      if line.isEmpty || line.elementsEqual([0x0D]) { return end + 1 }
      place = end + 1
    }
    return nil
  }

  /// Where the next record may begin: at the beginning of a line.
  private func mark(after start: Int64) throws -> Int64? {
    let mark = Array("\nWARC/1.".utf8)
    var place = start
    while place < file.size {
      let bytes = try file.bytes(at: place, count: 256 << 10)
      guard bytes.count >= mark.count else { return nil }
      for index in 0...(bytes.count - mark.count) where bytes[index] == 0x0A {
        if bytes[index...].starts(with: mark) { return place + Int64(index) + 1 }
      }
      place += Int64(bytes.count - mark.count + 1)
    }
    return nil
  }
}
