// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity
import Addressing
import Foundation
import Records

/// What a table of an export says of a version, in a row or an object.
struct VersionRow: Encodable, Sendable {
  let id: String
  let address: String
  let title: String
  let version: Int
  let keptAt: Date
  let kind: String
  let size: Int64
  let digest: String
  let fileName: String
  let standing: String
  let sources: [String]
  let status: Int?
  /// Where it is in the export; nil where documents are not in it.
  let file: String?

  init(_ item: ExportItem, file: String?) {
    let (document, version) = (item.document, item.version)
    (id, address, title) = (document.address.shortID, document.address.text, document.title)
    (self.version, keptAt, kind) = (version.number, version.capturedAt, version.kind.rawValue)
    (size, digest, fileName) = (version.size, version.digest.description, version.fileName)
    standing = document.standing?.word ?? Standing.unknown.word
    sources = Array(Set(item.capture.listed.map(\.source))).sorted()
    status = item.capture.deposit == nil ? item.capture.response.status : nil
    self.file = file
  }

  static let names = [
    "id", "address", "title", "version", "kept at", "kind", "size", "digest", "file name",
    "standing",
    "sources", "status", "file",
  ]

  var cells: [String] {
    [
      id, address, title, "\(version)", keptAt.formatted(.iso8601), kind, "\(size)", digest,
      fileName,
      standing, sources.joined(separator: " "), status.map(String.init) ?? "", file ?? "",
    ]
  }
}
