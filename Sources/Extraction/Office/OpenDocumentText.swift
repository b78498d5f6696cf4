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
    let styles = zip.file("styles.xml")
    if let styles { text.takeLanguage(styles) }
    text.take(content)
    // What stands at the head and foot of each page.
    if let styles, parts == nil { text.take(styles) }
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
    // What is hidden and is known for it only inside, by how deep it lies.
    var hidden: [(depth: Int, place: Int)] = []
    var paragraphs: [(depth: Int, place: Int)] = []
    var columns = HiddenColumns()
    while let step = walk.next(), !builder.isFull {
      switch step {
      case .start("style", let attributes): style = attributes[local: "name"] ?? ""
      case .start("text-properties", let attributes) where attributes[local: "display"] == "none":
        hiddenStyles.insert(style)
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
        if let paragraph = paragraphs.last { hidden.append(paragraph) }
      case .start("section", let attributes)
      where attributes[local: "display"] == "none" || attributes.isTrue("is-hidden"):
        builder.note(.hiddenText, inPart: inPart)
        walk.skip()
      case .start("span", let attributes) where isHidden(attributes):
        builder.note(.hiddenText, inPart: inPart)
        walk.skip()
      case .start("p", let attributes), .start("h", let attributes):
        if kind != .sheet { endLine() }
        paragraphs.append((walk.path.count, builder.place))
        guard isHidden(attributes) else { continue }
        builder.note(.hiddenText, inPart: inPart)
        paragraphs.removeLast()
        walk.skip()
      case .start("note-citation", _): walk.skip()
      // Of a picture; a field with the document's title stands in a paragraph.
      case .start("title", _), .start("desc", _):
        if !["p", "h", "span", "a"].contains(walk.path.dropLast().last) { walk.skip() }
      case .start("table-column", let attributes):
        columns.take(
          attributes.count("number-columns-repeated"),
          isHidden: ["collapse", "filter"].contains(attributes[local: "visibility"])
        )
      case .start("table-cell", let attributes), .start("covered-table-cell", let attributes):
        let isShown = columns.takeCell(attributes.count("number-columns-repeated"))
        if walk.path.last == "covered-table-cell" || !isShown { walk.skip() }
      case .start("table", _) where kind != .sheet: columns = HiddenColumns()
      case .start("table", let attributes) where kind == .sheet,
        .start("page", let attributes) where kind == .slide:
        if hiddenStyles.contains(attributes[local: "style-name"] ?? "") {
          builder.note(.hiddenParts, inPart: inPart)
          walk.skip()
          builder.endPart()
        } else if kind == .sheet {
          columns = HiddenColumns()
          builder.append(attributes[local: "name"] ?? "")
          builder.endLine()
        }
      case .end("table") where kind == .sheet, .end("page") where kind == .slide:
        builder.note(.hiddenParts, columns.count, inPart: inPart)
        builder.endPart()
      case .start("table-row", let attributes):
        columns.beginRow()
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
        let depth = walk.path.count + 1
        if let last = hidden.last, last.depth == depth {
          builder.drop(from: last.place)
          builder.note(.hiddenText, inPart: inPart)
          hidden.removeLast()
        }
        if paragraphs.last?.depth == depth { paragraphs.removeLast() }
        if kind == .sheet { isSpaced = true } else { endLine() }
      case .end("table-cell"): if kind == .sheet { write([0x09]) } else { endLine() }
      case .end("table-row"): endLine()
      case .text(let text) where walk.path.contains(where: Self.holdsText): append(text)
      default: break
      }
    }
    if walk.isCut { builder.cut() }
  }

  private func isHidden(_ attributes: [XMLScanner.Name: String]) -> Bool {
    attributes[local: "style-name"].map(hiddenStyles.contains) ?? false
  }

  /// Which columns of a table are not shown.
  private struct HiddenColumns {
    private var ranges: [Range<Int>] = []
    private var next = 0
    private var column = 0
    /// How many times columns were said to be hidden.
    private(set) var count = 0

    mutating func take(_ repetitions: Int, isHidden: Bool) {
      if isHidden {
        ranges.append(next..<(next + repetitions))
        count += 1
      }
      next += repetitions
    }

    mutating func beginRow() { column = 0 }

    /// - Returns: whether the next cell is shown.
    mutating func takeCell(_ repetitions: Int) -> Bool {
      defer { column += repetitions }
      return !ranges.contains { $0.contains(column) }
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

extension [XMLScanner.Name: String] {
  /// How many times something is repeated; once where it does not say.
  fileprivate func count(_ name: String) -> Int {
    self[local: name].flatMap { Int($0) }.map { Swift.min(Swift.max($0, 1), 1 << 20) } ?? 1
  }
}
