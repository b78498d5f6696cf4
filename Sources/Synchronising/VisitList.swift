// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Appraisal
import Cataloguing
import Discovery
import Foundation

/// Which documents a run visits: those listed now, and those held that a source listed once.
///
/// Of a document that is listed as it was, no more is held than its address and its source: a night may
/// know a hundred thousand. All that is known of it is read when its turn comes.
struct VisitList: Sendable {
  private struct Item {
    /// The first source that listed it in this run, by its place among the run's sources.
    let source: UInt32
    /// The last of those that link to it now.
    var linkingSource: UInt32?
    /// Whether the last visit found no sign of life.
    let failedBefore: Bool
  }

  /// What a source's listing says of a document now and did not say before.
  private struct Change {
    let source: String
    /// Nil where the source lists it no more.
    let entry: ListedRecord?
  }

  private let sources: [Source]
  let asking: Asking
  private let catalogue: Catalogue
  private let now: Date
  private let isDeep: Bool

  /// What is held and some source listed once and does not ask for any more, if that is news.
  private(set) var leftOut: [WebAddress] = []
  /// What the catalogue names and is no address; nothing of it goes into the records of a run.
  private(set) var noAddresses: [WebAddress] = []
  private var healths: [RunHealth]
  private var addresses = AddressPool()
  private var items: [Item] = []
  // What few documents have, by their numbers.
  private var furtherSources: [Int: [UInt32]] = [:]
  private var changes: [Int: [Change]] = [:]
  private var notHeld: [Int: DocumentBrief] = [:]
  private var requests: [Int: WebAddress] = [:]
  /// What verdicts say of life: they are many, and few of them differ.
  private var liveliness: [String: Bool] = [:]

  init(_ plan: RunPlan, _ catalogue: Catalogue, now: Date) {
    sources = plan.sources
    asking = Asking(plan)
    self.catalogue = catalogue
    self.now = now
    isDeep = plan.isDeep
    healths = Array(repeating: .healthy, count: sources.count)
  }

  // MARK: Adding

  /// A link to a document, and what is known of that.
  struct Listed: Sendable {
    let link: Discovery.Link
    /// What the page asks for, where that is more than the document is called.
    let request: WebAddress?
    let brief: DocumentBrief?
  }

  /// Those of a source's links that lead to documents, with what is known of these.
  ///
  /// - Parameters:
  ///   - links: in their order, each address once.
  ///   - requests: what the page asks for, where that is more than a document is called.
  ///   - index: the place of the source among the run's sources.
  ///   - entries: what the catalogue has of the source.
  /// - Returns: the links, but for those to list pages.
  /// - Throws: where the catalogue cannot be read.
  func documents(
    _ links: [Discovery.Link],
    _ requests: [WebAddress: WebAddress] = [:],
    of index: Int,
    _ entries: [Catalogue.Entry]
  ) throws -> [Listed] {
    let links = links.filter { !asking.isListPage($0.address) }
    let recorded = Dictionary(
      entries.map { ($0.address, $0.document) },
      uniquingKeysWith: { first, _ in first }
    )
    // What this source never listed may be known all the same, by another source.
    let strangers = links.map(\.address).filter { recorded[$0] == nil }
    var briefs = try catalogue.briefs(of: strangers)[...]
    return links.compactMap { link in
      let brief = if let known = recorded[link.address] { known } else { briefs.popFirst() ?? nil }
      let isDocument = isDocument(link.address, brief, of: sources[index])
      return isDocument
        ? Listed(link: link, request: requests[link.address], brief: brief) : nil
    }
  }

  /// Those of a source's entries that are asked for still.
  ///
  /// What the source's own configuration leaves out now is noted, for ``leftOut``: it is left as it stands
  /// and not asked for again.
  mutating func wanted(_ entries: [Catalogue.Entry], of index: Int) -> [Catalogue.Entry] {
    let source = sources[index]
    return entries.filter { entry in
      guard !asking.isListPage(entry.address) else { return false }
      guard asking.ground(against: entry.address, as: entry.record) == nil else {
        if let document = entry.document, document.isHeld, !document.isRetired {
          leftOut.append(entry.address)
        }
        return false
      }
      return isDocument(entry.address, entry.document, of: source)
    }
  }

  // A page that sources were read from once becomes a document where somebody asks for pages, or for
  // this one by name.
  private func isDocument(
    _ address: WebAddress,
    _ brief: DocumentBrief?,
    of source: Source
  ) -> Bool {
    // Whatever a catalogue says, what was kept as a file is no list page.
    guard let brief, brief.role == .listing, brief.mayBePage, case .page = source.place else {
      return true
    }
    return source.wantsPage(at: address)
  }

  /// Adds what one source lists, and what it listed before.
  ///
  /// - Parameters:
  ///   - documents: in their order, each address once; nil where the source could not be read.
  ///   - index: the place of the source among the run's sources.
  ///   - health: what may be concluded about its documents.
  ///   - isLossBelieved: whether it took back what it listed before and does not list now.
  ///   - entries: what the catalogue has of the source and is wanted still.
  mutating func add(
    _ documents: [Listed]?,
    of index: Int,
    _ health: RunHealth,
    isLossBelieved: Bool,
    _ entries: [Catalogue.Entry]
  ) {
    let source = sources[index]
    healths[index] = health
    var recorded: [WebAddress: Catalogue.Entry] = [:]
    for entry in entries { recorded[entry.address] = entry }

    for document in documents ?? [] {
      let old = recorded.removeValue(forKey: document.link.address)
      let number = admit(document.link.address, of: index, document.brief)
      if let request = document.request { requests[number] = request }
      items[number].linkingSource = max(items[number].linkingSource ?? 0, UInt32(index))
      let entry = ListedRecord(document.link, of: source)
      if old?.isListed != true || old?.record != entry {
        changes[number, default: []].append(Change(source: source.id, entry: entry))
      }
    }
    for (address, entry) in recorded {
      // Those that the page lists were read from it.
      guard address.isNormal else {
        noAddresses.append(address)
        continue
      }
      let number = admit(address, of: index, entry.document)
      if isLossBelieved, entry.isListed {
        changes[number, default: []].append(Change(source: source.id, entry: nil))
      }
    }
  }

  /// - Returns: the document's number.
  private mutating func admit(
    _ address: WebAddress,
    of source: Int,
    _ brief: DocumentBrief?
  ) -> Int {
    let (number, isNew) = addresses.insert(address)
    if isNew {
      let failedBefore = brief.map { !isAlive($0.verdict) } ?? false
      items.append(Item(source: UInt32(source), failedBefore: failedBefore))
      if let brief, !brief.isHeld { notHeld[number] = brief }
    } else if items[number].source != source {
      furtherSources[number, default: []].append(UInt32(source))
    }
    return number
  }

  private mutating func isAlive(_ verdict: String) -> Bool {
    if let isAlive = liveliness[verdict] { return isAlive }
    let isAlive = Verdict(record: verdict)?.isAlive ?? true
    liveliness[verdict] = isAlive
    return isAlive
  }

  // MARK: Reading

  /// The numbers of the documents to visit, in the order of their addresses, those that failed the
  /// last time at the end: a host that is given up over them has then shown all the others.
  func due() -> [Int] {
    let due = items.indices.filter(isDue)
    let sound = due.filter { !items[$0].failedBefore }.sorted(by: addresses.precedes)
    let failed = due.filter { items[$0].failedBefore }.sorted(by: addresses.precedes)
    return sound + failed
  }

  func address(of number: Int) -> WebAddress { addresses[number] }

  /// The sources for which a document is in the list; none where it is not in it.
  func sources(visiting address: WebAddress) -> [Source] {
    guard let number = addresses.number(of: address) else { return [] }
    return sources(of: number).map { sources[$0] }
  }

  /// Some of the documents, with all that is known of them.
  func candidates(_ numbers: [Int]) throws -> [Candidate] {
    let addresses = numbers.map { address(of: $0) }
    let known = try catalogue.known(of: addresses)
    return numbers.indices.map { index in
      candidate(numbers[index], addresses[index], known[index].document, known[index].entries)
    }
  }

  // What turned out to be a page, or of a kind that nobody asks for, is looked at now and then.
  private func isDue(_ number: Int) -> Bool {
    guard !isDeep, let known = notHeld[number] else { return true }
    let kinds = kinds(of: number)
    switch Verdict(record: known.verdict) {
    case .page where !kinds.contains(.html): break
    case .document(let kind) where !kinds.contains(kind): break
    default: return true
    }
    let age = now.timeIntervalSince(known.lastVisited)
    return age >= RunPlan.daysUntilSecondLook * 86_400
  }

  /// The places of a document's sources, in their order.
  private func sources(of number: Int) -> [Int] {
    ([items[number].source] + furtherSources[number, default: []]).map(Int.init).sorted()
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
    _ known: DocumentRecord?,
    _ entries: [ListedRecord]
  ) -> Candidate {
    var candidate = Candidate(address: address, title: known?.title ?? address.text, known: known)
    // What another source listed counts no more if the configuration does not ask it any more.
    candidate.entries = entries.filter { asking.ground(against: address, as: $0) == nil }
    candidate.isEntryNews = candidate.entries.count < entries.count
    candidate.kinds = kinds(of: number)
    if let request = requests[number] { candidate.request = request }
    for change in changes[number, default: []] {
      candidate.entries.removeAll { $0.source == change.source }
      if let entry = change.entry { candidate.entries.append(entry) }
      candidate.isEntryNews = true
    }
    for index in sources(of: number) {
      let source = sources[index]
      candidate.reasonToIgnoreRobots = candidate.reasonToIgnoreRobots ?? source.reasonToIgnoreRobots
      candidate.sourceHealth = .worst(of: candidate.sourceHealth, healths[index])
    }
    // A document that is listed as before keeps its title, and its kind says more than a link.
    guard candidate.isEntryNews || known?.kind == nil, let index = items[number].linkingSource,
      let entry = candidate.entries.first(where: { $0.source == sources[Int(index)].id })
    else { return candidate }
    let link = Discovery.Link(address: address, text: entry.text, heading: entry.heading)
    candidate.title = link.title
    candidate.linkedKind = link.expectedKind.flatMap(BodyKind.init(pathExtension:))
    return candidate
  }
}

extension ListedRecord {
  fileprivate init(_ link: Discovery.Link, of source: Source) {
    self.init(source: source.id, text: link.text, heading: link.heading, position: link.position)
  }
}
