// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Fixity
package import Records

/// What documents are compared by that are made anew at each request.
///
/// Two bodies with the same content differ only in fields that no reader of the document sees and that are written anew
/// whenever it is made: dates of making, identifiers, the name of what made it, and places in the file that follow from
/// the length of these. Where the structure of a body is not understood from its first to its last byte, it has no
/// content in this sense: then its bytes count
/// (docs/decisions/0023-a-document-made-anew-is-compared-by-its-content.md).
package enum DocumentContent {
  /// Longer bodies are compared byte by byte: a body is looked at in memory.
  package static let longest: Int64 = 64 << 20

  /// Whether bodies of this kind have fields that are told apart.
  package static func isComparable(_ kind: BodyKind) -> Bool {
    kind == .pdf || kind == .rtf || kind == .gzip || kind.isZipFamily
  }

  /// The digest of what counts.
  ///
  /// - Returns: nil where the body's structure is not understood.
  package static func digest(of bytes: [UInt8], as kind: BodyKind) -> Digest? {
    guard bytes.count <= longest else { return nil }
    let form: ContentForm? =
      switch kind {
      case .pdf: PDFContent.form(of: bytes)
      case .rtf: RichTextContent.form(of: bytes)
      case .gzip: gzipForm(of: bytes)
      case _ where kind.isZipFamily: ZipContent.form(of: bytes)
      default: nil
      }
    return form?.digest(as: "hanaper/content/1 \(kind.rawValue)")
  }

  /// Whether a body has no content in this sense because it is encrypted: each making of it is other bytes throughout.
  package static func isEncrypted(_ bytes: [UInt8], as kind: BodyKind) -> Bool {
    kind == .pdf && bytes.count <= longest && PDFContent.isEncrypted(bytes)
  }

  /// The time of the file that was packed stands in the header.
  ///
  /// Source: RFC 1952, section 2.3.
  private static func gzipForm(of bytes: [UInt8]) -> ContentForm? {
    guard bytes.count >= 18, bytes.starts(with: [0x1F, 0x8B, 8]) else { return nil }
    var form = ContentForm(bytes)
    form.replace(4..<8, by: "time")
    return form
  }
}
