// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
import Cataloguing
import Filing
import Foundation
package import Records
import SystemPackage

/// Writes down whose place a document takes, because a person says so.
///
/// It is kept as it would be on a night: the last visit to the document stands once more in the `visits.jsonl` of a run of its
/// own, with what is new. So the catalogue follows from the records still, and a crash leaves nothing half done.
package struct Joining: Sendable {
  /// Why two documents are not joined.
  package enum Failure: Error, Hashable, Sendable {
    case same
    /// A page that sources are read from.
    case list(WebAddress)
    /// There is nothing to say it beside.
    case unvisited(WebAddress)
    /// The old one takes the place of the new one, by way of others perhaps.
    case circle
    /// Another takes the old one's place already.
    case taken(by: WebAddress)
    case already
    case notJoined
  }

  private let run: PersonRun
  private var catalogue: Catalogue { run.catalogue }

  /// No series is longer than this.
  private static let longestSeries = 1_000

  /// - Parameter run: the one in which it is written down.
  package init(_ run: PersonRun) {
    self.run = run
  }

  /// Says that one document takes the place of another.
  ///
  /// - Throws: ``Failure`` where it cannot; else where something cannot be read or written.
  package func join(_ old: Document, to new: Document) async throws {
    guard old.address != new.address else { throw Failure.same }
    for document in [old, new] where document.role == .listing {
      throw Failure.list(document.address)
    }
    var predecessors = Predecessors(of: new)
    guard !predecessors.takesPlace(of: old.address) else { throw Failure.already }
    var open = [old]
    var seen: Set = [old.address]
    while let document = open.popLast(), seen.count < Self.longestSeries {
      for earlier in Predecessors(of: document).taken.compactMap(\.address) {
        if earlier == new.address { throw Failure.circle }
        guard seen.insert(earlier).inserted else { continue }
        if let next = try await catalogue.document(at: earlier) { open.append(next) }
      }
    }
    if let taken = try await catalogue.successor(of: old.address)?.address {
      throw Failure.taken(by: taken)
    }
    predecessors.say(Predecessor(old.address, .person))
    try await write(predecessors, of: new, after: old.address)
  }

  /// Takes back that one document takes the place of another, or denies that it seems to; runs do not say so again.
  ///
  /// - Throws: ``Failure/notJoined`` where nobody said so; else where something cannot be read or written.
  package func part(_ old: Document, from new: Document) async throws {
    var predecessors = Predecessors(of: new)
    guard predecessors.takesPlace(of: old.address) || new.proposed == old.address else {
      throw Failure.notJoined
    }
    predecessors.takeBack(old.address, by: .person)
    try await write(predecessors, of: new, after: old.address)
  }

  private func write(
    _ predecessors: Predecessors,
    of document: Document,
    after old: WebAddress
  ) async throws {
    guard let verdict = document.verdict else { throw Failure.unvisited(document.address) }
    let visit = Visit(
      saying: verdict,
      again: document,
      succeeds: predecessors.first == document.succeeds ? nil : predecessors.first,
      succeedsToo: predecessors.further == document.succeedsToo ? nil : predecessors.further
    )
    try await run.write { intake, report in
      try await intake.record(visit)
      report.counts.relisted = 1
      let isJoined = predecessors.takesPlace(of: old)
      report.joins = [.init(old: old, new: document.address, isJoined: isJoined)]
    }
  }
}

extension Joining.Failure {
  /// One clause, no capital, no full stop.
  package var sentence: String {
    switch self {
    case .same: "that is one document twice; name the old one, then the new one"
    case .list: "it is a page that sources are read from, and no report"
    case .unvisited(let address): "\(address) was never visited; `\(NextCommand.sync)` does that"
    case .circle:
      "the old one takes the place of the new one already; name the old one first, then the new one"
    case .taken(let by):
      "the place of the old one is taken by \(by) already; take that back with --undo first, if it is wrong"
    case .already: "it takes that one's place already"
    case .notJoined: "nobody said that it takes that one's place"
    }
  }
}
