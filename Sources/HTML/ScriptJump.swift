// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// That a script leaves its page for an address that stands in it, whatever happens.
///
///     window.location.href = "/a.pdf";
///     setTimeout(function () { location.replace("/a.pdf") }, 3000);
///
/// What it does only on a condition, or when somebody clicks, is none; nor is an address that it puts together.
struct ScriptJump {
  let text: String
  /// After how many seconds.
  let delay: Double

  init?(in script: [UInt8]) {
    self.init(in: script, depth: 0)
  }

  fileprivate init?(in script: [UInt8], depth: Int) {
    guard depth < 4 else { return nil }
    let tokens = ScriptTokens(script).tokens
    guard !tokens.isEmpty else { return nil }
    var walk = ScriptWalk(tokens)
    guard let jump = walk.jump(in: tokens.indices, depth: depth) else { return nil }
    self = jump
  }

  fileprivate init(_ text: String, after delay: Double = 0) {
    (self.text, self.delay) = (text, delay)
  }

  fileprivate func later(by milliseconds: Double) -> ScriptJump {
    ScriptJump(text, after: delay + max(milliseconds, 0) / 1_000)
  }
}

/// The statements of a script, one after the other.
private struct ScriptWalk {
  private let tokens: [ScriptTokens.Token]
  /// For each bracket that is closed, where.
  private var ends: [Int: Int] = [:]
  /// What the functions do that have a name.
  private var functions: [String: Range<Int>] = [:]

  /// How many tokens were gone by; what calls itself again and again says nothing.
  private var steps = 0

  private static let mostSteps = 100_000

  init(_ tokens: [ScriptTokens.Token]) {
    self.tokens = tokens
    var open: [Int] = []
    for (index, token) in tokens.enumerated() {
      guard case .mark(let byte) = token.kind else { continue }
      switch byte {
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): open.append(index)
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
        if let start = open.popLast() { ends[start] = index }
      default: break
      }
    }
    for index in tokens.indices where isWord("function", index) {
      guard case .word(let name)? = kind(index + 1), let body = function(at: index)?.body else {
        continue
      }
      functions[name] = body
    }
  }

  /// The first statement in a range that leaves the page.
  mutating func jump(in range: Range<Int>, depth: Int) -> ScriptJump? {
    guard depth < 4 else { return nil }
    var place = range.lowerBound
    while place < range.upperBound, steps < Self.mostSteps {
      let start = place
      defer { steps += max(place - start, 1) }
      if let jump = jump(at: place) ?? delayed(at: place, depth) { return jump }
      guard case .word(let word)? = kind(place) else {
        // What is done at once: `(function () { … })();`
        if isMark("(", place), let body = function(at: place + 1)?.body,
          let jump = jump(in: body, depth: depth + 1)
        {
          return jump
        }
        place = isMark("{", place) ? place + 1 : endOfStatement(place)
        continue
      }
      switch word {
      case "if", "for", "while", "switch", "with", "catch":
        let end = endOfBody(endOfCondition(place))
        // What comes behind it may not come.
        if tokens[place..<min(end, tokens.count)].contains(where: { $0.kind == .word("return") }) {
          return nil
        }
        place = end
      case "else", "do": place = endOfBody(place + 1)
      case "function": place = function(at: place)?.end ?? endOfStatement(place)
      case "try", "finally": place += isMark("{", place + 1) ? 2 : 1
      case "return", "throw": return nil
      default:
        if let name = functions[word], isMark("(", place + 1), isMark(")", place + 2),
          let jump = jump(in: name, depth: depth + 1)
        {
          return jump
        }
        place = endOfStatement(place)
      }
    }
    return nil
  }

  // MARK: Statements

  /// `location = "…"`, `window.location.href = "…"`, `location.replace("…")`.
  private func jump(at start: Int) -> ScriptJump? {
    var place = start
    while case .word(let word)? = kind(place), Self.windows.contains(word), isMark(".", place + 1),
      place < start + 6
    {
      place += 2
    }
    guard isWord("location", place) else { return nil }
    place += 1
    var isCall = false
    if isMark(".", place), case .word(let member)? = kind(place + 1) {
      guard ["href", "replace", "assign"].contains(member) else { return nil }
      isCall = member != "href"
      place += 2
    }
    guard isMark(isCall ? "(" : "=", place), case .text(let text?)? = kind(place + 1) else {
      return nil
    }
    place += 2
    if isCall {
      guard isMark(")", place) else { return nil }
      place += 1
    }
    guard place < tokens.count, !tokens[place].beginsLine else { return ScriptJump(text) }
    return [";", "}", ")", ","].contains { isMark($0, place) } ? ScriptJump(text) : nil
  }

  private static let windows: Set = [
    "window", "document", "self", "top", "parent", "this", "globalThis",
  ]

  /// What is done after a time, or when the page is there.
  private mutating func delayed(at start: Int, _ depth: Int) -> ScriptJump? {
    var place = start
    while case .word(let word)? = kind(place), Self.windows.contains(word), isMark(".", place + 1),
      place < start + 6
    {
      place += 2
    }
    guard case .word(let word)? = kind(place) else { return nil }
    switch word {
    case "setTimeout":
      guard isMark("(", place + 1), let end = ends[place + 1],
        let (jump, next) = action(at: place + 2, depth)
      else { return nil }
      if next == end { return jump }
      guard isMark(",", next), case .number(let time)? = kind(next + 1), next + 2 == end else {
        return nil
      }
      return jump.later(by: time)
    case "onload":
      return isMark("=", place + 1) ? action(at: place + 2, depth)?.jump : nil
    case "addEventListener":
      guard isMark("(", place + 1), case .text(let event?)? = kind(place + 2),
        event == "load" || event == "DOMContentLoaded", isMark(",", place + 3)
      else { return nil }
      return action(at: place + 4, depth)?.jump
    case "$", "jQuery":
      guard isMark("(", place + 1) else { return nil }
      if isWord("document", place + 2), isMark(")", place + 3), isMark(".", place + 4),
        isWord("ready", place + 5), isMark("(", place + 6)
      {
        return action(at: place + 7, depth)?.jump
      }
      return action(at: place + 2, depth)?.jump
    default: return nil
    }
  }

  /// What a function does that is handed on, by its name or as it stands, or a text that is run.
  private mutating func action(at place: Int, _ depth: Int) -> (jump: ScriptJump, end: Int)? {
    guard depth < 4 else { return nil }
    switch kind(place) {
    case .text(let code?):
      return ScriptJump(in: Array(code.utf8), depth: depth + 1).map { ($0, place + 1) }
    case .word(let name) where functions[name] != nil:
      return functions[name].flatMap { jump(in: $0, depth: depth + 1) }.map { ($0, place + 1) }
    default:
      guard let (body, end) = function(at: place) else { return nil }
      return jump(in: body, depth: depth + 1).map { ($0, end) }
    }
  }

  /// `function name() { … }`, `() => { … }` or `() => …`.
  private func function(at start: Int) -> (body: Range<Int>, end: Int)? {
    var place = start
    if isWord("function", place) {
      place += 1
      if case .word? = kind(place) { place += 1 }
      guard isMark("(", place), let end = ends[place] else { return nil }
      place = end + 1
    } else {
      guard isMark("(", place), let end = ends[place], isMark("=", end + 1), isMark(">", end + 2)
      else { return nil }
      place = end + 3
      guard isMark("{", place) else {
        let end = endOfStatement(place)
        return (place..<end, end)
      }
    }
    guard isMark("{", place), let end = ends[place] else { return nil }
    return ((place + 1)..<end, end + 1)
  }

  // MARK: Ends

  /// Behind the brackets after `if` and its like.
  private func endOfCondition(_ start: Int) -> Int {
    guard isMark("(", start + 1), let end = ends[start + 1] else { return start + 1 }
    return end + 1
  }

  /// Behind a block, or the one statement in its place; step by step, because thousands of conditions may stand before it.
  private func endOfBody(_ start: Int) -> Int {
    var place = start
    while isWord("if", place) { place = endOfCondition(place) }
    if isMark("{", place) { return ends[place].map { $0 + 1 } ?? tokens.count }
    return endOfStatement(place)
  }

  /// Behind the next semicolon, or where a line begins with a word that nothing leads up to.
  private func endOfStatement(_ start: Int) -> Int {
    var place = start
    while place < tokens.count {
      guard case .mark(let byte) = tokens[place].kind else {
        if place > start, tokens[place].beginsLine, endsStatement(place - 1) { return place }
        place += 1
        continue
      }
      switch byte {
      case UInt8(ascii: ";"): return place + 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
        // The end of what the statement stands in; a mark that nothing opened is passed over.
        return place == start ? place + 1 : place
      case UInt8(ascii: ","):
        // What is handed on beside a function is none of its statement.
        if place > start { return place }
        place += 1
      default: place = ends[place].map { $0 + 1 } ?? place + 1
      }
    }
    return tokens.count
  }

  private func endsStatement(_ place: Int) -> Bool {
    switch tokens[place].kind {
    case .word, .number, .text: true
    case .mark(let byte): [UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}")].contains(byte)
    }
  }

  // MARK: Tokens

  private func kind(_ place: Int) -> ScriptTokens.Kind? {
    tokens.indices.contains(place) ? tokens[place].kind : nil
  }

  private func isWord(_ word: String, _ place: Int) -> Bool { kind(place) == .word(word) }

  private func isMark(_ mark: Character, _ place: Int) -> Bool {
    mark.asciiValue.map { kind(place) == .mark($0) } ?? false
  }
}
