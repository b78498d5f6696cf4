// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Cataloguing
import Night
import Records

/// Who lists a document, and who did once.
struct Listings {
  private(set) var now: [Listing] = []
  /// Entries of sources that list it no more, or are not asked any more.
  private(set) var once: [Listing] = []
  /// Whether runs visit it.
  private(set) var isAskedFor: Bool

  init(
    of address: WebAddress,
    _ role: Document.Role,
    by askers: [Catalogue.Asker],
    _ asking: Asking
  ) {
    isAskedFor =
      role == .listing ? asking.mayRead(list: address) : asking.isListPage(address)
    for asker in askers {
      let listing = Listing(asker.record, asker.ground(against: address, asking))
      let isAsking = listing.reason == nil
      isAskedFor = isAskedFor || isAsking
      if asker.isListed, isAsking { now.append(listing) } else { once.append(listing) }
    }
  }
}

extension Catalogue.Asker {
  /// Why the source does not ask for the document any more; nil where it does.
  func ground(against address: WebAddress, _ asking: Asking) -> RetirementGround? {
    if let ground = asking.ground(against: address, as: record) { return ground }
    return isListed && isOutsideReading ? .readingChanged : nil
  }
}

/// How a source lists a document, as `show` tells it.
struct Listing: Encodable, Sendable {
  let source: String
  let text: String
  let heading: String?
  /// Why the source does not ask for it any more, where it does not.
  let reason: RetirementGround?

  init(_ entry: ListEntry, _ reason: RetirementGround?) {
    (source, text, heading) = (entry.source, entry.text, entry.heading)
    self.reason = reason
  }
}
