// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// What a body is, by its own bytes.
///
/// The raw values are the words of the configuration (`kinds: [pdf, docx, odt, page]`) and of every
/// `--json`.
package enum BodyKind: String, Codable, CaseIterable, Hashable, Sendable {
  case pdf
  case doc, xls, ppt
  /// A compound file of an application that its streams do not name: an encrypted document, a mail.
  case ole
  case docx, xlsx, pptx
  case odt, ods, odp
  case rtf
  case epub
  case zip, gzip
  case jpeg, png, gif, tiff, webp
  case csv
  case html = "page"
  case xml, json, text
  case unknown
}

extension BodyKind {
  /// The extension of the name under which a body is kept: `document.pdf`.
  package var pathExtension: String {
    switch self {
    case .html: "html"
    case .gzip: "gz"
    case .jpeg: "jpg"
    case .tiff: "tif"
    case .text: "txt"
    case .unknown: "bin"
    default: rawValue
    }
  }

  /// Whether this is something a publisher issues as a file.
  ///
  /// Web pages are not, nor bytes of no known kind; plain text, XML and JSON are only where somebody
  /// asked for them, because error messages come as these too.
  package var isDocument: Bool {
    switch self {
    case .html, .xml, .json, .text, .unknown: false
    default: true
    }
  }

  /// Whether this kind has no signature of its own and is told by its declared type.
  package var isPlainText: Bool {
    switch self {
    case .csv, .xml, .json, .text: true
    default: false
    }
  }

  /// Whether this is data or text that a link hardly ever tells from a page: kept only where somebody asked for it.
  package var isLooseText: Bool { isPlainText && !isDocument }

  /// Whether the body is a picture: on a page a decoration, at its own address a scan.
  package var isImage: Bool {
    switch self {
    case .jpeg, .png, .gif, .tiff, .webp: true
    default: false
    }
  }

  /// Whether the body is a ZIP archive inside, whatever it is outside.
  package var isZipFamily: Bool {
    switch self {
    case .docx, .xlsx, .pptx, .odt, .ods, .odp, .epub, .zip: true
    default: false
    }
  }

  /// Whether the body is an OLE compound file.
  package var isCompoundFile: Bool {
    switch self {
    case .doc, .xls, .ppt, .ole: true
    default: false
    }
  }

  /// What a person calls it: `PDF`, `Word document`, `web page`.
  package var name: String {
    switch self {
    case .pdf: "PDF"
    case .doc: "Word document (97–2003)"
    case .xls: "Excel workbook (97–2003)"
    case .ppt: "PowerPoint presentation (97–2003)"
    case .ole: "Office file of unknown kind"
    case .docx: "Word document"
    case .xlsx: "Excel workbook"
    case .pptx: "PowerPoint presentation"
    case .odt: "OpenDocument text"
    case .ods: "OpenDocument spreadsheet"
    case .odp: "OpenDocument presentation"
    case .rtf: "rich text document"
    case .epub: "e-book"
    case .zip: "ZIP archive"
    case .gzip: "gzip archive"
    case .jpeg: "JPEG image"
    case .png: "PNG image"
    case .gif: "GIF image"
    case .tiff: "TIFF image"
    case .webp: "WebP image"
    case .csv: "CSV table"
    case .html: "web page"
    case .xml: "XML file"
    case .json: "JSON file"
    case .text: "plain text"
    case .unknown: "file of unknown kind"
    }
  }

  /// The name as it stands in a sentence: `a PDF`, `an Excel workbook`.
  package var nameWithArticle: String {
    switch self {
    case .text: name
    case .xls, .xlsx, .ole, .odt, .ods, .odp, .epub, .xml: "an \(name)"
    default: "a \(name)"
    }
  }
}
