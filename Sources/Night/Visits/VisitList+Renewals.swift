// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Discovery
import Fixity
import Records

// What was taken for documents under other addresses, and turned out to be others or to be theirs.
extension VisitList {
  /// Adds what may be documents under other addresses.
  ///
  /// - Parameters:
  ///   - found: these.
  ///   - reading: the list on which they are, with documents by their names.
  ///   - index: the place of its source.
  mutating func add(_ found: Renewal.Found, among reading: SourceListing, of index: Int) {
    renewals.add(found.pairs)
    renewals.lastingNoise[index] = noise(lastingIn: reading, of: sources[index])
    for group in found.groups {
      let visited = group.members.filter { address in
        guard let number = addresses.number(of: address) else { return false }
        return !items[number].isOrdered && !heldBack.contains(number) && presumed[number] == nil
      }
      renewals.add(group, ofWhich: visited)
    }
  }

  /// What runs before said that `queryNoise` would have to name, where it stands in addresses of the list still and tells none of them apart.
  ///
  /// - Returns: it; nil where the list could not be read.
  private func noise(lastingIn reading: SourceListing, of source: Source) -> Set<String>? {
    guard let names = history.last(ofSource: source.id)?.proposedNoise else { return [] }
    guard let links = reading.links else { return nil }
    let requests = links.map { reading.requests[$0.address] ?? $0.address }
    let without = Set(requests.map { $0.dropping(queryParameters: Set(names)) })
    guard without.count == Set(requests).count else { return [] }
    return Set(
      names.filter { name in requests.contains { $0.dropping(queryParameters: [name]) != $0 } }
    )
  }

  /// Takes in that a document is listed at an address that was asked for in another name.
  ///
  /// - Parameters:
  ///   - document: what was found in its own name.
  ///   - arrival: what was found there.
  ///   - renewal: how it is listed.
  /// - Returns: what that is of the document.
  mutating func relist(
    _ document: Finding,
    foundBy arrival: Finding,
    _ renewal: Renewal
  ) -> Finding {
    let entry = ListEntry(renewal.listed, of: sources[renewal.source])
    let name = document.candidate.address
    renewals.settle(name, as: renewal)
    if let number = addresses.number(of: name) {
      requests[number] = arrival.candidate.request
      items[number].isListed = true
      changes[number, default: []].removeAll { $0.source == entry.source }
      changes[number, default: []].append(Change(source: entry.source, entry: entry))
    }
    return arrival.found(as: document, listed: entry)
  }

  /// Takes in that no address of the list is a document's.
  ///
  /// - Parameter name: the document's.
  /// - Returns: the numbers of what is to be visited: itself, at its old address.
  mutating func takeOff(_ name: WebAddress) -> [Int] {
    guard let number = addresses.number(of: name), let dissolved = renewals.dissolve(name)
    else { return [] }
    takeOff(number, dissolved)
    return [number]
  }

  private mutating func takeOff(_ number: Int, _ dissolved: [Renewal]) {
    requests[number] = nil
    items[number].linkingSource = nil
    items[number].isListed = false
    for renewal in dissolved {
      let id = sources[renewal.source].id
      changes[number, default: []].removeAll { $0.source == id }
      changes[number, default: []].append(Change(source: id, entry: nil))
    }
  }

  /// Adds an address that was asked for in the name of a document that is found elsewhere.
  ///
  /// - Parameter renewal: how it is listed.
  /// - Returns: the numbers of what is to be visited.
  mutating func admit(_ renewal: Renewal) -> [Int] {
    admit([renewal], after: nil)
  }

  /// Takes in that a document does not answer at the address that was taken for its own tonight: each is one by itself.
  ///
  /// What no signature guards may be served at its old address still, and that is asked first.
  ///
  /// - Parameters:
  ///   - name: the document's.
  ///   - body: what came, by what bodies are compared by.
  /// - Returns: the numbers of what is to be visited; nil where nothing was taken for it, or that is sure.
  mutating func dissolveRenewals(of name: WebAddress, whichBrought body: Digest?) -> [Int]? {
    guard let number = addresses.number(of: name), let dissolved = renewals.dissolve(name)
    else { return nil }
    takeOff(number, dissolved)
    // What a store signed is not served at an address of before.
    let isSigned = dissolved.contains {
      $0.listed.link.address.loadSigns?.isStoreSignature == true
    }
    if let body, !isSigned {
      renewals.suspend(dissolved, of: name, whichBrought: body)
      return [number]
    }
    return ([number] + admit(dissolved, after: name)).sorted(by: addresses.precedes)
  }

  /// Takes in what came at a document's old address, where other bytes than its own came at the new one.
  ///
  /// The same new bytes at both are a new version of the one document; else what is new is one by itself.
  ///
  /// - Parameter finding: what the visit of the old address found.
  /// - Returns: the numbers of what is to be visited; nil where nothing waits for that.
  mutating func settleRenewals(_ finding: inout Finding) -> [Int]? {
    let name = finding.candidate.address
    guard let number = addresses.number(of: name), let suspended = renewals.resume(name) else {
      return nil
    }
    guard finding.isAlive, finding.bringsVersion, finding.arrived == suspended.body else {
      return admit(suspended.renewals, after: name).sorted(by: addresses.precedes)
    }
    items[number].isListed = true
    for renewal in suspended.renewals {
      let entry = ListEntry(renewal.listed, of: sources[renewal.source])
      changes[number, default: []].removeAll { $0.source == entry.source }
      changes[number, default: []].append(Change(source: entry.source, entry: entry))
      finding.candidate.list(as: entry)
    }
    return []
  }

  /// Adds what was taken for a document and is one by itself.
  ///
  /// - Parameters:
  ///   - renewals: how it is listed.
  ///   - name: the document's; nil where that is known to be another.
  /// - Returns: the numbers of those that are new to the list.
  private mutating func admit(_ renewals: [Renewal], after name: WebAddress?) -> [Int] {
    if name != nil { self.renewals.advise(renewals) }
    var due: Set<Int> = []
    for renewal in renewals {
      let address = renewal.listed.link.address
      let isNew = addresses.number(of: address) == nil
      add(renewal.listed, of: renewal.source, nil)
      guard isNew, let new = addresses.number(of: address) else { continue }
      waiting.removeAll { $0 == new }
      items[new].isOrdered = true
      if renewal.isCertain, let name { predecessors[address] = name }
      due.insert(new)
    }
    return Array(due)
  }
}
