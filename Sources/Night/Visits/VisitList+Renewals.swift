// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Discovery
import Fixity
import Records

// What was taken for documents under other addresses, and turned out to be others or to be theirs.
extension VisitList {
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
    requests[number] = nil
    items[number].linkingSource = nil
    items[number].isListed = false
    for renewal in dissolved {
      let id = sources[renewal.source].id
      changes[number, default: []].removeAll { $0.source == id }
      changes[number, default: []].append(Change(source: id, entry: nil))
    }
    // What a store signed is not served at an address of before.
    let isSigned = dissolved.contains {
      $0.listed.link.address.loadSigns?.isSignature == true
    }
    if let body, !isSigned {
      renewals.suspend(dissolved, of: name, whichBrought: body)
      return [number]
    }
    return ([number] + admit(dissolved, besides: name)).sorted(by: addresses.precedes)
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
      return admit(suspended.renewals, besides: name).sorted(by: addresses.precedes)
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
  /// - Returns: the numbers of those that are new to the list.
  private mutating func admit(_ renewals: [Renewal], besides name: WebAddress) -> [Int] {
    self.renewals.advise(renewals)
    var due: Set<Int> = []
    for renewal in renewals {
      let address = renewal.listed.link.address
      let isNew = addresses.number(of: address) == nil
      add(renewal.listed, of: renewal.source, nil)
      guard isNew, let new = addresses.number(of: address) else { continue }
      waiting.removeAll { $0 == new }
      items[new].isOrdered = true
      if renewal.isCertain { predecessors[address] = name }
      due.insert(new)
    }
    return Array(due)
  }
}
