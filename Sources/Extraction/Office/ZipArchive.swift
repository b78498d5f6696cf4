// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Inflating

/// The files in a ZIP archive, by its directory; sizes that it states are not believed.
///
/// Source: APPNOTE 6.3.10, §4.3 <https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT>
struct ZipArchive {
  private struct Entry {
    let isEncrypted: Bool
    let method: Int
    let packedSize: Int
    let offset: Int
  }

  private static let mostEntries = 20_000
  /// All files that are read out of one archive come to no more bytes than this together.
  private static let mostBytes = 256 << 20

  private let bytes: [UInt8]
  private var entries: [String: Entry] = [:]
  private var left = mostBytes
  /// Whether it has more files than are looked at.
  private(set) var hasMore = false
  /// Whether a file was longer than could be read.
  private(set) var isCut = false

  /// - Returns: nil where it has no directory.
  init?(_ bytes: [UInt8]) {
    self.bytes = bytes
    guard let end = endRecord, let count = number(end + 10, 2), let start = number(end + 16, 4)
    else { return nil }
    // What stands before the archive shifts it: the directory ends where the record begins.
    let size = number(end + 12, 4) ?? 0
    var place = holds([0x50, 0x4B, 1, 2], at: start) ? start : end - size
    guard place >= 0 else { return nil }
    let shift = place - start
    hasMore = count > Self.mostEntries
    for _ in 0..<min(count, Self.mostEntries) {
      guard holds([0x50, 0x4B, 1, 2], at: place), let flags = number(place + 8, 2),
        let method = number(place + 10, 2), let packed = number(place + 20, 4),
        let length = number(place + 28, 2), let extra = number(place + 30, 2),
        let comment = number(place + 32, 2), let offset = number(place + 42, 4),
        place + 46 + length <= bytes.count
      else { break }
      let name = String(decoding: bytes[(place + 46)..<(place + 46 + length)], as: UTF8.self)
      // Of two of one name, the first counts.
      if entries[name] == nil {
        entries[name] = Entry(
          isEncrypted: flags & 1 != 0,
          method: method,
          packedSize: packed,
          offset: offset + shift
        )
      }
      place += 46 + length + extra + comment
    }
  }

  /// The names of all files, sorted.
  var names: [String] { entries.keys.sorted() }

  var isEncrypted: Bool { entries.values.contains(where: \.isEncrypted) }

  /// The bytes of a file.
  ///
  /// - Returns: nil where there is none of that name, or it is not sound or too long.
  mutating func file(_ name: String) -> [UInt8]? {
    guard let entry = entries[name], !entry.isEncrypted, left > 0,
      holds([0x50, 0x4B, 3, 4], at: entry.offset), let length = number(entry.offset + 26, 2),
      let extra = number(entry.offset + 28, 2)
    else { return nil }
    let start = entry.offset + 30 + length + extra
    guard start <= bytes.count, entry.packedSize <= bytes.count - start else { return nil }
    let data = bytes[start..<(start + entry.packedSize)]
    switch entry.method {
    case 0 where data.count <= left:
      left -= data.count
      return Array(data)
    case 8:
      guard let outcome = Inflation.inflate(data, .none, upTo: left) else {
        isCut = true
        // What was tried counts, too.
        left /= 2
        return nil
      }
      left -= outcome.bytes.count
      return outcome.bytes
    default: return nil
    }
  }

  /// Why a file that must be there could not be had.
  var fault: Unreadable { isEncrypted ? .password : isCut ? .tooMuch : .damaged }

  private var endRecord: Int? {
    guard bytes.count >= 22 else { return nil }
    let first = max(0, bytes.count - 66_000)
    return stride(from: bytes.count - 22, through: first, by: -1).first {
      holds([0x50, 0x4B, 5, 6], at: $0)
    }
  }

  private func holds(_ mark: [UInt8], at place: Int) -> Bool {
    place >= 0 && place <= bytes.count - mark.count
      && bytes[place..<(place + mark.count)].elementsEqual(mark)
  }

  private func number(_ place: Int, _ width: Int) -> Int? {
    guard place >= 0, place <= bytes.count - width else { return nil }
    return (0..<width).reversed().reduce(0) { $0 << 8 | Int(bytes[place + $1]) }
  }
}
