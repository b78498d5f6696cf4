// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Discovery
package import Records

/// A list to read: the source's own, or one that it goes on to.
package struct ListStep: Hashable, Sendable {
  package internal(set) var address: WebAddress
  package let format: ListingFormat
  /// How many steps it lies from the source's own list.
  package var depth = 0
  /// How many lists lie before it that it is a part of.
  package var level = 0
  /// The link that leads there, where it may be a document after all.
  var link: Link?

  /// Where a person finds it.
  var place: WebAddress {
    format == .govuk ? ContentAPI.page(ofAnswer: address) ?? address : address
  }
}

/// What one list says for its source: which links are followed, and where it goes on.
///
/// All of it follows from the list's bytes, the source and the step.
package struct ListPart: Sendable {
  /// A list that it goes on to.
  struct Onward: Hashable, Sendable {
    let step: ListStep
    /// Whether it is passed over where it is on another site.
    let isOfSameSite: Bool
  }

  /// What it lists; without the verdict, which is of tonight.
  var listing: SourceListing
  var onward: [Onward] = []
  /// How many further pages it leads to that are on other sites, which nobody named.
  var elsewhere = 0
  var firstElsewhere: WebAddress?
  /// Pages that `follow` fits and that lie deeper than the source is read.
  var beyond: [Link] = []
  /// So many of them are of interest.
  private static let mostBeyond = 2_000

  init(_ listing: SourceListing) {
    self.listing = listing
  }

  /// The pages that it links to and that are neither read nor kept.
  package var passedOver: Set<WebAddress> {
    Set((listing.reportPages + beyond).lazy.map(\.address))
  }

  /// Whether it links to what was let go of, so that it is not to be remembered.
  package func names(_ stones: Tombstones) -> Bool {
    var listing = listing
    return listing.leaveOut(stones) > 0
  }

  /// - Parameters:
  ///   - listing: the list as it was read.
  ///   - page: where it was found.
  ///   - source: what is wanted of it.
  ///   - step: how it was come by.
  init(_ listing: Listing, at page: WebAddress, of source: Source, _ step: ListStep) {
    self.listing = SourceListing(listing, at: page, of: source)
    // One page and no more is what a person may want of a page; of an index of sitemaps the rest is missing then.
    guard source.mostPages > 1 || step.format != .page else { return }
    // The pages of one list come first: what is too much is then at the end of what they lead to.
    for list in source.wordPressLists(of: listing) {
      let next = ListStep(address: list, format: .wordpress, depth: step.depth, level: 1)
      onward.append(Onward(step: next, isOfSameSite: true))
    }
    for further in listing.further where step.format != .page || further.isNext(of: page) {
      // The results of a search that go on under another query are the same list.
      let level = step.format == .govuk && further.path == page.path ? step.level : step.level + 1
      let next = ListStep(address: further, format: step.format, depth: step.depth, level: level)
      onward.append(Onward(step: next, isOfSameSite: true))
    }
    if step.format == .page {
      for link in listing.links where source.isFurtherPage(link, of: page) {
        let next = ListStep(
          address: link.address,
          format: .page,
          depth: step.depth,
          level: step.level + 1,
          link: link
        )
        onward.append(Onward(step: next, isOfSameSite: true))
      }
    }
    guard !source.follow.isEmpty else { return }
    guard step.depth < source.depth else {
      beyond = Array(listing.links.lazy.filter(source.leadsOn).prefix(Self.mostBeyond))
      return
    }
    for link in listing.links {
      if source.leadsOn(link) {
        let next = ListStep(
          address: link.address,
          format: .page,
          depth: step.depth + 1,
          link: link
        )
        onward.append(Onward(step: next, isOfSameSite: false))
      } else if source.leadsAway(link) {
        firstElsewhere = firstElsewhere ?? link.address
        elsewhere += 1
      }
    }
  }
}

extension Source {
  /// Where the lists are of a WordPress site that says where its REST API answers.
  fileprivate func wordPressLists(of listing: Listing) -> [WebAddress] {
    guard let root = listing.notice?.api else { return [] }
    let withPosts = kinds.contains(.html) || !follow.isEmpty
    return WordPressAPI.lists(at: root, of: kinds, withPosts: withPosts)
  }
}
