// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

internal import Addressing
import Text

/// Addresses by which site software delivers files without naming them: a guess for what a script opens.
///
///     /media/26/download                 Drupal
///     /sites/default/files/2024-01/a     Drupal
///     /download.aspx?id=25               and /getfile.ashx?id=25, /DownloadHandler.ashx?id=25
///     /download/24                       and /documents/312, /attachments/7f6c…
///     /mgConvert2PDF.aspx?ID=1           ModernGov
///
/// A link of its own that leads there is asked for anyway; this is only for addresses that stand in a script's words.
enum DownloadRoutes {
  static func delivers(_ address: WebAddress) -> Bool {
    let segments = address.path.lowercased().split(separator: "/").suffix(deepest)
    guard let last = segments.last else {
      return names(ofQuery: address).contains(where: parameters.contains)
    }
    let (stem, ending) = split(last)
    if ending.isEmpty || scripts.contains(ending) {
      if stem.hasPrefix("mgconvert2pdf") { return true }
      let asks = address.query?.isEmpty == false
      if asks, deliverers.contains(where: stem.contains) { return true }
    }
    let before = segments.dropLast().last
    if last == "download", before.map(isKey) == true { return true }
    if let before, folders.contains(String(before)), isKey(last) { return true }
    if segments.count > 3, let sites = segments.firstIndex(of: "sites"),
      segments.dropFirst(sites - segments.startIndex + 2).first == "files"
    {
      return true
    }
    return names(ofQuery: address).contains(where: parameters.contains)
  }

  /// Of a long path, the end counts.
  private static let deepest = 16

  /// A number, or a long key with digits in it: what a program looks a file up by.
  private static func isKey(_ segment: Substring) -> Bool {
    let bytes = segment.utf8
    if !bytes.isEmpty, bytes.allSatisfy(\.isDigit) { return true }
    return bytes.count >= 16 && bytes.contains(where: \.isDigit)
      && bytes.allSatisfy { $0.isHexDigit || $0 == UInt8(ascii: "-") }
  }

  private static func split(_ segment: Substring) -> (stem: Substring, ending: Substring) {
    guard let dot = segment.lastIndex(of: ".") else { return (segment, "") }
    return (segment[..<dot], segment[segment.index(after: dot)...])
  }

  private static func names(ofQuery address: WebAddress) -> [String] {
    (address.query ?? "").split(separator: "&").prefix(deepest)
      .compactMap { parameter in
        parameter.firstIndex(of: "=").map { parameter[..<$0].lowercased() }
      }
  }

  private static let scripts: Set<Substring> = [
    "ashx", "asp", "aspx", "axd", "cfm", "do", "jsp", "php",
  ]
  private static let deliverers = [
    "download", "getfile", "getdoc", "getattachment", "viewfile", "viewdoc", "showfile", "showdoc",
    "openfile", "opendoc", "filehandler", "documenthandler", "dochandler", "streamfile",
    "attachment",
  ]
  private static let folders: Set<String> = [
    "attachment", "attachments", "doc", "docs", "document", "documents", "download", "downloads",
    "file", "files", "getfile", "get-file", "getdocument",
  ]
  private static let parameters: Set<String> = [
    "attachment_id", "download", "download_id", "sdm_process_download", "wpdmdl", "wpfd_file_id",
  ]
}
