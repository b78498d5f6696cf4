// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Something about a page that speaks for its being an error page.
///
/// Weights follow the literature on soft 404s (Bar-Yossef et al., WWW 2004) as far as one response
/// allows. How the site answers for nonsense is another thing: see ``ProbeOutcome``.
package enum PageSign: String, Codable, CaseIterable, Hashable, Sendable {
  /// The title or the main heading says that there is nothing here.
  case titleSaysMissing = "title-says-missing"
  /// The title and the main heading both say so.
  case titleAndHeadingAgree = "title-and-heading-agree"
  /// The text says so, near its beginning.
  case textSaysMissing = "text-says-missing"
  /// The page hides from search engines, or calls the front page or an error page its own address.
  case hiddenFromSearch = "hidden-from-search"
  /// A redirect led to the front page.
  case endedAtHome = "ended-at-home"
  /// A redirect led to an address that is named as an error page.
  case endedAtErrorPage = "ended-at-error-page"
  /// A redirect led to a page above.
  case endedHigherUp = "ended-higher-up"
  /// There is hardly any text.
  case saysLittle = "says-little"
}

extension PageSign {
  /// What the sign adds to the score.
  package var weight: Int {
    switch self {
    case .titleSaysMissing: 4
    case .endedAtHome, .endedAtErrorPage: 3
    case .titleAndHeadingAgree, .textSaysMissing, .hiddenFromSearch, .endedHigherUp: 2
    case .saysLittle: 1
    }
  }
}
