// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Records

/// Checks that a body is whole, as far as its two ends tell.
///
/// A transfer that is neither measured nor chunked ends wherever the connection does, and libcurl
/// calls that success; only the format of the body can then tell that half of it is missing. The
/// check is for whole and broken, not for valid: what a reader would open passes.
package enum Structure {
  /// Looks for a fault.
  ///
  /// - Parameters:
  ///   - evidence: the two ends of the body.
  ///   - kind: what the body is, by ``BodySignature``.
  ///   - declaredLength: the length that was announced for these very bytes, not for a compressed
  ///     form of them.
  /// - Returns: the first fault found, or nil.
  package static func check(
    _ evidence: BodyEvidence,
    kind: BodyKind,
    declaredLength: Int64?
  ) -> StructureFault? {
    if evidence.length == 0 { return .empty }
    // Browsers show a page that is cut off, and its generator may count wrongly.
    if kind == .html { return nil }
    if let declaredLength, evidence.length < declaredLength { return .shorterThanDeclared }
    if kind == .pdf { return checkPDF(evidence) }
    if kind.isZipFamily { return checkZip(evidence) }
    if kind.isCompoundFile { return checkCompoundFile(evidence) }
    if kind == .rtf { return checkRichText(evidence) }
    return nil
  }

  private static func checkZip(_ evidence: BodyEvidence) -> StructureFault? {
    guard let directory = ZipDirectory(evidence) else { return .directoryMissing }
    guard !directory.isZip64, directory.entryCount > 0 else { return nil }
    guard directory.offset + directory.size <= directory.endRecord else {
      return .directoryMisplaced
    }
    // With something put in front of the archive, the directory ends where its end record begins.
    let places = [directory.offset, directory.endRecord - directory.size]
    let inSight = places.compactMap { evidence.bytes(at: $0, upTo: 4) }
    guard !inSight.isEmpty, !inSight.contains([0x50, 0x4B, 0x01, 0x02]) else { return nil }
    return .directoryMisplaced
  }

  private static func checkCompoundFile(_ evidence: BodyEvidence) -> StructureFault? {
    guard let file = CompoundFile(evidence.head) else {
      return evidence.length < 512 ? .sectorMissing : .headerBroken
    }
    return evidence.length >= file.leastLength(of: evidence) ? nil : .sectorMissing
  }

  private static func checkRichText(_ evidence: BodyEvidence) -> StructureFault? {
    // An old editor's end-of-file mark may follow.
    let end = evidence.tail.prefix(evidence.tail.countWithoutPadding)
    let last = end.last { $0 != 0x1A && $0 != 0 && !$0.isWhiteSpace }
    return last == UInt8(ascii: "}") ? nil : .braceOpen
  }
}
