// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Records
import Text

/// Tells a page that shows a file from other pages, and finds the file's own address where it stands there.
///
/// Viewers are drives, shares and code hosts (Google Drive, Dropbox, SharePoint, `/blob/`), pdf.js and its likes, and pages with the
/// file in a frame. A reader who clicks reads the report, so such a page is never a sign that it is gone.
struct ViewerSigns {
  /// The file that the page shows, where its address stands in the page or in the page's own address.
  let file: WebAddress?
  /// Whether it shows a file, by its address or its parts.
  let isViewer: Bool
  /// Whether that is certain even where nobody expected a file: the address is a viewer's, and a file is named, or every reader
  /// is sent on to one.
  let isCertain: Bool

  /// - Parameters:
  ///   - page: what came.
  ///   - final: where it was found.
  ///   - asked: what was asked for.
  init(_ page: PageSketch, at final: WebAddress, asked: WebAddress) {
    let addresses = asked == final ? [asked] : [asked, final]
    let isShaped = addresses.contains(where: Self.isViewer)
    let title = Self.fileName(in: page.title) ?? Self.fileName(in: page.heading)
    let framed = Self.framed(page)
    let queried = addresses.filter(Self.isViewer).lazy.compactMap(Self.fileInQuery).first
    isViewer = isShaped || page.namesViewer || framed != nil
    let namesFile = title != nil || queried != nil || addresses.contains(where: Self.isFile)
    isCertain = isShaped && namesFile || page.sendsOn.map(Self.isFile) == true

    let names = Set(addresses.map(\.lastPathComponent) + [title].compactMap(\.self))
    let search = Search(base: page.base, besides: Set(addresses), names: names)
    var file = framed ?? queried
    if file == nil, isShaped || page.namesViewer {
      file =
        search.pick(page.downloads) { _ in true }
        ?? search.pick(page.links, where: Self.isDownload)
        ?? search.pick(page.held) { Self.isFile($0) || Self.isDownload($0) }
        ?? search.pick(Self.texts(inScript: page.script)) {
          Self.isFile($0) || Self.isDownload($0)
        }
        ?? search.pick(page.links, where: Self.isFile)
        ?? addresses.lazy.compactMap(Self.fileByRule).first
    }
    self.file = file.flatMap { addresses.contains($0) ? nil : $0 }
  }

  /// Whether an element is one of a viewer, by its `id` or `class`.
  static func isOfViewer(name: String) -> Bool {
    guard name.utf8.count >= 6 else { return false }
    return name.lowercased().split(whereSeparator: \.isWhitespace).contains { word in
      word.hasPrefix("viewer") || word.hasPrefix("pdf-viewer") || word.hasPrefix("pdfviewer")
        || word.hasPrefix("doc-viewer") || word.hasPrefix("docviewer")
    }
  }

  /// Whether a script is a viewer's, by its address.
  static func isOfViewer(script: String) -> Bool {
    let name = script.lowercased()
    return ["pdf.js", "pdf.min.js", "pdf.mjs", "pdf.min.mjs", "pdfjs", "pdfobject", "viewer.js"]
      .contains { name.contains($0) }
  }

  // MARK: Addresses

  /// Whether an address is one of a document's file by its ending.
  static func isFile(_ address: WebAddress) -> Bool {
    isFile(ending: address.pathExtension)
  }

  private static func isFile(ending: String?) -> Bool {
    let kind = ending.flatMap(BodyKind.init(pathExtension:))
    return kind?.isDocument == true && kind?.isImage == false
  }

  /// Whether an address is one at which files are shown.
  private static func isViewer(_ address: WebAddress) -> Bool {
    if hosts.contains(where: { address.host == $0 || address.host.hasSuffix("." + $0) }) {
      return true
    }
    let segments = segments(of: address)
    if zip(segments, segments.dropFirst()).contains(where: { $0 == "file" && $1 == "d" }) {
      return true
    }
    if segments.dropLast().contains("blob"), isFile(address) { return true }
    if segments.contains(where: { segment in viewerNames.contains { segment.contains($0) } }) {
      return true
    }
    if let first = segments.first, first.count == 3, first.first == ":", first.last == ":" {
      return true
    }
    return parameters(of: address).contains { $0.name == "dl" && $0.value == "0" }
  }

  private static let hosts = [
    "drive.google.com", "docs.google.com", "dropbox.com", "sharepoint.com", "onedrive.live.com",
    "1drv.ms", "view.officeapps.live.com",
  ]

  private static let viewerNames = [
    "viewer", "pdfjs", "pdf.js", "flipbook", "doc.aspx", "wopiframe.aspx", "guestaccess.aspx",
  ]

  /// The parts of a path, decoded and in small letters.
  private static func segments(of address: WebAddress) -> [String] {
    address.path.split(separator: "/").map { PercentCoding.decode(String($0)).lowercased() }
  }

  private static func parameters(of address: WebAddress) -> [(name: String, value: String)] {
    (address.query ?? "").split(separator: "&").prefix(50).map { parameter in
      let parts = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (
        PercentCoding.decode(String(parts[0])).lowercased(),
        parts.count > 1 ? PercentCoding.decode(String(parts[1])) : ""
      )
    }
  }

  /// The file that a viewer is told to show: `viewer.html?file=/a.pdf`, `viewer?url=https%3A%2F%2F…`.
  private static func fileInQuery(_ address: WebAddress) -> WebAddress? {
    let isPlain = segments(of: address).last?.hasPrefix("viewer.") == true
    let files = parameters(of: address).compactMap { name, value -> WebAddress? in
      guard !value.isEmpty, let file = try? WebAddress(value, relativeTo: address) else {
        return nil
      }
      return isFile(file) || isPlain && name == "file" ? file : nil
    }
    return Set(files).count == 1 ? files.first : nil
  }

  /// Whether an address is one by which a viewer gives its file away.
  private static func isDownload(_ address: WebAddress) -> Bool {
    if segments(of: address).dropLast().contains("raw") { return true }
    return parameters(of: address).contains { name, value in
      switch (name, value.lowercased()) {
      case ("export", "download"), ("dl", "1"), ("download", "1"), ("download", "true"),
        ("raw", "1"), ("raw", "true"):
        true
      default: false
      }
    }
  }

  /// Where the great hosts have the file that they show, which their pages leave to a script.
  private static func fileByRule(_ address: WebAddress) -> WebAddress? {
    let host = address.host
    func isOf(_ name: String) -> Bool { host == name || host.hasSuffix("." + name) }
    let target = String(address.target)
    if host == "drive.google.com" {
      let segments = address.path.split(separator: "/")
      let id =
        segments.starts(with: ["file", "d"])
        ? segments.dropFirst(2).first.map(String.init)
        : parameters(of: address).first { $0.name == "id" }?.value
      return id.flatMap { try? WebAddress("\(address.origin)/uc?export=download&id=\($0)") }
    }
    if isOf("dropbox.com") {
      let bare = address.dropping(queryParameters: ["dl"])
      return try? WebAddress("\(bare)\(bare.query == nil ? "?" : "&")dl=1")
    }
    if isOf("sharepoint.com") {
      return try? WebAddress("\(address)\(address.query == nil ? "?" : "&")download=1")
    }
    guard isOf("github.com") || isOf("gitlab.com"), let place = target.firstRange(of: "/blob/")
    else { return nil }
    return try? WebAddress(
      "\(address.origin)\(target[..<place.lowerBound])/raw/\(target[place.upperBound...])"
    )
  }

  // MARK: The page

  /// The one file that the page shows in a frame or sends its reader on to.
  private static func framed(_ page: PageSketch) -> WebAddress? {
    if let target = page.sendsOn, isFile(target) { return target }
    let files = page.embeds.compactMap { text -> WebAddress? in
      guard let address = try? WebAddress(text, relativeTo: page.base) else { return nil }
      return isFile(address) ? address : fileInQuery(address)
    }
    return Set(files).count == 1 ? files.first : nil
  }

  /// The name of a document's file that stands in a text: `child-a.pdf – Drive`.
  private static func fileName(in text: String) -> String? {
    text.split { $0.isWhitespace || "“”\"'()[]|".contains($0) }.lazy.map(String.init).first {
      word in
      guard let dot = word.lastIndex(of: "."), dot > word.startIndex else { return false }
      return isFile(ending: String(word[word.index(after: dot)...]).lowercased())
    }
  }

  /// The texts in quotes in a script that may be addresses, as they are meant.
  private static func texts(inScript script: String) -> [String] {
    var found: [String] = []
    let bytes = Array(script.utf8)
    var place = 0
    while place < bytes.count, found.count < 200 {
      let quote = bytes[place]
      place += 1
      guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { continue }
      let end = bytes[place...].prefix(2_000).firstIndex { $0 == quote || $0 == 0x0A }
      guard let end, bytes[end] == quote else { continue }
      let text = bytes[place..<end]
      if text.contains(UInt8(ascii: "/")) || text.contains(UInt8(ascii: ".")),
        !text.contains(0x20), !text.contains(UInt8(ascii: "<"))
      {
        found.append(unescaped(String(decoding: text, as: UTF8.self)))
        place = end + 1
      }
    }
    return found
  }

  /// Source: ECMAScript §12.9.4, as far as addresses are written so.
  private static func unescaped(_ text: String) -> String {
    [
      ("\\/", "/"), ("\\u002f", "/"), ("\\u002F", "/"), ("\\u0026", "&"), ("\\u003d", "="),
      ("\\u003D", "="), ("\\x2f", "/"), ("\\x2F", "/"), ("\\x26", "&"), ("\\x3d", "="),
    ]
    .reduce(text) { $0.contains("\\") ? $0.replacing($1.0, with: $1.1) : $0 }
  }

  /// Looks for one file among addresses of a page.
  private struct Search {
    let base: WebAddress
    /// Those of the page itself.
    let besides: Set<WebAddress>
    /// What the file is called, where that is known.
    let names: Set<String>

    /// - Returns: the only one that fits, or the only one of these that has the file's name.
    func pick(_ texts: [String], where fits: (WebAddress) -> Bool) -> WebAddress? {
      let found = Set(
        texts.prefix(1_000).compactMap { text in
          (try? WebAddress(text, relativeTo: base)).flatMap {
            fits($0) && !besides.contains($0) ? $0 : nil
          }
        }
      )
      if found.count < 2 { return found.first }
      let named = found.filter { names.contains($0.lastPathComponent) }
      return named.count == 1 ? named.first : nil
    }
  }
}
