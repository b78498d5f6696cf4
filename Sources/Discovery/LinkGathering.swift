// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

internal import Addressing
internal import HTML

/// Links as they are found, each address once.
struct LinkGathering {
  private(set) var links: [Link] = []
  /// For each of the links, whether it stands where the page speaks of its subject.
  private(set) var isSubject: [Bool] = []
  private(set) var unusable: [UnusableLink] = []
  /// Whether there are more links than ``PageBudget`` allows.
  private(set) var isOverfull = false

  private var places: [WebAddress: Int] = [:]
  private var unusableSeen: Set<String> = []
  private var bytes = 0

  /// What is told of a link that cannot be followed is cut to so many bytes.
  private static let longestUnusable = 2_000

  mutating func add(_ link: Link, isSubject: Bool) {
    guard let place = places[link.address] else {
      guard hasRoom(for: link.address.text.utf8.count + link.text.utf8.count) else { return }
      places[link.address] = links.count
      links.append(link.moved(to: links.count))
      self.isSubject.append(isSubject)
      return
    }
    if isSubject { self.isSubject[place] = true }
    let present = links[place]
    let better = isBetter(link.text, than: present.text) ? link : present
    let isInNavigation = present.isInNavigation && link.isInNavigation
    guard better != present || isInNavigation != present.isInNavigation else { return }
    links[place] = Link(
      address: present.address,
      text: better.text,
      heading: better.heading,
      position: place,
      isInNavigation: isInNavigation
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

extension Link {
  fileprivate func moved(to position: Int) -> Link {
    Link(
      address: address,
      text: text,
      heading: heading,
      position: position,
      isInNavigation: isInNavigation
    )
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
