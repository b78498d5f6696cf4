// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Discovery
import Fixity
import Records

/// Documents that have gone from a list in the night in which addresses came that are theirs but for what is of one load: more than
/// one, so that only their bytes tell which is which.
///
/// Each new address is asked for once, in the name of the document that has its text and its turn, or else in its own. What brings
/// other bytes waits until all have been asked for, and is then the document that these bytes are.
struct RenewalGroup: Sendable {
  /// What became of one that waited.
  enum Outcome: Sendable {
    /// It is what it seemed, or one by itself.
    case byItself(Finding)
    /// A document is found at the address that another visit asked for.
    case found(Finding, by: Finding, Renewal)
    /// What was asked for in its name is another's, and nothing that came is its own.
    case lost(Finding)
    /// A new address was asked for in the name of a document that is found at another.
    case new(Renewal)
  }

  /// By the new address, how it is listed.
  private let listed: [WebAddress: Renewal]
  /// By document, the new address that is asked for in its name.
  private var places: [WebAddress: WebAddress]
  /// What is visited yet.
  private var open: Set<WebAddress>
  private(set) var waiting: [Finding] = []

  /// - Parameters:
  ///   - listed: by the new address, how it is listed.
  ///   - places: by document, the new address that is asked for in its name.
  ///   - lost: the documents that have gone from the list.
  init(
    _ listed: [WebAddress: Renewal],
    places: [WebAddress: WebAddress],
    lost: some Sequence<WebAddress>
  ) {
    self.listed = listed
    self.places = places
    open = Set(lost).union(listed.keys).subtracting(places.values)
  }

  /// All that is visited, by what it is called.
  var members: Set<WebAddress> { open }

  /// Leaves out what is visited at another time, or not at all.
  mutating func restrict(to members: (WebAddress) -> Bool) {
    open = open.filter(members)
    places = places.filter { open.contains($0.key) }
  }

  // MARK: Visits

  /// Takes in what a visit of a member found.
  ///
  /// - Parameters:
  ///   - finding: that.
  ///   - isUndecided: whether it waits for something else, too, so that its bytes decide nothing here.
  /// - Returns: what can be said by now; nil where it is no member.
  mutating func take(_ finding: Finding, isUndecided: Bool) -> [Outcome]? {
    let name = finding.candidate.address
    guard open.remove(name) != nil else { return nil }
    let isProven = places[name] != nil && finding.isAlive && !finding.bringsVersion
    guard isProven || isUndecided || finding.damage != nil else {
      waiting.append(finding)
      return open.isEmpty ? settle() : []
    }
    return [.byItself(finding)] + (open.isEmpty ? settle() : [])
  }

  /// Says of all that waited what it is.
  private mutating func settle() -> [Outcome] {
    let findings = waiting.sorted { $0.candidate.address < $1.candidate.address }
    waiting = []
    var missing = findings.filter { listed[$0.candidate.address] == nil }
    var outcomes: [Outcome] = []
    var taken: Set<WebAddress> = []
    for arrival in findings where arrival.isAlive && arrival.bringsVersion {
      guard let place = place(of: arrival), let renewal = listed[place],
        let index = missing.firstIndex(where: { $0.candidate.known?.digest == arrival.arrivedBytes }
        )
      else { continue }
      taken.insert(place)
      outcomes.append(.found(missing.remove(at: index), by: arrival, renewal))
    }
    guard !outcomes.isEmpty else { return findings.map(Outcome.byItself) }
    let found = Set(findings.map(\.candidate.address)).subtracting(
      missing.map(\.candidate.address)
    )
    // Which document it is that fails at a new address, nobody can tell: it is one of those that were found nowhere else.
    var lost = missing.filter { place(of: $0).map(taken.contains) == true }
    for arrival in findings {
      let name = arrival.candidate.address
      guard let place = place(of: arrival), let renewal = listed[place], !taken.contains(place),
        found.contains(name)
      else { continue }
      if !arrival.isAlive, !lost.isEmpty {
        outcomes.append(.found(lost.removeFirst(), by: arrival, renewal))
      } else {
        outcomes.append(name == place ? .byItself(arrival) : .new(renewal))
      }
    }
    outcomes += lost.map(Outcome.lost)
    let rest = missing.filter { place(of: $0).map(taken.contains) != true }
    return outcomes + rest.map(Outcome.byItself)
  }

  /// The new address that a visit asked for; nil where it asked for an old one.
  private func place(of finding: Finding) -> WebAddress? {
    let name = finding.candidate.address
    return places[name] ?? (listed[name] == nil ? nil : name)
  }
}

extension Finding {
  /// What was found at an address of which the bytes show that it is another document's, as a finding of that one.
  ///
  /// - Parameters:
  ///   - other: what was found in that document's name.
  ///   - entry: how its source lists the address.
  /// - Returns: of the other document, and of this visit.
  func found(as other: Finding, listed entry: ListEntry) -> Finding {
    var candidate = other.candidate
    candidate.request = self.candidate.request
    candidate.list(as: entry)
    if candidate.entries.count == 1 {
      let link = Link(address: candidate.address, text: entry.text, heading: entry.heading)
      candidate.title = link.title
    }
    var appraisal = appraisal.settled(by: .sameBytes)
    if case .movedAndChanged(let target, _) = appraisal.verdict {
      appraisal.verdict = .moved(to: target)
    }
    var finding = Finding(of: candidate, at: at, appraisal, status: status, bytes: 0)
    finding.isHeld = other.isHeld
    finding.catalogueFault = other.catalogueFault
    finding.place = place
    return finding
  }
}
