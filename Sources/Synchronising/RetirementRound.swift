// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Night
import Records
import Addressing
import Archiving
import Cataloguing
import Foundation

/// Finds what no source asks for any more, because the configuration was changed, and what one asks
/// for again.
///
/// Such documents are kept and not visited. That is told in the first run that finds it, and each
/// document's line in `visits.jsonl` says that it was told. A run of some sources looks only at these and at
/// what the configuration does not have any more.
struct RetirementRound {
  let plan: RunPlan
  let catalogue: Catalogue
  let intake: Intake
  /// What the run visits.
  let list: VisitList
  /// Whether every source that is on was read, so that what no record speaks of could be met again.
  let isWhole: Bool

  private struct Group: Hashable {
    let source: String?
    let ground: RetirementGround
  }

  /// What a round came to.
  struct Outcome: Sendable {
    /// A sentence for each source and ground.
    var retired: [RunReport.Retired] = []
    /// Where catalogue and objects disagree about what is to be told; nothing was recorded of these.
    var faults: [(address: WebAddress, title: String, fault: HeldCopy.Fault)] = []
  }

  func run() async throws -> Outcome {
    let asking = list.asking
    let now = plan.clock().wholeSecond
    var counts: [Group: Int] = [:]
    var outcome = Outcome()
    for address in list.noAddresses {
      outcome.faults.append((address, "", .catalogue(HeldCopy.noAddress)))
    }
    for (address, group) in try await retired(asking) {
      let known = try await catalogue.document(at: address)
      let retirement = Retirement(
        at: now,
        address: address,
        isRetired: true,
        ground: group.ground
      )
      if let fault = try await intake.record(retirement, of: known?.role ?? .document) {
        outcome.faults.append((address, known?.title ?? "", fault))
      } else {
        counts[group, default: 0] += 1
      }
    }
    for address in try await catalogue.retired() where try await isAskedForAgain(address) {
      try await intake.record(Retirement(at: now, address: address, isRetired: false))
    }
    outcome.retired = counts.map { group, count in
      RunReport.Retired(
        source: group.source,
        reason: group.ground,
        documents: count,
        sentence: group.ground.sentence(count, of: group.source)
      )
    }.sorted { ($0.source ?? "~", $0.reason.rawValue) < ($1.source ?? "~", $1.reason.rawValue) }
    return outcome
  }

  private func retired(_ asking: Asking) async throws -> [WebAddress: Group] {
    var found: [WebAddress: Group] = [:]
    var suspects = list.leftOut + list.outsideReading.keys.sorted()
    for source in try await catalogue.sources() where !asking.isAsking(source) {
      suspects += try await catalogue.held(of: source)
    }
    for address in suspects where found[address] == nil && !isMet(address, asking) {
      let outside = list.outsideReading[address] ?? []
      let grounds = try await catalogue.askers(for: address).map(\.record).map { record in
        let ground = asking.ground(against: address, as: record)
        return (record.source, ground ?? (outside.contains(record.source) ? .readingChanged : nil))
      }
      guard grounds.allSatisfy({ $0.1 != nil }), case (let source, let ground?)? = grounds.first
      else { continue }
      found[address] = Group(source: source, ground: ground)
    }
    for page in try await catalogue.heldListPages()
    where found[page] == nil && !isMet(page, asking) && !asking.mayRead(list: page) {
      found[page] = Group(source: nil, ground: .pageRemoved)
    }
    guard isWhole else { return found }
    for address in try await catalogue.heldWithoutSource() where !isMet(address, asking) {
      if try await isDeposited(address) { continue }
      found[address] = Group(source: nil, ground: .unknown)
    }
    return found
  }

  /// Whether no source ever asked for it, because it came by mail or on paper.
  private func isDeposited(_ address: WebAddress) async throws -> Bool {
    guard let version = try await catalogue.newestVersion(of: address) else { return false }
    return (try? intake.archive.capture(of: address, version: version))?.deposit != nil
  }

  private func isMet(_ address: WebAddress, _ asking: Asking) -> Bool {
    asking.isListPage(address) || !list.sources(visiting: address).isEmpty
  }

  // A source that is off and named for this run does not take it back: the next night would tell it again.
  private func isAskedForAgain(_ address: WebAddress) async throws -> Bool {
    let configured = plan.sources + (plan.configured ?? [])
    let readers = configured.filter { $0.listPage == address }
    if (list.sources(visiting: address) + readers).contains(where: \.isEnabled) { return true }
    guard configured.contains(where: { $0.isEnabled && $0.mayGoOn(to: address) }) else {
      return false
    }
    return try await catalogue.document(at: address)?.role == .listing
  }
}
