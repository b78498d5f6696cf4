// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Discovery
import Records

/// Which documents seem to take the place of others.
///
/// GOV.UK gives an edited file a new address, under the title that the file had before. That is a proposal to the reader and no
/// more: two attachments may have one title, and a title may go on to another document.
enum Succession {
  private struct Title: Hashable {
    let heading: String
    let text: String
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
