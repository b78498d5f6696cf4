// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Why a page with status 200 is not what the address is for.
package enum SoftMissingReason: String, Codable, CaseIterable, Hashable, Sendable {
  /// The page says that there is nothing here.
  case notFoundPage = "not-found-page"
  /// The address leads to the front page.
  case redirectedHome = "redirected-home"
  /// The address leads to a page above it.
  case redirectedUp = "redirected-up"
  /// The page shows a file in a frame, or sends its reader on to one.
  case viewerPage = "viewer-page"
  /// The page links to files.
  case landingPage = "landing-page"
  /// Nobody uses the domain any more.
  case parked
  /// None of these: simply not a file.
  case wrongType = "wrong-type"
  /// The page is what the site answers for its list, too: a notice, or a question, in place of everything.
  case siteNotice = "site-notice"
  /// It is a version that a person took back.
  case rejected
}

extension SoftMissingReason {
  /// Whether the document may well be there, for all that the page says.
  var isDoubt: Bool {
    switch self {
    case .viewerPage, .landingPage, .wrongType, .siteNotice: true
    case .notFoundPage, .redirectedHome, .redirectedUp, .parked, .rejected: false
    }
  }

  var sentence: String {
    switch self {
    case .notFoundPage: "the address answers with a “not found” page, under a status of success"
    case .redirectedHome: "the address leads to the front page instead"
    case .redirectedUp: "the address leads to a page above it instead"
    case .viewerPage: "the address answers with a page that shows the file in a viewer"
    case .landingPage: "the address answers with a page that links to files"
    case .parked: "the domain is parked or for sale"
    case .wrongType: "the address answers with a page where a file was meant"
    case .siteNotice: "the site answers its documents and its list with the same page"
    case .rejected: "the address delivers a version that was rejected"
    }
  }
}
