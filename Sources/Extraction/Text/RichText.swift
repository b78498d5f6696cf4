// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text

/// The text of a document in Rich Text Format.
///
/// Deletions that are tracked and text that is formatted as hidden are counted and not read.
///
/// Source: Rich Text Format Specification 1.9.1 (Microsoft, 2008)
struct RichText {
  /// What holds until the group ends.
  private struct State {
    var isPassedOver = false
    var isHidden = false
    var isDeleted = false
    /// How many characters stand behind a Unicode character for readers that know none.
    var replacements = 1
    /// Whether it stands beside the text: a note, a text box.
    var isApart = false
  }

  /// What stands for itself and is no text of the document.
  private static let destinations: Set = [
    "fonttbl", "colortbl", "stylesheet", "info", "pict", "objdata", "themedata", "datastore",
    "colorschememapping", "latentstyles", "listtable", "listoverridetable", "rsidtbl", "generator",
    "filetbl", "revtbl", "xmlnstbl", "fldinst", "datafield", "bkmkstart", "bkmkend", "fontemb",
    "falt", "panose", "template", "operator", "userprops", "xe", "tc", "rxe", "txe", "objclass",
    "nonshppict", "shprslt", "sp", "mmathpr", "pgptbl", "wgrffmtfilter", "levelnumbers",
    "leveltext",
    "listname", "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn", "annotation",
    "atnid", "atnauthor", "atntime", "atndate", "atnref", "atnicn", "atnparent",
  ]
  /// Destinations that readers who do not know them pass over, and that have text all the same.
  private static let known: Set = ["shpinst", "shptxt", "do", "dptxbxtext", "footnote"]
  private static let characters: [String: Unicode.Scalar] = [
    "emdash": "\u{2014}", "endash": "\u{2013}", "lquote": "\u{2018}", "rquote": "\u{2019}",
    "ldblquote": "\u{201C}", "rdblquote": "\u{201D}", "bullet": "\u{2022}", "emspace": "\u{2003}",
    "enspace": "\u{2002}",
  ]
  private static let mostOpen = 5_000

  private let bytes: [UInt8]
  private var place = 0
  private var builder = TextBuilder()
  private var state = State()
  private var open: [State] = []
  /// Characters that are still to be passed over behind a Unicode character.
  private var passing = 0
  /// Half of a character that takes two numbers.
  private var surrogate: UInt16?
  private var language: String?

  static func read(_ bytes: [UInt8]) -> Result<ExtractedText, Unreadable> {
    guard bytes.starts(with: "{\\rt".utf8) else { return .failure(.damaged) }
    var text = RichText(bytes)
    text.run()
    return .success(text.builder.text(of: nil, language: text.language))
  }

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  private mutating func run() {
    while place < bytes.count, !builder.isFull {
      let byte = bytes[place]
      place += 1
      switch byte {
      case UInt8(ascii: "{"):
        guard open.count < Self.mostOpen else { return builder.cut() }
        open.append(state)
        passing = 0
      case UInt8(ascii: "}"):
        if state.isApart, isRead { builder.endLine() }
        state = open.popLast() ?? State()
        passing = 0
      case UInt8(ascii: "\\"): control()
      case 0x0D, 0x0A: break
      default: write(Unicode.Scalar(windows1252: byte))
      }
    }
  }

  private mutating func control() {
    guard place < bytes.count else { return }
    let byte = bytes[place]
    guard Self.isLetter(byte) else {
      place += 1
      return symbol(byte)
    }
    let start = place
    while place < bytes.count, Self.isLetter(bytes[place]), place - start < 32 { place += 1 }
    let word = String(decoding: bytes[start..<place], as: UTF8.self)
    let number = parameter()
    if place < bytes.count, bytes[place] == 0x20 { place += 1 }
    take(word, number)
  }

  private mutating func parameter() -> Int? {
    var digits = place
    if digits < bytes.count, bytes[digits] == UInt8(ascii: "-") { digits += 1 }
    while digits < bytes.count, (0x30...0x39).contains(bytes[digits]), digits - place < 12 {
      digits += 1
    }
    guard let number = Int(String(decoding: bytes[place..<digits], as: UTF8.self)) else {
      return nil
    }
    place = digits
    return number
  }

  private mutating func symbol(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "'"):
      let digits = bytes[place..<min(place + 2, bytes.count)]
      place += digits.count
      if let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16) {
        write(Unicode.Scalar(windows1252: value))
      }
    case UInt8(ascii: "\\"), UInt8(ascii: "{"), UInt8(ascii: "}"): write(Unicode.Scalar(byte))
    case UInt8(ascii: "~"): write("\u{A0}")
    case UInt8(ascii: "_"): write("\u{2011}")
    case UInt8(ascii: "*"): passOverUnknown()
    case 0x0A, 0x0D: if isRead { builder.endLine() }
    default: break
    }
  }

  /// Whoever does not know the destination that follows passes over its group.
  private mutating func passOverUnknown() {
    var ahead = place
    while ahead < bytes.count, bytes[ahead] <= 0x20 { ahead += 1 }
    guard ahead < bytes.count, bytes[ahead] == UInt8(ascii: "\\") else { return }
    let name = bytes[(ahead + 1)...].prefix(while: Self.isLetter).prefix(32)
    if !Self.known.contains(String(decoding: name, as: UTF8.self)) { state.isPassedOver = true }
  }

  private mutating func take(_ word: String, _ number: Int?) {
    let isOn = number != 0
    switch word {
    case "par", "line", "row", "page", "sect", "column": if isRead { builder.endLine() }
    case "tab": write("\t")
    case "cell", "nestcell": if isRead { builder.endCell() }
    case "u": unicode(number ?? 0)
    case "uc": state.replacements = max(0, min(number ?? 1, 100))
    case "v": set(\.isHidden, isOn, .hiddenText)
    case "deleted": set(\.isDeleted, isOn, .trackedChanges)
    case "revised": if isOn, !state.isPassedOver { builder.note(.trackedChanges) }
    case "plain":
      (state.isHidden, state.isDeleted) = (false, false)
    case "annotation":
      builder.note(.comments)
      state.isPassedOver = true
    case "footnote", "shptxt", "dptxbxtext":
      if isRead { builder.endLine() }
      state.isApart = true
    case "bin": place = min(bytes.count, place + max(0, number ?? 0))
    case "deflang": language = language ?? number.flatMap { Self.languages[$0] }
    case _ where Self.destinations.contains(word): state.isPassedOver = true
    default: if let character = Self.characters[word] { write(character) }
    }
  }

  private mutating func set(
    _ property: WritableKeyPath<State, Bool>,
    _ isOn: Bool,
    _ kind: HiddenContent.Kind
  ) {
    if isOn, !state[keyPath: property], !state.isPassedOver { builder.note(kind) }
    state[keyPath: property] = isOn
  }

  private var isRead: Bool { !state.isPassedOver && !state.isHidden && !state.isDeleted }

  private mutating func write(_ scalar: Unicode.Scalar) {
    if passing > 0 {
      passing -= 1
      return
    }
    if isRead { builder.append(scalar) }
  }

  private mutating func unicode(_ number: Int) {
    let unit = UInt16(truncatingIfNeeded: number)
    defer { passing = state.replacements }
    passing = 0
    if let high = surrogate, UTF16.isTrailSurrogate(unit) {
      surrogate = nil
      let value = 0x1_0000 + (UInt32(high - 0xD800) << 10 | UInt32(unit - 0xDC00))
      if let scalar = Unicode.Scalar(value) { write(scalar) }
      return
    }
    surrogate = UTF16.isLeadSurrogate(unit) ? unit : nil
    // Symbol fonts have their characters in a place of nobody's.
    if let scalar = Unicode.Scalar(UInt32(unit)), !(0xF000...0xF0FF).contains(unit) {
      write(scalar)
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

  /// Those that reports are in, by Microsoft's numbers.
  private static let languages = [
    1_033: "en-US", 2_057: "en-GB", 1_106: "cy-GB", 1_084: "gd-GB", 2_108: "ga-IE", 6_153: "en-IE",
    1_036: "fr-FR", 1_031: "de-DE", 1_045: "pl-PL",
  ]
}
