// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records

/// The header of an OLE compound file: the container of Office 97 to 2003.
///
/// Source: MS-CFB §2.2
/// <https://learn.microsoft.com/openspecs/windows_protocols/ms-cfb/05060311-bfce-4b12-874d-71fd4ce63aea>
struct CompoundFile {
  static let signature: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]

  /// 512 or 4,096 bytes.
  let sectorSize: Int64
  let firstDirectorySector: Int64
  /// Where the table of the small sectors begins.
  let firstSmallTableSector: Int64
  /// Streams shorter than this lie in small sectors, within another stream.
  let longestSmallStream: Int64
  /// The sectors of the allocation table that the header itself names, at most 109.
  let tableSectors: [Int64]

  /// Reads the header, or nil if it makes no sense.
  init?(_ head: [UInt8]) {
    guard head.count >= 512, head.holds(Self.signature, at: 0), head.holds([0xFE, 0xFF], at: 28),
      let version = head.littleEndian(at: 26, width: 2),
      let shift = head.littleEndian(at: 30, width: 2),
      (version == 3 && shift == 9) || (version == 4 && shift == 12),
      let tableSectorCount = head.littleEndian(at: 44, width: 4),
      let firstDirectorySector = head.littleEndian(at: 48, width: 4),
      let longestSmallStream = head.littleEndian(at: 56, width: 4),
      let firstSmallTableSector = head.littleEndian(at: 60, width: 4)
    else { return nil }
    sectorSize = 1 << Int64(shift)
    self.firstDirectorySector = Int64(firstDirectorySector)
    self.firstSmallTableSector = Int64(firstSmallTableSector)
    self.longestSmallStream = Int64(longestSmallStream)
    tableSectors = (0..<min(109, tableSectorCount)).compactMap { entry in
      head.littleEndian(at: 76 + 4 * entry, width: 4).map(Int64.init)
    }
  }
}

extension CompoundFile {
  /// The application that wrote a compound file, by the names of its streams.
  ///
  /// The first name found decides: what is embedded in a document comes later in its directory.
  static func kind(of evidence: BodyEvidence, declared: BodyKind?) -> BodyKind {
    for bytes in [evidence.head, evidence.tail] {
      let found = streams.compactMap { stream in
        bytes.firstPlace(of: stream.name).map { (place: $0, kind: stream.kind) }
      }
      if let first = found.min(by: { $0.place < $1.place }) { return first.kind }
    }
    guard !evidence.isWhole, let declared, declared.isCompoundFile else { return .ole }
    return declared
  }

  private static let streams: [(name: String, kind: BodyKind)] = [
    (utf16("WordDocument"), .doc), (utf16("Workbook"), .xls), (utf16("Book"), .xls),
    (utf16("PowerPoint Document"), .ppt),
  ]

  /// The name as it stands in a directory: two bytes a letter, and two of zero behind.
  private static func utf16(_ name: String) -> String {
    name.map { "\($0)\u{0}" }.joined() + "\u{0}\u{0}"
  }
}
