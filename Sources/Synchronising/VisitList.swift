// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Appraisal
import Cataloguing
import Discovery
import Foundation

/// Which documents a run visits: those listed now, and those held that a source listed once.
struct VisitList {
  private(set) var candidates: [WebAddress: Candidate] = [:]

  private let catalogue: Catalogue
  private let now: Date
  private let isDeep: Bool

  init(_ catalogue: Catalogue, now: Date, isDeep: Bool) {
    self.catalogue = catalogue
    self.now = now
    self.isDeep = isDeep
  }

  /// Adds what one source lists, and what it listed before.
  mutating func add(_ outcome: ListingRound.Outcome) throws {
    let source = outcome.source
    let before = try catalogue.entries(of: source.id).filter { source.wants($0.address) }
    var recorded: [WebAddress: ListedRecord] = [:]
    for (address, entry) in before { recorded[address] = entry }

    var listed: Set<WebAddress> = []
    for link in outcome.links ?? [] where link.address != outcome.report.address {
      listed.insert(link.address)
      let entry = ListedRecord(
        source: source.id,
        text: link.text,
        heading: link.heading,
        position: link.position
      )
      try add(link.address, of: outcome, entry, isNews: recorded[link.address] != entry, link: link)
    }
    // A page that could not be read, or is ill, has not taken its links back.
    let isBelieved = outcome.links != nil && outcome.health == .healthy
    for (address, entry) in recorded where !listed.contains(address) {
      listed.insert(address)
      try add(address, of: outcome, isBelieved ? nil : entry, isNews: isBelieved)
    }
    // What is excluded now is left as it stands: it is not asked for again.
    for document in try catalogue.documents(of: source.id)
    where !listed.contains(document.address) && source.wants(document.address) {
      try add(document.address, of: outcome, nil, isNews: false)
    }
  }

  private mutating func add(
    _ address: WebAddress,
    of outcome: ListingRound.Outcome,
    _ entry: ListedRecord?,
    isNews: Bool,
    link: Discovery.Link? = nil
  ) throws {
    var candidate: Candidate
    if let planned = candidates[address] {
      candidate = planned
    } else {
      let known = try catalogue.document(at: address)
      guard known?.role != .listing else { return }
      // A source that is not read in this run goes on listing the document.
      let others = try catalogue.listings(of: address)
      candidate = Candidate(address: address, title: known?.title ?? address.text, known: known)
      candidate.entries = others
    }
    candidate.entries.removeAll { $0.source == outcome.source.id }
    if let entry { candidate.entries.append(entry) }
    candidate.isEntryNews = candidate.isEntryNews || isNews
    candidate.kinds.formUnion(outcome.source.kinds)
    candidate.reasonToIgnoreRobots =
      candidate.reasonToIgnoreRobots ?? outcome.source.reasonToIgnoreRobots
    candidate.sourceHealth = .worst(of: candidate.sourceHealth, outcome.health)
    if let link {
      candidate.title = link.title
      candidate.linkedKind = link.expectedKind.flatMap(BodyKind.init(pathExtension:))
    }
    candidates[address] = candidate
  }

  /// The documents to visit, in the order of their addresses, those that failed the last time at the
  /// end: a host that is given up over them has then shown all the others.
  func due() -> [Candidate] {
    candidates.values.filter(isDue).sorted { left, right in
      left.failedBefore == right.failedBefore
        ? left.address < right.address : right.failedBefore
    }
  }

  // What turned out to be a page, or of a kind that nobody asks for, is looked at now and then.
  private func isDue(_ candidate: Candidate) -> Bool {
    guard !isDeep, let known = candidate.known, known.version == nil else { return true }
    switch known.decodedVerdict {
    case .page where !candidate.kinds.contains(.html): break
    case .document(let kind) where !candidate.kinds.contains(kind): break
    default: return true
    }
    let age = now.timeIntervalSince(known.lastVisited)
    return age >= RunPlan.daysUntilSecondLook * 86_400
  }
}

extension Candidate {
  fileprivate var failedBefore: Bool {
    known?.decodedVerdict.map { !$0.isAlive } ?? false
  }
}
