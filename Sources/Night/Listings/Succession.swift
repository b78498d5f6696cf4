// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Discovery
import Records

/// Which documents seem to take the place of others.
///
/// GOV.UK gives an edited file a new address, under the title that the file had before. Where no other document of the source has that title
/// in that publication, before or after, the two are joined. Else it is a proposal to the reader and no more: two
/// attachments may have one title, and a title may go on to another document.
enum Succession {
  private struct Title: Hashable {
    let heading: String
    let text: String
  }

  /// Those of the proposals that are sure.
  ///
  /// - Parameters:
  ///   - proposals: by the address of what is new, that of what it seems to succeed.
  ///   - now: all that the source lists.
  ///   - before: all that it listed before.
  /// - Returns: those whose title nothing else has, and whose predecessor is held.
  static func joins(
    _ proposals: [WebAddress: WebAddress],
    among now: some Sequence<Link>,
    after before: some Sequence<ListedDocument>
  ) -> [WebAddress: WebAddress] {
    guard !proposals.isEmpty else { return [:] }
    var counts: [Title: (now: Int, before: Int)] = [:]
    var titles: [WebAddress: Title] = [:]
    for link in now {
      let title = Title(heading: link.heading ?? "", text: link.text)
      counts[title, default: (0, 0)].now += 1
      if proposals[link.address] != nil { titles[link.address] = title }
    }
    var held: Set<WebAddress> = []
    for entry in before where entry.isListed {
      let title = Title(heading: entry.entry.heading ?? "", text: entry.entry.text)
      counts[title, default: (0, 0)].before += 1
      if entry.brief?.isHeld == true { held.insert(entry.address) }
    }
    return proposals.filter { new, old in
      guard held.contains(old), let title = titles[new], let count = counts[title] else {
        return false
      }
      return count == (1, 1)
    }
  }

  /// Pairs what is new with what is lost, where a title is that of one of each in the same publication.
  ///
  /// - Parameters:
  ///   - new: what a source lists for the first time.
  ///   - lost: what it listed before, and does not list now.
  /// - Returns: by its address, the address of what each seems to succeed.
  static func proposals(
    _ new: [Link],
    after lost: [ListedDocument]
  ) -> [WebAddress: WebAddress] {
    guard !new.isEmpty, !lost.isEmpty else { return [:] }
    // Only where a publisher's own list says what belongs to what.
    let stated = new.filter { $0.stated != nil && $0.heading != nil && !$0.text.isEmpty }
    let after = Dictionary(grouping: stated) { Title(heading: $0.heading ?? "", text: $0.text) }
    let before = Dictionary(grouping: lost) {
      Title(heading: $0.entry.heading ?? "", text: $0.entry.text)
    }
    var proposals: [WebAddress: WebAddress] = [:]
    for (title, links) in after where links.count == 1 {
      guard let old = before[title], old.count == 1 else { continue }
      proposals[links[0].address] = old[0].address
    }
    return proposals
  }
}
