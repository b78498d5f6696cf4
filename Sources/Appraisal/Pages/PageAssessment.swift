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

  var score: Int { signs.reduce(0) { $0 + $1.weight } }

  /// Looks at a page and at the way that led to it.
  init(_ page: PageSketch, of response: ResponseEvidence) {
    let course = RedirectCourse(from: response.requested, to: response.final)
    let titleIsMissing = NotFoundPhrases.table.firstMatch(in: page.title) != nil
    let headingIsMissing = NotFoundPhrases.table.firstMatch(in: page.heading) != nil
    let textIsMissing = NotFoundPhrases.table.firstMatch(in: page.mainText) != nil
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
    if Self.isParked(page) {
      (reason, leadsTo) = (.parked, nil)
    } else if signs.contains(.titleSaysMissing) || course.endsAtErrorPage {
      (reason, leadsTo) = (.notFoundPage, nil)
    } else if course.endsAtHome {
      (reason, leadsTo) = (.redirectedHome, nil)
    } else if viewer.isViewer, viewer.file != nil || !textIsMissing {
      (reason, leadsTo) = (.viewerPage, viewer.file)
    } else if course.endsHigherUp {
      (reason, leadsTo) = (.redirectedUp, linked)
    } else if textIsMissing {
      (reason, leadsTo) = (.notFoundPage, nil)
    } else if let linked {
      (reason, leadsTo) = (.landingPage, linked)
    } else {
      (reason, leadsTo) = (.wrongType, nil)
    }
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

  private static let parking = PhraseTable([
    "domain for sale", "domain is for sale", "domain may be for sale", "buy this domain",
    "domain is parked", "parked domain", "hugedomains", "sedo domain parking",
  ])
}
