// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Discovery
import Foundation
import Records
import Support

@testable import Night

/// Some nights of a site: what its lists name, and what addresses answer.
struct MoveHistory {
  typealias Answer = ReplayedNight.Answer

  static let old = "https://example.org"
  static let new = "https://example.com"

  var archive = MemoryArchive()
  private var date = Date(timeIntervalSince1970: 1_900_000_000)
  /// All that was told of hosts, night by night.
  private(set) var moves: [String] = []

  static func address(_ text: String) -> WebAddress { WebAddress(alreadyNormal: text) }

  /// Lets a night go by.
  ///
  /// - Parameters:
  ///   - lists: by source, what it lists.
  ///   - answers: what addresses answer; whatever is not named is not there.
  ///   - seed: in which order things happen.
  ///   - stop: after so many visits the run is stopped.
  /// - Returns: what was told.
  mutating func night(
    _ lists: [[String]],
    _ answers: [String: Answer],
    seed: UInt64? = nil,
    stop: Int? = nil
  ) -> RunReport {
    let sources = lists.indices.map {
      Source(id: "s\($0)", title: "S", place: .page(Self.address("https://lists.example/\($0)/")))
    }
    let listings = lists.map { list in
      var listing = SourceListing([])
      listing.links = list.enumerated().map { position, text in
        Link(address: Self.address(text), text: "Report \(position)", position: position)
      }
      return listing
    }
    var all: [WebAddress: Answer] = [:]
    for (text, answer) in answers { all[Self.address(text)] = answer }
    for text in lists.joined() where all[Self.address(text)] == nil {
      all[Self.address(text)] = .verdict(.notFound)
    }
    for document in archive.documents.keys where all[document] == nil {
      all[document] = .verdict(.notFound)
    }
    let report = ReplayedNight(
      plan: NightPlan(sources: sources, started: date),
      listings: listings,
      answers: all,
      seed: seed,
      stop: stop
    ).run(&archive)
    date += 86_400
    moves += (report.movedHosts ?? []).filter(\.isNews).map(\.sentence)
    return report
  }

  /// The paths of a host, and its answers, each a file of its own.
  static func paths(_ host: String, _ count: Int) -> [String] {
    (1...count).map { "\(host)/files/\($0).pdf" }
  }

  static func files(_ host: String, _ count: Int, edition: String = "") -> [String: Answer] {
    var answers: [String: Answer] = [:]
    for number in 1...count {
      answers["\(host)/files/\(number).pdf"] = .file("\(number)\(edition)")
    }
    return answers
  }

  static func redirects(
    _ host: String,
    to target: String,
    _ numbers: ClosedRange<Int>
  ) -> [String: Answer] {
    var answers: [String: Answer] = [:]
    for number in numbers {
      let place = address("\(target)/files/\(number).pdf")
      answers["\(host)/files/\(number).pdf"] = .redirect(to: place, "\(number)")
    }
    return answers
  }

  var names: Set<String> { Set(archive.documents.keys.map { String($0.authority) }) }
  var versions: Int { archive.documents.values.reduce(0) { $0 + ($1.version ?? 0) } }
  func isListed(_ text: String) -> Bool { !archive.known(Self.address(text)).entries.isEmpty }
}
