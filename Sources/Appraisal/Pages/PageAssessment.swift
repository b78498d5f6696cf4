// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Addressing

/// How much a page looks like an error page, and like what else.
struct PageAssessment {
  /// From this score on a page is an error page even where pages are welcome.
  static let certainScore = 6

  let signs: [PageSign]
  /// Why the page is no file, most telling reason first.
  let reason: SoftMissingReason
  /// The file that the page shows or links to.
  let leadsTo: WebAddress?
  /// Whether the page shows a file, even where nobody expected one.
  let isCertainViewer: Bool
  /// Whether it has no more to say than an error page: a few words, no document, no list.
  let isBare: Bool
  /// Whether its words say that something is missing, which they may do without being about the page.
  let saysMissing: Bool
  /// Whether it says that the site is being repaired, which is no word about the document.
  let isUnderRepair: Bool

  /// The longest main text of an error page, in bytes: one that is longer has something to say.
  private static let longestBare = 1_500

  /// Why a page that is none is none, by the signs alone.
  var missingReason: SoftMissingReason {
    if saysMissing || signs.contains(.endedAtErrorPage) { return .notFoundPage }
    return reason == .wrongType || reason == .landingPage ? .notFoundPage : reason
  }

  var score: Int { signs.reduce(0) { $0 + $1.weight } }

  /// Looks at a page and at the way that led to it.
  init(_ page: PageSketch, of response: ResponseEvidence) {
    let course = RedirectCourse(from: response.requested, to: response.final)
    let titleIsMissing = MissingMessage.isIn(page.title)
    let headingIsMissing = MissingMessage.isIn(page.heading)
    let textIsMissing = MissingMessage.isIn(page.mainText)
    var signs: [PageSign] = []
    // A site's front page is never missing, whatever it says.
    if response.requested.path != "/" {
      if titleIsMissing || headingIsMissing { signs.append(.titleSaysMissing) }
      if titleIsMissing && headingIsMissing { signs.append(.titleAndHeadingAgree) }
      if textIsMissing { signs.append(.textSaysMissing) }
      if page.isNoIndex || Self.hasForeignCanonical(page, response) {
        signs.append(.hiddenFromSearch)
      }
      if course.endsAtHome { signs.append(.endedAtHome) }
      if course.endsAtErrorPage { signs.append(.endedAtErrorPage) }
      if course.endsHigherUp { signs.append(.endedHigherUp) }
      if page.text.utf8.count < 200 { signs.append(.saysLittle) }
    }
    self.signs = signs

    let viewer = ViewerSigns(page, at: response.final, asked: response.requested)
    let linked = page.links.lazy.compactMap { Self.file($0, on: page) }.first
    isCertainViewer = viewer.isCertain
    let isBare =
      !page.main.hasDocuments && !page.main.hasList
      && page.main.text.utf8.count <= Self.longestBare
    self.isBare = isBare
    saysMissing = signs.contains(.titleSaysMissing) || signs.contains(.textSaysMissing)
    isUnderRepair =
      Self.repair.firstMatch(in: page.title + "\n" + page.heading) != nil
      || page.main.text.utf8.count < 600 && Self.repair.firstMatch(in: page.main.text) != nil
    if Self.isParked(page) {
      (reason, leadsTo) = (.parked, nil)
    } else if signs.contains(.titleSaysMissing) && isBare || course.endsAtErrorPage {
      (reason, leadsTo) = (.notFoundPage, nil)
    } else if course.endsAtHome {
      (reason, leadsTo) = (.redirectedHome, nil)
    } else if viewer.isViewer,
      viewer.file != nil || !(signs.contains(.titleSaysMissing) || textIsMissing)
    {
      (reason, leadsTo) = (.viewerPage, viewer.file)
    } else if course.endsHigherUp || Self.isUnpublished(response) {
      (reason, leadsTo) = (.redirectedUp, linked)
    } else if textIsMissing && isBare {
      (reason, leadsTo) = (.notFoundPage, nil)
    } else if let linked {
      (reason, leadsTo) = (.landingPage, linked)
    } else {
      (reason, leadsTo) = (.wrongType, nil)
    }
  }

  /// Whether a file server of GOV.UK leads to the page of what was unpublished, which is no page above it by its address.
  private static func isUnpublished(_ response: ResponseEvidence) -> Bool {
    response.final != response.requested && response.final.path != "/government/placeholder"
      && AppraisalRecord.isAsset(response.requested)
  }

  private static func hasForeignCanonical(
    _ page: PageSketch,
    _ response: ResponseEvidence
  ) -> Bool {
    guard let text = page.canonical,
      let canonical = try? WebAddress(text, relativeTo: page.base)
    else { return false }
    let course = RedirectCourse(from: response.requested, to: canonical)
    return course.endsAtHome || course.endsAtErrorPage
  }

  private static func file(_ text: String, on page: PageSketch) -> WebAddress? {
    guard let address = try? WebAddress(text, relativeTo: page.base), ViewerSigns.isFile(address)
    else { return nil }
    return address
  }

  private static func isParked(_ page: PageSketch) -> Bool {
    if parking.firstMatch(in: page.title + "\n" + page.heading) != nil { return true }
    return page.text.utf8.count < 600 && parking.firstMatch(in: page.text) != nil
  }

  private static let repair = PhraseTable([
    "maintenance", "temporarily unavailable", "temporarily closed", "technical difficulties",
    "technical problem", "be back soon", "back shortly", "service unavailable", "service is down",
  ])

  private static let parking = PhraseTable([
    "domain for sale", "domain is for sale", "domain may be for sale", "buy this domain",
    "domain is parked", "parked domain", "hugedomains", "sedo domain parking",
  ])
}
