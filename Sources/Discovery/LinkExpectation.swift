// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

internal import Addressing

/// What a link seems to lead to, judged before anybody asks for it.
///
/// A guess to plan by: what is really served is found out by appraisal.
public enum LinkExpectation: String, Hashable, Sendable {
  /// A file to keep: its address or its text names a document format.
  case document
  /// A page of the site.
  case page
  /// A part of how the page looks or sounds.
  case asset
  /// Anything else, such as `https://files.ofsted.gov.uk/v1/file/50285309`; only asking will tell.
  case unknown
}

extension Link {
  /// What the link seems to lead to, by its address first and its text second.
  public var expectation: LinkExpectation {
    if expectedKind != nil { return .document }
    if let suffix = address.pathExtension {
      if FileKinds.assets.contains(suffix) { return .asset }
      if FileKinds.pages.contains(suffix), address.query == nil { return .page }
      if FileKinds.isKnown(suffix) { return .unknown }
    }
    if isDownloadRoute { return .document }
    if address.query == nil, isInNavigation || address.path == "/" { return .page }
    return .unknown
  }

  /// The document format that the address or the text names: `pdf`, `docx`.
  ///
  /// The extension of the path decides, then a file name in the query, then words like `(PDF, 2 MB)`.
  public var expectedKind: String? {
    if let suffix = address.pathExtension, FileKinds.isKnown(suffix), !isScript(suffix) {
      return FileKinds.documents.contains(suffix) ? suffix : nil
    }
    if let query = address.query {
      for parameter in query.split(separator: "&") {
        let suffix = parameter.split(separator: ".", omittingEmptySubsequences: false).last ?? ""
        // The address of a document is what “share this” hands on; it is no document itself.
        guard !Self.holdsAddress(parameter) else { continue }
        if suffix.utf8.count < parameter.utf8.count,
          FileKinds.documents.contains(suffix.lowercased())
        {
          return suffix.lowercased()
        }
      }
    }
    return kindInText
  }

  /// Addresses by which site software delivers files without naming them.
  private var isDownloadRoute: Bool {
    let path = address.path.lowercased()
    // Jadu, and WordPress Download Manager.
    let isJadu = ["/downloads/file/", "/download/downloads/id/"].contains { route in
      path.firstRange(of: route).map { path[$0.upperBound...].first?.isNumber == true } ?? false
    }
    let parameters = (address.query ?? "").split(separator: "&")
    return isJadu || parameters.contains { $0.hasPrefix("wpdmdl=") || $0 == "task=download.send" }
  }

  /// Whether the value of a query's parameter is a whole address of its own.
  private static func holdsAddress(_ parameter: Substring) -> Bool {
    guard let value = parameter.split(separator: "=", maxSplits: 1).last?.lowercased() else {
      return false
    }
    return ["://", "%3a//", "%3a%2f%2f", ":%2f%2f"].contains { mark in
      value.hasPrefix("http" + mark) || value.hasPrefix("https" + mark)
    }
  }

  private func isScript(_ suffix: String) -> Bool {
    FileKinds.pages.contains(suffix)
  }

  /// The format in `(PDF)`, `[pdf]`, `PDF, 1.2MB`, `1.7 MB / PDF`, `Download PDF` or `report.pdf`.
  private var kindInText: String? {
    let words = LinkText.words(of: text)
    for (index, word) in words.enumerated() {
      guard let kind = FileKinds.spoken[word] else { continue }
      // Words are parts of one string, so what stands before them can be looked at.
      let before = word.base[..<word.startIndex].last
      if before == "(" || before == "[" || words.count == 1 { return kind }
      guard word != "word", word != "excel" else { continue }
      let isLast = index == words.count - 1
      let isBeforeSize = index + 1 < words.count && LinkText.isQuantity(words[index + 1])
      let isAfterSize = index > 0 && isSize(words[index - 1])
      if isLast || isBeforeSize || isAfterSize { return kind }
    }
    return nil
  }

  private func isSize(_ word: Substring) -> Bool {
    LinkText.sizeUnits.contains(String(word)) || LinkText.isQuantity(word)
  }
}

/// File name extensions, by what a collector of documents does with them.
private enum FileKinds {
  static let documents: Set<String> = [
    "csv", "doc", "docm", "docx", "epub", "odp", "ods", "odt", "pdf", "ppt", "pptx", "rtf", "txt",
    "xls", "xlsb", "xlsm", "xlsx", "zip",
  ]
  static let pages: Set<String> = [
    "asp", "aspx", "cfm", "do", "htm", "html", "jsp", "php", "shtml", "xhtml",
  ]
  static let assets: Set<String> = [
    "avi", "bmp", "css", "eot", "gif", "ico", "jpeg", "jpg", "js", "m4a", "m4v", "map", "mjs",
    "mov", "mp3", "mp4", "mpg", "ogg", "otf", "png", "svg", "tif", "tiff", "ttf", "wav", "webm",
    "webp", "wmv", "woff", "woff2",
  ]
  /// Names of formats as link texts say them.
  static let spoken: [Substring: String] = [
    "csv": "csv", "doc": "doc", "docx": "docx", "excel": "xlsx", "odp": "odp", "ods": "ods",
    "odt": "odt", "pdf": "pdf", "pptx": "pptx", "rtf": "rtf", "word": "docx", "xls": "xls",
    "xlsx": "xlsx", "zip": "zip",
  ]

  static func isKnown(_ suffix: String) -> Bool {
    documents.contains(suffix) || pages.contains(suffix) || assets.contains(suffix)
  }
}
