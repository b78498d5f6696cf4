// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Discovery
import HTML
import Testing

@testable import Night

/// What a page says of links that are not on it.
@Suite(.timeLimit(.minutes(20)))
struct `Judging a listing` {
  @Test(arguments: PageLimit.allCases)
  func `nothing is missing, and nothing is doubted`(limit: PageLimit) {
    let judgement = ListingJudgement(links: 9, of: 8, missing: 0, limits: [limit])
    #expect(judgement.health == .healthy)
    #expect(judgement.isLossBelieved && !judgement.isIll)
    #expect(judgement.sentence == nil)
    #expect(judgement.word == RunReport.healthy)
  }

  @Test(arguments: PageLimit.allCases.filter(\.endsReading), [(1, 1), (3, 15), (90, 400)])
  func `what may lie behind the end is never lost`(
    limit: PageLimit,
    figures: (missing: Int, nights: Int)
  ) {
    let (missing, nights) = figures
    let judgement = ListingJudgement(
      links: 100 - missing,
      of: 100,
      missing: missing,
      limits: [limit, .nesting],
      nights: nights
    )
    #expect(judgement.health == .healthy, "and what was seen is judged")
    #expect(!judgement.isLossBelieved && !judgement.isIll)
    #expect(judgement.sentence != nil)
  }

  @Test(arguments: [PageLimit.nesting, .attributes])
  func `what a tag may hide is believed to be lost after fourteen nights`(limit: PageLimit) {
    for nights in 1...RunHealth.nightsOfListing + 2 {
      let isPatient = nights <= RunHealth.nightsOfListing
      let judgement = ListingJudgement(
        links: 99,
        of: 100,
        missing: 1,
        limits: [limit],
        nights: nights
      )
      #expect(judgement.health == .healthy)
      #expect(judgement.isIll == isPatient)
      #expect(judgement.isLossBelieved == !isPatient)
      #expect((judgement.sentence != nil) == isPatient)
      #expect(judgement.word == (isPatient ? "links-hidden" : "healthy"))
    }
  }

  @Test(arguments: [[], [PageLimit.linkText], [.nesting], [.attributes]])
  func `a page that was read and shrank is ill for fourteen nights`(limits: Set<PageLimit>) {
    for nights in 1...RunHealth.nightsOfListing + 1 {
      let isPatient = nights <= RunHealth.nightsOfListing
      let judgement = ListingJudgement(
        links: 80,
        of: 100,
        missing: 20,
        limits: limits,
        nights: nights
      )
      #expect((judgement.health == .healthy) == !isPatient)
      #expect(judgement.isIll == isPatient)
      #expect(judgement.isLossBelieved == !isPatient)
    }
  }

  @Test(arguments: [[], [PageLimit.linkText]])
  func `a page that was read and lost one link is believed`(limits: Set<PageLimit>) {
    let judgement = ListingJudgement(links: 99, of: 100, missing: 1, limits: limits)
    #expect(judgement.isLossBelieved && judgement.health == .healthy)
  }
}
