// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// A page's text, made safe for a parser whose cost grows with nesting and with length.
///
/// gumbo follows the standard, and the standard lets a short page ask for much: each tag may look
/// through all that is open, and each paragraph may repeat every unclosed `<font>`. 200,000 nested
/// `<div>` would take a minute, 10,000 `<font>` before 10,000 `<p>` all the memory there is. So the
/// guard follows the tags in one cheap pass and, where a page goes beyond every page that means
/// well, writes spaces over what goes too far:
///
/// 1. start tags deeper than ``PageBudget/nesting``; what they held stays, one level up;
/// 2. formatting tags, where ``mostOpenFormatting`` are open already;
/// 3. attributes beyond the 64th of a tag.
///
/// A tree is ten times as large as its page, so a long page is handed out in pieces, each of which begins
/// with the start tags of what is open there. Other pages pass whole and unchanged, but for the content of
/// comments and scripts. Everything behind the place where ``PageBudget`` is used up is left out.
struct MarkupGuard {
  static let mostOpenFormatting = 16

  /// A part of a page that a parser can take in at once.
  struct Piece {
    let text: [UInt8]
    /// How many elements it begins with that were open where the one before ends.
    let reopened: Int
  }

  /// What the page went beyond so far.
  private(set) var limits: Set<PageLimit> = []

  private var scanner = MarkupScanner()
  private var open = OpenElements()
  private var reopened = 0
  /// What the page has, and what this piece has.
  private var nodes = 0
  private var pieceNodes = 0
  /// The start tag of an element whose text is to be passed.
  private var rawText: MarkupScanner.Tag?
  private var isEnded = false
  private var escapes = 0

  /// More of a construct than this is not waited for, if it is one that nobody reads.
  private static let longestUnread = 64 << 10
  private static let mostEscapes = 100

  /// Takes in as much of the page as makes a piece.
  ///
  /// - Parameter more: gives what comes next of the page's text; nil at its end.
  /// - Returns: the next piece, or nil at the page's end.
  /// - Throws: what `more` throws.
  mutating func next<Failure: Error>(
    _ more: () throws(Failure) -> [UInt8]?
  ) throws(Failure) -> Piece? {
    guard !isEnded else { return nil }
    while true {
      if let tag = rawText {
        guard try passText(of: tag, more) else { return end(at: scanner.text.count) }
        rawText = nil
      }
      let before = scanner.position
      switch scanner.next() {
      case .tag(let tag):
        // An element and a text, each perhaps in all that formatting anew.
        let makesElement = !tag.isEnd || tag.name == "p" || tag.name == "br"
        let cost = (makesElement ? 2 : 1) + 2 * open.formattingCount
        guard nodes + cost <= PageBudget.nodes else {
          limits.insert(.nodes)
          return end(at: tag.range.lowerBound)
        }
        if isFull(before: tag) {
          scanner.position = tag.range.lowerBound
          return split(at: tag.range.lowerBound)
        }
        nodes += cost
        pieceNodes += cost + tag.attributes
        take(tag)
      case .text:
        if scanner.isAtEnd {
          guard try fill(more) else { return end(at: scanner.text.count) }
        }
        if let place = placeInText(after: before) { return split(at: place) }
      case .incomplete(let start):
        shorten(from: start)
        let known = scanner.text.count - start
        var isMore = false
        // Twice as much each time, because it is looked at again from its beginning.
        repeat {
          guard try fill(more) else { break }
          isMore = true
        } while scanner.text.count - start < known * 2
        guard isMore else { return end(at: endOfUnfinished(from: start)) }
        scanner.position = start
      }
    }
  }

  // MARK: Text

  private mutating func fill<Failure: Error>(
    _ more: () throws(Failure) -> [UInt8]?
  ) throws(Failure) -> Bool {
    while let bytes = try more() {
      guard !bytes.isEmpty else { continue }
      scanner.append(bytes)
      return true
    }
    return false
  }

  /// Passes the text of an element that has no tags inside.
  ///
  /// Whether a parser takes it for such depends on where it is. Where that is uncertain, what is inside is
  /// made to be no markup either way; and if the element does not end, its tag is taken out.
  ///
  /// - Returns: false where the page ends in it.
  private mutating func passText<Failure: Error>(
    of tag: MarkupScanner.Tag,
    _ more: () throws(Failure) -> [UInt8]?
  ) throws(Failure) -> Bool {
    let isRead = Self.readRawText.contains(tag.name)
    while true {
      let start = scanner.position
      if let content = scanner.skipText(of: tag.name) {
        pacify(content, of: tag.name)
        return true
      }
      let rest = scanner.text.count - start
      if isPlaceUncertain {
        if rest < PageBudget.pieceBytes, try fill(more) { continue }
        scanner.blank(tag.range)
        return true
      }
      let kept = isRead ? PageBudget.pieceBytes : 0
      if rest > kept + Self.longestUnread {
        // Its last bytes may be the beginning of the end tag.
        scanner.remove(start + kept..<scanner.text.count - 32)
        if tag.name == "textarea" || tag.name == "xmp" { limits.insert(.length) }
      }
      guard try fill(more) else {
        pacify(start..<scanner.text.count, of: tag.name)
        return false
      }
    }
  }

  // A parser that is of another mind about where it is may find tags in it.
  private mutating func pacify(_ content: Range<Int>, of name: String) {
    guard Self.readRawText.contains(name) else { return scanner.blank(content) }
    guard isPlaceUncertain else { return }
    // In `<xmp>` a reference means nothing; and all that follows is moved for each.
    if name != "xmp", escapes < Self.mostEscapes {
      escapes += 1
      return scanner.escape(content)
    }
    for index in content where scanner.text[index] == UInt8(ascii: "<") {
      scanner.blank(index..<index + 1)
    }
  }

  private var isPlaceUncertain: Bool { open.mayBeForeign || open.mayIgnoreRawText }

  /// Takes the middle out of a long comment.
  private mutating func shorten(from start: Int) {
    let content = start + 4
    guard scanner.text.count - content > Self.longestUnread,
      [UInt8(ascii: "!"), UInt8(ascii: "?")].contains(scanner.text[start + 1])
    else { return }
    scanner.remove(content..<scanner.text.count - 3)
  }

  // A tag or comment that the page ends in is none.
  private func endOfUnfinished(from start: Int) -> Int {
    scanner.text.count - start > Self.longestUnread ? start : scanner.text.count
  }

  // MARK: Pieces

  private func isFull(before tag: MarkupScanner.Tag) -> Bool {
    let (length, size) = (tag.range.lowerBound, pieceNodes)
    guard length >= PageBudget.pieceBytes || size >= PageBudget.pieceNodes else { return false }
    if length * 4 >= PageBudget.pieceBytes * 5 || size * 4 >= PageBudget.pieceNodes * 5 {
      return true
    }
    guard !tag.isEnd else { return false }
    switch ElementKind(tag.name) {
    case .barrier, .block, .cell, .link: return true
    case .formatting, .inline, .rawText, .void: return false
    }
  }

  /// Where to end a piece in a text that is itself as long as one: between two words, if there are any.
  private func placeInText(after start: Int) -> Int? {
    let end = scanner.position
    guard end >= PageBudget.pieceBytes * 5 / 4 else { return nil }
    let near = scanner.text[max(start, end - 4_096)..<end]
    if let space = near.lastIndex(where: { $0 == 0x20 || $0 == 0x0A }) { return space + 1 }
    // Neither in a character nor in a reference to one.
    let reference = near.suffix(40).lastIndex(of: UInt8(ascii: "&"))
    let place = reference ?? near.suffix(4).lastIndex { $0 < 0x80 || $0 >= 0xC0 } ?? end
    return place > start ? place : end
  }

  private mutating func split(at place: Int) -> Piece {
    let (opening, count) = open.reopen(from: scanner.text)
    let piece = Piece(text: scanner.split(at: place, opening: opening), reopened: reopened)
    reopened = count
    pieceNodes = 0
    return piece
  }

  private mutating func end(at place: Int) -> Piece {
    isEnded = true
    return Piece(text: scanner.split(at: place, opening: []), reopened: reopened)
  }

  // MARK: Tags

  private mutating func take(_ tag: MarkupScanner.Tag) {
    if let excess = tag.excess {
      scanner.blank(excess)
      limits.insert(.attributes)
    }
    if tag.isEnd {
      open.close(tag.name)
    } else {
      start(tag)
    }
    scanner.mayBeForeign = open.mayBeForeign
  }

  private mutating func start(_ tag: MarkupScanner.Tag) {
    var kind = ElementKind(tag.name)
    if kind == .rawText { return startRawText(tag) }
    let breaksOut = open.foreign != nil && ElementKind.breakingOutOfForeign.contains(tag.name)
    if let foreign = open.foreign, !breaksOut {
      if tag.name == "font" { return scanner.blank(tag.range) }
      if tag.isSelfClosing { return }
      kind = ElementKind(tag.name, inside: foreign)
    } else if tag.isSelfClosing, tag.name == "svg" || tag.name == "math" {
      return
    }
    switch kind {
    case .void: break
    case .formatting where open.formattingCount >= Self.mostOpenFormatting:
      return scanner.blank(tag.range)
    case .barrier, .block, .cell, .formatting, .inline, .rawText:
      guard open.count < PageBudget.nesting else {
        limits.insert(.nesting)
        return scanner.blank(tag.range)
      }
    case .link: break
    }
    if breaksOut { open.breakOutOfForeign() }
    if kind != .void { open.open(tag.name, kind, tag.range) }
  }

  private mutating func startRawText(_ tag: MarkupScanner.Tag) {
    // To one parser it ends here, to another it has only begun.
    if isPlaceUncertain, tag.isSelfClosing { return scanner.blank(tag.range) }
    rawText = tag
  }

  /// Elements without tags inside whose text is for reading.
  private static let readRawText: Set<String> = ["textarea", "title", "xmp"]
}
