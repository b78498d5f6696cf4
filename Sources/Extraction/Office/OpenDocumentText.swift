// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text

/// The text of an OpenDocument file: a text, a spreadsheet with a part for each table, a presentation with one for each slide.
///
/// Source: OpenDocument 1.3 part 3, §4 to §6, §9 (OASIS)
struct OpenDocumentText {
  private let kind: ExtractedText.Part?
  private var builder = TextBuilder()
  private var language: String?
  /// Styles of tables and slides that are not shown.
  private var hiddenStyles: Set<String> = []
  /// Whether white space was passed over since the last character.
  private var isSpaced = false

  static func read(
    _ bytes: [UInt8],
    in parts: ExtractedText.Part?
  ) -> Result<ExtractedText, Unreadable> {
    guard var zip = ZipArchive(bytes) else { return .failure(.damaged) }
    if let manifest = zip.file("META-INF/manifest.xml"), isEncrypted(manifest) {
      return .failure(.password)
    }
    guard let content = zip.file("content.xml") else { return .failure(.damaged) }
    var text = OpenDocumentText(kind: parts)
    if let styles = zip.file("styles.xml") { text.takeLanguage(styles) }
    text.take(content)
    var read = text.builder.text(of: parts, language: text.language)
    read.isCut = read.isCut || zip.isCut
    return .success(read)
  }

  private init(kind: ExtractedText.Part?) { self.kind = kind }

  private static func isEncrypted(_ bytes: [UInt8]) -> Bool {
    var walk = XMLWalk(bytes)
    while let step = walk.next() {
      if case .start("encryption-data", _) = step { return true }
    }
    return false
  }

  private mutating func takeLanguage(_ bytes: [UInt8]) {
    var walk = XMLWalk(bytes)
    while language == nil, let step = walk.next() {
      guard case .start("text-properties", let attributes) = step,
        let tongue = attributes[local: "language"], tongue != "none", tongue != "zxx"
      else { continue }
      let country = attributes[local: "country"].flatMap { $0 == "none" ? nil : $0 }
      language = country.map { "\(tongue)-\($0)" } ?? tongue
    }
  }

  private var inPart: Int? { kind == nil ? nil : builder.number }

  private mutating func take(_ bytes: [UInt8]) {
    var walk = XMLWalk(bytes)
    var style = ""
    while let step = walk.next(), !builder.isFull {
      switch step {
      case .start("style", let attributes): style = attributes[local: "name"] ?? ""
      case .start("table-properties", let attributes) where attributes[local: "display"] == "false":
        hiddenStyles.insert(style)
      case .start("drawing-page-properties", let attributes)
      where attributes[local: "visibility"] == "hidden":
        hiddenStyles.insert(style)
      case .start("tracked-changes", _): countChanges(&walk)
      case .start("annotation", _):
        builder.note(.comments, inPart: inPart)
        walk.skip()
      case .start("hidden-text", _):
        builder.note(.hiddenText, inPart: inPart)
        walk.skip()
      case .start("hidden-paragraph", let attributes)
      where attributes[local: "is-hidden"] == "true":
        builder.note(.hiddenText, inPart: inPart)
      case .start("note-citation", _): walk.skip()
      case .start("table", let attributes) where kind == .sheet,
        .start("page", let attributes) where kind == .slide:
        if hiddenStyles.contains(attributes[local: "style-name"] ?? "") {
          builder.note(.hiddenParts, inPart: inPart)
          walk.skip()
          builder.endPart()
        } else if kind == .sheet {
          builder.append(attributes[local: "name"] ?? "")
          builder.endLine()
        }
      case .end("table") where kind == .sheet, .end("page") where kind == .slide:
        builder.endPart()
      case .start("table-row", let attributes):
        if ["collapse", "filter"].contains(attributes[local: "visibility"]) {
          builder.note(.hiddenParts, inPart: inPart)
          walk.skip()
        }
      case .start("tab", _): write([0x09])
      case .start("s", let attributes):
        let count = attributes[local: "c"].flatMap { Int($0) } ?? 1
        write([UInt8](repeating: 0x20, count: min(max(count, 1), 1_000)))
      case .start("line-break", _): builder.endLine()
      case .end("p"), .end("h"):
        if kind == .sheet { isSpaced = true } else { endLine() }
      case .end("table-cell"): if kind == .sheet { write([0x09]) } else { endLine() }
      case .end("table-row"): endLine()
      case .text(let text) where walk.path.contains(where: Self.holdsText): append(text)
      default: break
      }
    }
  }

  private static func holdsText(_ name: String) -> Bool { name == "p" || name == "h" }

  private mutating func endLine() {
    builder.endLine()
    isSpaced = false
  }

  private mutating func write(_ bytes: [UInt8]) {
    builder.append(bytes)
    isSpaced = false
  }

  /// White space in the file is one space, wherever it stands.
  private mutating func append(_ text: [UInt8]) {
    for byte in text {
      if byte == 0x20 || 0x09...0x0D ~= byte {
        isSpaced = true
        continue
      }
      if isSpaced { builder.append(CollectionOfOne(0x20)) }
      isSpaced = false
      builder.append(CollectionOfOne(byte))
    }
  }

  /// Counts what was changed, and passes over what was deleted.
  private mutating func countChanges(_ walk: inout XMLWalk) {
    let depth = walk.path.count
    while walk.path.count >= depth, let step = walk.next() {
      if case .start("changed-region", _) = step { builder.note(.trackedChanges, inPart: inPart) }
    }
  }
}
