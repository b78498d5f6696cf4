// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Foundation
import HTTP
import Records
import Support
import Testing

@testable import Appraisal
@testable import Night

/// The classes of what a link may come to, a test each: from the answer, by way of the verdict, to what is told and how it
/// stands after four nights of it, and after the file is back.
///
/// The first row that fits counts. What is behind each in more detail:
///
/// | class | also tested in |
/// |---|---|
/// | refused by us | `What is listed and cannot be kept`, `A document that is listed and never was kept` |
/// | no address | `What a source lists`, `Judging by status and header` |
/// | name unknown, no connection, time, reset | `Judging by status and header`, `A night in which nobody answers` |
/// | TLS | `A document behind a broken lock`, by real certificates |
/// | bot wall | `Judging by status and header`: by header, by body, under any status |
/// | log-in, forbidden | `Judging by status and header`, `A real site` |
/// | rate limited | `A request that failed for the moment`, `A host's own wish`, `A real site` |
/// | gone, not found | `Nights of a mirror`, `Standings over time` |
/// | errors | `Judging by status and header` |
/// | redirects in a circle | `Redirects that go wrong`, `Checking links by what is served` |
/// | moved, replaced | `Judging by body`, `A host that moved` |
/// | soft 404, another page | `Judging by body`, `A real site` |
@Suite(.timeLimit(.minutes(1)))
struct `The verdict table` {
  private static let address = WebAddress(alreadyNormal: "https://example.org/reviews/a.pdf")
  private static let page = Array(
    "<!doctype html><title>Reviews</title><main><h1>Reviews</h1><p>\(prose)</p></main>".utf8
  )
  private static let prose = String(repeating: "We look after children and learn. ", count: 20)
  private static let missing = Array(
    "<!doctype html><title>Page not found</title><h1>Page not found</h1><p>Sorry.</p>".utf8
  )

  /// What becomes of a held document of which four nights say the same.
  private struct Course {
    var verdict: Verdict
    var told: [News] = []
    var standing: Standing
    /// What is told when the file is back after it.
    var back: [News]
    /// How it stands where nothing was ever held of it.
    var unheld: Standing
  }

  private static func course(_ verdict: Verdict) -> Course {
    let start = Date(timeIntervalSince1970: 1_900_000_000)
    var course = Course(verdict: verdict, standing: .present, back: [], unheld: .unknown)
    var told = Standing.present
    func step(_ next: Standing) -> [News] {
      let news = StandingChange(from: told, to: next).news
      told = StandingChange.told(of: next, after: told)
      course.standing = next
      return news
    }
    for night in 0..<4 {
      let at = start + Double(night) * 86_400
      let next = course.standing.after(verdict, on: at, isListed: true, health: .healthy)
      course.told += step(next)
      course.unheld = course.unheld.afterNothingHeld(
        verdict,
        on: at,
        wanting: [.pdf],
        health: .healthy
      )
    }
    let standing = course.standing
    course.back = step(
      standing.after(.unchanged, on: start + 5 * 86_400, isListed: true, health: .healthy)
    )
    course.standing = standing
    return course
  }

  private static func of(_ fault: TransferFault) -> Course {
    course(Appraiser.appraise(fault).verdict)
  }

  private static func of(
    _ status: Int,
    _ headers: [HeaderField] = [],
    _ body: [UInt8]? = nil,
    hops: [Int] = [],
    to final: String? = nil,
    _ comparison: AppraisalRecord.Comparison = .sameBytes
  ) -> Course {
    let end = final.map { WebAddress(alreadyNormal: $0) } ?? address
    let response = ResponseEvidence(
      requested: address,
      final: end,
      hops: hops.map { Hop(address: address, status: $0, target: end) },
      status: status,
      headers: headers,
      body: BodyEvidence(whole: body ?? missing),
      expectation: .document(known: .pdf)
    )
    return course(Appraiser.appraise(response).settled(by: comparison).verdict)
  }

  private static let pdf = Array(
    "%PDF-1.4\n1 0 obj\n<<>>\nendobj\nxref\n0 1\n0000000000 65535 f \ntrailer\n<<>>\nstartxref\n29\n%%EOF\n"
      .utf8
  )

  @Test(arguments: [Refusal.privateAddress, .robots, .deferred, .failingHost, .noSpace, .tooLarge])
  func `blocked address, robots.txt, policy: our refusal says nothing of the document`(
    refusal: Refusal
  ) {
    let course = Self.of(.refused(refusal))
    #expect(course.told.isEmpty && course.standing == .present && course.back.isEmpty)
    let isTold = [.privateAddress, .robots, .tooLarge].contains(refusal)
    #expect((course.unheld.leftOutReason != nil) == isTold, "what is never kept for it is told")
  }

  @Test(arguments: [Refusal.invalidAddress, .scheme, .downgrade])
  func `invalid address: a redirect to what is none is the site's fault, and no death`(
    refusal: Refusal
  ) {
    let course = Self.of(.refused(refusal))
    #expect(course.told == [.unreachable] && course.standing.word == "unreachable")
    #expect(course.back == [.returned])
  }

  @Test(
    arguments: [
      .nameUnknown, .nameTemporary, .refusedConnection, .timedOut, .stalled, .reset,
      .protocolFault,
    ] as [UnreachableReason]
  )
  func `unknown name, no connection, time-out, reset: silence, told with the third night`(
    reason: UnreachableReason
  ) {
    let course = Self.of(.unreachable(reason))
    #expect(course.told == [.unreachable] && course.standing.word == "unreachable")
    #expect(course.back == [.returned])
  }

  @Test(arguments: TLSFault.allCases)
  func `TLS fault: reachable with a fault, told at once, and no death`(fault: TLSFault) {
    let course = Self.of(.tls(fault))
    #expect(course.told == [.faulty] && course.standing.word == "faulty")
    #expect(course.back == [.returned])
  }

  @Test(
    arguments: [
      (200, [HeaderField("cf-mitigated", "challenge")], ""),
      (405, [HeaderField("x-amzn-waf-action", "captcha")], ""),
      (403, [], "<title>Just a moment...</title>"),
      (429, [], "<html><div id=\"px-captcha\">"),
      (503, [], "<html><iframe src=\"/_Incapsula_Resource?a\">Request unsuccessful."),
    ] as [(Int, [HeaderField], String)]
  )
  func `bot wall: under any status, told once, and never dead`(
    status: Int,
    headers: [HeaderField],
    body: String
  ) {
    let course = Self.of(status, headers, Array(body.utf8))
    guard case .blocked = course.verdict else {
      Issue.record("\(course.verdict)")
      return
    }
    #expect(course.told == [.blocked] && course.standing.word == "blocked")
    #expect(course.back == [.returned] && course.unheld.leftOutReason == .wall)
  }

  @Test(
    arguments: [
      (401, []), (302, [HeaderField("Location", "/login?returnUrl=/reviews/a.pdf")]),
    ] as [(Int, [HeaderField])]
  )
  func `log-in: told once, and never dead`(status: Int, headers: [HeaderField]) {
    let course = Self.of(status, headers)
    #expect(course.verdict == .authenticationRequired)
    #expect(course.told == [.blocked] && course.unheld.leftOutReason == .login)
  }

  @Test func `forbidden: told once as forbidden, and never dead`() {
    let course = Self.of(403)
    #expect(course.verdict == .forbidden)
    #expect(course.told == [.blocked] && course.unheld.leftOutReason == .wall)
  }

  @Test(
    arguments: [(429, []), (503, [HeaderField("Retry-After", "600")])] as [(Int, [HeaderField])]
  )
  func `rate limited: silence`(status: Int, headers: [HeaderField]) {
    let course = Self.of(status, headers, [])
    #expect(course.verdict == .rateLimited(retryAfter: nil))
    #expect(course.told == [.unreachable])
  }

  @Test func `gone: dead at once`() {
    let course = Self.of(410)
    #expect(course.told == [.gone] && course.standing.word == "gone")
    #expect(course.back == [.returned] && course.unheld.leftOutReason == .dead)
  }

  @Test func `not found: missing at once, gone with the third night`() {
    let course = Self.of(404)
    #expect(course.told == [.missing, .gone] && course.standing.word == "gone")
    #expect(course.back == [.returned] && course.unheld.leftOutReason == .dead)
  }

  @Test(arguments: [500, 502, 503, 504, 520])
  func `server error: silence`(status: Int) {
    let course = Self.of(status)
    #expect(course.verdict == .serverError(status: status) && course.told == [.unreachable])
  }

  @Test(arguments: [400, 406, 414, 451])
  func `other client error: silence, and never dead`(status: Int) {
    let course = Self.of(status)
    #expect(course.verdict == .clientError(status: status) && course.told == [.unreachable])
  }

  @Test(arguments: [Refusal.redirectLoop, .tooManyRedirects])
  func `redirect loop, too many redirects: the site's fault, and never dead`(refusal: Refusal) {
    let course = Self.of(.refused(refusal))
    #expect(course.told == [.unreachable] && course.back == [.returned])
  }

  @Test(arguments: [[301], [308], [301, 308]])
  func `moved for good: alive, with the new address`(hops: [Int]) {
    let target = "https://example.com/reviews/a.pdf"
    let course = Self.of(200, [], Self.pdf, hops: hops, to: target)
    #expect(course.verdict == .moved(to: WebAddress(alreadyNormal: target)))
    #expect(course.told.isEmpty && course.standing == .present)
  }

  @Test func `replaced: alive, with the new address and other bytes`() {
    let target = "https://example.com/reviews/a.pdf"
    let course = Self.of(200, [], Self.pdf, hops: [301], to: target, .otherBytes)
    #expect(course.verdict == .movedAndChanged(to: WebAddress(alreadyNormal: target), .pdf))
    #expect(course.told.isEmpty && course.standing == .present)
    let change = StandingChange(from: .present, to: .present, accession: .further)
    #expect(change.news == [.replaced], "a version under the same name")
  }

  @Test(arguments: [[302], [303], [307], [301, 302]])
  func `moved for the moment: alive, and where it was`(hops: [Int]) {
    let target = "https://cdn.example.net/reviews/a.pdf"
    let course = Self.of(200, [], Self.pdf, hops: hops, to: target)
    #expect(course.verdict == .unchanged && course.standing == .present)
    let last = Hop(
      address: Self.address,
      status: hops[0] == 301 ? 302 : hops[0],
      target: WebAddress(alreadyNormal: target)
    )
    #expect(KnownPlaces.proven(asking: Self.address, [last]) == nil)
  }

  @Test func `soft 404: as not found, whatever the status says`() {
    for (body, hops, target) in [
      (Self.missing, [], nil), (Self.page, [302], "https://example.org/"),
      (Self.page, [301], "https://example.org/reviews/"),
    ] as [([UInt8], [Int], String?)] {
      let course = Self.of(200, [], body, hops: hops, to: target)
      guard case .softMissing = course.verdict else {
        Issue.record("\(course.verdict)")
        return
      }
      #expect(course.told == [.missing, .gone] && course.back == [.returned])
      #expect(course.unheld.leftOutReason != nil)
    }
  }

  @Test func `another page in its place: doubt, told with the third night, and never dead`() {
    let course = Self.of(200, [], Self.page)
    #expect(course.verdict == .softMissing(.wrongType))
    #expect(course.told == [.unreachable] && course.back == [.returned])
    #expect(course.unheld.leftOutReason == .page)
  }
}
