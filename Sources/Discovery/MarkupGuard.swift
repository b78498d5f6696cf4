// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// A page's text, made safe for a parser whose cost grows with nesting.
///
/// gumbo follows the standard, and the standard lets a short page ask for much: each tag may look
/// through all that is open, and each paragraph may repeat every unclosed `<font>`. 200,000 nested
/// `<div>` would take a minute, 10,000 `<font>` before 10,000 `<p>` all the memory there is. So the
/// guard follows the tags in one cheap pass and, where a page goes beyond every page that means
/// well, writes spaces over what goes too far:
///
/// 1. start tags deeper than ``deepestNesting``; what they held stays, one level up;
/// 2. formatting tags, where ``mostOpenFormatting`` are open already;
/// 3. attributes beyond the 64th of a tag;
/// 4. everything behind the place where the tree would exceed ``mostNodes``.
///
/// A link is never more than one level, so none is lost but to (4). Any other page passes unchanged.
struct MarkupGuard {
  /// As deep as browsers go.
  static let deepestNesting = 512
  static let mostOpenFormatting = 16
  /// A listing of 20,000 links in rich markup has a tenth of it.
  static let mostNodes = 1_000_000

  /// What the parser is to read.
  private(set) var text: [UInt8]
  /// False if (1) or (4) took something out: headings or links may be missing.
  private(set) var isComplete = true

  private var open = OpenElements()

  init(_ page: [UInt8]) {
    text = page
    var scanner = MarkupScanner(page)
    var nodes = 0
    while let tag = scanner.next() {
      // An element and a text, each perhaps in all that formatting anew.
      nodes += 2 + 2 * open.formattingCount
      if nodes > Self.mostNodes {
        text.removeSubrange(tag.range.lowerBound...)
        isComplete = false
        return
      }
      if let excess = tag.excess { blank(excess) }
      if tag.isEnd {
        open.close(tag.name)
      } else {
        start(tag, in: &scanner)
      }
    }
  }

  private mutating func start(_ tag: MarkupScanner.Tag, in scanner: inout MarkupScanner) {
    var kind = ElementKind(tag.name)
    let breaksOut = open.foreign != nil && ElementKind.breakingOutOfForeign.contains(tag.name)
    if let foreign = open.foreign, !breaksOut {
      if tag.name == "font" { return blank(tag.range) }
      if tag.isSelfClosing { return }
      kind = ElementKind(tag.name, inside: foreign)
    } else if tag.isSelfClosing, tag.name == "svg" || tag.name == "math" {
      return
    }
    switch kind {
    case .void: break
    case .rawText where !open.mayIgnoreRawText: return scanner.skipText(of: tag.name)
    case .formatting where open.formattingCount >= Self.mostOpenFormatting:
      return blank(tag.range)
    case .barrier, .block, .cell, .formatting, .inline, .rawText:
      guard open.count < Self.deepestNesting else {
        isComplete = false
        return blank(tag.range)
      }
    case .link: break
    }
    if breaksOut { open.breakOutOfForeign() }
    if kind != .void { open.open(tag.name, kind) }
  }

  private mutating func blank(_ range: Range<Int>) {
    for index in range { text[index] = UInt8(ascii: " ") }
  }
}
