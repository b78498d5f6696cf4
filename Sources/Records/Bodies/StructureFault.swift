// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// What is wrong with the build of a body.
package enum StructureFault: String, Codable, CaseIterable, Hashable, Sendable {
  /// Not one byte.
  case empty
  /// Fewer bytes than the server, or the publisher's own list, announced.
  case shorterThanDeclared = "shorter-than-declared"
  /// A PDF without `%%EOF` in its last 2 KiB.
  case endMarkerMissing = "end-marker-missing"
  /// A PDF that does not say where its cross-reference table is.
  case crossReferenceMissing = "cross-reference-missing"
  /// A PDF whose cross-reference table would stand behind its end.
  case crossReferenceBeyondEnd = "cross-reference-beyond-end"
  /// A PDF that has something else where its cross-reference table should be.
  case crossReferenceMisplaced = "cross-reference-misplaced"
  /// A PDF whose first line is misspelt or missing.
  case headerMissing = "header-missing"
  /// A PDF of unknown length with something behind its end, which may be the beginning of more.
  case bytesBehindEnd = "bytes-behind-end"
  /// A ZIP archive, or an office document that is one, without its end record.
  case directoryMissing = "directory-missing"
  /// A ZIP archive whose directory does not fit between its beginning and its end record.
  case directoryMisplaced = "directory-misplaced"
  /// A compound file whose header makes no sense.
  case headerBroken = "header-broken"
  /// A compound file that ends before a sector that is in use.
  case sectorMissing = "sector-missing"
  /// A rich text document that ends before its last brace is closed.
  case braceOpen = "brace-open"
  /// Longer or shorter than the publisher's own list of files says.
  case otherThanStated = "other-than-stated"
}

extension StructureFault {
  /// Whether the body is damaged for certain.
  ///
  /// Structure says what is odd; whether anything can be missing, the transfer says. Where that was
  /// measured, the publisher's file itself may be so: readers repair offsets that are out, odd first lines
  /// and ends that are missing or have something behind them. In others a byte was lost on the way. One look
  /// cannot tell which, a second fetch can: so these are doubts, not damage.
  ///
  /// - Parameter isMeasured: whether HTTP vouches for the length of the body: as many bytes came as were
  ///   announced, or the last chunk (RFC 9112 §6.3).
  /// - Returns: false where a second fetch decides.
  package func isConclusive(measured isMeasured: Bool) -> Bool {
    switch self {
    case .crossReferenceMisplaced, .headerMissing, .bytesBehindEnd, .otherThanStated: false
    case .empty, .shorterThanDeclared: true
    default: !isMeasured
    }
  }

  /// The kind of damage this is a sign of.
  package var damage: Damage {
    switch self {
    case .empty: .empty
    case .shorterThanDeclared, .endMarkerMissing, .bytesBehindEnd, .crossReferenceBeyondEnd,
      .directoryMissing,
      .sectorMissing, .braceOpen, .otherThanStated:
      .truncated
    case .crossReferenceMissing, .crossReferenceMisplaced, .headerMissing, .directoryMisplaced,
      .headerBroken:
      .corrupt
    }
  }

  /// What is wrong, in a user's words.
  package var sentence: String {
    switch self {
    case .empty: "the file is empty"
    case .shorterThanDeclared: "the file is shorter than announced"
    case .endMarkerMissing: "the PDF has no end"
    case .crossReferenceMissing: "the PDF has lost its cross-reference table"
    case .crossReferenceBeyondEnd: "a part of the PDF is missing"
    case .crossReferenceMisplaced: "the offsets in the PDF are out; a byte may be missing"
    case .headerMissing: "the first line of the PDF is odd"
    case .bytesBehindEnd: "something stands behind the end of the PDF; more of it may be missing"
    case .directoryMissing: "the end of the file is missing"
    case .directoryMisplaced: "a part of the file is missing or was added"
    case .headerBroken: "the header of the file makes no sense"
    case .sectorMissing: "the end of the file is missing"
    case .braceOpen: "the document breaks off"
    case .otherThanStated: "the file is not as long as its publisher states"
    }
  }
}
