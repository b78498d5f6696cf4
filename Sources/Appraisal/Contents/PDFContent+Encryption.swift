// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

extension PDFContent {
  /// Whether nobody sees what a PDF says without deciphering it; false where its structure is not understood.
  static func isEncrypted(_ bytes: [UInt8]) -> Bool {
    guard bytes.starts(with: Array("%PDF-".utf8)), let end = end(of: bytes) else { return false }
    return PDFReferences(of: bytes, from: end.start)?.isEncrypted ?? false
  }
}
