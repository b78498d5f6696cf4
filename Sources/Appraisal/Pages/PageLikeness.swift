// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
import Records
import Text

/// What a page says, as far as two pages of a site are compared by it: its title and its main text, without the address that was
/// asked for, numbers and tokens, which an error page repeats or makes up.
///
/// Compared are runs of four words, as in the literature on near duplicates (Broder 1997).
package struct PageLikeness: Hashable, Sendable {
  /// In lower case.
  private let text: String
  /// What the address that was asked for, and the one that it led to, may be called in it; in lower case.
  private let names: Set<String>

  private static let run = 4

  /// - Parameters:
  ///   - head: the page's first bytes.
  ///   - charset: that of its `Content-Type`.
  ///   - final: where it was found.
  ///   - asked: what was asked for.
  package init(_ head: [UInt8], charset: String?, at final: WebAddress, asked: WebAddress) {
    let page = PageSketch(head, charset: charset, at: final)
    text = [page.title, page.heading, page.main.text].joined(separator: " ").lowercased()
    var names: Set<String> = []
    for address in [asked, final] {
      names.formUnion([
        address.text, String(address.target), PercentCoding.decode(String(address.target)),
        String(address.path), PercentCoding.decode(String(address.path)),
        address.lastPathComponent, Self.stem(of: address.lastPathComponent),
      ])
    }
    // A name of a letter or two is part of everything.
    self.names = Set(names.filter { $0.utf8.count > 3 }.map { $0.lowercased() })
  }

  private static func stem(of name: String) -> String {
    name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
  }

  /// Whether two answers say the same.
  package func isSame(as other: PageLikeness) -> Bool {
    // What the one repeats of its address may stand in the other's text by itself, as a word of every page.
    let names = names.union(other.names).sorted { ($0.utf8.count, $1) > ($1.utf8.count, $0) }
    let (mine, others) = (words(without: names), other.words(without: names))
    if mine == others { return true }
    let (left, right) = (Self.runs(mine), Self.runs(others))
    // A few words are the same, or they are not.
    guard left.count >= 8, right.count >= 8 else { return false }
    let shared = left.intersection(right).count
    return shared * 10 >= left.union(right).count * 9
  }

  /// The words of the text, without some names, numbers and tokens.
  ///
  /// - Parameter names: the longest first.
  /// - Returns: in their order.
  private func words(without names: [String]) -> [String] {
    var text = text
    for name in names { text = text.replacing(name, with: " ") }
    return text.split { !$0.isLetter && !$0.isNumber }.map(String.init).filter { word in
      let digits = word.count { $0.isNumber }
      return digits < 2 && word.utf8.count < 40
    }
  }

  private static func runs(_ words: [String]) -> Set<ArraySlice<String>> {
    guard words.count >= run else { return [] }
    return Set((0...words.count - run).map { words[$0..<$0 + run] })
  }
}
