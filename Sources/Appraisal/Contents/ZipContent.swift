// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Inflating

/// The content of a ZIP archive, and of all documents that are one inside.
///
/// Told apart are the times of entries, and the fields of the one entry that says when an office document or an e-book
/// was made. The archive must be nothing but its entries, one behind the other, and a directory that says the same of
/// them: what stands between them, or twice, no two readers understand alike.
///
/// Source: APPNOTE 6.3.10, §4.3 to §4.5 <https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT>
struct ZipContent {
  /// Records of when a document was made are short, and come to no more bytes than this together.
  private static let longestRecords = 4 << 20

  /// An entry, by the directory.
  private struct Entry {
    /// Where the directory speaks of it.
    let record: Int
    let name: ArraySlice<UInt8>
    let flags: Int
    let method: Int
    let checksum: Int
    let packedSize: Int
    let size: Int
    let offset: Int
  }

  private let bytes: [UInt8]
  private var form: ContentForm
  /// How many bytes all records came to that were looked into.
  private var inflated = 0

  static func form(of bytes: [UInt8]) -> ContentForm? {
    var content = ZipContent(bytes)
    return content.read() ? content.form : nil
  }

  private init(_ bytes: [UInt8]) {
    self.bytes = bytes
    form = ContentForm(bytes)
  }

  private mutating func read() -> Bool {
    guard let end = endRecord, let count = number(end + 10, 2), number(end + 8, 2) == count,
      number(end + 4, 4) == 0, let size = number(end + 12, 4), let start = number(end + 16, 4),
      count < 0xFFFF, size < 0xFFFF_FFFF, start < 0xFFFF_FFFF, start + size == end
    else { return false }
    form.replace((end + 16)..<(end + 20), by: "directory")
    var entries: [Entry] = []
    var place = start
    for _ in 0..<count {
      guard let entry = entry(at: place), let next = recordEnd(entry), next <= end else {
        return false
      }
      entries.append(entry)
      place = next
    }
    guard place == end else { return false }
    place = 0
    let order = entries.indices.sorted { entries[$0].offset < entries[$1].offset }
    for (rank, index) in order.enumerated() {
      let entry = entries[index]
      // Where it stands follows from the lengths of those before it.
      form.replace((entry.record + 42)..<(entry.record + 46), by: "@\(rank)")
      guard entry.offset == place, let next = takeIn(entry, before: start) else { return false }
      place = next
    }
    return place == start
  }

  /// The end record, where it is the last thing of the file.
  private var endRecord: Int? {
    var end = bytes.count
    while let place = bytes.lastPlace(of: "PK\u{05}\u{06}", in: max(0, bytes.count - 66_000)..<end)
    {
      if let comment = number(place + 20, 2), place + 22 + comment == bytes.count { return place }
      end = place + 3
    }
    return nil
  }

  private func number(_ place: Int, _ width: Int) -> Int? {
    bytes.littleEndian(at: place, width: width)
  }

  private func entry(at place: Int) -> Entry? {
    guard bytes.holds([0x50, 0x4B, 1, 2], at: place), place + 46 <= bytes.count,
      let flags = number(place + 8, 2), let method = number(place + 10, 2),
      let checksum = number(place + 16, 4), let packed = number(place + 20, 4),
      let size = number(place + 24, 4), let length = number(place + 28, 2),
      let offset = number(place + 42, 4), place + 46 + length <= bytes.count,
      packed < 0xFFFF_FFFF, size < 0xFFFF_FFFF, offset < 0xFFFF_FFFF
    else { return nil }
    return Entry(
      record: place,
      name: bytes[(place + 46)..<(place + 46 + length)],
      flags: flags,
      method: method,
      checksum: checksum,
      packedSize: packed,
      size: size,
      offset: offset
    )
  }

  private mutating func recordEnd(_ entry: Entry) -> Int? {
    let place = entry.record
    guard let extra = number(place + 30, 2), let comment = number(place + 32, 2) else { return nil }
    let behindName = entry.name.endIndex
    guard behindName + extra + comment <= bytes.count else { return nil }
    form.replace((place + 12)..<(place + 16), by: "time")
    tellApartTimes(inExtra: behindName..<(behindName + extra))
    return behindName + extra + comment
  }

  /// Takes in an entry where it stands.
  ///
  /// - Returns: where it ends; nil where it is not as the directory says.
  private mutating func takeIn(_ entry: Entry, before directory: Int) -> Int? {
    let place = entry.offset
    guard bytes.holds([0x50, 0x4B, 3, 4], at: place), number(place + 6, 2) == entry.flags,
      number(place + 8, 2) == entry.method, let length = number(place + 26, 2),
      let extra = number(place + 28, 2), length == entry.name.count,
      bytes.holds(Array(entry.name), at: place + 30)
    else { return nil }
    form.replace((place + 10)..<(place + 14), by: "time")
    let behindName = place + 30 + length
    let start = behindName + extra
    let end = start + entry.packedSize
    guard end <= directory else { return nil }
    tellApartTimes(inExtra: behindName..<start)
    var figures = [
      (place + 14)..<(place + 26), (entry.record + 16)..<(entry.record + 28),
    ]
    let stated = [14, 18, 22].map { number(place + $0, 4) ?? 0 }
    let known = [entry.checksum, entry.packedSize, entry.size]
    var behind = end
    if entry.flags & 8 == 0 {
      guard stated == known else { return nil }
    } else {
      // What was not known beforehand stands behind the data, with a signature or without.
      guard stated == known || stated == [0, 0, 0] else { return nil }
      if bytes.holds([0x50, 0x4B, 7, 8], at: end) { behind += 4 }
      guard behind + 12 <= directory, [0, 4, 8].map({ number(behind + $0, 4) ?? 0 }) == known else {
        return nil
      }
      figures.append(behind..<(behind + 12))
      behind += 12
    }
    tellApart(entry, start..<end, figures)
    return behind
  }

  /// The fields of the entry that says when the document was made, where this is it.
  private mutating func tellApart(_ entry: Entry, _ data: Range<Int>, _ figures: [Range<Int>]) {
    guard let fields = Self.fields(of: entry.name), entry.flags & 1 == 0 else { return }
    let bound = Self.longestRecords - inflated
    let text: [UInt8]
    switch entry.method {
    case 0 where data.count <= bound: text = Array(bytes[data])
    case 8:
      guard
        let outcome = Inflation.inflate(bytes[data], .none, upTo: bound)
      else {
        // What was tried counts, too.
        inflated = Self.longestRecords
        return
      }
      guard outcome.consumed == data.count else {
        inflated += outcome.bytes.count
        return
      }
      text = outcome.bytes
    default: return
    }
    inflated += text.count
    guard text.count == entry.size,
      Int(Inflation.crc32(of: text)) == entry.checksum, let meaning = fields.form(of: text).encoded
    else { return }
    form.replace(data, by: meaning)
    for range in figures { form.replace(range, by: "figures") }
  }

  private static func fields(of name: ArraySlice<UInt8>) -> MarkupFields? {
    switch String(decoding: name, as: UTF8.self) {
    case "docProps/core.xml": .officeCore
    case "meta.xml": .openDocument
    case let name where name.hasSuffix(".opf") || name.hasSuffix(".ncx"): .book
    default: nil
    }
  }

  /// Times that stand in the extra fields of an entry; a field that is not sound counts as it is.
  private mutating func tellApartTimes(inExtra extra: Range<Int>) {
    var place = extra.lowerBound
    while place + 4 <= extra.upperBound, let id = number(place, 2), let size = number(place + 2, 2)
    {
      let start = place + 4
      let end = start + size
      guard end <= extra.upperBound else { return }
      switch id {
      // What each of these holds but for times: the flags that say which there are; owners.
      case 0x5455 where [5, 9, 13].contains(size):
        form.replace((start + 1)..<end, by: "times")
      case 0x000A where size == 32: form.replace((start + 8)..<end, by: "times")
      case 0x5855 where size >= 8: form.replace(start..<(start + 8), by: "times")
      default: break
      }
      place = end
    }
  }
}
