// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Appraisal
import Discovery
import Fetching
import Filing
import SystemPackage

/// Fetches pages to read links from, and goes on where a page sends its reader by itself.
///
/// “We have moved” is said by a `<meta http-equiv="refresh">` as often as by a redirect, and no reader notices the
/// difference. Such a hop follows the rules of any other: robots.txt is asked, private addresses are
/// refused, and nothing leads from https to http or round in a circle.
struct PageFetcher: Sendable {
  let fetcher: Fetcher

  /// - Throws: what concerns every fetch: a disk that cannot be read.
  func fetch(_ order: FetchOrder) async throws -> Fetch {
    var fetch = await fetcher.fetch(order)
    var seen: Set<WebAddress> = [order.address]
    while let target = try target(of: fetch) {
      let from = fetch.finalAddress
      guard fetch.hops.count < Fetcher.redirectLimit else {
        return fetch.ending(in: .tooManyRedirects(limit: Fetcher.redirectLimit))
      }
      guard seen.insert(target).inserted else { return fetch.ending(in: .redirectLoop(target)) }
      guard from.scheme == "http" || target.scheme == "https" else {
        return fetch.ending(in: .insecureRedirect(to: target))
      }
      let next = FetchOrder(
        target,
        purpose: order.purpose,
        validators: order.validators,
        reasonToIgnoreRobots: order.reasonToIgnoreRobots
      )
      fetch = await fetcher.fetch(next).preceded(by: fetch)
    }
    return fetch
  }

  private func target(of fetch: Fetch) throws -> WebAddress? {
    guard let answer = try? fetch.outcome.get(), answer.status == 200, let body = answer.body else {
      return nil
    }
    do throws(FilingError) {
      return try Self.target(ofPageIn: body.path, at: answer.address, answer.mediaType?.charset)
    } catch {
      // Whoever reads the page finds that out and tells it.
      guard error.isOfReading else { throw error }
      return nil
    }
  }

  /// Where a page sends its reader at once; nil where it does not.
  ///
  /// - Throws: where its file cannot be read.
  static func target(
    ofPageIn file: FilePath,
    at address: WebAddress,
    _ charset: String?
  ) throws(FilingError) -> WebAddress? {
    let beginning = try ReadableFile(file).bytes(at: 0, count: BodyEvidence.longestHead)
    let listing = Listing.read(beginning, at: address, declaredCharset: charset)
    return listing.refresh.flatMap { $0.isRedirect ? $0.target : nil }
  }
}
