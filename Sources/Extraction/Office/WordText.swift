// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text

/// The text of a Word document (DOCX).
///
/// Deletions that are tracked and text that is formatted as hidden are counted and not read. Of what a file says twice, for
/// newer and older programs (`AlternateContent`), the first is read.
///
/// Source: ECMA-376-1 §17 (WordprocessingML); ECMA-376-3 §10 (markup compatibility)
struct WordText {
  private var builder = TextBuilder()
  private var languages: [String: Int] = [:]
  private var hiddenStyles: Set<String> = []

  static func read(_ bytes: [UInt8]) -> Result<ExtractedText, Unreadable> {
    guard var zip = ZipArchive(bytes) else { return .failure(.damaged) }
    let main = PackageParts.main(of: &zip) ?? "word/document.xml"
    guard let document = zip.file(main) else { return .failure(zip.fault) }
    let parts = PackageParts(of: main, in: &zip)
    let names = zip.names
    // By what leads to them, or else by their usual names.
    func files(_ kind: String) -> [String] {
      parts.files[kind] ?? names.filter { $0.hasPrefix("word/\(kind)") && $0.hasSuffix(".xml") }
    }
    var text = WordText()
    for name in files("styles") {
      if let styles = zip.file(name) { text.takeStyles(styles) }
    }
    text.take(document)
    for name in ["footnotes", "endnotes", "header", "footer"].flatMap(files) {
      if let part = zip.file(name) { text.take(part) }
    }
    for name in files("comments") {
      if let comments = zip.file(name) { text.count(comments: comments) }
    }
    let language = text.languages.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    var read = text.builder.text(of: nil, language: language)
    read.isCut = read.isCut || zip.isCut
    return .success(read)
  }

  /// Properties, which have no text, and what another program shows.
  private static let passedOver: Set = [
    "sectpr", "tblpr", "trpr", "tcpr", "tblgrid", "instrtext", "fallback", "deltext",
    "delinstrtext", "flddata", "sdtpr",
  ]

  private mutating func take(_ bytes: [UInt8]) {
    var walk = XMLWalk(bytes)
    // What is hidden, by how deep it lies, and where the text ended before it.
    var hidden: [(depth: Int, place: Int)] = []
    var drawings: [(depth: Int, place: Int)] = []
    func hide() { hidden.append((walk.path.count, builder.place)) }
    while let step = walk.next(), !builder.isFull {
      switch step {
      case .start(let name, _) where Self.passedOver.contains(name): walk.skip()
      case .start("del", _), .start("movefrom", _):
        builder.note(.trackedChanges)
        walk.skip()
      case .start("ins", _), .start("moveto", _): builder.note(.trackedChanges)
      case .start("p", _): builder.endLine()
      case .start("ppr", _): if takeProperties(&walk, style: "pstyle") { hide() }
      case .start("rpr", _): if takeProperties(&walk, style: "rstyle") { hide() }
      case .start("drawing", _), .start("pict", _):
        drawings.append((walk.path.count, builder.place))
      case .start("docpr", let attributes):
        if attributes.isTrue("hidden"), let drawing = drawings.last { hidden.append(drawing) }
      case .start("tab", _), .start("ptab", _): builder.endCell()
      case .start("br", _), .start("cr", _): builder.endLine()
      case .start("nobreakhyphen", _): builder.append("\u{2011}")
      case .start("sym", let attributes): append(symbol: attributes[local: "char"])
      case .end(let name):
        let depth = walk.path.count + 1
        if let last = hidden.last, last.depth == depth {
          builder.drop(from: last.place)
          builder.note(.hiddenText)
          hidden.removeAll { $0.depth == depth }
        }
        if let last = drawings.last, last.depth == depth { drawings.removeLast() }
        if ["p", "tc", "tr"].contains(name) { builder.endLine() }
      case .text(let text) where walk.path.last == "t": builder.append(text)
      default: break
      }
    }
    if walk.isCut { builder.cut() }
  }

  /// Characters of symbol fonts have their places where Unicode has none.
  private mutating func append(symbol: String?) {
    guard let value = symbol.flatMap({ UInt32($0, radix: 16) }), !(0xE000...0xF8FF).contains(value),
      let scalar = Unicode.Scalar(value)
    else { return }
    builder.append(scalar)
  }

  /// - Returns: whether what has these properties is hidden.
  private mutating func takeProperties(_ walk: inout XMLWalk, style name: String) -> Bool {
    let depth = walk.path.count
    var (isHidden, isStyled): (Bool?, Bool) = (nil, false)
    while walk.path.count >= depth, let step = walk.next() {
      guard case .start(let element, let attributes) = step else { continue }
      switch element {
      // As they were before; and those of the mark at a paragraph's end.
      case "rprchange", "pprchange", "rpr", "sectpr": walk.skip()
      case "vanish": isHidden = attributes.isOn
      case name: isStyled = attributes[local: "val"].map(hiddenStyles.contains) ?? false
      case "lang":
        if let language = attributes[local: "val"] { languages[language, default: 0] += 1 }
      default: break
      }
    }
    return isHidden ?? isStyled
  }

  private mutating func takeStyles(_ bytes: [UInt8]) {
    var walk = XMLWalk(bytes)
    var (style, bases): (String, [String: String]) = ("", [:])
    var shown: Set<String> = []
    while let step = walk.next() {
      switch step {
      case .start("rprchange", _), .start("pprchange", _): walk.skip()
      case .start("style", let attributes): style = attributes[local: "styleid"] ?? ""
      case .start("basedon", let attributes): bases[style] = attributes[local: "val"]
      case .start("vanish", let attributes) where !style.isEmpty:
        if attributes.isOn { hiddenStyles.insert(style) } else { shown.insert(style) }
      default: break
      }
    }
    // A style is as the one that it is based on; they are few, and no chain is long.
    for _ in 0..<20 {
      let before = hiddenStyles.count
      for (style, base) in bases where hiddenStyles.contains(base) && !shown.contains(style) {
        hiddenStyles.insert(style)
      }
      if hiddenStyles.count == before { break }
    }
  }

  private mutating func count(comments bytes: [UInt8]) {
    var walk = XMLWalk(bytes)
    while let step = walk.next() {
      if case .start("comment", _) = step { builder.note(.comments) }
    }
  }
}

/// Why a file of an office program could not be read.
package enum Unreadable: Error {
  case password
  case damaged
  /// It unpacks to more than is read.
  case tooMuch
}
