// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Fixity
import Foundation
import Records

@testable import Night

/// What an archive and its catalogue would know, in memory: made of what nights order, and of nothing else.
struct MemoryArchive: Equatable {
  private struct Entry: Equatable {
    var entry: ListEntry
    var isListed: Bool
  }

  private(set) var documents: [WebAddress: Document] = [:]
  /// By source and address.
  private var entries: [String: [WebAddress: Entry]] = [:]
  /// The last reports, the newest first.
  private(set) var reports: [RunReport] = []

  static func == (left: MemoryArchive, right: MemoryArchive) -> Bool {
    left.documents == right.documents && left.entries == right.entries
  }

  func history(of sources: [Source]) -> RunHistory {
    RunHistory(
      reports.prefix(RunHistory.reach).map(RunHistory.PastRun.init),
      of: sources.map(\.id)
    )
  }

  func memory(of source: Source, for listing: SourceListing) -> SourceMemory {
    let listed = entries[source.id, default: [:]].map { address, known in
      ListedDocument(
        address: address,
        entry: known.entry,
        isListed: known.isListed,
        brief: brief(of: address)
      )
    }
    let strangers = SourceMemory.strangers(in: listing, besides: listed)
    return SourceMemory(
      listed,
      strangers: Dictionary(
        strangers.compactMap { address in brief(of: address).map { (address, $0) } },
        uniquingKeysWith: { first, _ in first }
      )
    )
  }

  /// By source, the hosts of all that it ever listed.
  var namedHosts: [String: Set<String>] {
    entries.mapValues { Set($0.keys.map { String($0.authority) }) }
  }

  /// Where documents are found that moved to what is no document of its own.
  var places: KnownPlaces {
    KnownPlaces(
      documents.compactMapValues { document in
        document.newestKept == nil
          ? nil : document.place.flatMap { documents[$0]?.version == nil ? $0 : nil }
      }
    )
  }

  var successions: Successions { Successions(documents.mapValues(Predecessors.init(of:))) }

  func known(_ address: WebAddress) -> KnownDocument {
    let listed = entries.values.compactMap { $0[address] }.filter(\.isListed).map(\.entry)
    return KnownDocument(
      document: documents[address],
      entries: listed.sorted { $0.source < $1.source }
    )
  }

  private func brief(of address: WebAddress) -> DocumentBrief? {
    documents[address].map { document in
      DocumentBrief(
        role: document.role,
        verdict: document.verdict,
        lastVisited: document.lastVisited,
        isHeld: document.version != nil,
        isRejected: document.version == nil && document.newestKept != nil,
        isRetired: false,
        mayBePage: document.kind ?? .html == .html,
        firstSeen: document.firstSeen,
        changes: (document.version ?? 1) - 1,
        lastAlive: document.lastAlive
      )
    }
  }

  mutating func end(_ report: RunReport) {
    reports.insert(report, at: 0)
  }

  /// Takes in a visit as a catalogue does.
  mutating func take(_ visit: Visit, _ body: Digest?) {
    var document =
      documents[visit.address]
      ?? Document(
        address: visit.address,
        role: visit.role,
        title: "",
        firstSeen: visit.at,
        lastVisited: visit.at
      )
    document.lastVisited = visit.at
    document.verdict = visit.verdict
    document.title = visit.title ?? document.title
    document.standing = visit.standing ?? document.standing
    if visit.standing != nil { document.told = visit.told }
    if let reason = (visit.told ?? visit.standing)?.leftOutReason {
      document.toldReasons.insert(reason)
    }
    if visit.verdict.isAlive, visit.shared == nil { document.lastAlive = visit.at }
    if visit.verdict.isAlive { document.shared = visit.shared }
    document.refusal = visit.verdict.endsOwnRefusal ? nil : visit.refusal ?? document.refusal
    if let place = visit.place { document.place = place == visit.address ? nil : place }
    document.succeeds = visit.succeeds ?? document.succeeds
    document.succeedsToo = visit.succeedsToo ?? document.succeedsToo
    let isAnswered = document.proposed.map(visit.placesSpokenOf.contains) == true
    document.proposed = isAnswered ? nil : visit.proposes ?? document.proposed
    document.validators = visit.validators ?? document.validators
    if let body {
      document.toldReasons = []
      document.version = (document.version ?? 0) + 1
      document.digest = body
      document.kind = .pdf
    }
    documents[visit.address] = document
    guard let listed = visit.listed else { return }
    for source in entries.keys { entries[source]?[visit.address]?.isListed = false }
    for entry in listed {
      entries[entry.source, default: [:]][visit.address] = Entry(entry: entry, isListed: true)
    }
  }
}
