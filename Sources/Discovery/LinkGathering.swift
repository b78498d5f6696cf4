// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

internal import Addressing
internal import HTML

/// Links as they are found, each address once.
struct LinkGathering {
  private(set) var links: [Link] = []
  /// For each of the links, whether it stands where the page speaks of its subject.
  private(set) var isSubject: [Bool] = []
  /// For each of the links, the number of the region that it stands in; 0 where that is none.
  private var regions: [UInt32] = []
  private(set) var unusable: [UnusableLink] = []
  /// Whether there are more links than `PageBudget` allows.
  private(set) var isOverfull = false

  private var places: [WebAddress: Int] = [:]
  private var unusableSeen: Set<String> = []
  private var bytes = 0

  /// What is told of a link that cannot be followed is cut to so many bytes.
  private static let longestUnusable = 2_000

  /// - Parameters:
  ///   - link: a link, as it stands in one place.
  ///   - isSubject: whether the page speaks of its subject there.
  ///   - region: the number of the region that it stands in there; 0 for none.
  mutating func add(_ link: Link, isSubject: Bool, in region: UInt32 = 0) {
    guard let place = places[link.address] else {
      guard hasRoom(for: link.address.text.utf8.count + link.text.utf8.count) else { return }
      places[link.address] = links.count
      links.append(link.changed(position: links.count))
      self.isSubject.append(isSubject)
      regions.append(region)
      return
    }
    if isSubject { self.isSubject[place] = true }
    let present = links[place]
    let better = isBetter(link.text, than: present.text) ? link : present
    if link.place < present.place { regions[place] = region }
    let part = min(present.place, link.place)
    guard better != present || part != present.place else { return }
    links[place] = Link(
      address: present.address,
      text: better.text,
      heading: better.heading,
      position: place,
      in: part,
      stated: better.stated ?? present.stated,
      publication: better.publication ?? present.publication
    )
  }

  mutating func add(_ link: UnusableLink) {
    let link = link.cut(to: Self.longestUnusable)
    guard !unusableSeen.contains(link.href),
      hasRoom(for: link.href.utf8.count * 2 + link.text.utf8.count)
    else { return }
    unusableSeen.insert(link.href)
    unusable.append(link)
  }

  /// Judges the regions, once all links of the page are here: what has most of its documents is no menu.
  ///
  /// - Parameter kinds: those of the regions, in the order of their numbers, from 1.
  mutating func judge(_ kinds: [LinkRegion.Kind]) {
    guard !kinds.isEmpty else { return }
    var judged = kinds.map { LinkRegion($0) }
    for (link, region) in zip(links, regions) where region > 0 {
      judged[Int(region) - 1].count(link)
    }
    let inRegions = judged.reduce(0) { $0 + $1.documents }
    let outside = documentsOutside(upTo: max(inRegions, 1))
    let isList = judged.map { $0.isList(besides: outside + inRegions - $0.documents) }
    for (number, region) in regions.enumerated() where region > 0 {
      let kind = kinds[Int(region) - 1]
      if isList[Int(region) - 1] {
        links[number] = links[number].changed(
          place: kind == .navigation ? .navigationWithDocuments : .content
        )
      } else {
        // Whoever knows what is held may know better.
        links[number] = links[number].changed(menu: Int(region))
      }
    }
  }

  // Of a list of 250,000, most need not be looked at.
  private func documentsOutside(upTo most: Int) -> Int {
    var count = 0
    for (link, region) in zip(links, regions) where region == 0 && link.namesFile {
      count += 1
      if count == most { break }
    }
    return count
  }

  private mutating func hasRoom(for more: Int) -> Bool {
    guard links.count + unusable.count < PageBudget.links, bytes + more <= PageBudget.linkBytes
    else {
      isOverfull = true
      return false
    }
    bytes += more
    return true
  }

  private func isBetter(_ text: String, than present: String) -> Bool {
    guard !text.isEmpty, LinkText.saysNothing(present) else { return false }
    return present.isEmpty || !LinkText.saysNothing(text)
  }
}

extension UnusableLink {
  fileprivate func cut(to length: Int) -> UnusableLink {
    guard href.utf8.count > length else { return self }
    let href = String(decoding: self.href.utf8.prefix(length), as: UTF8.self)
    return UnusableLink(href: href + "…", text: text, error: error.cut(to: length))
  }
}

extension AddressError {
  // An error quotes the address that it is about.
  fileprivate func cut(to length: Int) -> AddressError {
    func cut(_ text: String) -> String { String(decoding: text.utf8.prefix(length), as: UTF8.self) }
    return switch self {
    case .unsupportedScheme(let scheme): .unsupportedScheme(cut(scheme))
    case .relative(let text): .relative(cut(text))
    case .unreadable(let text): .unreadable(cut(text))
    case .malformed(let text, let reason): .malformed(cut(text), reason: reason)
    case .empty, .credentials, .tooLong: self
    }
  }
}
