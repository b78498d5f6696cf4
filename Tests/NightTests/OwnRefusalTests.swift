// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Discovery
import Foundation
import Records
import Support
import Testing

@testable import Night

@Suite(.timeLimit(.minutes(1)))
struct `What is held and not fetched any more` {
  private static let address = WebAddress(alreadyNormal: "https://example.org/files/1.pdf")
  private static let start = Date(timeIntervalSince1970: 1_900_000_000)

  /// Some nights of one document, after a first one that keeps it.
  ///
  /// - Parameters:
  ///   - answers: night by night; nil is the file.
  ///   - hours: between two runs.
  ///   - stopped: the nights that are stopped before their end, by their numbers.
  /// - Returns: what was told, and what is known in the end.
  private static func nights(
    _ answers: [Verdict?],
    every hours: Double = 24,
    stopped: Set<Int> = []
  ) -> (news: [[News]], document: Document?) {
    var archive = MemoryArchive()
    let source = Source(
      id: "s",
      title: "S",
      place: .page(WebAddress(alreadyNormal: "https://lists.example/"))
    )
    var listing = SourceListing([])
    listing.links = [Link(address: address, text: "Report")]
    let reports = ([nil] + answers).enumerated().map { night, verdict in
      ReplayedNight(
        plan: NightPlan(
          sources: [source],
          started: start.addingTimeInterval(Double(night) * hours * 3_600)
        ),
        listings: [listing],
        answers: [address: verdict.map { .verdict($0) } ?? .file("one")],
        stop: stopped.contains(night) ? 1 : nil
      ).run(&archive)
    }
    return (reports.dropFirst().map { $0.news.map(\.news) }, archive.documents[address])
  }

  @Test(arguments: [.robots, .tooLarge, .privateAddress, .deferred, .failingHost] as [Refusal])
  func `is told once, with the third night in a row, and once when it is fetched again`(
    reason: Refusal
  ) {
    let no = Verdict.refused(reason)
    let (news, document) = Self.nights([no, no, no, no, no])
    #expect(news == [[], [], [.refused], [], []])
    #expect(document?.standing == .present && document?.lastAlive == Self.start)
    #expect(document?.refusal?.reason == reason)
    #expect(document?.openRefusal != nil)
    let back = Self.nights([no, no, no, no, nil, nil])
    #expect(back.news == [[], [], [.refused], [], [.fetchedAgain], []])
    #expect(back.document?.refusal == nil)
  }

  @Test func `is no news where it lasts for two nights, or for three runs of one evening`() {
    let no = Verdict.refused(.robots)
    #expect(Self.nights([no, no, nil, no, no, nil]).news.joined().isEmpty)
    #expect(Self.nights([no, no, no, no], every: 1).news.joined().isEmpty)
  }

  @Test func `is not reached for several nights, and not for several runs of one evening`() {
    let silence = Verdict.serverError(status: 503)
    #expect(Self.nights([silence, silence, silence]).news == [[], [], [.unreachable]])
    let evening = Self.nights([Verdict?](repeating: silence, count: 12), every: 1)
    #expect(evening.news.joined().isEmpty)
    #expect(evening.document?.standing?.word == "unreachable")
    // Every five hours: the first night, the next with the fifth run, and the third with the ninth.
    let often = Self.nights([Verdict?](repeating: silence, count: 12), every: 5)
    #expect(often.news.firstIndex(of: [.unreachable]) == 8)
    #expect(often.news.joined().count == 1)
    // So often that reports reach back for hours only.
    let restless = Self.nights([Verdict?](repeating: silence, count: 170), every: 0.25)
    #expect(restless.news.joined().count == 1)
    let index = restless.news.firstIndex(of: [.unreachable]) ?? 0
    #expect(index >= 159 && index <= 162)
  }

  @Test func `is told though a host wants rest on one night and fails on the next`() {
    let (rest, fails) = (Verdict.refused(.deferred), Verdict.refused(.failingHost))
    let (news, _) = Self.nights([rest, fails, rest, fails, rest, fails])
    #expect(news == [[], [], [.refused], [], [], []])
  }

  @Test func `is told again where another rule keeps it from us now`() {
    let (robots, large) = (Verdict.refused(.robots), Verdict.refused(.tooLarge))
    let (news, document) = Self.nights([robots, robots, robots, large, large])
    #expect(news == [[], [], [.refused], [.refused], []])
    #expect(document?.refusal?.reason == .tooLarge)
  }

  @Test func `is told once for each reason that comes in turn, until it is fetched again`() {
    let (robots, large) = (Verdict.refused(.robots), Verdict.refused(.tooLarge))
    let turns = [robots, large, robots, large, robots, large]
    let (news, document) = Self.nights(turns)
    #expect(news == [[], [], [.refused], [.refused], [], []])
    #expect(document?.refusal?.reason == .tooLarge, "the last one is shown")
    #expect(document?.refusal?.toldReasons == [.robots, .tooLarge])
    #expect(document?.refusal?.stay.since == Self.start.addingTimeInterval(86_400))
    let settled = document.flatMap { document -> Bool? in
      var document = document
      let told = document.refusal?.toldOn ?? .distantFuture
      document.acknowledgement = Acknowledgement(at: told, subject: "present", body: nil)
      return document.openRefusal == nil
    }
    #expect(settled == true, "a reason that was told before opens nothing again")
    let again = Self.nights(turns + [nil, robots, robots, robots, large])
    #expect(again.news.suffix(5) == [[.fetchedAgain], [], [], [.refused], [.refused]])
  }

  @Test func `is read from records that know of one reason only`() throws {
    let plain = OwnRefusal(
      reason: .robots,
      stay: Illness(since: Self.start),
      toldOn: Self.start,
      told: [.robots]
    )
    let line = try RecordCoding.encodeLine(plain)
    #expect(!line.contains("told\""))
    let read = try RecordCoding.decode(OwnRefusal.self, from: line.utf8)
    #expect(read.toldReasons == [.robots] && read == plain)
  }

  @Test func `goes on over a night on which nobody answered, and ends with any answer`() {
    let no = Verdict.refused(.robots)
    let silence = Verdict.serverError(status: 500)
    #expect(Self.nights([no, no, silence, no]).news == [[], [], [], [.refused]])
    let missing = Self.nights([no, no, no, .notFound])
    #expect(missing.news == [[], [], [.refused], [.missing]])
    #expect(missing.document?.refusal == nil)
    #expect(Self.nights([no, no, no, .notFound, nil]).news.last == [.returned], "said once")
  }

  @Test func `is not counted by a run that was stopped, nor where our disk has no room`() {
    let no = Verdict.refused(.robots)
    let (news, _) = Self.nights([no, no, no, no], stopped: [2])
    #expect(news == [[], [], [], [.refused]])
    let full = Self.nights([Verdict](repeating: .refused(.noSpace), count: 5))
    #expect(full.news.joined().isEmpty, "the run tells that, each time")
  }

  private static let (one, two) = ("https://example.org/1.pdf", "https://example.org/2.pdf")

  /// One more night, in which one document answers so and the other is a file.
  private static func night(
    _ history: inout MoveHistory,
    _ answer: MoveHistory.Answer,
    isListed: Bool
  ) -> [RunReport.NewsItem] {
    history.night([isListed ? [one, two] : [two]], [one: answer, two: .file("two")]).news
  }

  @Test(arguments: [.robots, .tooLarge, .privateAddress, .deferred, .failingHost] as [Refusal])
  func `is told once as no longer listed where its list drops it meanwhile, and as listed again`(
    reason: Refusal
  ) {
    var history = MoveHistory()
    let no = MoveHistory.Answer.verdict(.refused(reason))
    _ = Self.night(&history, .file("one"), isListed: true)
    let dropped = Self.night(&history, no, isListed: false)
    #expect(dropped.map(\.news) == [.delisted])
    #expect(
      dropped.first?.sentence
        == "no source lists it any more; it was not fetched: \(reason.sentence)"
    )
    let address = MoveHistory.address(Self.one)
    #expect(history.archive.documents[address]?.standing?.word == "delisted")
    #expect(Self.night(&history, no, isListed: false).isEmpty)
    #expect(Self.night(&history, no, isListed: false).map(\.news) == [.refused])
    #expect(Self.night(&history, no, isListed: false).isEmpty)
    let back = Self.night(&history, no, isListed: true)
    #expect(back.map(\.news) == [.returned])
    #expect(
      back.first?.sentence == "a source lists it again; it was not fetched: \(reason.sentence)"
    )
    #expect(history.archive.documents[address]?.standing == .present)
    #expect(Self.night(&history, no, isListed: true).isEmpty)
    #expect(Self.night(&history, .file("one"), isListed: true).map(\.news) == [.fetchedAgain])
  }

  @Test func `is told as no longer listed after it was told as not fetched, and once`() {
    var history = MoveHistory()
    let no = MoveHistory.Answer.verdict(.refused(.robots))
    _ = Self.night(&history, .file("one"), isListed: true)
    for _ in 1...3 { _ = Self.night(&history, no, isListed: true) }
    #expect(Self.night(&history, no, isListed: false).map(\.news) == [.delisted])
    // Fetched again, and listed no more, as is known.
    let fetched = Self.night(&history, .file("one"), isListed: false)
    #expect(fetched.map(\.news) == [.fetchedAgain])
    #expect(Self.night(&history, .file("one"), isListed: true).map(\.news) == [.returned])
  }

  @Test(
    arguments: [
      .unreachable(.timedOut), .serverError(status: 503), .rateLimited(retryAfter: nil), .forbidden,
      .tls(.expired),
      .damaged(.truncated),
    ] as [Verdict],
    [0, 1, 4]
  )
  func
    `is told as no longer listed, once, on the night of the drop, whatever keeps it from us then`(
      verdict: Verdict,
      silentNights: Int
    )
  {
    var history = MoveHistory()
    let nothing = MoveHistory.Answer.verdict(verdict)
    _ = Self.night(&history, .file("one"), isListed: true)
    for _ in 0..<silentNights { _ = Self.night(&history, nothing, isListed: true) }
    let dropped = Self.night(&history, nothing, isListed: false)
    #expect(dropped.map(\.news) == [.delisted])
    #expect(
      dropped.first?.sentence.hasPrefix("no source lists it any more; it was not reached") == true
    )
    for _ in 1...4 { #expect(Self.night(&history, nothing, isListed: false).isEmpty) }
    let no = MoveHistory.Answer.verdict(.refused(.failingHost))
    #expect(Self.night(&history, no, isListed: false).isEmpty)
    #expect(Self.night(&history, .file("one"), isListed: false).isEmpty)
    #expect(Self.night(&history, .file("one"), isListed: true).map(\.news) == [.returned])
  }

  @Test func `needs attention until somebody settles it, and again for another reason`() {
    var document = Document(
      address: Self.address,
      role: .document,
      title: "",
      firstSeen: Self.start,
      lastVisited: Self.start,
      standing: .present,
      version: 1
    )
    document.refusal = OwnRefusal(
      reason: .robots,
      stay: Illness(since: Self.start),
      toldOn: Self.start + 10
    )
    #expect(document.openRefusal != nil && !document.isSettled)
    document.acknowledgement = Acknowledgement(
      at: Self.start + 20,
      subject: "present",
      body: nil
    )
    #expect(document.openRefusal == nil && document.isSettled)
    document.refusal = OwnRefusal(
      reason: .tooLarge,
      stay: Illness(since: Self.start),
      toldOn: Self.start + 30
    )
    #expect(document.openRefusal != nil)
  }
}
