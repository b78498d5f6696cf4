// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
import Discovery
import Foundation
import HTTP
package import Records

// What is known of a document when its turn comes, with what tonight's lists say of it.
extension VisitList {
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
      let validators = validators(given, of: number, at: request)
    {
      known?.validators = validators
    }
    var candidate = Candidate(address: address, title: known?.title ?? address.text, known: known)
    candidate.recordedStanding = recorded.map { $0.standing ?? .unknown }
    candidate.recordedTelling = recorded?.told ?? candidate.recordedStanding
    // What another source listed counts no more if the configuration does not ask it any more.
    candidate.entries = entries.filter { asking.ground(against: address, as: $0) == nil }
    if let sources = outsideReading[address] {
      candidate.entries.removeAll { sources.contains($0.source) }
    }
    candidate.isEntryNews = candidate.entries.count < entries.count
    candidate.kinds = kinds(of: number)
    if let request { candidate.request = request }
    candidate.stated = stated[number]
    if !candidate.isHeld { candidate.takenBack = rejected.ofSamePath(as: address) }
    candidate.isMeasuredFirst =
      !isDeep
      && known?.isMeasuredFirst(asOf: now, limit: documentSize) { history.documentSize(on: $0) }
        == true
    candidate.withdrawal = withdrawals[number]
    candidate.predecessor = predecessors[address]
    if Successions.isOpen(known?.succeeds), let old = joins[address],
      successions.takers(of: old).isEmpty,
      successions.next(after: address, inRowOf: old) == nil
    {
      candidate.succeeds = Predecessor(old, .title)
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
    candidate.askers = sources(of: number).map { sources[$0].id }
    for index in sources(of: number) {
      let source = sources[index]
      candidate.isNamed =
        candidate.isNamed
        || source.listPage == nil && candidate.entries.contains { $0.source == source.id }
      candidate.isPageAskedFor =
        candidate.isPageAskedFor || !source.includePages.isEmpty && source.wantsPage(at: address)
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

  /// What a document may be asked for on at an address other than the one that gave its validators; nil for nothing.
  ///
  /// With another session or other noise it is the same document. Under another signature it is presumed to be, so it is asked for
  /// whole: a date, or a tag that promises no equal bytes, would vouch for another document as well. Once its bytes came under
  /// another signature than at first, a tag that does promise them may spare the next ones.
  private func validators(
    _ given: Validators,
    of number: Int,
    at request: WebAddress
  ) -> Validators? {
    let address = address(of: number)
    let giver = plainName(of: given.address, of: number)
    if giver == address || giver == places.place(of: address) {
      // By the name of where it is asked for: a signature of tonight is no session.
      guard giver == plainName(of: request, of: number) else { return nil }
      return Validators(address: request, etag: given.etag, lastModified: given.lastModified)
    }
    guard let etag = given.etag, etag.hasPrefix("\""),
      renewals.isSureOfPair(giver, and: plainName(of: request, of: number), as: address)
    else { return nil }
    return Validators(address: request, etag: etag, lastModified: nil)
  }

  /// Whether what was withdrawn is so still, because no list that would say otherwise was read.
  private func isStillWithdrawn(_ standing: Standing?, _ sources: [Int]) -> Bool {
    guard case .withdrawn = standing else { return false }
    return namingWithdrawals.isDisjoint(with: sources)
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

  // MARK: Whose it is

  /// The places of a document's sources, in their order.
  func sources(of number: Int) -> [Int] {
    ([items[number].source] + furtherSources[number, default: []]).map(Int.init).sorted()
  }

  /// What a document is called that is asked for by some address.
  func name(of request: WebAddress, of number: Int) -> WebAddress {
    let name = plainName(of: request, of: number)
    return renewals.isEmpty ? name : renewals.name(of: name, as: address(of: number))
  }

  /// The same without what is only presumed.
  private func plainName(of request: WebAddress, of number: Int) -> WebAddress {
    let noise = sources(of: number).reduce(into: Set()) { $0.formUnion(sources[$1].queryNoise) }
    return request.dropping(queryParameters: noise).droppingSessions
  }

  func kinds(of number: Int) -> Set<BodyKind> {
    // Of one source, as nearly always, its set is shared and not copied.
    let address = address(of: number)
    let stated = stated[number]?.kind
    let kinds = sources(of: number).map { sources[$0].kinds(at: address, stated: stated) }
    return kinds.dropFirst().reduce(kinds[0]) { $0.union($1) }
  }

  // MARK: Where it is

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
  func request(for number: Int, _ address: WebAddress, _ known: Document?) -> WebAddress? {
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

  /// An address on the host that a document is asked for at, as far as can be told before all is known of it.
  package func host(of number: Int) -> WebAddress {
    let address = addresses[number]
    return request(for: number, address, nil) ?? address
  }

  package func address(of number: Int) -> WebAddress { addresses[number] }

  /// The sources for which a document is in the list; none where it is not in it.
  package func sources(visiting address: WebAddress) -> [Source] {
    guard let number = addresses.number(of: address) else { return [] }
    return sources(of: number).map { sources[$0] }
  }
}
