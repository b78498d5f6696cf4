// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Discovery
import Records

/// Which documents seem to take the place of others.
///
/// GOV.UK gives an edited file a new address, under the title that the file had before. A publication is known by its content id,
/// whatever it is called and wherever it goes, and by its title where an id is not known of both. Where no other document of the
/// source has that title in that publication, before or after, the two are joined. Else it is a proposal to the reader and no
/// more: two attachments may have one title, and a title may go on to another document.
enum Succession {
  /// Of so many that have one title, no more are looked at.
  private static let mostAlike = 100

  /// What is new may take the places of what is lost under the same title in the same publication.
  ///
  /// - Parameters:
  ///   - new: what a source lists for the first time.
  ///   - lost: what it listed before, and does not list now.
  /// - Returns: by its address, the address of what each seems to succeed; of several, the one that has its file's name or its place.
  static func proposals(
    _ new: [Link],
    after lost: [ListedDocument]
  ) -> [WebAddress: WebAddress] {
    guard !new.isEmpty, !lost.isEmpty else { return [:] }
    let lost = lost.sorted { ($0.entry.position, $0.address) < ($1.entry.position, $1.address) }
    var shelf = TitleShelf()
    for (number, old) in lost.enumerated() { shelf.add(Title(old.entry), number) }
    // Only where a publisher's own list says what belongs to what.
    let stated = new.filter {
      !$0.text.isEmpty && ($0.publication != nil || $0.stated != nil && $0.heading != nil)
    }
    var proposals: [WebAddress: WebAddress] = [:]
    for (title, links) in Dictionary(grouping: stated, by: { Title($0) }) {
      let olds = shelf.numbers(like: title).prefix(mostAlike).sorted().map { lost[$0].address }
      guard let last = olds.last else { continue }
      for (place, link) in links.sorted(by: { $0.position < $1.position }).enumerated() {
        let sameName = olds.filter { $0.lastPathComponent == link.address.lastPathComponent }
        let samePlace = olds.indices.contains(place) ? olds[place] : last
        proposals[link.address] = sameName.count == 1 ? sameName[0] : samePlace
      }
    }
    return proposals
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
    var (titlesNow, titlesBefore) = (TitleShelf(), TitleShelf())
    var titles: [WebAddress: Title] = [:]
    for (number, link) in now.enumerated() {
      titlesNow.add(Title(link), number)
      if proposals[link.address] != nil { titles[link.address] = Title(link) }
    }
    let olds = Set(proposals.values)
    var held: [WebAddress: Title] = [:]
    for (number, entry) in before.enumerated() where entry.isListed {
      titlesBefore.add(Title(entry.entry), number)
      if olds.contains(entry.address), entry.brief?.isHeld == true {
        held[entry.address] = Title(entry.entry)
      }
    }
    return proposals.filter { new, old in
      guard let old = held[old], let new = titles[new] else { return false }
      // As either of the two knows its publication.
      return [old, new].allSatisfy {
        titlesNow.count(like: $0) == 1 && titlesBefore.count(like: $0) == 1
      }
    }
  }
}

/// What a document is called in its publication.
private struct Title: Hashable {
  /// What names the publication wherever it goes; nil where that is not known.
  let publication: String?
  let heading: String
  let text: String

  init(_ link: Link) {
    (publication, heading, text) = (link.publication, link.heading ?? "", link.text)
  }

  init(_ entry: ListEntry) {
    (publication, heading, text) = (entry.publication, entry.heading ?? "", entry.text)
  }
}

/// Documents by their titles: in a publication that is known by its name, and under a heading.
private struct TitleShelf {
  private struct Key: Hashable {
    let publication: String
    let text: String
  }

  private var named: [Key: [Int]] = [:]
  private var headed: [Key: [Int]] = [:]
  /// Those of ``headed`` of which no name of a publication is known.
  private var unnamed: [Key: [Int]] = [:]

  mutating func add(_ title: Title, _ number: Int) {
    if let publication = title.publication {
      named[Key(publication: publication, text: title.text), default: []].append(number)
    }
    guard !title.heading.isEmpty else { return }
    let key = Key(publication: title.heading, text: title.text)
    headed[key, default: []].append(number)
    if title.publication == nil { unnamed[key, default: []].append(number) }
  }

  /// The lists of those that may have this title in this publication.
  private func lists(like title: Title) -> (byName: [Int], byHeading: [Int]) {
    let key = Key(publication: title.heading, text: title.text)
    guard let publication = title.publication else { return ([], headed[key, default: []]) }
    return (
      named[Key(publication: publication, text: title.text), default: []],
      unnamed[key, default: []]
    )
  }

  func numbers(like title: Title) -> [Int] {
    let lists = lists(like: title)
    return lists.byName.isEmpty ? lists.byHeading : lists.byName + lists.byHeading
  }

  func count(like title: Title) -> Int {
    let lists = lists(like: title)
    return lists.byName.count + lists.byHeading.count
  }
}
