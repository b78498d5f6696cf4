// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// The elements that are open at one place of a page, or a few more.
///
/// The standard's stack of open elements, approximated from above: an element leaves it only when
/// the parser has closed it too. Table bodies and rows that the parser adds itself are not counted,
/// so its tree may be up to three times as deep.
///
/// Source: HTML §13.2.4.2 <https://html.spec.whatwg.org/multipage/parsing.html#stack-of-open-elements>
struct OpenElements {
  private struct Entry {
    var name: String
    let kind: ElementKind
    /// Its start tag, in the piece of the page at hand.
    var tag: Range<Int>

    var isForeign: Bool { name == "svg" || name == "math" }
    /// What is foreign, or was until HTML ended it.
    var mayBeForeign: Bool { isForeign || name.isEmpty && kind == .barrier }
    /// Whether formatting left open inside ends with it.
    var endsFormatting: Bool {
      ["applet", "caption", "marquee", "object", "td", "template", "th"].contains(name)
    }
  }

  private var entries: [Entry] = []
  private(set) var formattingCount = 0
  private var selectCount = 0
  private var foreignCount = 0
  private var hasFrames = false

  var count: Int { entries.count }

  /// In a list of choices or a set of frames, `<style>` may be ignored, and its text be markup.
  var mayIgnoreRawText: Bool { selectCount > 0 || hasFrames }

  /// Whether a drawing or formula may be open, in whatever is open in it.
  var mayBeForeign: Bool { foreignCount > 0 }

  /// `svg` or `math`, directly in a drawing or formula, where HTML's own rules do not hold.
  var foreign: String? {
    guard let around = entries.last(where: { $0.kind != .inline }), around.isForeign else {
      return nil
    }
    return around.name
  }

  mutating func open(_ name: String, _ kind: ElementKind, _ tag: Range<Int>) {
    if kind == .cell {
      guard innermostBarrier == "table" else { return }
    }
    if kind == ElementKind(name) { closeImplied(by: name) }
    entries.append(Entry(name: name, kind: kind, tag: tag))
    if kind == .formatting { formattingCount += 1 }
    if name == "select" { selectCount += 1 }
    if name == "svg" || name == "math" { foreignCount += 1 }
    if name == "frameset" { hasFrames = true }
  }

  mutating func close(_ name: String) {
    switch ElementKind(name) {
    case .formatting, .link:
      // What is inside stays open: the parser moves it, it does not close it.
      if let index = innermost(name) { remove(at: index) }
    case .block where name == "form":
      if let index = innermost(name) { remove(at: index) }
    case .block, .barrier, .cell:
      guard let index = innermost(name) else { return }
      let inside = entries[(index + 1)...]
      // A list inside is not closed by the end tag of the item around it.
      if name == "li", inside.contains(where: { $0.name == "ul" || $0.name == "ol" }) { return }
      closeThrough(index)
    case .void, .rawText, .inline:
      if let index = innermost(name, endsAtBlocks: true) { remove(at: index) }
    }
  }

  /// Begins another piece of the page: leaves open what gives its content a place.
  ///
  /// Formatting, links, headings and paragraphs are not among it, for they would say the same twice; nor
  /// are forms, which are furniture unless they hold the title of the page.
  ///
  /// - Parameter text: the piece that the tags are in.
  /// - Returns: their start tags, and how many there are.
  mutating func reopen(from text: [UInt8]) -> (opening: [UInt8], count: Int) {
    var opening: [UInt8] = []
    entries.removeAll { entry in
      switch entry.kind {
      case .void, .rawText, .link, .formatting, .inline: true
      case .barrier, .cell, .block: entry.name.isEmpty || Self.notReopened.contains(entry.name)
      }
    }
    formattingCount = 0
    selectCount = 0
    foreignCount = 0
    for index in entries.indices {
      let start = opening.count
      if entries[index].tag.count <= Self.longestReopened {
        opening += text[entries[index].tag]
      } else {
        opening += Array("<\(entries[index].name)>".utf8)
      }
      entries[index].tag = start..<opening.count
      if entries[index].name == "select" { selectCount += 1 }
      if entries[index].isForeign { foreignCount += 1 }
    }
    return (opening, entries.count)
  }

  private static let longestReopened = 512
  private static let notReopened: Set<String> = [
    "form", "h1", "h2", "h3", "h4", "h5", "h6", "p", "title",
  ]

  /// Drawings that HTML has ended; should one still be open, it is now without a name.
  mutating func breakOutOfForeign() {
    for index in entries.indices where entries[index].isForeign { entries[index].name = "" }
  }

  private var innermostBarrier: String? {
    entries.last { $0.kind == .barrier }?.name
  }

  /// The innermost open element of that name, unless a barrier, or a block, is inside it.
  private func innermost(_ name: String, endsAtBlocks: Bool = false) -> Int? {
    for index in entries.indices.reversed() {
      if entries[index].name == name { return index }
      switch entries[index].kind {
      case .barrier: return nil
      case .block, .cell: if endsAtBlocks { return nil }
      case .formatting, .inline, .link, .void, .rawText: continue
      }
    }
    return nil
  }

  /// Closes what a start tag closes though the page does not say so: `<li>` after `<li>`.
  private mutating func closeImplied(by name: String) {
    switch name {
    case "a", "p":
      if let index = innermost(name) { remove(at: index) }
    case "li": closeItem(["li"])
    case "dd", "dt": closeItem(["dd", "dt"])
    case "td", "th": closeCells(["td", "th"])
    case "tr": closeCells(["td", "th", "tr"])
    case "tbody", "thead", "tfoot": closeCells(["td", "th", "tr", "tbody", "thead", "tfoot"])
    case "option", "optgroup": closeLast(if: ["option"])
    case "h1", "h2", "h3", "h4", "h5", "h6": closeLast(if: ["h1", "h2", "h3", "h4", "h5", "h6"])
    default: break
    }
  }

  private mutating func closeItem(_ names: [String]) {
    for index in entries.indices.reversed() {
      let entry = entries[index]
      if names.contains(entry.name) { return remove(at: index) }
      switch entry.kind {
      case .formatting, .inline, .link, .void, .rawText: continue
      case .block where ["p", "div", "address"].contains(entry.name): continue
      case .block, .barrier, .cell: return
      }
    }
  }

  private mutating func closeCells(_ names: [String]) {
    for name in names {
      if let index = innermost(name) { closeThrough(index) }
    }
  }

  private mutating func closeLast(if names: [String]) {
    if let last = entries.last, names.contains(last.name) { remove(at: entries.count - 1) }
  }

  /// Closes an element and what is inside it, but not the formatting that the parser will repeat.
  private mutating func closeThrough(_ outermost: Int) {
    let end = entries[outermost...].firstIndex(where: \.endsFormatting) ?? entries.endIndex
    for index in (outermost..<entries.endIndex).reversed()
    where entries[index].kind != .formatting || index > end {
      remove(at: index)
    }
  }

  private mutating func remove(at index: Int) {
    let entry = entries.remove(at: index)
    if entry.kind == .formatting { formattingCount -= 1 }
    if entry.name == "select" { selectCount -= 1 }
    if entry.mayBeForeign { foreignCount -= 1 }
  }
}
