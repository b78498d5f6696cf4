// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Discovery
import Records

/// A link to an address that nobody has heard of, which is that of a document but for a signature, a token or a mark
/// against caches.
///
/// It is asked for in the document's name, where the old address has gone from the list and this one alone stands in its place. The
/// same bytes prove that it is the document. Where others come, both are documents of their own, unless `queryNoise` says that
/// what differs is no part of who they are.
struct Renewal: Sendable {
  /// The place of the source among the night's.
  let source: Int
  /// How the source lists it, under its new address.
  let listed: ListingReview.Listed
  /// Both addresses without what is of one load.
  let core: String
  /// Whether `queryNoise` names all that differs.
  let isSure: Bool
  /// What `queryNoise` would have to name; empty where that would make one of several documents, or is in the path.
  let noise: [String]
  /// Whether it alone has its text and its heading, as before, or its file's name and a signature that is nothing else.
  let isCertain: Bool
}

extension Renewal {
  /// The address without what is of one load, and what that is.
  static func core(
    of address: WebAddress,
    _ source: Source
  ) -> (text: String, plain: WebAddress, signs: LoadSigns?) {
    let plain = address.dropping(queryParameters: source.queryNoise).droppingSessions
    let signs = plain.loadSigns
    return (signs?.core ?? plain.text, plain, signs)
  }

  /// What may be documents under other addresses.
  struct Found: Sendable {
    /// By the new address, the document's name and what is known of the pair.
    var pairs: [WebAddress: (name: WebAddress, renewal: Renewal)] = [:]
    var groups: [RenewalGroup] = []
  }

  private struct New {
    let link: Link
    let plain: WebAddress
    let signs: LoadSigns?
  }

  /// Finds which links of a source may be documents that it listed under other addresses.
  ///
  /// - Parameters:
  ///   - reading: what the source lists.
  ///   - memory: what is known of that.
  ///   - source: the source.
  ///   - index: its place among the night's.
  /// - Returns: the pairs, and the groups of which only the bytes tell which is which.
  static func find(
    in reading: SourceListing,
    _ memory: SourceMemory,
    of source: Source,
    at index: Int
  ) -> Found {
    let before = memory.entries.isEmpty ? memory.former : memory.entries
    guard let links = reading.links, !before.isEmpty else { return Found() }
    let known = Set(before.map(\.address))
    let strangers = links.filter {
      !known.contains($0.address) && memory.strangers[$0.address] == nil && $0.stated == nil
    }
    guard !strangers.isEmpty else { return Found() }
    var new: [String: [New]] = [:]
    for link in strangers {
      let (core, plain, signs) = core(of: link.address, source)
      new[core, default: []].append(New(link: link, plain: plain, signs: signs))
    }
    let now = Set(links.map(\.address))
    var lost: [String: [ListedDocument]] = [:]
    var elsewhere: [(core: String, entry: ListedDocument)] = []
    for entry in before where !now.contains(entry.address) {
      guard let brief = entry.brief, brief.isHeld, brief.role == .document else { continue }
      let (core, _, signs) = core(of: entry.address, source)
      if new[core] != nil {
        lost[core, default: []].append(entry)
      } else if signs != nil {
        elsewhere.append((core, entry))
      }
    }
    addMoved(to: new, from: elsewhere, &lost)
    guard !lost.isEmpty else { return Found() }
    var found = Found()
    for (core, entries) in lost {
      let listed = entries.filter(\.isListed)
      let entries = listed.isEmpty ? entries : listed
      let links = new[core] ?? []
      for (new, entry, isSole) in pairs(links, entries) {
        let name = entry.address.dropping(queryParameters: source.queryNoise).droppingSessions
        let hasSameText = Link.isSameText(new.link.text, entry.entry.text)
        // A folder that nobody named may be that of an edition.
        guard new.signs?.isInPath != true || hasSameText else { continue }
        let renewal = Renewal(
          source: index,
          listed: ListingReview.Listed(new.link, in: reading),
          core: core,
          isSure: name == new.plain,
          noise: new.signs?.isInPath == true ? [] : new.signs?.names ?? [],
          isCertain: isSole
            && (new.link.isSameEntry(as: entry.entry)
              || new.signs?.isStoreSignature == true && new.link.address.pathExtension != nil)
        )
        found.pairs[new.link.address] = (entry.address, renewal)
      }
      guard links.count > 1 || entries.count > 1 else { continue }
      // Whatever is taken for one may turn out to be another of them, and so may what nothing is taken for.
      let all = links.map { new in
        let alone = Renewal(
          source: index,
          listed: ListingReview.Listed(new.link, in: reading),
          core: core,
          isSure: false,
          noise: [],
          isCertain: false
        )
        return (new.link.address, found.pairs[new.link.address]?.renewal ?? alone)
      }
      guard !all.contains(where: \.1.isSure) else { continue }
      let places = links.compactMap { new in
        found.pairs[new.link.address].map { ($0.name, new.link.address) }
      }
      found.groups.append(
        RenewalGroup(
          Dictionary(all) { first, _ in first },
          places: Dictionary(places) { first, _ in first },
          lost: entries.map(\.address)
        )
      )
    }
    if !found.pairs.isEmpty { found.pairs = withoutWrongAdvice(found.pairs, links) }
    return found
  }

  /// Adds what may have gone to another host in the night of new signatures, or in a night before, and is called by its old one:
  /// paths are as they were, and only the bytes decide.
  ///
  /// Where documents have gone that are called by the new host, it may be one of them that came. So only what stood on the list beside
  /// them is added, and nothing that left it before.
  private static func addMoved(
    to new: [String: [New]],
    from elsewhere: [(core: String, entry: ListedDocument)],
    _ lost: inout [String: [ListedDocument]]
  ) {
    guard !elsewhere.isEmpty else { return }
    let strangers = new.filter { _, links in links.allSatisfy { $0.signs != nil } }
    let cores = Dictionary(grouping: strangers.keys, by: withoutHost)
    let named = Set(lost.keys)
    for (core, entry) in elsewhere {
      guard let places = cores[withoutHost(core)], places.count == 1, let place = places.first,
        entry.isListed || !named.contains(place)
      else { continue }
      lost[place, default: []].append(entry)
    }
  }

  /// What of an address is left without its scheme and its host.
  private static func withoutHost(_ core: String) -> Substring {
    // Behind "://".
    core.drop { $0 != ":" }.dropFirst(3).drop { $0 != "/" }
  }

  /// One for one; and of several, those that have one text under one heading, in their order.
  ///
  /// Where they are more than before, the newest stand first as a rule. Whichever are taken for one, only the bytes decide.
  private static func pairs(
    _ new: [New],
    _ lost: [ListedDocument]
  ) -> [(New, ListedDocument, isSole: Bool)] {
    if new.count == 1, lost.count == 1 { return [(new[0], lost[0], true)] }
    let before = Dictionary(grouping: lost) { Words($0.entry.text, under: $0.entry.heading) }
    let now = Dictionary(grouping: new) { Words($0.link.text, under: $0.link.heading) }
    return now.flatMap { words, links in
      let links = links.sorted { $0.link.position < $1.link.position }
      let entries = before[words, default: []].sorted { $0.entry.position < $1.entry.position }
      let isSole = links.count == 1 && entries.count == 1
      return zip(links.reversed(), entries.reversed()).map { ($0, $1, isSole) }
    }
  }

  /// What a reader sees of a link.
  private struct Words: Hashable {
    let text: String
    let heading: String

    init(_ text: String, under heading: String?) {
      self.text = Link.lastingText(text)
      self.heading = Link.lastingText(heading ?? "")
    }
  }

  /// Takes out the advice to name parameters that tell documents of the list apart.
  private static func withoutWrongAdvice(
    _ found: [WebAddress: (name: WebAddress, renewal: Renewal)],
    _ links: [Link]
  ) -> [WebAddress: (name: WebAddress, renewal: Renewal)] {
    let names = Set(found.values.flatMap(\.renewal.noise))
    guard !names.isEmpty else { return found }
    let rest = Set(links.map { $0.address.dropping(queryParameters: names) })
    guard rest.count < links.count else { return found }
    return found.mapValues { ($0.name, $0.renewal.withoutAdvice) }
  }

  private var withoutAdvice: Renewal {
    Renewal(
      source: source,
      listed: listed,
      core: core,
      isSure: isSure,
      noise: [],
      isCertain: isCertain
    )
  }
}

extension Link {
  fileprivate func isSameEntry(as entry: ListEntry) -> Bool {
    Link.isSameText(text, entry.text) && Link.isSameText(heading ?? "", entry.heading ?? "")
  }
}

extension ListingReview.Listed {
  /// A link that nothing is known of, by itself.
  fileprivate init(_ link: Link, in reading: SourceListing) {
    self.init(
      link: link,
      request: reading.requests[link.address],
      page: reading.pages[link.address],
      withdrawal: reading.withdrawals[link.address],
      brief: nil
    )
  }
}
