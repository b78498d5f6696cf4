// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records

/// The central directory of a ZIP archive, as far as its end record and names are in sight.
///
/// Source: APPNOTE 6.3.10, §4.3 <https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT>
struct ZipDirectory {
  /// Where the end record stands in the body.
  let endRecord: Int64
  let entryCount: Int
  /// What the end record says of the directory; meaningless if ``isZip64``.
  let size: Int64
  let offset: Int64
  /// Whether the true numbers stand in a ZIP64 record, because they do not fit here.
  let isZip64: Bool

  /// Finds the end record, or nil where there is none.
  init?(_ evidence: BodyEvidence) {
    let tail = evidence.tail
    var end = tail.count
    while let place = tail.lastPlace(of: "PK\u{05}\u{06}", in: 0..<end) {
      end = place + 3
      guard let entries = tail.littleEndian(at: place + 10, width: 2),
        let size = tail.littleEndian(at: place + 12, width: 4),
        let offset = tail.littleEndian(at: place + 16, width: 4),
        let comment = tail.littleEndian(at: place + 20, width: 2),
        // A longer comment than there are bytes left: these four letters stood in a file's data.
        comment <= tail.count - place - 22
      else { continue }
      endRecord = evidence.tailStart + Int64(place)
      entryCount = entries
      self.size = Int64(size)
      self.offset = Int64(offset)
      isZip64 = entries == 0xFFFF || size == 0xFFFF_FFFF || offset == 0xFFFF_FFFF
      return
    }
    return nil
  }
}

extension ZipDirectory {
  /// What an archive is, by the names of its entries.
  ///
  /// The directory's names go first: an embedded workbook can show its own names among the data.
  static func kind(of evidence: BodyEvidence, declared: BodyKind?) -> BodyKind {
    if let kind = kindByMimetype(evidence.head) { return kind }
    let listed = centralNames(of: evidence)
    let local = localNames(of: evidence.head)
    if let kind = officeKind(listed) ?? officeKind(local) { return kind }
    let hasManifest = listed.contains("META-INF/manifest.xml")
    if let declared, [.odt, .ods, .odp].contains(declared), hasManifest { return declared }
    // Of a large archive whose names are out of sight, the declared type is all that is left.
    if let declared, declared.isZipFamily, listed.isEmpty { return declared }
    return .zip
  }

  /// The Office application of a package with these parts, or nil if it is none.
  private static func officeKind(_ names: [String]) -> BodyKind? {
    guard names.contains("[Content_Types].xml") || !mainParts.isDisjoint(with: names) else {
      return nil
    }
    for name in names {
      if name.hasPrefix("word/") { return .docx }
      if name.hasPrefix("xl/") { return .xlsx }
      if name.hasPrefix("ppt/") { return .pptx }
    }
    return nil
  }

  private static let mainParts: Set<String> = [
    "word/document.xml", "xl/workbook.xml", "ppt/presentation.xml",
  ]

  /// OpenDocument and EPUB put an uncompressed entry `mimetype` first.
  private static func kindByMimetype(_ head: [UInt8]) -> BodyKind? {
    guard head.holds(Array("mimetype".utf8), at: 30), head.littleEndian(at: 26, width: 2) == 8,
      let extra = head.littleEndian(at: 28, width: 2)
    else { return nil }
    let type = String(decoding: head.dropFirst(38 + extra).prefix(80), as: UTF8.self)
    let openDocument = "application/vnd.oasis.opendocument."
    if type.hasPrefix("application/epub+zip") { return .epub }
    if type.hasPrefix(openDocument + "text") { return .odt }
    if type.hasPrefix(openDocument + "spreadsheet") { return .ods }
    if type.hasPrefix(openDocument + "presentation") { return .odp }
    return nil
  }

  /// Names in the part of the central directory that is in sight.
  private static func centralNames(of evidence: BodyEvidence) -> [String] {
    var start = 0
    if let directory = ZipDirectory(evidence), !directory.isZip64 {
      start = Int(clamping: max(0, directory.offset - evidence.tailStart))
    }
    let record: [UInt8] = [0x50, 0x4B, 0x01, 0x02]
    return names(in: evidence.tail, from: start, record: record, lengthAt: 28, nameAt: 46)
  }

  /// Names in the local headers at the beginning.
  private static func localNames(of head: [UInt8]) -> [String] {
    names(in: head, from: 0, record: [0x50, 0x4B, 0x03, 0x04], lengthAt: 26, nameAt: 30)
  }

  private static func names(
    in bytes: [UInt8],
    from start: Int,
    record: [UInt8],
    lengthAt: Int,
    nameAt: Int
  ) -> [String] {
    var names: [String] = []
    var cursor = start
    while cursor < bytes.count, names.count < 2_000 {
      guard bytes[cursor] == 0x50, bytes.holds(record, at: cursor),
        let length = bytes.littleEndian(at: cursor + lengthAt, width: 2),
        nameAt + length <= bytes.count - cursor
      else {
        cursor += 1
        continue
      }
      let first = cursor + nameAt
      names.append(String(decoding: bytes[first..<(first + length)], as: UTF8.self))
      cursor = first + length
    }
    return names
  }
}
