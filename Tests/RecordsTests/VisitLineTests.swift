// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Fixity
import Foundation
import Testing

@testable import Records

@Suite(.timeLimit(.minutes(5)))
struct `A visit's line` {
  private static let address = WebAddress(alreadyNormal: "https://example.org/a%20b.pdf?x=1&y='~'")

  private static func visit(
    _ verdict: Verdict = .unchanged,
    address: WebAddress = Self.address,
    role: Document.Role = .document,
    status: Int? = 304,
    standing: Standing? = nil,
    title: String? = nil,
    listed: [ListEntry]? = nil
  ) -> Visit {
    Visit(
      at: Date(timeIntervalSince1970: 1_795_442_400),
      address: address,
      role: role,
      verdict: verdict,
      status: status,
      standing: standing,
      title: title,
      validators: nil,
      listed: listed
    )
  }

  @Test(arguments: [
    visit(), visit(role: .listing), visit(status: nil), visit(.document(.pdf), status: 200),
    visit(.unreachable(.timedOut), status: nil), visit(.refused(.robots), status: nil),
    visit(.damaged(.truncated), status: 200), visit(.page, status: 200),
    visit(standing: .present), visit(title: "A “title”"), visit(listed: []),
    visit(address: WebAddress(alreadyNormal: "https://example.org/\"quoted\"\\")),
    visit(address: WebAddress(alreadyNormal: "https://example.org/é")),
  ])
  func `is the encoder's own, whichever way it is made`(visit: Visit) throws {
    let line = try visit.line
    let encoded = try RecordCoding.encodeLine(visit)
    #expect(line == encoded)
  }

  /// A visit with one thing more that is new.
  private static func moved(
    isMadeAnew: Bool? = nil,
    edition: Int? = nil,
    place: WebAddress? = nil,
    succeeds: Predecessor? = nil,
    succeedsToo: [Predecessor]? = nil,
    quarantined: String? = nil,
    refusal: OwnRefusal? = nil,
    version: Int? = nil
  ) -> Visit {
    var visit = Visit(
      at: Date(timeIntervalSince1970: 1_795_442_400),
      address: address,
      role: .document,
      verdict: .moved(to: address),
      status: 200,
      standing: nil,
      title: nil,
      validators: nil,
      listed: nil,
      isMadeAnew: isMadeAnew,
      edition: edition,
      place: place,
      succeeds: succeeds,
      succeedsToo: succeedsToo,
      quarantined: quarantined,
      refusal: refusal
    )
    visit.version = version
    return visit
  }

  @Test(arguments: [
    moved(isMadeAnew: true), moved(edition: 2), moved(place: address), moved(version: 3),
    moved(succeeds: Predecessor(nil, .person)),
    moved(succeedsToo: [Predecessor(address, .redirect)]), moved(quarantined: "quarantine/a"),
    moved(
      refusal: OwnRefusal(
        reason: .robots,
        stay: Illness(since: Date(timeIntervalSince1970: 1_795_442_400))
      )
    ),
  ])
  func `loses nothing that alone is new`(visit: Visit) throws {
    let line = try visit.line
    let encoded = try RecordCoding.encodeLine(visit)
    #expect(line == encoded)
    let plain = try Self.visit(.moved(to: Self.address), status: 200).line
    #expect(line.utf8.count > plain.utf8.count)
    let properties = Mirror(reflecting: visit).children.count
    #expect(properties == 23, "whoever adds one says of it in `isPlain`, and here")
  }

  @Test func `has a verdict and a standing that are read again as they were`() throws {
    // More than are remembered.
    for day in 0..<600 {
      let standing = Standing.missing(
        since: Date(timeIntervalSince1970: Double(day) * 86_400),
        count: day
      )
      let text = try standing.json
      #expect(Standing(json: text) == standing)
    }
    for verdict in [Verdict.unchanged, .page, .document(.docx), .unreachable(.reset)] {
      let text = try verdict.json
      #expect(Verdict(json: text) == verdict)
    }
    #expect(Verdict(json: "") == nil)
    #expect(Standing(json: "{}") == nil)
  }

  @Test func `that says once more how a document stands leaves in doubt what is`() throws {
    let date = Date(timeIntervalSince1970: 1_795_442_400)
    let digest = Digest.of("the same for three")
    let doubt = SharedBody(digest: digest, documents: 3, stay: Illness(since: date))
    var document = Document(
      address: Self.address,
      role: .document,
      title: "A",
      firstSeen: date,
      lastVisited: date,
      verdict: .document(.pdf),
      shared: doubt
    )
    func again() -> Visit {
      Visit(saying: .document(.pdf), again: document, succeeds: Predecessor(Self.address, .person))
    }
    #expect(again().shared == doubt)
    document.shared = nil
    #expect(again().shared == nil)
  }
}
