// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Records

/// Tells what a body is by its signature.
///
/// Servers declare `application/octet-stream`, `text/plain` and worse for a good PDF, and
/// `application/pdf` for an error page; so the bytes speak first, and the declared type only chooses
/// between kinds that no signature tells apart.
package enum BodySignature {
  /// The kind of a body.
  ///
  /// - Parameters:
  ///   - evidence: the two ends of the body.
  ///   - declaredType: the `Content-Type` field, if there was one.
  /// - Returns: `.unknown` for an empty body and for bytes of no known kind.
  package static func kind(of evidence: BodyEvidence, declaredType: String?) -> BodyKind {
    let declared = declaredType.flatMap(BodyKind.init(mediaType:))
    let head = evidence.head
    if let place = head.firstPlace(of: "%PDF-", in: 0..<1024), hasVersion(head, behind: place + 5),
      place == 0 || !isQuoted(at: place, in: evidence)
    {
      return .pdf
    }
    if head.holds([0x50, 0x4B, 0x03, 0x04], at: 0) || head.holds([0x50, 0x4B, 0x05, 0x06], at: 0) {
      return ZipDirectory.kind(of: evidence, declared: declared)
    }
    if head.holds(CompoundFile.signature, at: 0) {
      return CompoundFile.kind(of: evidence, declared: declared)
    }
    if let kind = fixed.first(where: { head.holds($0.signature, at: 0) })?.kind { return kind }
    if head.holds(Array("RIFF".utf8), at: 0), head.holds(Array("WEBP".utf8), at: 8) { return .webp }
    if isPDFWithoutHeader(evidence) { return .pdf }
    return TextSignature.kind(of: head, declared: declared) ?? .unknown
  }

  /// Whether a body says with its first bytes that it is a file, so that nobody has to read it as text.
  package static func marks(_ head: [UInt8]) -> Bool {
    if head.holds(Array("%PDF-".utf8), at: 0) { return hasVersion(head, behind: 5) }
    return marks.contains { head.holds($0, at: 0) }
  }

  private static let marks = [[0x50, 0x4B, 0x03, 0x04], CompoundFile.signature]

  /// Whether what stands behind `%PDF-` could be a version; web pages write about the five letters.
  private static func hasVersion(_ head: [UInt8], behind place: Int) -> Bool {
    place < head.count && head[place].isDigit
  }

  /// Whether it is a page that has these letters in its text.
  ///
  /// Careless scripts put their warnings in front of a file, as markup. So what begins as a page is a file only
  /// where the letters begin a line, and where the end is that of a PDF if it is in sight.
  private static func isQuoted(at place: Int, in evidence: BodyEvidence) -> Bool {
    let before = Array(evidence.head[..<place])
    guard TextSignature.kind(of: before, declared: nil) == .html else { return false }
    let beginsLine = before.last == 0x0A || before.last == 0x0D
    guard beginsLine, pageMarks.firstMatch(in: before) == nil else { return true }
    return !evidence.isBeginning && !hasEnd(evidence)
  }

  private static let pageMarks = PhraseTable(["<!doctype", "<html", "<head", "<body"])

  private static let fixed: [(signature: [UInt8], kind: BodyKind)] = [
    (Array("{\\rtf".utf8), .rtf),
    ([0x1F, 0x8B, 0x08], .gzip),
    ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], .png),
    ([0xFF, 0xD8, 0xFF], .jpeg),
    (Array("GIF87a".utf8), .gif),
    (Array("GIF89a".utf8), .gif),
    ([0x49, 0x49, 0x2A, 0x00], .tiff),
    ([0x4D, 0x4D, 0x00, 0x2A], .tiff),
  ]

  /// Whether a body without the header line is a PDF all the same.
  ///
  /// Readers open a file whose header is misspelt or missing, so it is worth keeping; the other three
  /// landmarks must then all be there.
  private static func isPDFWithoutHeader(_ evidence: BodyEvidence) -> Bool {
    evidence.head.first == UInt8(ascii: "%")
      && evidence.head.firstPlace(of: " obj", in: 0..<1024) != nil && hasEnd(evidence)
  }

  private static func hasEnd(_ evidence: BodyEvidence) -> Bool {
    let tail = evidence.tail
    let end = max(0, tail.count - 1024)..<tail.count
    return tail.lastPlace(of: "startxref", in: end) != nil
      && tail.lastPlace(of: "%%EOF", in: end) != nil
  }
}
