// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Addressing

/// Tells a log-in page by its address, or by its having hardly more than a form that asks for a password.
enum LogInSigns {
  /// Whether a redirect led to a page that asks who one is.
  ///
  /// Its name alone does not count: it must also say where to return to, or show a password field.
  static func isLogIn(_ response: ResponseEvidence, page: PageSketch?) -> Bool {
    guard response.final != response.requested else { return false }
    if isLogIn(response.final) { return true }
    return page?.hasPasswordField == true && hasLogInPath(response.final)
  }

  /// Whether an address is one of a log-in page that leads back to where one came from.
  static func isLogIn(_ address: WebAddress) -> Bool {
    if hosts.contains(String(address.host)) { return true }
    return hasLogInPath(address) && hasReturn(address)
  }

  /// Whether a page is hardly more than a form asking who one is, whatever its address.
  ///
  /// A log-in box in a site's header, or beside what a page has to say, makes no log-in page. Microsoft's has no form before its
  /// scripts have run, but a title.
  static func isForm(_ page: PageSketch) -> Bool {
    guard !page.main.hasDocuments, !page.main.hasList,
      !MissingMessage.isIn(page.title), !MissingMessage.isIn(page.heading)
    else { return false }
    if page.main.asksForPassword { return page.main.lengthBesidesForm <= longestBesidesForm }
    let isCalledSo = [page.title, page.heading].contains { text in
      let words = text.lowercased().split { !$0.isLetter && $0 != "-" }.joined(separator: " ")
      return titles.contains { words == $0 || words.hasPrefix($0 + " ") }
    }
    return isCalledSo && page.main.text.utf8.count <= longestBesidesForm
  }

  private static let longestBesidesForm = 400

  private static let titles = [
    "sign in", "signin", "sign-in", "log in", "login", "log-in", "log on", "logon",
    "please log in", "please sign in", "members login", "member login", "mewngofnodi",
  ]

  private static func hasLogInPath(_ address: WebAddress) -> Bool {
    address.path.split(separator: "/").contains { segment in
      paths.contains(String(segment.lowercased().prefix { $0 != "." }))
    }
  }

  private static func hasReturn(_ address: WebAddress) -> Bool {
    (address.query ?? "").split(separator: "&").contains { parameter in
      returns.contains(parameter.prefix { $0 != "=" }.lowercased())
    }
  }

  private static let hosts: Set<String> = [
    "login.microsoftonline.com", "login.live.com", "accounts.google.com", "login.windows.net",
  ]

  private static let paths: Set<String> = [
    "login", "log-in", "signin", "sign-in", "sign_in", "sso", "logon", "saml", "saml2", "wp-login",
  ]

  private static let returns: Set<String> = [
    "return", "returnurl", "return_url", "returnto", "return_to", "redirect", "redirect_to",
    "redirect_uri", "redirecturl", "next", "continue", "url", "service", "dest", "destination",
    "goto", "target", "from", "back", "samlrequest", "wreply", "referer", "came_from",
  ]
}
