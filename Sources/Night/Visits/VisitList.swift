// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Records
import Discovery
import HTML
import Foundation
import HTTP

/// Which documents a run visits: those listed now, and those held that a source listed once.
///
/// Of a document that is listed as it was, no more is held than its address and its source: a night may
/// know a hundred thousand. All that is known of it is read when its turn comes.
package struct VisitList: Sendable {
  private struct Item {
    /// The first source that listed it in this run, by its place among the run's sources.
    let source: UInt32
    let host: UInt32
    /// The last of those that link to it now.
    var linkingSource: UInt32?
    /// Whether the last visit found no sign of life.
    let failedBefore: Bool
    /// Whether a source lists it tonight, or cannot be believed that it does not.
    var isListed = false
    var isOrdered = false
    /// Whether it may have moved to where any of the sources lists it.
    var waitsForAll = false
  }

  /// What a source's listing says of a document now and did not say before.
  private struct Change {
    let source: String
    /// Nil where the source lists it no more.
    let entry: ListEntry?
  }

  private let sources: [Source]
  package let asking: Asking
  private let places: KnownPlaces
  private let now: Date
  private let isDeep: Bool
  private let documentSize: Int64?
  private let history: RunHistory

  /// What is held and some source listed once and does not ask for any more, if that is news.
  package private(set) var leftOut: [WebAddress] = []
  /// What the catalogue names and is no address; nothing of it goes into the records of a run.
  package private(set) var noAddresses: [WebAddress] = []
  private var addresses = AddressPool()
  private var items: [Item] = []
  // What few documents have, by their numbers.
  private var furtherSources: [Int: [UInt32]] = [:]
  private var changes: [Int: [Change]] = [:]
  private var notHeld: [Int: DocumentBrief] = [:]
  private var requests: [Int: WebAddress] = [:]
  private var stated: [Int: StatedBody] = [:]
  private var withdrawals: [Int: String] = [:]
  /// Of what is new under a title that another document of the same publication had until tonight, that document.
  private var predecessors: [WebAddress: WebAddress] = [:]
  /// Those of them that are sure.
  private var joins: [WebAddress: WebAddress] = [:]
  /// By its number, whose address sends its readers to a document for good.
  private var redirected: [Int: WebAddress] = [:]
  /// The places of the sources that would say of anything that they list that it is withdrawn.
  private var namingWithdrawals: Set<Int> = []
  /// What may have moved, by its number, and the numbers of the listed addresses to which it may have.
  private var presumed: [Int: [Int]] = [:]
  /// These; they wait for the visits that show whether they are documents of their own.
  private var heldBack: Set<Int> = []
  /// By the place of a source, what it lists and is known to be an ordinary page, which nobody asks for.
  private var ordinaryPages: [Int: Set<Int>] = [:]
  private var readiness: HostReadiness
  /// Those that are not to be visited yet.
  private var waiting: [Int] = []
  /// What sources name on hosts that do not wait for them; looked at when all are read.
  private var surprises: [(document: ListingReview.Listed, source: Int)] = []
  /// What may have moved to one of these.
  private var presumedSurprises: [(name: WebAddress, place: WebAddress)] = []
  /// Of what others list, by its number, the entries of those that surprised.
  private var relistings: [Int: [ListEntry]] = [:]

  init(_ plan: NightPlan, _ history: RunHistory) {
    readiness = HostReadiness(plan.expectedHosts(history))
    sources = plan.sources
    asking = Asking(plan)
    places = plan.places
    now = plan.started
    isDeep = plan.isDeep
    documentSize = plan.documentSize
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
    let review = ListingReview(reading, memory, of: source, asking)
    leftOut += review.leftOut
    let now = Set((review.documents ?? []).map(\.link.address))
    // What is listed at its new place, under the name of another, was not taken off.
    let before = review.entries.filter(\.isListed).map(\.address)
      .filter { now.contains($0) || !isFound(at: reading.movedPlaces, $0) }
    let moves = PresumedMove.candidates(among: review.documents ?? [], review.entries)
    var state = SourceState(source, reading)
    state.outcome.listed = review.documents?.count ?? before.count
    if review.linksInMenus > 0 { state.outcome.menuLinks = review.linksInMenus }
    let links = review.documents?.map { document in
      moves[document.link.address].map { document.link.changed(address: $0) } ?? document.link
    }
    if let links, source.showsOnlyNewest {
      state.takeNewest(links, besides: before)
    } else if let links, source.listPage != nil {
      state.compare(
        links,
        with: before,
        reading.limits,
        history.illness(ofSource: source.id)?.lasting(until: self.now) ?? Illness(since: self.now)
      )
    }
    // What lies behind the end of what was read may be the list.
    let isReadToEnd = !reading.limits.contains(where: \.endsReading)
    if review.documents?.isEmpty == true, isReadToEnd, let sentence = reading.sentenceIfEmpty {
      state.outcome.sentence = state.outcome.sentence.map { "\($0); \(sentence)" } ?? sentence
    }
    if reading.links == nil { state.outcome.lastRead = history.lastRead(ofSource: source.id) }
    state.judgeNews(since: history.last(ofSource: source.id))
    if !history.hasReached(source.id) {
      state.outcome.leftOut = ListingReview.sentence(ofPagesIn: reading, of: source, asking)
    }
    if reading.statesWithdrawals, reading.limits.isEmpty, state.isLossBelieved {
      namingWithdrawals.insert(index)
    }
    add(review, of: index, moves, reading.movedPlaces, isLossBelieved: state.isLossBelieved)
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
      let lost = recorded.values.filter(\.isListed)
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

  private func presumedMoves(of number: Int) -> [PresumedMove] {
    presumed[number, default: []].sorted(by: addresses.precedes).map { new in
      let address = addresses[new]
      let entries = changes[new, default: []].compactMap(\.entry)
      let title = entries.last.map { entry in
        Link(address: address, text: entry.text, heading: entry.heading, stated: stated[new]).title
      }
      return PresumedMove(place: address, entries: entries, title: title ?? address.text)
    }
  }

  /// Where a visit proves that its document is: without what is no part of a name.
  func place(of finding: Finding) -> WebAddress? {
    guard let place = finding.place else { return nil }
    // As of nearly all: it is where its name says.
    if place == finding.candidate.address { return place }
    guard
      let number = addresses.number(of: finding.candidate.address)
    else { return nil }
    return name(of: place, of: number)
  }

  /// Where a document is asked for.
  private func request(for number: Int, _ address: WebAddress, _ known: Document?) -> WebAddress? {
    if let request = requests[number] { return request }
    // Whoever lists it says where; else it is where it was found last.
    guard items[number].linkingSource == nil, let place = places.place(of: address) else {
      return nil
    }
    // What fails there may have moved back: night by night, one of the two is asked.
    let hasFailed = known?.verdict?.isAlive == false
    let isOtherNight = Int((now.timeIntervalSince1970 / 86_400).rounded()) % 2 == 0
    return hasFailed && isOtherNight ? nil : place
  }

  /// - Parameters:
  ///   - document: what is listed.
  ///   - index: the place of the source among the run's sources.
  ///   - old: how it is recorded.
  ///   - isPartial: whether a page on which it is called by a better name may not have been read tonight.
  private mutating func add(
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
        relistings[number, default: []].append(ListEntry(document, of: sources[index]))
        count(number, of: index, document.brief)
      } else {
        unlisted.append((document, index))
      }
    }
    for (document, index) in unlisted { add(document, of: index, nil) }
    surprises = []
    for (name, place) in presumedSurprises.sorted(by: { $0.place < $1.place }) {
      guard let number = addresses.number(of: place), !relistings.keys.contains(number) else {
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
      items.append(Item(source: UInt32(source), host: host, failedBefore: failedBefore))
      waiting.append(number)
      if let brief, !brief.isHeld { notHeld[number] = brief }
    } else if items[number].source != source {
      furtherSources[number, default: []].append(UInt32(source))
    }
    return number
  }

  // MARK: Ordinary pages

  /// How many links of a source are ordinary pages, as far as is known; nil for none.
  func ordinaryPages(of source: Int) -> Int? {
    ordinaryPages[source].flatMap { $0.isEmpty ? nil : $0.count }
  }

  // Those that rest are not asked for tonight, and are pages still.
  private mutating func count(_ number: Int, of source: Int, _ brief: DocumentBrief?) {
    guard let brief, !brief.isHeld,
      Refetching.isOrdinaryPage(brief.verdict, by: sources[source].kinds(at: addresses[number]))
    else { return }
    ordinaryPages[source, default: []].insert(number)
  }

  /// Takes in what a visit showed a link to be.
  mutating func take(_ finding: Finding) {
    let isPage = !finding.keeps && finding.appraisal.verdict == .page
    guard isPage || !ordinaryPages.isEmpty,
      let number = addresses.number(of: finding.candidate.address)
    else { return }
    for index in sources(of: number) {
      let source = sources[index]
      let isListed = finding.candidate.entries.contains { $0.source == source.id }
      if isPage, isListed, !source.kinds(at: finding.candidate.address).contains(.html) {
        ordinaryPages[index, default: []].insert(number)
      } else {
        ordinaryPages[index]?.remove(number)
      }
    }
  }

  // MARK: Reading

  /// The numbers of the documents that can be visited now and could not before, in the order of their addresses,
  /// those that failed the last time at the end: a host that is given up over them has then shown all the others.
  mutating func takeDue() -> [Int] {
    let due = waiting.filter { isReady($0) && isDue($0) && !heldBack.contains($0) }
    for number in due { items[number].isOrdered = true }
    waiting = readiness.isWhole ? [] : waiting.filter { !items[$0].isOrdered }
    let sound = due.filter { !items[$0].failedBefore }.sorted(by: addresses.precedes)
    let failed = due.filter { items[$0].failedBefore }.sorted(by: addresses.precedes)
    return sound + failed
  }

  // What nobody lists may have moved to a page that nobody expects it on.
  private func isReady(_ number: Int) -> Bool {
    let item = items[number]
    return readiness.isWhole
      || item.isListed && !item.waitsForAll && readiness.isReady(Int(item.host))
  }

  package func address(of number: Int) -> WebAddress { addresses[number] }

  /// An address on the host that a document is asked for at, as far as can be told before all is known of it.
  package func host(of number: Int) -> WebAddress {
    let address = addresses[number]
    return request(for: number, address, nil) ?? address
  }

  /// The sources for which a document is in the list; none where it is not in it.
  package func sources(visiting address: WebAddress) -> [Source] {
    guard let number = addresses.number(of: address) else { return [] }
    return sources(of: number).map { sources[$0] }
  }

  /// Some of the documents, as they are to be visited.
  ///
  /// - Parameters:
  ///   - numbers: theirs.
  ///   - known: what is known of each.
  /// - Returns: them, in the same order.
  package func candidates(_ numbers: [Int], _ known: [KnownDocument]) -> [Candidate] {
    zip(numbers, known).map { number, known in
      candidate(number, address(of: number), known.document, known.entries)
    }
  }

  /// Takes in that what is listed no more sends its readers on for good.
  ///
  /// - Parameters:
  ///   - address: its address.
  ///   - target: where they are sent; of interest only where it is listed tonight.
  mutating func redirect(_ address: WebAddress, to target: WebAddress) {
    guard let number = addresses.number(of: target.droppingSessions), items[number].isListed,
      self.addresses[number] != address
    else { return }
    // Of several, the first by its address, whichever was visited first.
    redirected[number] = min(redirected[number] ?? address, address)
  }

  /// Those of which something is to be written down that was not known at their visit: that a source lists them of which
  /// that was not expected, or that they take the place of another.
  var relisted: [Int] { Set(relistings.keys).union(redirected.keys).sorted() }

  /// What there is to write down of documents of which more became known than at their visit.
  ///
  /// - Parameters:
  ///   - numbers: theirs.
  ///   - known: what is known of each, tonight's visit included.
  /// - Returns: their last visits once more, with what lists them now; nothing of those that nobody knows.
  package func relisted(_ numbers: [Int], _ known: [KnownDocument]) -> [Visit] {
    zip(numbers, known).compactMap { number, known in
      guard let document = known.document, let verdict = document.verdict else { return nil }
      let isSuccessor = document.version != nil && document.succeeds == nil
      let succeeds = isSuccessor ? redirected[number].map { Predecessor($0, .redirect) } : nil
      guard succeeds != nil || relistings[number] != nil else { return nil }
      // None of these sources listed anything on its host before.
      let entries = known.entries + relistings[number, default: []]
      return Visit(
        saying: verdict,
        again: document,
        listed: relistings[number] == nil ? nil : entries.sorted { $0.source < $1.source },
        succeeds: succeeds
      )
    }
  }

  // What turned out to be a page, or of a kind that nobody asks for, is looked at now and then.
  private func isDue(_ number: Int) -> Bool {
    guard !isDeep, let known = notHeld[number] else { return true }
    return Refetching.secondLook(
      after: known.verdict,
      on: known.lastVisited,
      by: kinds(of: number),
      asOf: now
    ) == nil
  }

  /// The places of a document's sources, in their order.
  private func sources(of number: Int) -> [Int] {
    ([items[number].source] + furtherSources[number, default: []]).map(Int.init).sorted()
  }

  /// What a document is called that is asked for by some address.
  private func name(of request: WebAddress, of number: Int) -> WebAddress {
    let noise = sources(of: number).reduce(into: Set()) { $0.formUnion(sources[$1].queryNoise) }
    return request.dropping(queryParameters: noise).droppingSessions
  }

  private func kinds(of number: Int) -> Set<BodyKind> {
    // Of one source, as nearly always, its set is shared and not copied.
    let address = address(of: number)
    let kinds = sources(of: number).map { sources[$0].kinds(at: address) }
    return kinds.dropFirst().reduce(kinds[0]) { $0.union($1) }
  }

  private func candidate(
    _ number: Int,
    _ address: WebAddress,
    _ known: Document?,
    _ entries: [ListEntry]
  ) -> Candidate {
    let recorded = known
    var known = known?.believed(at: now)
    let request = request(for: number, address, known)
    if let request, let given = known?.validators, given.address != request,
      [address, places.place(of: address)].contains(name(of: given.address, of: number))
    {
      // The same document as it was listed then, with a session or noise of that night.
      known?.validators = Validators(
        address: request,
        etag: given.etag,
        lastModified: given.lastModified
      )
    }
    var candidate = Candidate(address: address, title: known?.title ?? address.text, known: known)
    candidate.recordedStanding = recorded.map { $0.standing ?? .unknown }
    candidate.recordedTelling = recorded?.told ?? candidate.recordedStanding
    // What another source listed counts no more if the configuration does not ask it any more.
    candidate.entries = entries.filter { asking.ground(against: address, as: $0) == nil }
    candidate.isEntryNews = candidate.entries.count < entries.count
    candidate.kinds = kinds(of: number)
    if let request { candidate.request = request }
    candidate.stated = stated[number]
    candidate.isMeasuredFirst =
      !isDeep
      && known?.isMeasuredFirst(asOf: now, limit: documentSize) { history.documentSize(on: $0) }
        == true
    candidate.withdrawal = withdrawals[number]
    candidate.predecessor = predecessors[address]
    if known?.succeeds == nil {
      candidate.succeeds = joins[address].map { Predecessor($0, .title) }
    }
    candidate.isWithdrawn =
      candidate.withdrawal != nil || isStillWithdrawn(known?.standing, sources(of: number))
    for change in changes[number, default: []] {
      candidate.entries.removeAll { $0.source == change.source }
      if let entry = change.entry { candidate.entries.append(entry) }
      candidate.isEntryNews = true
    }
    // Whichever of the sources was read first.
    candidate.entries.sort { $0.source < $1.source }
    for index in sources(of: number) {
      let source = sources[index]
      candidate.reasonToIgnoreRobots = candidate.reasonToIgnoreRobots ?? source.reasonToIgnoreRobots
    }
    candidate.presumedMoves = presumedMoves(of: number)
    // A document that is listed as before keeps its title, and its kind says more than a link.
    guard candidate.isEntryNews || known?.kind == nil, let index = items[number].linkingSource,
      let entry = candidate.entries.first(where: { $0.source == sources[Int(index)].id })
    else { return candidate }
    let link = Link(
      address: address,
      text: entry.text,
      heading: entry.heading,
      stated: candidate.stated
    )
    candidate.title = link.title
    candidate.linkedKind = link.expectedKind
    return candidate
  }

  /// Whether what was withdrawn is so still, because no list that would say otherwise was read.
  private func isStillWithdrawn(_ standing: Standing?, _ sources: [Int]) -> Bool {
    guard case .withdrawn = standing else { return false }
    return namingWithdrawals.isDisjoint(with: sources)
  }
}

extension ListEntry {
  fileprivate init(_ document: ListingReview.Listed, of source: Source) {
    let link = document.link
    self.init(
      source: source.id,
      text: link.text,
      heading: link.heading,
      position: link.position,
      page: document.page
    )
  }
}
