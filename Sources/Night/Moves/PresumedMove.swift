// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Discovery
import Records

/// A link to an address that nobody has heard of, which is that of a document but for its host.
///
/// Where a site moves, its list often names the new addresses in the same night in which the old ones begin to redirect. So the
/// old address is asked first. If it leads to the new one, that is the document; if not, the new one is visited, by itself.
struct PresumedMove: Sendable {
  let place: WebAddress
  /// How sources list the new address.
  let entries: [ListEntry]
  /// What the document is called there.
  let title: String
}

extension PresumedMove {
  /// Finds which of the links of a source may be documents that moved.
  ///
  /// - Parameters:
  ///   - documents: all that it lists.
  ///   - entries: what it lists or listed once.
  /// - Returns: by the new address, the name of the document that is to be asked first.
  static func candidates(
    among documents: [ListingReview.Listed],
    _ entries: [ListedDocument]
  ) -> [WebAddress: WebAddress] {
    // A night in which nothing is new asks no further.
    guard documents.contains(where: { $0.brief == nil }) else { return [:] }
    let known = Set(entries.map(\.address))
    // A file that is found at the root of a host says nothing by its path.
    let new = documents.filter {
      $0.brief == nil && !known.contains($0.link.address) && $0.link.address.target.utf8.count > 1
    }
    guard !new.isEmpty else { return [:] }
    let wanted = Set(new.map(\.link.address.target))
    var names: [Substring: WebAddress] = [:]
    func take(_ name: WebAddress) {
      guard wanted.contains(name.target) else { return }
      // Whichever comes first by its letters: http before https.
      names[name.target] = names[name.target].map { min($0, name) } ?? name
    }
    // Of what a person took back in whole, the same must not come in again under another name.
    for entry in entries {
      guard let brief = entry.brief, brief.isHeld || brief.isRejected, brief.role == .document
      else { continue }
      take(entry.address)
    }
    // One file by http and by https on one list, neither known yet.
    let secure = Set(new.lazy.map(\.link.address).filter { $0.scheme == "https" })
    for document in new where document.link.address.scheme == "http" {
      let name = document.link.address
      if names[name.target] == nil, let twin = name.secured, secure.contains(twin) { take(name) }
    }
    var moves: [WebAddress: WebAddress] = [:]
    for document in new {
      let place = document.link.address
      guard let name = names[place.target], name != place else { continue }
      moves[place] = name
    }
    return moves
  }
}

extension WebAddress {
  /// The same address by https; nil where a port is named.
  fileprivate var secured: WebAddress? {
    guard scheme == "http", authority == host else { return nil }
    return WebAddress(alreadyNormal: "https" + text.dropFirst(4))
  }
}

/// Documents that are found where they were, while an unknown address is listed that may lead there.
///
/// What is concluded of them waits for the visit of that address: if it leads there, it lists the document.
struct UndecidedMoves: Sendable {
  private struct Undecided {
    var finding: Finding
    let place: WebAddress?
    var open: Set<WebAddress>
  }

  private var documents: [WebAddress: Undecided] = [:]
  /// By the unknown address, the document that it may lead to.
  private var waiting: [WebAddress: WebAddress] = [:]

  /// Lets a document wait.
  ///
  /// - Parameters:
  ///   - finding: what its visit found.
  ///   - addresses: those that are visited yet.
  ///   - place: where it was found.
  mutating func add(
    _ finding: Finding,
    until addresses: [WebAddress],
    isFoundAt place: WebAddress?
  ) {
    let name = finding.candidate.address
    documents[name] = Undecided(finding: finding, place: place, open: Set(addresses))
    for address in addresses { waiting[address] = name }
  }

  /// Whether a document waits for what an address answers.
  func isAwaiting(_ address: WebAddress) -> Bool { waiting[address] != nil }

  /// Takes in the visit of an unknown address.
  ///
  /// - Parameters:
  ///   - finding: what it found.
  ///   - place: where that is.
  /// - Returns: what can be concluded now; nil where nothing waited for the visit.
  mutating func take(_ finding: Finding, isFoundAt place: WebAddress?) -> [Finding]? {
    let address = finding.candidate.address
    guard let name = waiting.removeValue(forKey: address), var document = documents[name] else {
      return nil
    }
    document.open.remove(address)
    var settled: [Finding] = []
    let move = document.finding.candidate.presumedMoves.first { $0.place == address }
    if finding.isAlive, !finding.candidate.isHeld, let place, let move,
      place == name || place == document.place
    {
      document.finding.candidate.confirm(move)
      document.finding.alias = address
    } else {
      settled.append(finding)
    }
    documents[name] = document.open.isEmpty ? nil : document
    return document.open.isEmpty ? settled + [document.finding] : settled
  }
}
