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

  static func read(_ bytes: [UInt8]) -> Result<ExtractedText, Unreadable> {
    guard var zip = ZipArchive(bytes) else { return .failure(.damaged) }
    guard let document = zip.file("word/document.xml") else {
      return .failure(zip.isEncrypted ? .password : .damaged)
    }
    var text = WordText()
    text.take(document)
    let further = zip.names.filter { name in
      ["word/footnotes.xml", "word/endnotes.xml"].contains(name)
        || name.hasPrefix("word/header") || name.hasPrefix("word/footer")
    }
    for name in further {
      if let part = zip.file(name) { text.take(part) }
    }
    if let comments = zip.file("word/comments.xml") { text.count(comments: comments) }
    let language = text.languages.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    var read = text.builder.text(of: nil, language: language)
    read.isCut = read.isCut || zip.isCut
    return .success(read)
  }

  /// Properties, which have no text; of a paragraph's tabs the places stand there.
  private static let passedOver: Set = [
    "ppr", "sectpr", "tblpr", "trpr", "tcpr", "tblgrid", "instrtext", "fallback", "deltext",
    "delinstrtext", "flddata", "sdtpr",
  ]

  private mutating func take(_ bytes: [UInt8]) {
    var walk = XMLWalk(bytes)
    // The run that is hidden, by how deep it lies.
    var hiddenRun: Int?
    while let step = walk.next(), !builder.isFull {
      switch step {
      case .start(let name, _) where Self.passedOver.contains(name): walk.skip()
      case .start("del", _), .start("movefrom", _):
        builder.note(.trackedChanges)
        // Inside of a row's or paragraph's properties it is about these; these are passed over.
        walk.skip()
      case .start("ins", _), .start("moveto", _): builder.note(.trackedChanges)
      case .start("rpr", _):
        let isHidden = takeProperties(&walk)
        if isHidden, walk.path.last == "r" { hiddenRun = walk.path.count }
      case .start("tab", _), .start("ptab", _): if hiddenRun == nil { builder.endCell() }
      case .start("br", _), .start("cr", _): if hiddenRun == nil { builder.endLine() }
      case .start("nobreakhyphen", _): if hiddenRun == nil { builder.append("\u{2011}") }
      case .end("r"):
        if hiddenRun == walk.path.count + 1 {
          builder.note(.hiddenText)
          hiddenRun = nil
        }
      case .end("p"): builder.endLine()
      case .end("tc"): endCell()
      case .end("tr"): builder.endLine()
      case .text(let text) where walk.path.last == "t" && hiddenRun == nil: builder.append(text)
      default: break
      }
    }
  }

  /// A cell ends with its last paragraph, and the next stands in the same line.
  private mutating func endCell() { builder.endLine() }

  /// - Returns: whether what has these properties is hidden.
  private mutating func takeProperties(_ walk: inout XMLWalk) -> Bool {
    let depth = walk.path.count
    var isHidden = false
    while walk.path.count >= depth, let step = walk.next() {
      guard case .start(let name, let attributes) = step else { continue }
      switch name {
      case "vanish": isHidden = attributes.isOn
      case "lang":
        if let language = attributes[local: "val"] { languages[language, default: 0] += 1 }
      default: break
      }
    }
    return isHidden
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
}
