// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import HTTPTypes
import NIOCore
import Records
import SystemPackage

/// What is answered to a request, before it is sent.
enum RoomAnswer: Sendable {
  case page(Page)
  case file(File)
  /// Another place, for the moment.
  case elsewhere(String, HTTPFields)

  /// Something that is in memory.
  struct Page: Sendable {
    var status = 200
    let type: String
    /// Shared by all to whom it is sent.
    let bytes: ByteBuffer
    let tag: String
    var headers = HTTPFields()
    /// Whether the same comes until the archive changes.
    var isLasting = true
  }

  /// The bytes of a version.
  struct File: Sendable {
    let path: FilePath
    let size: Int64
    let type: String
    let tag: String
    let keptAt: Date
    var headers: HTTPFields
  }
}

extension BodyKind {
  /// The media type that a version is served with: what it is, not what its site called it.
  var mediaType: String {
    switch self {
    case .pdf: "application/pdf"
    case .doc: "application/msword"
    case .xls: "application/vnd.ms-excel"
    case .ppt: "application/vnd.ms-powerpoint"
    case .docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    case .pptx: "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    case .odt: "application/vnd.oasis.opendocument.text"
    case .ods: "application/vnd.oasis.opendocument.spreadsheet"
    case .odp: "application/vnd.oasis.opendocument.presentation"
    case .rtf: "application/rtf"
    case .epub: "application/epub+zip"
    case .zip: "application/zip"
    case .gzip: "application/gzip"
    case .jpeg: "image/jpeg"
    case .png: "image/png"
    case .gif: "image/gif"
    case .tiff: "image/tiff"
    case .webp: "image/webp"
    case .csv: "text/csv; charset=utf-8"
    case .html: "text/html"
    case .xml: "application/xml"
    case .json: "application/json"
    case .text: "text/plain; charset=utf-8"
    case .ole, .unknown: "application/octet-stream"
    }
  }

  /// Whether nothing of it can run where it is opened by itself.
  var isInert: Bool {
    switch self {
    case .html, .xml, .unknown: false
    default: true
    }
  }

  /// Whether a browser may show it by itself.
  ///
  /// What could run or load something is handed out to be kept.
  var mayBeShown: Bool { self == .pdf || self == .text }
}
