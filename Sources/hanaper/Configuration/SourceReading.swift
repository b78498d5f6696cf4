// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Night
import Addressing
import Discovery
import Records
import Synchronising

/// From sources as written to sources as they are meant, each fault with its place.
struct SourceReading {
  private let yaml: YAMLText
  private var taken: Set<String>

  /// - Parameters:
  ///   - yaml: the text that the sources stand in.
  ///   - taken: the ids of sources from other files.
  init(_ yaml: YAMLText, taken: Set<String> = []) {
    self.yaml = yaml
    self.taken = taken
  }

  func read(_ written: [ConfigurationFile.Source]) throws(ConfigurationError) -> [Source] {
    var taken = taken
    var sources: [Source] = []
    for (index, entry) in written.enumerated() {
      let place = [Key("sources"), Key(index)]
      let source = try read(entry, at: place)
      guard taken.insert(source.id).inserted else {
        throw yaml.fault(at: place + [Key("id")], "another source has the id “\(source.id)”")
      }
      sources.append(source)
    }
    return sources
  }

  private func read(
    _ entry: ConfigurationFile.Source,
    at place: [Key]
  ) throws(ConfigurationError) -> Source {
    guard let id = entry.id else {
      throw yaml.fault(at: place, "a source needs an “id”, a short name such as merton-reviews")
    }
    guard Self.isID(id) else {
      throw yaml.fault(
        at: place + [Key("id")],
        "“\(id)” is no id; use small letters, digits and hyphens"
      )
    }
    var source = Source(id: id, title: entry.title ?? id, place: try placeToLook(entry, at: place))
    source.isEnabled = entry.enabled ?? true
    source.include = try patterns(entry.include, at: place + [Key("include")])
    source.exclude = try patterns(entry.exclude, at: place + [Key("exclude")])
    source.queryNoise = Set(try words(entry.queryNoise, at: place + [Key("queryNoise")]))
    try readFollowing(entry, at: place, into: &source)
    if let reason = entry.ignoreRobots {
      guard Self.isInWords(reason) else {
        throw yaml.fault(
          at: place + [Key("ignoreRobots")],
          "a reason belongs here, in words, “asked for by letter of 3 March” say; every version that is kept "
            + "will state it. To obey robots.txt, leave the key out"
        )
      }
      source.reasonToIgnoreRobots = reason
    }
    if let kinds = entry.kinds {
      source.kinds = try self.kinds(kinds, at: place + [Key("kinds")])
      source.pictures = Set(kinds.compactMap(BodyKind.init(rawValue:)).filter(\.isImage))
    }
    if let patterns = entry.includePages {
      // Without pages among the kinds it would do nothing, and nobody would notice.
      guard source.kinds.contains(.html) else {
        throw yaml.fault(
          at: place + [Key("includePages")],
          "web pages are not kept by this source; write kinds: [\(Self.allDocuments), page] too"
        )
      }
      source.includePages = try self.patterns(patterns, at: place + [Key("includePages")])
    }
    return source
  }

  private func readFollowing(
    _ entry: ConfigurationFile.Source,
    at place: [Key],
    into source: inout Source
  ) throws(ConfigurationError) {
    let keys = [
      ("follow", entry.follow != nil), ("depth", entry.depth != nil), ("pages", entry.pages != nil),
    ]
    if source.listPage == nil, let (key, _) = keys.first(where: \.1) {
      throw yaml.fault(
        at: place + [Key(key)],
        "this source names its documents itself, so there is no list to go on from; give it a “page”"
      )
    }
    // The API says what belongs to what; its pages have no links to follow.
    if source.format == .govuk, entry.follow != nil {
      throw yaml.fault(
        at: place + [Key("follow")],
        "collections and organisations of GOV.UK are followed without that; leave it out"
      )
    }
    source.follow = try patterns(entry.follow, at: place + [Key("follow")])
    if let depth = entry.depth {
      guard (1...Source.mostDepth).contains(depth) else {
        throw yaml.fault(
          at: place + [Key("depth")],
          "a number from 1 to \(Source.mostDepth) belongs here"
        )
      }
      guard !source.follow.isEmpty else {
        throw yaml.fault(
          at: place + [Key("depth")],
          "nothing is followed; write which pages are in “follow”, follow: [\"*/reviews/*\"] say"
        )
      }
      source.depth = depth
    }
    if let pages = entry.pages {
      guard (1...Self.mostPages).contains(pages) else {
        throw yaml.fault(
          at: place + [Key("pages")],
          "a number from 1 to \(Self.mostPages) belongs here"
        )
      }
      guard pages > 1 || source.follow.isEmpty else {
        throw yaml.fault(
          at: place + [Key("pages")],
          "the first page is one of them, so nothing would be followed; write 2 or more"
        )
      }
      source.mostPages = pages
    }
  }

  /// Patterns of addresses, each of which can fit one.
  private func patterns(
    _ texts: [String]?,
    at place: [Key]
  ) throws(ConfigurationError) -> [AddressPattern] {
    try words(texts, at: place).map(AddressPattern.init)
  }

  /// Texts that are compared with addresses or parts of them.
  ///
  /// What nothing fits, an empty one or one in the quotes of a word processor, would do nothing, and nobody would notice.
  private func words(_ texts: [String]?, at place: [Key]) throws(ConfigurationError) -> [String] {
    for (index, text) in (texts ?? []).enumerated() {
      guard text.contains(where: { !$0.isWhitespace }) else {
        throw yaml.fault(
          at: place + [Key(index)],
          "an empty text fits nothing; take it out, or write what it is to fit, \"*/reviews/*\" say"
        )
      }
      // Within a name they may be: an apostrophe in that of a file, say.
      guard let quote = [text.first, text.last].compactMap(\.self).first(where: Self.isTypographic)
      else { continue }
      throw yaml.fault(
        at: place + [Key(index)],
        "the typographic quote \(quote) is part of this text, so that it fits nothing; write straight quotes (\"), or none"
      )
    }
    return texts ?? []
  }

  /// Whether it is a quote as word processors make them.
  private static func isTypographic(_ character: Character) -> Bool {
    "“”„‟‘’‚‛«»‹›".contains(character)
  }

  /// Each takes a request a night.
  private static let mostPages = 10_000

  /// Whether a text is a reason and no switch: `false`, `no` and `1` would else turn the rules of a site off.
  private static func isInWords(_ text: String) -> Bool {
    text.split(whereSeparator: \.isWhitespace).count { $0.contains(where: \.isLetter) } > 1
  }

  private func placeToLook(
    _ entry: ConfigurationFile.Source,
    at entryPlace: [Key]
  ) throws(ConfigurationError) -> Source.Place {
    var read: [(key: String, place: Source.Place)] = []
    for (key, text, place) in Self.lists(of: entry) {
      guard let text else { continue }
      read.append((key, place(try address(text, at: entryPlace + [Key(key)]))))
    }
    if let text = entry.govuk {
      read.append(("govuk", .govuk(try page(ofGOVUK: text, at: entryPlace + [Key("govuk")]))))
    }
    if let texts = entry.addresses {
      var addresses: [WebAddress] = []
      for (index, text) in texts.enumerated() {
        addresses.append(try address(text, at: entryPlace + [Key("addresses"), Key(index)]))
      }
      read.append(("addresses", .addresses(addresses)))
    }
    let name = entry.id ?? ""
    guard let first = read.first else {
      throw yaml.fault(
        at: entryPlace,
        "the source “\(name)” says nowhere to look; give it a “page”, “sitemap”, “feed”, “govuk”, “wordpress” or “addresses”"
      )
    }
    guard read.count == 1 else {
      let keys = read.map { "“\($0.key)”" }.joined(separator: " and ")
      throw yaml.fault(at: entryPlace, "the source “\(name)” has \(keys); make a source of each")
    }
    return first.place
  }

  /// The keys that name one list, what stands there, and what it means.
  private static func lists(
    of entry: ConfigurationFile.Source
  ) -> [(key: String, text: String?, place: (WebAddress) -> Source.Place)] {
    [
      ("page", entry.page, Source.Place.page),
      ("sitemap", entry.sitemap, Source.Place.sitemap),
      ("feed", entry.feed, Source.Place.feed),
      ("wordpress", entry.wordpress, Source.Place.wordpress),
    ]
  }

  private func page(
    ofGOVUK text: String,
    at place: [Key]
  ) throws(ConfigurationError) -> WebAddress {
    let page: WebAddress
    do {
      page = try ContentAPI.page(text)
    } catch {
      throw yaml.fault(at: place, error.description)
    }
    guard page.path != "/" else {
      throw yaml.fault(
        at: place,
        "that is all of GOV.UK; name one page: a publication, a collection or an organisation, "
          + "/government/publications/working-together-to-safeguard-children--2 say"
      )
    }
    return page
  }

  private func address(_ text: String, at place: [Key]) throws(ConfigurationError) -> WebAddress {
    do {
      return try WebAddress(text)
    } catch {
      throw yaml.fault(at: place, error.description)
    }
  }

  private func kinds(_ words: [String], at place: [Key]) throws(ConfigurationError) -> Set<BodyKind>
  {
    var kinds: Set<BodyKind> = []
    for (index, word) in words.enumerated() {
      guard word != Self.allDocuments else {
        kinds.formUnion(Source.defaultKinds)
        continue
      }
      guard let kind = BodyKind(rawValue: word) else {
        let known = [Self.allDocuments] + BodyKind.allCases.map(\.rawValue)
        let advice =
          Spelling.nearest(to: word, among: known).map { "did you mean “\($0)”?" }
          ?? "the kinds are \(known.joined(separator: ", "))"
        throw yaml.fault(at: place + [Key(index)], "unknown kind “\(word)”; \(advice)")
      }
      kinds.insert(kind)
    }
    return kinds
  }

  /// Stands for every kind that is kept where a source names none.
  static let allDocuments = "documents"

  static func isID(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy(idBytes.contains)
  }

  private static let idBytes = Set("abcdefghijklmnopqrstuvwxyz0123456789-".utf8)
}
