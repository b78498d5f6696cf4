// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records

extension Structure {
  /// How far from the end `%%EOF` may stand; servers and mail gateways add lines of their own.
  private static let endWindow = 2048

  /// Checks the landmarks by which a reader opens a PDF from its end.
  ///
  ///     startxref
  ///     38776        the cross-reference table, or an object that holds it, begins at this byte
  ///     %%EOF
  ///
  /// Where the place named is in sight, it is looked at. Encryption changes none of this.
  ///
  /// Source: ISO 32000-1 §7.5.5, and the reader's tolerance in its annex H.3.
  static func checkPDF(_ evidence: BodyEvidence) -> StructureFault? {
    let tail = evidence.tail
    let end = tail.countWithoutPadding
    guard let marker = tail.lastPlace(of: "%%EOF", in: max(0, end - endWindow)..<end) else {
      return .endMarkerMissing
    }
    guard
      let keyword = tail.lastPlace(of: "startxref", in: max(0, marker - 1024)..<marker),
      let offset = number(in: tail[(keyword + 9)..<marker])
    else { return .crossReferenceMissing }
    guard offset < evidence.length else { return .crossReferenceBeyondEnd }

    let header = evidence.head.firstPlace(of: "%PDF-", in: 0..<1024)
    // With junk in front, some writers count from the header and some from the very beginning.
    let places = [offset, offset + Int64(header ?? 0)]
    let inSight = places.compactMap { evidence.bytes(at: $0, upTo: 64) }
    if !inSight.isEmpty, !inSight.contains(where: beginsCrossReference) {
      return .crossReferenceMisplaced
    }
    return header == nil ? .headerMissing : nil
  }

  /// Whether more than padding stands behind the last `%%EOF`: what a mail gateway added, or an update of the
  /// file that was cut off.
  static func hasBytesBehindEnd(_ evidence: BodyEvidence) -> Bool {
    let tail = evidence.tail
    let end = tail.countWithoutPadding
    guard let marker = tail.lastPlace(of: "%%EOF", in: max(0, end - endWindow)..<end) else {
      return false
    }
    return marker + 5 < end
  }

  /// The number that a line begins with.
  private static func number(in line: ArraySlice<UInt8>) -> Int64? {
    let digits = line.drop(while: \.isWhiteSpace).prefix(while: \.isDigit)
    return Int64(String(decoding: digits, as: UTF8.self))
  }

  /// Whether these bytes begin a table (`xref`) or an object (`13 0 obj`).
  private static func beginsCrossReference(_ bytes: ArraySlice<UInt8>) -> Bool {
    let bytes = bytes.drop(while: \.isWhiteSpace)
    if bytes.starts(with: Array("xref".utf8)) { return true }
    var rest = bytes
    for _ in 0..<2 {
      let digits = rest.prefix(while: \.isDigit)
      guard !digits.isEmpty else { return false }
      let behind = rest.dropFirst(digits.count)
      rest = behind.drop(while: \.isWhiteSpace)
      guard rest.startIndex > behind.startIndex else { return false }
    }
    return rest.starts(with: Array("obj".utf8))
  }
}
