// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Fixity

/// What is asked for tonight under other addresses than the night before, in the names of documents.
struct Renewals: Sendable {
  private var renewals: [WebAddress: [Renewal]] = [:]
  /// By the place of a source, what its `queryNoise` would have to name for a document to be one that is two tonight.
  private(set) var noise: [Int: Set<String>] = [:]

  /// What was taken for documents and brought other bytes, until their old addresses have answered.
  private var suspended: [WebAddress: (renewals: [Renewal], body: Digest)] = [:]

  var isEmpty: Bool { renewals.isEmpty }

  mutating func add(_ found: [WebAddress: (name: WebAddress, renewal: Renewal)]) {
    for (name, renewal) in found.values { renewals[name, default: []].append(renewal) }
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
