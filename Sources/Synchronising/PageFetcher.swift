// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Appraisal
import Curl
import Records
import Discovery
import Fetching
import Filing
import HTML
import HTTP

/// Fetches pages to read links from, and goes on where a page sends its reader by itself.
///
/// “We have moved” is said by a `<meta http-equiv="refresh">`, a field `Refresh` or a line of script as often as by a redirect,
/// and no reader notices the difference. Such a hop follows the rules of any other: robots.txt is asked, private addresses are
/// refused, and nothing leads from https to http or round in a circle.
struct PageFetcher: Sendable {
  let fetcher: Fetcher

  /// What came of the order; where a page with links of its own leads to no page, that page.
  ///
  /// - Throws: what concerns every fetch: a disk that cannot be read.
  func fetch(_ order: FetchOrder) async throws -> Fetch {
    var fetch = await fetcher.fetch(order)
    var seen: Set<WebAddress> = [order.address]
    /// The last page on the way that can be read itself.
    var readable: Fetch?
    while let (answer, target) = try await wayOn(from: fetch) {
      if try await BlockingThreads.shared.run({ try Self.lists(answer) }) {
        // A page with a list that loads itself again and again, each time by another query, leads nowhere.
        if target.isSameFile(as: answer.address), let hop = fetch.hops.last,
          hop.target.isSameFile(as: hop.address)
        {
          return readable ?? fetch
        }
        readable = fetch
      }
      let next = order.continued(at: target, after: answer)
      if let failure = Self.fault(of: target, after: fetch, &seen) {
        fetch = fetch.ending(in: failure)
        break
      }
      fetch = await fetcher.fetch(next).preceded(by: fetch)
    }
    guard let readable else { return fetch }
    // Not changed since is a page as well.
    switch try await fetch.appraised(expecting: .page).verdict {
    case .page, .unchanged: return fetch
    default: return readable
    }
  }

  /// Why a target is not asked for.
  private static func fault(
    of target: WebAddress,
    after fetch: Fetch,
    _ seen: inout Set<WebAddress>
  ) -> FetchFailure? {
    if fetch.hops.count >= Fetcher.redirectLimit {
      return .tooManyRedirects(limit: Fetcher.redirectLimit)
    }
    guard seen.insert(target).inserted else { return .redirectLoop(target) }
    guard fetch.finalAddress.scheme == "http" || target.scheme == "https" else {
      return .insecureRedirect(to: target)
    }
    return nil
  }

  /// Where a page sends its reader, and the answer that brought it; a wall stays what it is.
  private func wayOn(from fetch: Fetch) async throws -> (FetchedResponse, WebAddress)? {
    guard let answer = try? fetch.outcome.get(), answer.status == 200, answer.method == .get else {
      return nil
    }
    if case .blocked = try await fetch.appraised(expecting: .page).verdict { return nil }
    do throws(FilingError) {
      var target = try Self.target(
        ofPageIn: answer.body?.place,
        at: answer.address,
        answer.head
      )
      if target == nil { target = try Self.scriptedTarget(of: answer) }
      return target.map { (answer, $0) }
    } catch {
      // Whoever reads the page finds that out and tells it.
      guard error.isOfReading else { throw error }
      return nil
    }
  }

  /// Whether a page has links besides its menus, or to documents.
  private static func lists(_ answer: FetchedResponse) throws(FilingError) -> Bool {
    try answer.listing().links.contains { !$0.isAmongMenus || $0.expectation == .document }
  }

  /// Where a page sends its reader at once; nil where it does not.
  ///
  /// - Throws: where it cannot be read.
  static func target(
    ofPageIn place: BodyPlace?,
    at address: WebAddress,
    _ head: ResponseHead?
  ) throws(FilingError) -> WebAddress? {
    let field = head?.fields.first(named: "Refresh")?.utf8Value
    var refresh = PageRefresh.given(by: field, at: address)
    if refresh == nil, let place {
      refresh = PageHead.refresh(
        in: try place.head(BodyEvidence.longestHead),
        at: address,
        declaredCharset: head?.mediaType?.charset
      )
    }
    return refresh.flatMap { $0.isRedirect && !$0.target.saysAction ? $0.target : nil }
  }

  /// Where the script of a page sends its reader that has nothing else to offer.
  private static func scriptedTarget(
    of answer: FetchedResponse
  ) throws(FilingError) -> WebAddress? {
    guard let beginning = try answer.body?.place.head(BodyEvidence.longestHead) else { return nil }
    let refresh = PageRefresh.scripted(
      in: beginning,
      at: answer.address,
      declaredCharset: answer.mediaType?.charset
    )
    guard let target = refresh?.target, !target.saysAction else { return nil }
    return try lists(answer) ? nil : target
  }
}

extension WebAddress {
  /// Whether two addresses differ in their queries at the most.
  fileprivate func isSameFile(as other: WebAddress) -> Bool {
    authority == other.authority && scheme == other.scheme && path == other.path
  }
}
