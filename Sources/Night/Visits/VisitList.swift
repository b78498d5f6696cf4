// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
import Records
import Discovery
import HTML
import Foundation
import HTTP

/// Which documents a run visits: those listed now, and those held that a source listed once.
///
/// Of a document that is listed as it was, no more is held than its address and its source: a night may
/// know a hundred thousand. All that is known of it is read when its turn comes.
package struct VisitList: Sendable {
  struct Item {
    /// The first source that listed it in this run, by its place among the run's sources.
    let source: UInt32
    let host: UInt32
    /// The last of those that link to it now.
    var linkingSource: UInt32?
    /// Whether the last visit found no sign of life.
    let failedBefore: Bool
    /// Whether that is so of late, of what is held, so that it is asked for night by night.
    let isOpen: Bool
    /// Days since it was asked for, and how urgent that is; without an end where it never was.
    let age: Float
    let urgency: Float
    /// How many of the runs that were stopped since the last whole one began before it was last visited.
    let stoppedBefore: UInt8
    /// Whether a source lists it tonight, or cannot be believed that it does not.
    var isListed = false
    var isOrdered = false
    /// Whether it may have moved to where any of the sources lists it.
    var waitsForAll = false
  }

  /// What a source's listing says of a document now and did not say before.
  struct Change {
    let source: String
    /// Nil where the source lists it no more.
    let entry: ListEntry?
  }

  let sources: [Source]
  package let asking: Asking
  let places: KnownPlaces
  let successions: Successions
  let rejected: RejectedBodies
  private let suppressed: Tombstones
  let now: Date
  let isDeep: Bool
  let documentSize: Int64?
  let history: RunHistory
  let share: NightShare?
  private let stirred: Set<String>

  /// What is held and some source listed once and does not ask for any more, if that is news.
  package private(set) var leftOut: [WebAddress] = []
  /// What left a list because its source's configuration was changed, with the ids of these sources.
  package private(set) var outsideReading: [WebAddress: Set<String>] = [:]
  /// What the catalogue names and is no address; nothing of it goes into the records of a run.
  package private(set) var noAddresses: [WebAddress] = []
  private(set) var addresses = AddressPool()
  var items: [Item] = []
  // What few documents have, by their numbers.
  private(set) var furtherSources: [Int: [UInt32]] = [:]
  var changes: [Int: [Change]] = [:]
  private(set) var notHeld: [Int: DocumentBrief] = [:]
  var requests: [Int: WebAddress] = [:]
  private(set) var stated: [Int: StatedBody] = [:]
  private(set) var withdrawals: [Int: String] = [:]
  /// Of what is new under a title that another document of the same publication had until tonight, that document.
  var predecessors: [WebAddress: WebAddress] = [:]
  /// Those of them that are sure.
  private(set) var joins: [WebAddress: WebAddress] = [:]
  /// The places of the sources that would say of anything that they list that it is withdrawn.
  private(set) var namingWithdrawals: Set<Int> = []
  /// What may have moved, by its number, and the numbers of the listed addresses to which it may have.
  private(set) var presumed: [Int: [Int]] = [:]
  /// These; they wait for the visits that show whether they are documents of their own.
  private(set) var heldBack: Set<Int> = []
  /// By the place of a source, what it lists and is known to be an ordinary page, which nobody asks for.
  var ordinaryPages = OrdinaryPages()
  private(set) var readiness: HostReadiness
  /// Those that are not to be visited yet.
  var waiting: [Int] = []
  /// What sources name on hosts that do not wait for them; looked at when all are read.
  private var surprises: [(document: ListingReview.Listed, source: Int)] = []
  /// What may have moved to one of these.
  private var presumedSurprises: [(name: WebAddress, place: WebAddress)] = []
  var relistings = Relistings()
  var renewals = Renewals()
  /// By the numbers of hosts, how many documents of each are visited tonight, and what is left for another night.
  var asked: [UInt32: Int] = [:]
  var putOffs: [UInt32: PutOff] = [:]
  /// The numbers of those that are known and of which a list says something else than before.
  private(set) var pressing: Set<Int> = []

  init(_ plan: NightPlan, _ history: RunHistory) {
    readiness = HostReadiness(plan.expectedHosts(history))
    sources = plan.sources
    asking = Asking(plan)
    places = plan.places
    successions = plan.successions
    rejected = plan.rejected
    suppressed = plan.suppressed
    now = plan.started
    isDeep = plan.isDeep
    documentSize = plan.documentSize
    share = plan.share
    stirred = plan.stirred
    self.history = history
  }

  // MARK: Adding

  /// Takes in what reading a source came to.
  ///
  /// - Parameters:
  ///   - reading: what it lists, or why it could not be read.
  ///   - memory: what is known of it.
  ///   - index: its place among the night's sources.
  ///   - history: what the last runs said of it.
  /// - Returns: what there is to tell of it.
  mutating func read(
    _ reading: SourceListing,
    _ memory: SourceMemory,
    of index: Int,
    _ history: RunHistory
  ) -> SourceState {
    let source = sources[index]
    var reading = reading
    let letGo = reading.leaveOut(suppressed)
    let readBy = RunReport.Reading(source.readingDigest, of: reading.lists)
    let renewals = Renewal.find(in: reading, memory, of: source, at: index)
    if !renewals.pairs.isEmpty { reading.rename { renewals.pairs[$0]?.name } }
    let change = reading.links == nil ? nil : ReadingChange(of: source, to: readBy, history)
    var review = ListingReview(reading, memory, of: source, asking, since: change)
    leftOut += review.leftOut
    var before = review.entries.filter(\.isListed).map(\.address)
      .filter { !review.outsideReading.contains($0) }
    // What is listed at its new place, under the name of another, was not taken off.
    if !reading.movedPlaces.isEmpty {
      let now = Set((review.documents ?? []).map(\.link.address))
      before = before.filter { now.contains($0) || !isFound(at: reading.movedPlaces, $0) }
    }
    let moves = PresumedMove.candidates(among: review.documents ?? [], review.entries)
    let links = review.documents?.map { document in
      moves[document.link.address].map { document.link.changed(address: $0) } ?? document.link
    }
    var state = SourceState(source, reading)
    state.outcome.listed = review.documents?.count ?? before.count
    if review.newInMenus > 0 {
      state.outcome.sentence =
        (state.outcome.sentence.map { $0 + "; " } ?? "") + ListingReview.sentence(review.newInMenus)
    }
    if letGo > 0 { state.outcome.suppressed = letGo }
    if review.linksInMenus > 0 { state.outcome.menuLinks = review.linksInMenus }
    state.judge(links, of: source, reading, besides: before, history, at: self.now)
    state.judgeLoss(links, of: review.entries)
    state.judgeMove(links)
    state.outcome.leftOut =
      [
        ListingReview.sentence(
          ofPagesIn: reading,
          of: source,
          asking,
          isFirst: !history.hasReached(source.id)
        ),
        ListingReview.sentence(ofPagesBeyondIn: reading, of: source, asking),
        ListingReview.sentence(ofPagesWithoutFilesIn: reading),
      ].compactMap(\.self).joined(separator: "; ").nonEmpty
    state.outcome.tell(recordingsIn: reading, after: history.last(ofSource: source.id)?.recordings)
    if source.listPage != nil, !source.showsOnlyNewest {
      state.outcome.reading = state.isLossBelieved ? readBy : history.reading(ofSource: source.id)
    }
    if state.isLossBelieved {
      for address in review.takeOutsideReading() {
        outsideReading[address, default: []].insert(source.id)
      }
    }
    if reading.statesWithdrawals, reading.limits.isEmpty, state.isLossBelieved {
      namingWithdrawals.insert(index)
    }
    add(review, of: index, moves, reading.movedPlaces, isLossBelieved: state.isLossBelieved)
    add(renewals, among: reading, of: index)
    readiness.read(index)
    if readiness.isWhole { addSurprises() }
    return state
  }

  /// Adds what one source lists, and what it listed before.
  ///
  /// - Parameters:
  ///   - review: both.
  ///   - index: the place of the source among the run's sources.
  ///   - moves: what it lists and may be documents that moved, with their names.
  ///   - movedPlaces: what it lists of documents that are known to have moved.
  ///   - isLossBelieved: whether it took back what it listed before and does not list now.
  private mutating func add(
    _ review: ListingReview,
    of index: Int,
    _ moves: [WebAddress: WebAddress],
    _ movedPlaces: Set<WebAddress>,
    isLossBelieved: Bool
  ) {
    var recorded: [WebAddress: ListedDocument] = [:]
    for entry in review.entries { recorded[entry.address] = entry }
    for document in review.documents ?? [] {
      let old = recorded.removeValue(forKey: document.link.address)
      let host = readiness.host(of: document.link.address)
      if readiness.isSurprise(host, from: index) {
        surprises.append((document, index))
      } else {
        add(document, of: index, old, isPartial: review.isPartial)
      }
    }
    if isLossBelieved {
      let lost = recorded.values.filter { $0.isListed && $0.brief?.isHeld == true }
      let proposals = Succession.proposals(review.new, after: lost)
      predecessors.merge(proposals) { first, _ in first }
      let links = (review.documents ?? []).lazy.map(\.link)
      let sure = Succession.joins(proposals, among: links, after: review.entries)
      joins.merge(sure) { first, _ in first }
    }
    for (address, entry) in recorded {
      // Those that the page lists were read from it.
      guard address.isNormal else {
        noAddresses.append(address)
        continue
      }
      let number = admit(address, of: index, entry.brief)
      guard entry.isListed else { continue }
      if isFound(at: movedPlaces, address) {
        items[number].isListed = true
      } else if isLossBelieved {
        changes[number, default: []].append(Change(source: sources[index].id, entry: nil))
        pressing.insert(number)
      } else {
        items[number].isListed = true
        count(number, of: index, entry.brief)
      }
    }
    for (place, name) in moves { presume(name, isAt: place) }
  }

  private func isFound(at listed: Set<WebAddress>, _ name: WebAddress) -> Bool {
    !listed.isEmpty && places.place(of: name).map(listed.contains) == true
  }

  // MARK: Moves

  /// Lets a link wait for the visit of the document that it may be; and that for all sources, so that whoever lists the
  /// new address is known.
  private mutating func presume(_ name: WebAddress, isAt place: WebAddress) {
    guard let number = addresses.number(of: name), !items[number].isOrdered else { return }
    items[number].waitsForAll = true
    guard let new = addresses.number(of: place) else {
      // It is looked at when all sources are read.
      presumedSurprises.append((name, place))
      return
    }
    guard !items[new].isOrdered, heldBack.insert(new).inserted else { return }
    presumed[number, default: []].append(new)
  }

  /// Takes in that a visit has shown a document not to be at these addresses: what is there is one by itself.
  ///
  /// - Parameters:
  ///   - name: the document's.
  ///   - place: where it has moved; nil where it has not.
  /// - Returns: the numbers of what is to be visited.
  mutating func settleMoves(of name: WebAddress, movedTo place: WebAddress?) -> [Int] {
    guard let number = addresses.number(of: name), let all = presumed.removeValue(forKey: number)
    else { return [] }
    let due = all.filter { addresses[$0] != place }
    for new in due {
      if !items[number].isListed, place == nil { predecessors[addresses[new]] = name }
      heldBack.remove(new)
      items[new].isOrdered = true
    }
    return due.sorted(by: addresses.precedes)
  }

  /// Adds what a source lists.
  ///
  /// - Parameters:
  ///   - document: what is listed.
  ///   - index: the place of the source among the run's sources.
  ///   - old: how it is recorded.
  ///   - isPartial: whether a page on which it is called by a better name may not have been read tonight.
  mutating func add(
    _ document: ListingReview.Listed,
    of index: Int,
    _ old: ListedDocument?,
    isPartial: Bool = false
  ) {
    let number = admit(document.link.address, of: index, document.brief)
    if let request = document.request { requests[number] = request }
    if let body = document.link.stated { stated[number] = body }
    if let withdrawal = document.withdrawal { withdrawals[number] = withdrawal }
    items[number].linkingSource = max(items[number].linkingSource ?? 0, UInt32(index))
    items[number].isListed = true
    count(number, of: index, document.brief)
    if isPartial, old?.isListed == true { return }
    let entry = ListEntry(document, of: sources[index])
    if old?.isListed != true || old?.entry.says(as: entry, sameText: Link.isSameText) != true {
      changes[number, default: []].append(Change(source: sources[index].id, entry: entry))
      // Where it stands on the page says nothing of it: a new link moves all others.
      let isSaidAnew = old.map { !$0.isListed || !Link.isSameText($0.entry.text, entry.text) }
      if items[number].age.isFinite, isSaidAnew ?? true { pressing.insert(number) }
    }
  }

  /// Adds what was named on hosts that do not wait for it.
  ///
  /// Of what others list it is only written down, after the visit, that it is listed here too: as if the visit had
  /// been before, whether it was or not.
  private mutating func addSurprises() {
    var unlisted: [(document: ListingReview.Listed, source: Int)] = []
    for (document, index) in surprises.sorted(by: { $0.source < $1.source }) {
      if let number = addresses.number(of: document.link.address), items[number].isListed {
        relistings.add(ListEntry(document, of: sources[index]), of: number)
        count(number, of: index, document.brief)
      } else {
        unlisted.append((document, index))
      }
    }
    for (document, index) in unlisted { add(document, of: index, nil) }
    surprises = []
    for (name, place) in presumedSurprises.sorted(by: { $0.place < $1.place }) {
      guard let number = addresses.number(of: place), !relistings.isListed(number) else {
        continue
      }
      presume(name, isAt: place)
    }
    presumedSurprises = []
  }

  /// - Returns: the document's number.
  private mutating func admit(
    _ address: WebAddress,
    of source: Int,
    _ brief: DocumentBrief?
  ) -> Int {
    let (number, isNew) = addresses.insert(address)
    if isNew {
      let host = UInt32(readiness.host(of: address))
      let failedBefore = brief?.verdict?.isAlive == false
      let isStirred = !stirred.isEmpty && stirred.contains(address.directory)
      let (age, urgency) =
        brief?.urgency(asOf: now, isStirred: isStirred) ?? (.infinity, .infinity)
      items.append(
        Item(
          source: UInt32(source),
          host: host,
          failedBefore: failedBefore,
          isOpen: failedBefore && brief?.isOpen(asOf: now) == true,
          age: Float(age),
          urgency: Float(urgency),
          stoppedBefore: history.stoppedRuns(before: brief?.lastVisited)
        )
      )
      waiting.append(number)
      if let brief, !brief.isHeld { notHeld[number] = brief }
    } else if items[number].source != source {
      furtherSources[number, default: []].append(UInt32(source))
    }
    return number
  }

  /// Notes of an ordinary page, or of what is kept, that a source lists it.
  ///
  /// Those that rest are not asked for tonight, and are pages still.
  private mutating func count(_ number: Int, of source: Int, _ brief: DocumentBrief?) {
    guard let brief else { return }
    if brief.isHeld {
      ordinaryPages.keep(source)
    } else if Refetching.isOrdinaryPage(
      brief.verdict,
      by: sources[source].kinds(at: addresses[number])
    ) {
      ordinaryPages.insert(number, of: source)
    }
  }
}
