// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Foundation
import Inflating
import SystemPackage

/// A ZIP archive being written, in which all entries are stored as they are.
///
/// Source: APPNOTE 6.3.10, sections 4.3 and 4.5.3 <https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT>
struct StoredZip {
  private struct Entry {
    let name: String
    let offset: Int64
    var sum: UInt32 = 0
    var size: Int64 = 0
  }

  let file: ResumedFile
  private var entries: [Entry] = []
  private let time: (day: UInt16, second: UInt16)
  /// Sizes and places from here on are in fields of eight bytes.
  private static let large: Int64 = 0xFFFF_FFFF

  /// - Parameters:
  ///   - path: the file.
  ///   - date: what all entries are dated.
  /// - Throws: where it cannot be written.
  init(at path: FilePath, date: Date) throws {
    file = try ResumedFile(at: path)
    time = Self.time(date)
  }

  /// Writes an entry of few bytes.
  mutating func add(_ name: String, _ bytes: [UInt8]) throws {
    var sum = CyclicSum()
    sum.update(bytes.span)
    var entry = Entry(name: name, offset: file.place)
    (entry.sum, entry.size) = (sum.value, Int64(bytes.count))
    try file.append(head(of: entry))
    try file.append(bytes)
    entries.append(entry)
  }

  /// Begins an entry of which nothing is known but its name, and that goes on until ``end(_:)``.
  mutating func begin(_ name: String) throws {
    let entry = Entry(name: name, offset: file.place)
    try file.append(head(of: entry, isLong: true))
    entries.append(entry)
  }

  /// Ends it.
  ///
  /// - Parameter sum: of all of its bytes.
  /// - Returns: what is to be written over its head, and where, when the file is whole.
  mutating func end(_ sum: UInt32) -> (bytes: [UInt8], offset: Int64) {
    var entry = entries.removeLast()
    let length = Int64(head(of: entry, isLong: true).count)
    (entry.sum, entry.size) = (sum, file.place - entry.offset - length)
    entries.append(entry)
    return (head(of: entry, isLong: true), entry.offset)
  }

  /// Writes the directory.
  mutating func finish() throws {
    let start = file.place
    for entry in entries { try file.append(directoryEntry(entry)) }
    let (size, count) = (file.place - start, Int64(entries.count))
    if start >= Self.large || count >= 0xFFFF {
      let place = file.place
      var end = number(0x0606_4B50, 4) + number(44, 8) + number(45, 2) + number(45, 2)
      end += number(0, 8) + number(count, 8) + number(count, 8) + number(size, 8) + number(start, 8)
      end += number(0x0706_4B50, 4) + number(0, 4) + number(place, 8) + number(1, 4)
      try file.append(end)
    }
    let shown = number(min(count, 0xFFFF), 2)
    try file.append(
      number(0x0605_4B50, 4) + number(0, 4) + shown + shown + number(min(size, Self.large), 4)
        + number(min(start, Self.large), 4) + number(0, 2)
    )
  }

  /// What stands before an entry; one that may be long has room for long sizes.
  private func head(of entry: Entry, isLong: Bool = false) -> [UInt8] {
    let sizes =
      isLong
      ? number(Self.large, 4) + number(Self.large, 4)
      : number(entry.size, 4) + number(entry.size, 4)
    let extra =
      isLong ? number(1, 2) + number(16, 2) + number(entry.size, 8) + number(entry.size, 8) : []
    return number(0x0403_4B50, 4) + number(isLong ? 45 : 20, 2) + shared(entry) + sizes
      + number(Int64(entry.name.utf8.count), 2) + number(Int64(extra.count), 2)
      + Array(entry.name.utf8) + extra
  }

  private func directoryEntry(_ entry: Entry) -> [UInt8] {
    let isLong = entry.size >= Self.large
    let isFar = entry.offset >= Self.large
    var extra = isLong ? number(entry.size, 8) + number(entry.size, 8) : []
    if isFar { extra += number(entry.offset, 8) }
    if !extra.isEmpty { extra = number(1, 2) + number(Int64(extra.count), 2) + extra }
    let size = number(min(entry.size, Self.large), 4)
    return number(0x0201_4B50, 4) + number(45, 2) + number(isLong || isFar ? 45 : 20, 2)
      + shared(entry) + size + size + number(Int64(entry.name.utf8.count), 2)
      + number(Int64(extra.count), 2) + number(0, 10) + number(min(entry.offset, Self.large), 4)
      + Array(entry.name.utf8) + extra
  }

  /// That names are UTF-8, that nothing is compressed, when, and the checksum.
  private func shared(_ entry: Entry) -> [UInt8] {
    number(0x0800, 2) + number(0, 2) + number(Int64(time.second), 2) + number(Int64(time.day), 2)
      + number(Int64(entry.sum), 4)
  }

  private func number(_ value: Int64, _ width: Int) -> [UInt8] {
    (0..<width).map { $0 < 8 ? UInt8(truncatingIfNeeded: value >> (8 * Int64($0))) : 0 }
  }

  /// As MS-DOS has it, in UTC.
  private static func time(_ date: Date) -> (UInt16, UInt16) {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute, .second], from: date)
    let year = min(max((parts.year ?? 1980) - 1980, 0), 127)
    let day = year << 9 | (parts.month ?? 1) << 5 | (parts.day ?? 1)
    let second = (parts.hour ?? 0) << 11 | (parts.minute ?? 0) << 5 | (parts.second ?? 0) / 2
    return (UInt16(truncatingIfNeeded: day), UInt16(truncatingIfNeeded: second))
  }
}
