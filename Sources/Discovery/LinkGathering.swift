// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

internal import Addressing

/// Links as they are found, each address once.
struct LinkGathering {
  private struct Entry {
    let address: WebAddress
    var text: String
    var heading: String?
    var isInNavigation: Bool
  }

  private var entries: [Entry] = []
  private var places: [WebAddress: Int] = [:]
  private var unusableSeen: Set<String> = []
  private(set) var unusable: [UnusableLink] = []
  private(set) var subjectAddresses: Set<WebAddress> = []

  var links: [Link] {
    entries.enumerated().map { position, entry in
      Link(
        address: entry.address,
        text: entry.text,
        heading: entry.heading,
        position: position,
        isInNavigation: entry.isInNavigation
      )
    }
  }

  mutating func add(
    _ address: WebAddress,
    text: String,
    heading: String?,
    isInNavigation: Bool,
    isSubject: Bool
  ) {
    if isSubject { subjectAddresses.insert(address) }
    guard let place = places[address] else {
      places[address] = entries.count
      entries.append(
        Entry(address: address, text: text, heading: heading, isInNavigation: isInNavigation)
      )
      return
    }
    entries[place].isInNavigation = entries[place].isInNavigation && isInNavigation
    if isBetter(text, than: entries[place].text) {
      entries[place].text = text
      entries[place].heading = heading
    }
  }

  mutating func add(_ link: UnusableLink) {
    if unusableSeen.insert(link.href).inserted { unusable.append(link) }
  }

  private func isBetter(_ text: String, than present: String) -> Bool {
    guard !text.isEmpty, LinkText.saysNothing(present) else { return false }
    return present.isEmpty || !LinkText.saysNothing(text)
  }
}
