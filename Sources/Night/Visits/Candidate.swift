// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Appraisal
package import Records
package import Discovery
package import Fixity

/// A document to visit: what is known of it, and which sources list it.
package struct Candidate: Sendable {
  /// What the document is called.
  package let address: WebAddress
  /// What is asked for, as the page lists it tonight.
  package var request: WebAddress
  /// Under which texts which sources list it; empty where none does any more.
  package var entries: [ListEntry] = []
  /// Whether ``entries`` differ from what the catalogue says.
  package var isEntryNews = false
  /// The sources for which it is visited, whether or not they list it still.
  package var askers: [String] = []
  /// What any of its sources keeps.
  package var kinds: Set<BodyKind> = []
  /// Whether the configuration names it by its address.
  package var isNamed = false
  /// Whether `includePages` names it.
  var isPageAskedFor = false
  package var title: String
  /// The kind that the link names, where it names one.
  package var linkedKind: BodyKind?
  /// What the publisher's list states of the file; nil where it states nothing.
  package var stated: StatedBody?
  /// The notice of withdrawal that its publisher put on it, in a sentence; nil where no source knows of one.
  package var withdrawal: String?
  /// The document whose place it seems to take: proposed, and nowhere recorded.
  package var predecessor: WebAddress?
  /// The one whose place it takes, where that is sure and was not known before.
  package var succeeds: Predecessor?
  /// Of what is not held: what persons took back of documents that have its path on another host, as from there it may come again.
  package var takenBack: Set<Digest> = []
  /// Whether it is withdrawn, as far as is known: a notice stands until a list that has notices is without it.
  package var isWithdrawn = false
  package let known: Document?
  /// Where it may have moved to, which the visit is to show.
  var presumedMoves: [PresumedMove] = []
  /// The standing as it is recorded, believed or not; nil where nothing is known.
  var recordedStanding: Standing?
  /// What was last told of it, by the same record.
  var recordedTelling: Standing?
  /// Whether it is asked how long it is before any of it is fetched, because it was too large the last time.
  package var isMeasuredFirst = false
  /// Why robots.txt is not asked for it, by one of its sources.
  package var reasonToIgnoreRobots: String?

  package init(address: WebAddress, title: String, known: Document?) {
    self.address = address
    request = address
    self.title = title
    self.known = known
    recordedStanding = known.map { $0.standing ?? .unknown }
    recordedTelling = known?.told ?? recordedStanding
  }

  package var isListed: Bool { !entries.isEmpty }

  /// Where it was found last.
  var lastPlace: WebAddress { known?.place ?? address }

  /// Takes in that it has moved as was presumed: whoever lists the new address lists it.
  mutating func confirm(_ move: PresumedMove) {
    let sources = Set(move.entries.map(\.source))
    entries.removeAll { sources.contains($0.source) }
    entries = (entries + move.entries).sorted { $0.source < $1.source }
    isEntryNews = true
    title = move.title
  }

  /// Takes in how a source lists it, as turned out by its visit.
  mutating func list(as entry: ListEntry) {
    entries.removeAll { $0.source == entry.source }
    entries = (entries + [entry]).sorted { $0.source < $1.source }
    isEntryNews = true
  }

  package var isHeld: Bool { known?.version != nil }

  /// Whether all that is kept of it was taken back by a person.
  var isRejected: Bool { !isHeld && known?.newestKept != nil }

  package var expectation: ResponseEvidence.Expectation {
    if let kind = known?.kind {
      return kind == .html ? .page : .document(known: kind)
    }
    if let linkedKind { return linkedKind == .html ? .page : .document(known: linkedKind) }
    return .unknown
  }
}

extension Link {
  /// Whether a source follows this link: not what is plainly a page or a part of one, unless pages
  /// are asked for.
  func isCandidate(of source: Source) -> Bool {
    guard source.wants(address) else { return false }
    return switch expectation {
    case .document: true
    // A sitemap names every page of a site, and few of them are a document that does not say so.
    case .unknown where source.format == .sitemap:
      !source.include.isEmpty || source.wantsPage(at: address)
    case .unknown: place < .menu || place == .menu && (mayDeliverFile || source.names(address))
    case .page:
      source.wantsPage(at: address) && (place < .menu || place == .menu && source.names(address))
    case .asset: place < .menu && source.pictures.contains { $0 == pictureKind }
    }
  }

  /// Whether nothing but the menu in which it stands keeps a link from being followed.
  ///
  /// That it stands in one may be a guess: what is held, or was found to be no page, is asked for all the same; in what the page
  /// itself calls navigation, where that has become the list.
  func isLeftInMenu(of source: Source) -> Bool {
    guard isAmongMenus, !isCandidate(of: source) else { return false }
    return Link(address: address, text: text, stated: stated).isCandidate(of: source)
  }
}

extension Source {
  /// Whether a list that another names is not to be read.
  func passesOver(_ list: WebAddress) -> Bool {
    guard !exclude.isEmpty else { return false }
    let page = format == .govuk ? ContentAPI.page(ofAnswer: list) ?? list : list
    return exclude.contains { $0.fits(page) }
  }

  /// Whether a link is one to visit.
  package func follows(_ link: Link) -> Bool { link.isCandidate(of: self) }

  /// Whether the configuration has a pattern for such addresses.
  fileprivate func names(_ address: WebAddress) -> Bool {
    !include.isEmpty && wants(address) || !includePages.isEmpty && wantsPage(at: address)
  }

  /// Whether what this source listed once is still for it to ask about.
  ///
  /// A page that the configuration does not ask for any more was not taken away by the site.
  func wants(_ address: WebAddress, as record: ListEntry) -> Bool {
    guard wants(address) else { return false }
    guard !includePages.isEmpty, !wantsPage(at: address) else { return true }
    let link = Link(address: address, text: record.text)
    return link.expectation != .page
  }
}
