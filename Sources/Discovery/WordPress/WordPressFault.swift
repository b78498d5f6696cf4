// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Why what came says nothing of what a WordPress site holds.
package enum WordPressFault: Error, Hashable, Sendable {
  /// A page that does not say that it is WordPress.
  case otherSite
  /// A page made by WordPress that says nothing of the REST API.
  case hidden
  /// A page in place of an answer.
  case webPage
  case notJSON
  case tooLong
  /// It is JSON, and says something else.
  case otherwise(String)
  /// The site's own word that it does not answer, by its code.
  case refused(code: String)
  /// A part of a list behind its end.
  case pastEnd
}

extension WordPressFault {
  private static let instead =
    "look for the page of the site that lists the reports, and write it as `page` in place of `wordpress`"

  /// What came, and what to do: clauses without capitals and full stops.
  package var sentence: String {
    switch self {
    case .otherSite:
      "the page does not say that it is made by WordPress; look at it with a browser, and write `page` in place of "
        + "`wordpress` if the list is on it"
    case .hidden:
      "the page is made by WordPress and does not say where its REST API answers; try `wordpress` with /wp-json/ "
        + "behind the site's address, or \(Self.instead)"
    case .webPage:
      "a web page came where the REST API answers, so a plugin or a cache seems to stand before it; ask the site to "
        + "let it through, or \(Self.instead)"
    case .notJSON:
      "what came is no answer of a REST API: it is no JSON; look at the address with a browser, or \(Self.instead)"
    case .tooLong:
      "the answer of its REST API is longer than \(WordPressAnswer.longest >> 20) MB; \(Self.instead)"
    case .otherwise(let what):
      "the answer of its REST API is not as it should be: \(what); \(Self.instead)"
    case .refused(let code): Self.sentence(ofRefusal: code)
    case .pastEnd: "the list ends before that"
    }
  }

  private static func sentence(ofRefusal code: String) -> String {
    switch code {
    case "rest_no_route":
      "the site has turned that part of its REST API off (\(code)); ask it to turn it on, or \(instead)"
    case "rest_invalid_param", "rest_post_invalid_page_number":
      "the site does not take the question for the beginning of the list (\(code)), so a plugin seems to have changed its REST API; ask "
        + "the site, or \(instead)"
    case "rest_disabled", "rest_api_disabled", "disabled":
      "the site has turned its REST API off (\(code)); ask it to turn it on, or \(instead)"
    default:
      "the site does not let everybody ask its REST API (\(code)); ask it for leave, or \(instead)"
    }
  }

  /// What to do where the REST API answers nothing at all.
  package static var advice: String {
    "the REST API seems to be turned off or kept from programs; ask the site, or \(instead)"
  }
}
