// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Text

/// The page by which a person finds their way in a folder of documents: its beginning, a row for each, and its end.
enum FolderPage {
  static let head = """
    <!DOCTYPE html>
    <html lang="en"><head><meta charset="utf-8"><title>Documents</title>
    <meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">
    <meta name="color-scheme" content="light dark">
    <style>body{font:1rem/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem}
    table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.3rem .6rem .3rem 0;
    border-bottom:1px solid #8886;vertical-align:top;overflow-wrap:anywhere}</style></head>
    <body><main><h1>Documents</h1>
    <p>Beside each document lie its provenance (.capture.json) and, where it was signed for, the proof of it (.tlog-proof).</p>
    <table><thead><tr><th scope="col">Title</th><th scope="col">Version</th><th scope="col">Kept</th>
    <th scope="col">Standing</th><th scope="col">Address</th></tr></thead><tbody>

    """

  static let foot = "</tbody></table></main></body></html>\n"

  static func row(_ row: VersionRow) -> String {
    let title = row.title.isEmpty ? row.fileName : row.title
    let path = (row.file ?? "").split(separator: "/").map { "/" + encoded($0) }.joined()
    return """
      <tr><td><a href=".\(path)">\(title.escapedAsMarkup)</a></td><td>v\(row.version)</td>\
      <td>\(row.keptAt.formatted(.iso8601.year().month().day()))</td>\
      <td>\(row.standing.escapedAsMarkup)</td><td>\(row.address.escapedAsMarkup)</td></tr>

      """
  }

  /// A part of a path in an address.
  ///
  /// Source: RFC 3986, section 2.3
  private static func encoded(_ name: Substring) -> String {
    name.utf8.map { byte in
      let isPlain = byte.isLetter || byte.isDigit || [0x2D, 0x2E, 0x5F, 0x7E].contains(byte)
      let digits = String(byte, radix: 16, uppercase: true)
      return isPlain ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + digits
    }.joined()
  }
}
