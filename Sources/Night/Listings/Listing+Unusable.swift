// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Discovery

extension Listing {
  /// How many links of a list there are that nobody can follow, and why not the first; nil for none.
  var sentenceOfUnusable: String? {
    let sentences = [sentenceOfUnreadable, sentenceOfMistakes].compactMap { $0 }
    return sentences.isEmpty ? nil : sentences.joined(separator: "; ")
  }

  /// Links that no reader can open, and that were meant to lead somewhere.
  var mistakes: [UnusableLink] {
    unusable.filter { link in
      if case .unreadable = link.error { return false }
      // Templates are full of what nobody has filled in.
      let isEmpty = ["http://", "https://", "http:", "https:"].contains(link.href)
      return !isEmpty && link.error.mistake != nil
    }
  }

  private var sentenceOfMistakes: String? {
    let links = mistakes
    guard let first = links.first, let mistake = first.error.mistake else { return nil }
    let name = first.text.isEmpty ? String(first.href.prefix(200)) : first.text
    return
      "\(Self.count(links)) of its \(format.noun) cannot be followed: “\(name)”\(links.count > 1 ? " first" : ""), "
      + "which \(mistake)"
  }

  private var sentenceOfUnreadable: String? {
    let links = unusable.filter { if case .unreadable = $0.error { true } else { false } }
    guard let first = links.first else { return nil }
    return
      "\(Self.count(links)) on its \(format.noun) cannot be followed, because a letter in the address could not be read "
      + "(perhaps the \(format.noun) is in another encoding than it says): "
      + "“\(first.text)”\(links.count > 1 ? " first" : "")"
  }

  private static func count(_ links: [UnusableLink]) -> String {
    links.count == 1 ? "1 link" : "\(links.count) links"
  }
}

extension Listing {
  /// That there seem to be documents which only a script can open; nil for none.
  var sentenceOfScripts: String? {
    let links = aspects.scriptOnly
    guard links.documents > 0, let first = links.firstDocument else { return nil }
    let (noun, them) = links.documents == 1 ? ("link", "it") : ("links", "them")
    return
      "\(links.documents) \(noun) of its page \(links.documents == 1 ? "seems" : "seem") to lead to documents, and only a script can "
      + "open \(them): “\(first)”\(links.documents > 1 ? " first" : ""); open the page with a browser, and write what is wanted "
      + "under `addresses`"
  }
}
