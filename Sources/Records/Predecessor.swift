// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing

/// Whose place a document takes, and who says so.
///
/// It stands in the line of a visit to the one that takes the place, and in the capture of its first version where it was
/// known by then.
package struct Predecessor: Codable, Hashable, Sendable {
  package enum Ground: String, Codable, CaseIterable, Sendable {
    /// In its publication, it is the only one with the title that another had until the same night.
    case title
    /// The other's address sends its readers there for good.
    case redirect
    /// A person said so.
    case person
    /// A person took it back: no run says it again.
    case undone
    /// The other's address sends its readers there, and a person said that another document takes that place.
    case overruled
  }

  /// Nil where a person said that it takes nobody's place.
  package let address: WebAddress?
  package let ground: Ground

  package init(_ address: WebAddress?, _ ground: Ground) {
    self.address = address
    self.ground = ground
  }

  /// Whether its place is taken.
  package var isTaken: Bool {
    switch ground {
    case .title, .redirect, .person: address != nil
    case .undone, .overruled: false
    }
  }
}

/// Whose places a document takes: of several that lead to one, each has it for its own successor.
package struct Predecessors: Hashable, Sendable {
  /// The first that was said; nil while nobody says anything of that.
  package private(set) var first: Predecessor?
  /// All that was said besides, in the order in which it was.
  package private(set) var further: [Predecessor]

  package init(_ first: Predecessor?, _ further: [Predecessor] = []) {
    (self.first, self.further) = (first, further)
  }

  package init(of document: Document) {
    self.init(document.succeeds, document.succeedsToo)
  }

  private var all: [Predecessor] { (first.map { [$0] } ?? []) + further }

  /// Those whose places it takes.
  package var taken: [Predecessor] { all.filter(\.isTaken) }

  /// What is said of another's place; nil for nothing.
  package func ground(of address: WebAddress) -> Predecessor.Ground? {
    all.first { $0.address == address }?.ground
  }

  package func takesPlace(of address: WebAddress) -> Bool {
    taken.contains { $0.address == address }
  }

  /// Whether a run may say that it takes another's place.
  package func isOpen(to address: WebAddress) -> Bool {
    guard !takesPlace(of: address), ground(of: address) != .undone else { return false }
    // Before it was written down whose, a person took back all.
    let isClosed = first.map { $0.address == nil && $0.ground == .person } ?? false
    return !isClosed || further.contains { $0.ground == .undone }
  }

  /// Takes in what is said of another's place, whatever was said of it before.
  package mutating func say(_ predecessor: Predecessor) {
    further.removeAll { $0.address == predecessor.address }
    let isNext = first?.address == nil || first?.address == predecessor.address
    if predecessor.isTaken, isNext {
      first = predecessor
    } else {
      further.append(predecessor)
    }
  }

  /// Takes back that it takes another's place.
  ///
  /// - Parameters:
  ///   - address: the other's.
  ///   - ground: who takes it back: a run (`redirect`), or a person, whom no run contradicts.
  package mutating func takeBack(_ address: WebAddress, by ground: Predecessor.Ground) {
    further.removeAll { $0.address == address }
    if first?.address == address {
      first = Predecessor(nil, ground)
      if let next = further.firstIndex(where: \.isTaken) { first = further.remove(at: next) }
    }
    if ground == .person { further.append(Predecessor(address, .undone)) }
  }
}

extension RunReport {
  /// What a person said: that one document takes the place of another, or does not.
  package struct Join: Codable, Hashable, Sendable {
    package let old: WebAddress
    package let new: WebAddress
    package let isJoined: Bool

    package init(old: WebAddress, new: WebAddress, isJoined: Bool) {
      self.old = old
      self.new = new
      self.isJoined = isJoined
    }
  }
}
