// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
internal import Text

// No script is run. But a page that says nothing besides `location.href = "/a.pdf"` is a redirect in all but name.
extension PageRefresh {
  /// Where a page sends its reader by a script that does so whatever happens.
  ///
  /// - Parameters:
  ///   - beginning: the page's first bytes.
  ///   - page: where it was found, after redirects.
  ///   - declaredCharset: the `charset` of its `Content-Type`.
  /// - Returns: nil where no script does, or not within the time of a redirect.
  package static func scripted(
    in beginning: [UInt8],
    at page: WebAddress,
    declaredCharset: String?
  ) -> PageRefresh? {
    // No reader need look for what is not there.
    let letters = beginning.filter { $0 != 0 }
    guard Wildcards.fit(mark[...], toItsEnd: false, letters[...]) else { return nil }
    for script in PageScripts(letters).texts {
      guard let jump = ScriptJump(in: script), jump.delay <= longestRedirect else { continue }
      let base = PageHead.base(in: beginning, at: page, declaredCharset)
      guard let target = try? WebAddress(jump.text, relativeTo: base), target != page else {
        continue
      }
      return PageRefresh(target: target, delay: jump.delay)
    }
    return nil
  }

  private static let mark = Array("*location".utf8)
}

/// The scripts of a page that are run while it is loaded, as they stand in its bytes.
struct PageScripts {
  private(set) var texts: [[UInt8]] = []
  private let page: [UInt8]

  private static let most = 50

  init(_ page: [UInt8]) {
    self.page = page
    var place = 0
    while texts.count < Self.most,
      let tag = page[place...].firstIndex(of: UInt8(ascii: "<"))
    {
      if begins(with: "<!--", at: tag) {
        guard let end = index(of: "-->", from: tag + 4) else { return }
        place = end + 3
      } else if begins(with: "<script", at: tag) {
        guard let start = page[tag...].firstIndex(of: UInt8(ascii: ">")),
          let end = index(of: "</script", from: start + 1)
        else { return }
        if Self.isRun(String(decoding: page[tag..<start], as: UTF8.self)) {
          texts.append(Array(page[(start + 1)..<end]))
        }
        place = end + 8
      } else if begins(with: "<body", at: tag) {
        let end = page[tag...].firstIndex(of: UInt8(ascii: ">")) ?? page.endIndex
        if let handler = onLoad(page[tag..<end]) { texts.append(handler) }
        place = end
      } else {
        place = tag + 1
      }
    }
  }

  /// Whether a script's tag is that of one that stands behind it and is a script indeed.
  private static func isRun(_ tag: String) -> Bool {
    let words = tag.lowercased().split { $0.isWhitespace || "\"'/".contains($0) }
    guard !words.contains(where: { $0.hasPrefix("src=") }) else { return false }
    guard let place = words.firstIndex(where: { $0.hasPrefix("type=") }) else { return true }
    let type = words[place].dropFirst(5) + words[(place + 1)...].prefix(2).joined(separator: "/")
    return type.contains("javascript") || type.hasPrefix("module")
  }

  /// What a page's body does when it is there: `<body onload="…">`.
  private func onLoad(_ tag: ArraySlice<UInt8>) -> [UInt8]? {
    guard let name = index(of: "onload", in: tag) else { return nil }
    let value = tag[(name + 6)...].drop { $0 == 0x20 || $0 == UInt8(ascii: "=") }
    guard let quote = value.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
      return nil
    }
    let text = String(decoding: value.dropFirst().prefix { $0 != quote }, as: UTF8.self)
    return Array(
      text.replacing("&quot;", with: "\"").replacing("&#39;", with: "'")
        .replacing("&apos;", with: "'").replacing("&amp;", with: "&").utf8
    )
  }

  private func begins(with word: String, at place: Int) -> Bool {
    page[place...].prefix(word.utf8.count).lazy.map(\.lowercased).elementsEqual(word.utf8)
  }

  private func index(of word: String, from start: Int) -> Int? {
    index(of: word, in: page[start...])
  }

  private func index(of word: String, in part: ArraySlice<UInt8>) -> Int? {
    guard let first = word.utf8.first else { return nil }
    var rest = part
    while let next = rest.firstIndex(where: { $0.lowercased == first }) {
      if begins(with: word, at: next) { return next }
      rest = rest[(next + 1)...]
    }
    return nil
  }
}
