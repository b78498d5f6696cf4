// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

internal import Addressing
package import Records

/// What a link seems to lead to, judged before anybody asks for it.
///
/// A guess to plan by: what is really served is found out by appraisal.
package enum LinkExpectation: String, Hashable, Sendable {
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
  package var expectation: LinkExpectation {
    if let expectedKind { return expectedKind == .html ? .page : .document }
    switch address.pathExtension.flatMap(FileEnding.init) {
    case .asset: return .asset
    case .page: return address.query == nil ? .page : .unknown
    case .document, nil: break
    }
    if isDownloadRoute { return .document }
    if address.query == nil, place == .navigation || address.path == "/" { return .page }
    return .unknown
  }

  /// The format that the publisher states, or else the document format that the address or the text names.
  ///
  /// The extension of the path decides, then a file name in the query, then words like `(PDF, 2 MB)`.
  package var expectedKind: BodyKind? {
    if let kind = stated?.kind { return kind }
    switch address.pathExtension.flatMap(FileEnding.init) {
    case .document(let kind): return kind
    case .asset: return nil
    case .page, nil: break
    }
    for parameter in address.query?.split(separator: "&") ?? [] {
      let suffix = parameter.split(separator: ".", omittingEmptySubsequences: false).last ?? ""
      // The address of a document is what “share this” hands on; it is no document itself.
      guard suffix.utf8.count < parameter.utf8.count, !Self.holdsAddress(parameter) else {
        continue
      }
      if case .document(let kind) = FileEnding(suffix.lowercased()) { return kind }
    }
    return kindInText
  }

  /// What picture the address ends as; nil for none.
  package var pictureKind: BodyKind? {
    address.pathExtension.flatMap(BodyKind.init(pathExtension:)).flatMap { $0.isImage ? $0 : nil }
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

  /// The format in `(PDF)`, `[pdf]`, `PDF, 1.2MB`, `1.7 MB / PDF`, `Download PDF` or `report.pdf`.
  private var kindInText: BodyKind? { Self.kind(in: text) }

  private static func kind(in text: String) -> BodyKind? {
    let words = LinkText.words(of: text)
    for (index, word) in words.enumerated() {
      guard let kind = spokenKind(word) else { continue }
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

  /// Whether words name a document format, as those of a link do.
  static func namesKind(in words: String) -> Bool {
    kind(in: words) != nil
  }

  private static func isSize(_ word: Substring) -> Bool {
    LinkText.sizeUnits.contains(String(word)) || LinkText.isQuantity(word)
  }
}

extension Link {
  /// Whether it leads to sound or film, as its address ends: to nothing that any kind keeps.
  package var isRecording: Bool {
    address.pathExtension.map(FileEnding.recordings.contains) == true && expectation == .asset
  }

  /// The format that a word of a link's text names.
  private static func spokenKind(_ word: Substring) -> BodyKind? {
    switch word {
    case "word": .docx
    case "excel": .xlsx
    // Words of other things, too.
    case "txt", "dot", "pps": nil
    default:
      FileEnding(String(word)).flatMap { if case .document(let kind) = $0 { kind } else { nil } }
    }
  }
}

/// What the ending of a file's name says to a collector of documents.
private enum FileEnding {
  case document(BodyKind)
  /// A page, or a script that makes one or anything else.
  case page
  /// A part of how a page looks or sounds.
  case asset

  /// - Parameter ending: without its dot, in lower case.
  init?(_ ending: String) {
    if Self.scripts.contains(ending) {
      self = .page
    } else if Self.parts.contains(ending) || Self.recordings.contains(ending) {
      self = .asset
    } else {
      guard let kind = BodyKind(pathExtension: ending) else { return nil }
      switch kind {
      case .html: self = .page
      // No browser shows these: they are scans.
      case .tiff: self = .document(.tiff)
      case _ where kind.isImage: self = .asset
      case .text: self = .document(.text)
      case _ where kind.isDocument: self = .document(kind)
      default: return nil
      }
    }
  }

  /// Sound and film; some of it is what a publisher had to say.
  static let recordings: Set<String> = [
    "avi", "m4a", "m4v", "mov", "mp3", "mp4", "mpg", "ogg", "wav", "webm", "wmv",
  ]

  private static let scripts: Set<String> = ["asp", "aspx", "cfm", "do", "jsp", "php", "shtml"]

  private static let parts: Set<String> = [
    "bmp", "css", "eot", "ico", "js", "map", "mjs", "otf", "svg", "ttf", "woff", "woff2",
  ]
}
