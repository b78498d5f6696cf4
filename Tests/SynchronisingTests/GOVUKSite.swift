// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Night
import Records
import Support
import Testing

@testable import Synchronising

/// A site that answers as GOV.UK's content API does; its files lie on the same host.
struct GOVUKSite {
  let site: Partnership

  static let collection = "/government/collections/reviews"
  static let organisation = "/government/organisations/the-panel"

  static func run(_ body: (GOVUKSite) async throws -> Void) async throws {
    try await Partnership.run { try await body(GOVUKSite(site: $0)) }
  }

  static func publication(_ name: String) -> String { "/government/publications/\(name)" }

  static func file(_ name: String) -> String { "/media/65cb4349a7ded0000c79e4e1/\(name).pdf" }

  static func answer(_ path: String) -> String { "/api/content\(path)" }

  static func search(from start: Int) -> String {
    "/api/search.json?filter_organisations=the-panel&fields=title,link&order=-public_timestamp"
      + "&start=\(start)&count=100"
  }

  /// Serves an answer honestly, with validators.
  func answer(_ path: String, _ json: String) {
    site.serve(Self.answer(path), Array(json.utf8), type: "application/json; charset=utf-8")
  }

  /// Serves a publication with these files, and the files.
  ///
  /// - Parameters:
  ///   - name: its own.
  ///   - files: theirs.
  ///   - notice: a notice of withdrawal.
  ///   - more: further attachments.
  func publish(_ name: String, _ files: [String], notice: String = "{}", more: [String] = []) {
    var attachments: [String] = []
    for file in files {
      let body = Bodies.pdf(file)
      site.serve(Self.file(file), body)
      attachments.append(Self.attachment(file, bytes: body.count))
    }
    publish(name, attachments: attachments + more, notice: notice)
  }

  /// Serves a publication; one whose content id is empty has none.
  func publish(
    _ name: String,
    attachments: [String],
    notice: String = "{}",
    title: String? = nil,
    id: String? = nil
  ) {
    let path = Self.publication(name)
    let id = id ?? "id-\(name)"
    answer(
      path,
      """
      {"base_path": "\(path)", "content_id": "\(id)", "schema_name": "publication", "title": "\(title ?? "Review \(name)")",
       "withdrawn_notice": \(notice), "details": {"body": "<p>Text</p>", "attachments": [\(attachments.joined(separator: ","))]}}
      """
    )
  }

  static func attachment(_ name: String, bytes: Int) -> String {
    """
    {"attachment_type": "file", "title": "Report \(name)", "url": "http://\(Partnership.host)\(file(name))",
     "content_type": "application/pdf", "file_size": \(bytes)}
    """
  }

  func collect(_ names: [String]) {
    let pages = names.map { name in
      "{\"content_id\": \"id-\(name)\", \"title\": \"Review \(name)\", \"base_path\": \"\(Self.publication(name))\"}"
    }
    answer(
      Self.collection,
      """
      {"base_path": "\(Self.collection)", "schema_name": "document_collection", "title": "Reviews",
       "details": {}, "links": {"documents": [\(pages.joined(separator: ","))]}}
      """
    )
  }

  /// Runs a night with one source.
  func night(
    _ path: String,
    _ adjust: (inout Source) -> Void = { _ in }
  ) async throws -> RunReport {
    var source = Source(id: "s", title: "S", place: .govuk(try site.address(path)))
    adjust(&source)
    return try await site.night { $0.sources = [source] }
  }
}

extension RunReport {
  var told: String { sources.compactMap(\.sentence).joined(separator: "; ") }
}
