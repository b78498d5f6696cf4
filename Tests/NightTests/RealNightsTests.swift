// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import SystemPackage
import Addressing
import Foundation
import Records
import Support
import Testing

@testable import Night

/// What real addresses answered in real nights, concluded without disk, network or clock.
@Suite(.enabled(if: OutsideData.isPresent, "\(OutsideData.whereToPutIt)"), .timeLimit(.minutes(20)))
struct `Thirty-eight real nights` {
  /// An address and what it answered, night by night; nil where it was not asked.
  private struct Row {
    let address: WebAddress
    let answers: [String?]
  }

  private static func table() throws -> (dates: [Date], rows: [Row]) {
    let file = try #require(OutsideData.directory("http-logs")).appending("status-timeseries.csv")
    let lines = String(decoding: try Files.readBytes(file), as: UTF8.self)
      .split(whereSeparator: \.isNewline)
    let dates = try lines[0].split(separator: ",").dropFirst().map {
      try Date("\($0)T02:00:00Z", strategy: .iso8601)
    }
    let rows = try lines.dropFirst().map { line in
      // Some addresses have a comma.
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      let front = fields.dropLast(dates.count).joined(separator: ",")
      let text = front.trimmingCharacters(in: CharacterSet(charactersIn: " \""))
      return Row(
        address: try WebAddress(text),
        answers: fields.suffix(dates.count).map { $0.isEmpty ? nil : String($0) }
      )
    }
    return (dates, rows)
  }

  private static func answer(_ text: String) -> ReplayedNight.Answer {
    text.hasPrefix("200:") ? .file(String(text.dropFirst(4))) : .verdict(verdict(text))
  }

  private static func verdict(_ text: String) -> Verdict {
    switch text {
    case "200html": return .softMissing(.notFoundPage)
    case "401": return .authenticationRequired
    case "403": return .forbidden
    case "404": return .notFound
    case "410": return .gone
    case "SSLError": return .tls(.other)
    default:
      guard let status = Int(text) else {
        return .unreachable(text.contains("Timeout") ? .timedOut : .refusedConnection)
      }
      return status >= 500 ? .serverError(status: status) : .clientError(status: status)
    }
  }

  private static func isSignOfDeath(_ answer: String) -> Bool {
    ["404", "410", "200html"].contains(answer)
  }

  /// The signs of death at the end of a history, of which no other answer that says anything comes after.
  private static func lastSigns(_ answers: [String?]) -> Int {
    answers.compactMap(\.self).filter { isSignOfDeath($0) || $0.hasPrefix("200:") }.reversed()
      .prefix(while: isSignOfDeath).count
  }

  @Test func `end with what the answers say, whatever the order in which they came`() throws {
    let (dates, rows) = try Self.table()
    let source = Source(
      id: "all",
      title: "All",
      place: .addresses(rows.map(\.address))
    )
    var archives = [MemoryArchive(), MemoryArchive()]
    for (night, date) in dates.enumerated() {
      let answers = Dictionary(
        rows.compactMap { row in row.answers[night].map { (row.address, Self.answer($0)) } },
        uniquingKeysWith: { first, _ in first }
      )
      for place in archives.indices {
        let replay = ReplayedNight(
          plan: NightPlan(sources: [source], started: date),
          listings: [SourceListing(rows.map(\.address))],
          answers: answers,
          seed: place == 0 ? nil : UInt64(night)
        )
        _ = replay.run(&archives[place])
      }
    }
    #expect(archives[0] == archives[1])

    var judged = 0
    for row in rows {
      let document = try #require(archives[0].documents[row.address])
      let standing = document.standing ?? .unknown
      if case .gone = standing {
        judged += 1
        #expect(Self.lastSigns(row.answers) >= Standing.signsOfDeath || row.answers.contains("410"))
      }
      let said = row.answers.compactMap(\.self).last
      if said?.hasPrefix("200:") == true { #expect(standing == .present, "\(row.address)") }
      // Every change of the bytes is a version, and nothing else is.
      let digests = row.answers.compactMap(\.self).filter { $0.hasPrefix("200:") }
      let changes = zip(digests.dropFirst(), digests).count { $0 != $1 }
      #expect((document.version ?? 0) == (digests.isEmpty ? 0 : changes + 1), "\(row.address)")
    }
    #expect(rows.count == 491 && judged > 50)
  }
}
