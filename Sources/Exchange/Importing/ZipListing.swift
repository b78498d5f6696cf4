// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import SystemPackage

/// The directory of a ZIP archive that may be longer than memory.
///
/// Source: APPNOTE 6.3.10, section 4.3 <https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT>
struct ZipListing {
  struct Entry: Hashable {
    let name: String
    /// 0 for stored as it is, 8 for deflated.
    let method: Int
    let packedSize: Int64
    /// Of its local header.
    let offset: Int64
    let isEncrypted: Bool
  }

  private(set) var entries: [Entry] = []
  /// Whether it has fewer than it says.
  private(set) var isCut = false
  /// Where what the directory says of places begins.
  private let path: FilePath

  private static let mostEntries = 1_000_000
  private static let longestEnd = 66 << 10
  private static let longestDirectory: Int64 = 256 << 20

  /// - Parameter path: the archive; nil comes of one that has no directory.
  /// - Throws: where it cannot be read.
  init?(_ path: FilePath) throws {
    self.path = path
    let file = try ReadableFile(path)
    let size = Int64(file.size)
    let start = max(0, size - Int64(Self.longestEnd))
    let tail = try file.bytes(at: start, count: Int(size - start))
    guard tail.count >= 22,
      let end = (0...(tail.count - 22)).last(where: {
        // A comment may look like one, too.
        tail[$0...].starts(with: [0x50, 0x4B, 5, 6])
          && $0 + 22 + Int(Self.number(tail, $0 + 20, 2)) == tail.count
      })
    else { return nil }
    var count = Self.number(tail, end + 10, 2)
    var length = Self.number(tail, end + 12, 4)
    var offset = Self.number(tail, end + 16, 4)
    // What does not fit there stands in a record of 64 bits before it.
    if end >= 20, tail[(end - 20)...].starts(with: [0x50, 0x4B, 6, 7]) {
      let place = Self.number(tail, end - 12, 8)
      guard place >= 0, place < size else { return nil }
      let record = try file.bytes(at: place, count: 56)
      guard record.count == 56, record.starts(with: [0x50, 0x4B, 6, 6]) else { return nil }
      count = Self.number(record, 32, 8)
      length = Self.number(record, 40, 8)
      offset = Self.number(record, 48, 8)
    }
    guard length >= 0, length <= Self.longestDirectory, offset >= 0, offset <= size - length,
      count >= 0, count <= Self.mostEntries
    else { return nil }
    let directory = try file.bytes(at: offset, count: Int(length))
    var place = 0
    while place + 46 <= directory.count, directory[place...].starts(with: [0x50, 0x4B, 1, 2]) {
      let nameLength = Int(Self.number(directory, place + 28, 2))
      let extraLength = Int(Self.number(directory, place + 30, 2))
      let noteLength = Int(Self.number(directory, place + 32, 2))
      let next = place + 46 + nameLength + extraLength + noteLength
      guard next <= directory.count else { break }
      let name = String(
        decoding: directory[(place + 46)..<(place + 46 + nameLength)],
        as: UTF8.self
      )
      let extra = Array(directory[(place + 46 + nameLength)..<(next - noteLength)])
      let (packed, far) = Self.sizes(directory, place, extra)
      entries.append(
        Entry(
          name: name,
          method: Int(Self.number(directory, place + 10, 2)),
          packedSize: packed,
          offset: far,
          isEncrypted: Self.number(directory, place + 8, 2) & 1 != 0
        )
      )
      place = next
    }
    isCut = Int64(entries.count) < count
  }

  /// Where the bytes of an entry are; nil where that cannot be.
  ///
  /// - Parameter entry: one that is stored as it is.
  /// - Returns: a part of the archive.
  /// - Throws: where it cannot be read.
  func part(of entry: Entry) throws -> FilePart? {
    let file = try ReadableFile(path)
    guard entry.offset >= 0, entry.offset <= Int64(file.size) - 30, entry.packedSize >= 0 else {
      return nil
    }
    let head = try file.bytes(at: entry.offset, count: 30)
    guard head.count == 30, head.starts(with: [0x50, 0x4B, 3, 4]) else { return nil }
    let start =
      entry.offset + 30 + Self.number(head, 26, 2) + Self.number(head, 28, 2)
    guard entry.packedSize >= 0, start <= Int64(file.size) - entry.packedSize else { return nil }
    return FilePart(path, offset: start, size: entry.packedSize)
  }

  /// The packed size and the place of an entry, from where they stand.
  private static func sizes(
    _ directory: [UInt8],
    _ place: Int,
    _ extra: [UInt8]
  ) -> (packed: Int64, offset: Int64) {
    var packed = number(directory, place + 20, 4)
    let whole = number(directory, place + 24, 4)
    var offset = number(directory, place + 42, 4)
    var at = 0
    while at + 4 <= extra.count {
      let (id, length) = (number(extra, at, 2), Int(number(extra, at + 2, 2)))
      guard at + 4 + length <= extra.count else { break }
      if id == 1 {
        var field = at + 4
        func next() -> Int64? {
          guard field + 8 <= at + 4 + length else { return nil }
          defer { field += 8 }
          return number(extra, field, 8)
        }
        if whole == 0xFFFF_FFFF { _ = next() }
        if packed == 0xFFFF_FFFF { packed = next() ?? packed }
        if offset == 0xFFFF_FFFF { offset = next() ?? offset }
      }
      at += 4 + length
    }
    return (packed, offset)
  }

  private static func number(_ bytes: [UInt8], _ place: Int, _ width: Int) -> Int64 {
    guard place >= 0, place + width <= bytes.count else { return -1 }
    var value: UInt64 = 0
    for index in (0..<width).reversed() { value = value << 8 | UInt64(bytes[place + index]) }
    return Int64(clamping: value)
  }
}
