// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Yams

/// Changes the text of a configuration as a person would: a line here or there, and all comments stay.
///
/// What it makes is to be read again before it is written: of a text that is laid out as nobody thought of, it may be wrong.
enum SourceEditing {
  /// Turns a source on or off.
  ///
  /// - Parameters:
  ///   - id: the source's.
  ///   - isEnabled: whether it is to be on.
  ///   - text: of the file that it stands in.
  /// - Returns: the new text; nil where it does not stand there.
  static func setting(_ id: String, enabled isEnabled: Bool, in text: String) -> String? {
    guard isPlain(text), let source = mapping(of: id, in: text), let name = source["id"],
      let place = name.mark
    else { return nil }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if let mark = source["enabled"]?.mark {
      guard let parts = parts(of: lines, at: mark) else { return nil }
      lines[mark.line - 1] = parts.before + "\(isEnabled)" + parts.behind
    } else if isInBraces(source.mark, lines) {
      guard let parts = parts(of: lines, at: place) else { return nil }
      lines[place.line - 1] = parts.before + parts.word + ", enabled: \(isEnabled)" + parts.behind
    } else {
      // Below the id, as far in as that is; of a list's entry, behind its hyphen.
      let key = source.first { $0.key.string == "id" }?.key.mark?.column ?? 1
      let line = String(repeating: " ", count: key - 1) + "enabled: \(isEnabled)"
      lines.insert(line, at: min(place.line, lines.count))
    }
    return lines.joined(separator: "\n")
  }

  /// Adds a source at the end of the list.
  ///
  /// - Parameters:
  ///   - lines: what is to be written of it, each from its first column; the first one begins with a hyphen.
  ///   - text: of the file; one without a list of sources gets one.
  /// - Returns: the new text; nil where the list is of a form that nothing can be added to line by line.
  static func adding(_ lines: [String], to text: String) -> String? {
    guard isPlain(text) else { return nil }
    let base = text.isEmpty || text.hasSuffix("\n") ? text : text + "\n"
    let root = try? Yams.compose(yaml: text)
    guard let sources = root?.mapping?["sources"] else {
      return base + "sources:\n" + lines.map { "  \($0)\n" }.joined()
    }
    var all = base.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if let list = sources.sequence, let last = list.last, !isInBraces(list.mark, all),
      let column = last.mark?.column
    {
      // Behind all that stands for the list: what comes next, if anything does, begins further to the left.
      let indent = String(repeating: " ", count: max(column - 3, 0))
      let start = (last.mark?.line ?? 1) - 1
      var end = start + 1
      while end < all.count, all[end].hasPrefix(indent + " ") { end += 1 }
      all.insert(contentsOf: lines.map { indent + $0 }, at: min(end, all.count))
      return all.joined(separator: "\n")
    }
    // An empty list, or nothing at all behind the key.
    let isEmpty = sources.sequence?.isEmpty ?? (sources.scalar != nil)
    guard isEmpty, let place = all.firstIndex(where: { $0.hasPrefix("sources:") }) else {
      return nil
    }
    all[place] = "sources:" + comment(of: all[place])
    all.insert(contentsOf: lines.map { "  \($0)" }, at: place + 1)
    return all.joined(separator: "\n")
  }

  /// Takes a source out, with the comments between its own lines.
  ///
  /// - Parameters:
  ///   - id: the source's.
  ///   - text: of the file that it stands in.
  /// - Returns: the new text; nil where it does not stand there on lines of its own.
  static func removing(_ id: String, from text: String) -> String? {
    guard isPlain(text), let list = (try? Yams.compose(yaml: text))?.mapping?["sources"]?.sequence,
      let index = list.firstIndex(where: { $0.mapping?["id"]?.string == id }),
      let mark = list[index].mark
    else { return nil }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard !isInBraces(list.mark, lines) else { return nil }
    let indent = String(repeating: " ", count: max(mark.column - 3, 0))
    var end = mark.line
    while end < lines.count, lines[end].hasPrefix(indent + " ") { end += 1 }
    guard lines.indices.contains(mark.line - 1), lines[mark.line - 1].hasPrefix(indent + "- ")
    else {
      return nil
    }
    lines.removeSubrange(mark.line - 1..<end)
    if list.count == 1, let place = lines.firstIndex(where: { $0.hasPrefix("sources:") }) {
      lines[place] = "sources: []" + comment(of: lines[place])
    }
    return lines.joined(separator: "\n")
  }

  private static func mapping(of id: String, in text: String) -> Node.Mapping? {
    (try? Yams.compose(yaml: text))?.mapping?["sources"]?.sequence?.lazy
      .compactMap(\.mapping).first { $0["id"]?.string == id }
  }

  /// What stands behind a line as a comment, with the blanks before it.
  private static func comment(of line: String) -> String {
    guard let sign = line.range(of: " #") else { return "" }
    let start = line[..<sign.lowerBound].lastIndex { $0 != " " }.map { line.index(after: $0) }
    return String(line[(start ?? sign.lowerBound)...])
  }

  /// Lines that end as on Windows are nobody's to mix with others.
  private static func isPlain(_ text: String) -> Bool { !text.utf8.contains(UInt8(ascii: "\r")) }

  /// Whether what begins at a place is written in braces or brackets.
  private static func isInBraces(_ mark: Mark?, _ lines: [String]) -> Bool {
    guard let mark, lines.indices.contains(mark.line - 1) else { return false }
    let line = Array(lines[mark.line - 1].unicodeScalars)
    return line.indices.contains(mark.column - 1)
      && "{[".unicodeScalars.contains(line[mark.column - 1])
  }

  /// The word that begins at a place, what stands before it in its line, and what behind it; nil where there is no such place.
  private static func parts(
    of lines: [String],
    at mark: Mark
  ) -> (before: String, word: String, behind: String)? {
    guard lines.indices.contains(mark.line - 1) else { return nil }
    let line = Array(lines[mark.line - 1].unicodeScalars)
    let start = mark.column - 1
    guard (0...line.count).contains(start) else { return nil }
    let end = line[start...].firstIndex { " ,}#".unicodeScalars.contains($0) } ?? line.count
    return (string(line[..<start]), string(line[start..<end]), string(line[end...]))
  }

  private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return String(text)
  }
}
