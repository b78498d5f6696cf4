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
  /// Whether its name or its text says that it is the same document.
  let isLikely: Bool
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
  /// - Returns: by the new address, the document's name and what is known of the pair.
  static func find(
    in reading: SourceListing,
    _ memory: SourceMemory,
    of source: Source,
    at index: Int
  ) -> [WebAddress: (name: WebAddress, renewal: Renewal)] {
    guard let links = reading.links, !memory.entries.isEmpty else { return [:] }
    let known = Set(memory.entries.map(\.address))
    let strangers = links.filter {
      !known.contains($0.address) && memory.strangers[$0.address] == nil && $0.stated == nil
    }
    guard !strangers.isEmpty else { return [:] }
    var new: [String: [New]] = [:]
    for link in strangers {
      let (core, plain, signs) = core(of: link.address, source)
      new[core, default: []].append(New(link: link, plain: plain, signs: signs))
    }
    let now = Set(links.map(\.address))
    var lost: [String: [ListedDocument]] = [:]
    for entry in memory.entries where !now.contains(entry.address) {
      guard let brief = entry.brief, brief.isHeld, brief.role == .document else { continue }
      let core = core(of: entry.address, source).text
      if new[core] != nil { lost[core, default: []].append(entry) }
    }
    guard !lost.isEmpty else { return [:] }
    var found: [WebAddress: (name: WebAddress, renewal: Renewal)] = [:]
    for (core, entries) in lost {
      for (new, entry) in pairs(new[core] ?? [], entries) {
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
          isLikely: hasSameText || new.link.address.pathExtension != nil
        )
        found[new.link.address] = (entry.address, renewal)
      }
    }
    return found.isEmpty ? [:] : withoutWrongAdvice(found, links)
  }

  /// One for one: what was listed last, and where several have one core, those that alone have their text.
  private static func pairs(
    _ new: [New],
    _ lost: [ListedDocument]
  ) -> [(New, ListedDocument)] {
    let listed = lost.filter(\.isListed)
    let lost = listed.isEmpty ? lost : listed
    if new.count == 1, lost.count == 1 { return [(new[0], lost[0])] }
    let before = Dictionary(grouping: lost) { "\($0.entry.heading ?? "")\n\($0.entry.text)" }
    let now = Dictionary(grouping: new) { "\($0.link.heading ?? "")\n\($0.link.text)" }
    return now.compactMap { text, links in
      guard links.count == 1, let entries = before[text], entries.count == 1 else { return nil }
      return (links[0], entries[0])
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
      isLikely: isLikely
    )
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
