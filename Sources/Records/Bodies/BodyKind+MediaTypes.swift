// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import HTTP

extension BodyKind {
  /// The media types under which servers declare this kind, the registered one first.
  ///
  /// `application/octet-stream` belongs to none.
  package var mediaTypes: [String] {
    let office = "application/vnd.openxmlformats-officedocument"
    let openDocument = "application/vnd.oasis.opendocument"
    return switch self {
    case .pdf: ["application/pdf", "application/x-pdf"]
    case .doc: ["application/msword"]
    case .xls: ["application/vnd.ms-excel", "application/msexcel", "application/x-msexcel"]
    case .ppt: ["application/vnd.ms-powerpoint", "application/mspowerpoint"]
    case .ole: ["application/x-ole-storage"]
    case .docx: ["\(office).wordprocessingml.document"]
    case .xlsx: ["\(office).spreadsheetml.sheet"]
    case .pptx: ["\(office).presentationml.presentation"]
    case .odt: ["\(openDocument).text"]
    case .ods: ["\(openDocument).spreadsheet"]
    case .odp: ["\(openDocument).presentation"]
    case .rtf: ["application/rtf", "text/rtf"]
    case .epub: ["application/epub+zip"]
    case .zip: ["application/zip", "application/x-zip-compressed"]
    case .gzip: ["application/gzip", "application/x-gzip"]
    case .jpeg: ["image/jpeg", "image/jpg"]
    case .png: ["image/png"]
    case .gif: ["image/gif"]
    case .tiff: ["image/tiff"]
    case .webp: ["image/webp"]
    case .csv: ["text/csv", "application/csv"]
    case .html: ["text/html", "application/xhtml+xml"]
    case .xml: ["application/xml", "text/xml", "application/rss+xml", "application/atom+xml"]
    case .json: ["application/json", "application/ld+json", "application/geo+json"]
    case .text: ["text/plain"]
    case .unknown: []
    }
  }

  /// The kind that a `Content-Type` field promises; its parameters and case do not matter.
  package init?(mediaType: String) {
    guard let kind = Self.byMediaType[MediaType(mediaType).essence] else { return nil }
    self = kind
  }

  /// The kind that the end of a file name promises, without the dot: `pdf`, `DOCX`.
  package init?(pathExtension: String) {
    guard let kind = Self.byExtension[pathExtension.lowercased()] else { return nil }
    self = kind
  }

  private static let byMediaType: [String: BodyKind] = {
    var table: [String: BodyKind] = [:]
    for kind in allCases {
      for type in kind.mediaTypes { table[type] = kind }
    }
    return table
  }()

  static let byExtension: [String: BodyKind] = {
    var table: [String: BodyKind] = [
      "docm": .docx, "dotx": .docx, "xlsm": .xlsx, "xlsb": .xlsx, "xltx": .xlsx, "ppsx": .pptx,
      "pptm": .pptx,
      "dot": .doc, "pps": .ppt, "jpeg": .jpeg, "tiff": .tiff, "htm": .html, "xhtml": .html,
    ]
    for kind in allCases where kind != .unknown && kind != .ole {
      table[kind.pathExtension] = kind
    }
    return table
  }()
}
