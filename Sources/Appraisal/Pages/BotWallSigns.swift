// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Addressing
import HTTP

/// Tells a robot challenge from an answer.
///
/// Challenges come under 200 as well as under 403; and some walls put their script into every honest
/// page too. So a maker's mark in the markup counts only where the site refuses anyway, or where the
/// page has hardly a word and no link of its own; a challenge's title always counts.
enum BotWallSigns {
  /// Statuses under which the body is searched.
  static let statuses: Set<Int> = [200, 202, 403, 405, 429, 503]

  /// Who is named by the header fields.
  static func wall(in headers: [HeaderField], status: Int) -> BotWall? {
    if headers["cf-mitigated"]?.lowercased() == "challenge" { return .cloudflare }
    if let action = headers["x-amzn-waf-action"], !action.isEmpty { return .awsWAF }
    if headers["x-sucuri-block"] != nil { return .sucuri }
    if status == 403, headers["x-datadome"] != nil { return .datadome }
    return nil
  }

  /// Who is named by the body.
  static func wall(
    in page: PageSketch,
    body: [UInt8],
    status: Int,
    at address: WebAddress
  ) -> BotWall? {
    guard statuses.contains(status) else { return nil }
    let refuses = status >= 400
    if let wall = wall(inTitles: page, body: body) { return wall }
    guard refuses || isBare(page, at: address), let mark = marks.firstMatch(in: body) else {
      return nil
    }
    return wallByMark[mark]
  }

  /// Whether a page has nothing that a challenge has not.
  ///
  /// A list of a few short titles is no challenge, however few its letters are: it leads to documents, or
  /// has a heading and leads on within its site. Documents are told by a link's address or by the words on the page.
  private static func isBare(_ page: PageSketch, at address: WebAddress) -> Bool {
    guard page.text.utf8.count + page.heading.utf8.count < 600 else { return false }
    let own = page.links.compactMap { try? WebAddress($0, relativeTo: page.base) }
      .filter { $0.authority == address.authority }
    let hasDocument = own.contains { link in
      link.pathExtension.flatMap(BodyKind.init(pathExtension:))?.isDocument == true
    }
    guard !hasDocument, !own.isEmpty else { return !hasDocument }
    let isList = own.contains { isDownload($0) } || formats.firstMatch(in: page.text) != nil
    return page.heading.isEmpty && !page.hasSubheading && !isList
  }

  /// Whether an address is one by which site software delivers files without naming them.
  private static func isDownload(_ address: WebAddress) -> Bool {
    address.path.lowercased().split(separator: "/").contains { $0.hasPrefix("download") }
  }

  private static let formats = PhraseTable(
    ["pdf", "doc", "docx", "xls", "xlsx", "word document", "excel", "csv"],
    wholeWords: true
  )

  private static func wall(inTitles page: PageSketch, body: [UInt8]) -> BotWall? {
    for title in [page.title, page.heading] {
      guard let phrase = titles.firstMatch(in: title), let wall = wallByTitle[phrase] else {
        continue
      }
      switch phrase {
      case "attention required" where cloudflare.firstMatch(in: body) == nil: continue
      case "access denied" where !isAkamai(page, body): continue
      // A page of substance may well be called “Just a moment”.
      case "just a moment" where page.text.utf8.count > 1_500: continue
      default: return wall
      }
    }
    return nil
  }

  /// Akamai gives a number by which its owner can find the refusal.
  private static func isAkamai(_ page: PageSketch, _ body: [UInt8]) -> Bool {
    akamai.firstMatch(in: page.text) != nil || akamai.firstMatch(in: body) != nil
  }

  private static let cloudflare = PhraseTable(["cloudflare"])
  private static let akamai = PhraseTable(["reference #", "errors.edgesuite.net"])

  private static let wallByTitle: [String: BotWall] = [
    "just a moment": .cloudflare,
    "attention required": .cloudflare,
    "pardon our interruption": .imperva,
    "access denied": .akamai,
    "sucuri website firewall": .sucuri,
    "access to this page has been denied": .perimeterX,
    "human verification": .awsWAF,
    "bot verification": .unnamed,
    "making sure you're not a bot": .anubis,
    "verify you are human": .unnamed,
    "are you a robot": .unnamed,
  ]

  private static let wallByMark: [String: BotWall] = [
    "_incapsula_": .imperva,
    "request unsuccessful": .imperva,
    "pardon our interruption": .imperva,
    "datadome": .datadome,
    "captcha-delivery.com": .datadome,
    "px-captcha": .perimeterX,
    "sucuri": .sucuri,
    "cf-chl": .cloudflare,
    "cf_chl": .cloudflare,
    "awswafcookiedomainlist": .awsWAF,
    "bot verification": .unnamed,
    "the requested url was rejected. please consult": .unnamed,
  ]

  private static let titles = PhraseTable(Array(wallByTitle.keys))
  private static let marks = PhraseTable(Array(wallByMark.keys))
}
