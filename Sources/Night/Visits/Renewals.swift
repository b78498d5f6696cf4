// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Fixity

/// What is asked for tonight under other addresses than the night before, in the names of documents.
struct Renewals: Sendable {
  private var renewals: [WebAddress: [Renewal]] = [:]
  /// By the place of a source, what its `queryNoise` would have to name for a document to be one that is two tonight.
  private(set) var noise: [Int: Set<String>] = [:]

  /// What runs before have said of that, as far as it is so of tonight's list; nothing of a source that was not read.
  var lastingNoise: [Int: Set<String>] = [:]

  /// What was taken for documents and brought other bytes, until their old addresses have answered.
  private var suspended: [WebAddress: (renewals: [Renewal], body: Digest)] = [:]

  private var groups: [RenewalGroup] = []
  /// By what is visited of it, which group it belongs to.
  private var groupOf: [WebAddress: Int] = [:]

  var isEmpty: Bool { renewals.isEmpty }

  mutating func add(_ found: [WebAddress: (name: WebAddress, renewal: Renewal)]) {
    for (name, renewal) in found.values { renewals[name, default: []].append(renewal) }
  }

  /// Adds a group, but for what belongs to another or is not visited with it.
  mutating func add(_ group: RenewalGroup, ofWhich visited: Set<WebAddress>) {
    var group = group
    group.restrict {
      visited.contains($0) && groupOf[$0] == nil && renewals[$0, default: []].count < 2
    }
    guard group.members.count > 1 else { return }
    for member in group.members { groupOf[member] = groups.count }
    groups.append(group)
  }

  /// Takes in what a visit found of what belongs to a group.
  ///
  /// - Parameters:
  ///   - finding: that.
  ///   - isUndecided: whether it waits for something else, too.
  /// - Returns: what can be said by now; nil where it belongs to none.
  mutating func take(_ finding: Finding, isUndecided: Bool) -> [RenewalGroup.Outcome]? {
    guard let index = groupOf[finding.candidate.address] else { return nil }
    return groups[index].take(finding, isUndecided: isUndecided)
  }

  /// What failed of groups that were not visited to their end.
  mutating func takeFailures() -> [Finding] {
    defer { groups = [] }
    return groups.flatMap(\.waiting).filter { !$0.isAlive }
  }

  /// Takes in that a document is found at a new address, or at none of them.
  mutating func settle(_ name: WebAddress, as renewal: Renewal?) {
    renewals[name] = renewal.map { [$0] }
  }

  /// What an address is called that a document may be asked for at.
  ///
  /// - Parameters:
  ///   - address: without what its sources call noise.
  ///   - name: the document's name.
  /// - Returns: the name, where the address is one of those that are taken for the document's.
  func name(of address: WebAddress, as name: WebAddress) -> WebAddress {
    guard let renewals = renewals[name] else { return address }
    let core = address.loadSigns?.core ?? address.text
    return renewals.contains { $0.core == core } ? name : address
  }

  /// Whether two addresses are a document's beyond doubt, as far as can be told without its bytes.
  ///
  /// - Parameters:
  ///   - giver: an address at which its bytes came before.
  ///   - request: tonight's.
  ///   - name: the document's name.
  /// - Returns: false where either may be another document's.
  func isSureOfPair(
    _ giver: WebAddress,
    and request: WebAddress,
    as name: WebAddress
  ) -> Bool {
    guard let renewals = renewals[name] else { return false }
    let core = request.loadSigns?.core ?? request.text
    return core == giver.loadSigns?.core ?? giver.text
      && renewals.contains { $0.core == core && $0.isCertain }
  }

  /// Takes in that other bytes came than those of the document.
  ///
  /// - Returns: what was taken for it; nil where there is nothing, or a person has said that it is.
  mutating func dissolve(_ name: WebAddress) -> [Renewal]? {
    guard let dissolved = renewals[name], !dissolved.contains(where: \.isSure) else { return nil }
    renewals[name] = nil
    return dissolved
  }

  /// Notes what a person would have to say for what was taken for a document to be it.
  mutating func advise(_ dissolved: [Renewal]) {
    for renewal in dissolved where !renewal.noise.isEmpty && renewal.isCertain {
      noise[renewal.source, default: []].formUnion(renewal.noise)
    }
  }

  /// Lets what was taken for a document wait for what its old address brings.
  mutating func suspend(_ renewals: [Renewal], of name: WebAddress, whichBrought body: Digest) {
    suspended[name] = (renewals, body)
  }

  /// - Returns: what waited for a document's old address; nil where nothing did.
  mutating func resume(_ name: WebAddress) -> (renewals: [Renewal], body: Digest)? {
    suspended.removeValue(forKey: name)
  }
}
