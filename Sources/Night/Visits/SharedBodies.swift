// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Fixity
import Foundation
import Records

/// What came new from one host, or from several that are one by now, in one night, by its content: one body for several documents is in doubt.
///
/// A site that answers every address with the same file (a notice, a wrong mapping, a default of its new system) answers soundly,
/// and no look at one of them tells. So a body that would displace a version waits until its host is done.
///
/// Documents count as one that were alike before, and so do addresses that nothing is held of and that differ only in a name
/// behind the same number: sites write any name there.
struct SharedBodies {
  /// For so many documents, with as many titles, one body has to come.
  static let fewest = 3

  /// After so many nights it is believed: the publisher means it.
  static let nightsUntilBelieved = 14

  /// One document for which it came.
  struct Arrival {
    let address: WebAddress
    let title: String
    let sources: [String]
    /// What is held of it; nil where nothing is.
    let held: Digest?
    let at: Date
    let verdict: Verdict
  }

  private(set) var arrivals: [Digest: [Arrival]] = [:]
  /// Findings that would displace a version, in the order in which they came.
  private(set) var waiting: [Finding] = []

  /// Takes in that a body came that would become a version.
  ///
  /// - Parameters:
  ///   - finding: what a visit found.
  ///   - body: what its body is compared by.
  mutating func add(_ finding: Finding, _ body: Digest) {
    let candidate = finding.candidate
    arrivals[body, default: []].append(
      Arrival(
        address: candidate.address,
        title: candidate.title,
        sources: candidate.entries.map(\.source),
        held: candidate.known?.digest,
        at: finding.at,
        verdict: finding.appraisal.verdict
      )
    )
    if finding.isHeld { waiting.append(finding) }
  }

  /// Takes in what came from another host, which is one with this by now.
  mutating func add(_ other: SharedBodies) {
    arrivals.merge(other.arrivals) { $0 + $1 }
    waiting += other.waiting
  }

  /// Hands out what waits, now that its host is done.
  mutating func release() -> [Finding] {
    defer { waiting = [] }
    return waiting
  }

  /// For how many documents a body came that were not alike before.
  func documents(of body: Digest) -> Int { Self.documents(in: arrivals[body] ?? []) }

  static func documents(in arrivals: [Arrival]) -> Int {
    let held = Set(arrivals.compactMap(\.held)).count
    let known = Set(arrivals.filter { $0.held != nil }.compactMap { DecoratedName($0.address) })
    var names: Set<DecoratedName> = []
    var others = 0
    for arrival in arrivals where arrival.held == nil {
      guard let name = DecoratedName(arrival.address) else {
        others += 1
        continue
      }
      if !known.contains(name) { names.insert(name) }
    }
    return held + names.count + others
  }

  /// Whether it came for so many documents that it is in doubt.
  static func areMany(_ arrivals: [Arrival]) -> Bool {
    guard arrivals.count >= fewest, documents(in: arrivals) >= fewest else { return false }
    return Set(arrivals.map { $0.title.lowercased() }).count >= fewest
  }

  /// Whether a body may displace the version that is held, and if not, what is to be written down of it.
  ///
  /// - Parameters:
  ///   - body: what it is compared by.
  ///   - last: what was in doubt of the document until now.
  ///   - start: when the run began.
  ///   - rejected: of how many other documents of the host a person took it back, which is reason enough.
  /// - Returns: nil where it may.
  func doubt(
    of body: Digest,
    since last: SharedBody?,
    at start: Date,
    besides rejected: Int = 0
  ) -> SharedBody? {
    // What was in doubt stays so, though the others have recovered.
    if let last, last.digest == body {
      let stay = last.stay.lasting(until: start)
      guard stay.nights < Self.nightsUntilBelieved else { return nil }
      return SharedBody(digest: body, documents: last.documents, stay: stay)
    }
    guard rejected > 0 || Self.areMany(arrivals[body] ?? []) else { return nil }
    let documents = documents(of: body) + rejected
    return SharedBody(digest: body, documents: documents, stay: Illness(since: start))
  }

  /// Why a body waits: one clause, no capital, no full stop.
  static func sentence(of shared: SharedBody) -> String {
    "the same file now answers for \(shared.documents) reports"
  }

  /// Whether more of the same may have come, had the run not been stopped.
  func mayBeMany(_ body: Digest) -> Bool { documents(of: body) > 1 }
}

/// An address without the name that decorates it: `/file/4711/child-a` and `/file/4711/child-b` lead to one file.
struct DecoratedName: Hashable {
  private let text: String

  /// Is nil where no number stands before the name.
  init?(_ address: WebAddress) {
    let parts = address.path.split(separator: "/")
    guard parts.count > 1, let number = parts.dropLast().last, Self.isNumber(number) else {
      return nil
    }
    text = "\(address.authority)/\(parts.dropLast().joined(separator: "/"))"
  }

  /// Whether it numbers a file; a year or a month does not.
  private static func isNumber(_ text: Substring) -> Bool {
    guard text.count >= 3, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return false }
    guard text.count == 4, let number = Int(text) else { return true }
    return !(1900...2099).contains(number)
  }
}

extension Finding {
  /// What the body is compared by, where it may be one of several that are the same; nil where that is not asked.
  var bodyInQuestion: Digest? {
    bringsVersion && damage == nil ? arrived : nil
  }
}
