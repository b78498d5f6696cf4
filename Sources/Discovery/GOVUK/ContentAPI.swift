// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing

/// Where GOV.UK says, for programs, what its pages hold.
///
///     https://www.gov.uk/government/publications/x        a page
///     https://www.gov.uk/api/content/government/publications/x   what the content API says of it
///     https://www.gov.uk/api/search.json?filter_organisations=y  what an organisation published
///
/// Source: <https://content-api.publishing.service.gov.uk>
package enum ContentAPI {
  package static let site = "https://www.gov.uk"

  private static let contentPath = "/api/content"
  private static let searchPath = "/api/search.json"
  private static let organisations = "/government/organisations/"

  /// How many results a request to the search API asks for.
  package static let resultsPerRequest = 100

  /// The page that a person wrote: its path, its address, or that of its answer in the content API.
  ///
  /// - Throws: where it is no address.
  package static func page(_ written: String) throws(AddressError) -> WebAddress {
    let isPath = written.hasPrefix("/") && !written.hasPrefix("//")
    let address = try WebAddress(isPath ? site + written : written)
    return page(ofAnswer: address) ?? plain(address)
  }

  /// What the content API says of a page.
  package static func content(of page: WebAddress) -> WebAddress {
    let path = page.path == "/" ? "" : page.path
    return WebAddress(alreadyNormal: "\(page.origin)\(contentPath)\(path)")
  }

  /// The page that an answer of the content API is about; nil for any other address.
  package static func page(ofAnswer address: WebAddress) -> WebAddress? {
    guard address.path.hasPrefix(contentPath + "/") else { return nil }
    return plain(
      WebAddress(alreadyNormal: "\(address.origin)\(address.path.dropFirst(contentPath.count))")
    )
  }

  /// Whether the address is one of those from which the pages of a site are read.
  package static func isAnswer(_ address: WebAddress, ofSiteOf page: WebAddress) -> Bool {
    guard address.origin == page.origin else { return false }
    return address.path.hasPrefix(contentPath + "/") || address.path == searchPath
  }

  /// What an organisation published, the newest first.
  ///
  /// - Parameters:
  ///   - page: the organisation's.
  ///   - start: how many to pass over.
  /// - Returns: the address to ask for; nil for a page that is none of an organisation.
  package static func search(publishedBy page: WebAddress, from start: Int) -> WebAddress? {
    guard page.path.hasPrefix(organisations) else { return nil }
    let slug = page.path.dropFirst(organisations.count).prefix { $0 != "/" && $0 != "." }
    guard !slug.isEmpty else { return nil }
    return search("filter_organisations=\(slug)", on: page, from: start)
  }

  private static func search(_ filter: String, on site: WebAddress, from start: Int) -> WebAddress {
    let query =
      "\(filter)&fields=title,link&order=-public_timestamp"
      + "&start=\(start)&count=\(resultsPerRequest)"
    return WebAddress(alreadyNormal: "\(site.origin)\(searchPath)?\(query)")
  }

  /// Whether the search API answers there.
  static func isSearch(_ address: WebAddress) -> Bool { address.path == searchPath }

  /// Where the results of a search go on; nil at their end.
  static func next(after address: WebAddress, _ results: SearchResults) -> WebAddress? {
    let fields = (address.query ?? "").split(separator: "&")
    let filter = fields.first { $0.hasPrefix("filter_organisations=") }
    let start = fields.first { $0.hasPrefix("start=") }.flatMap { Int($0.dropFirst(6)) } ?? 0
    let (end, isTooFar) = start.addingReportingOverflow(results.count)
    guard let filter, results.count > 0, !isTooFar, end < results.total ?? .max,
      results.total != nil || results.count >= resultsPerRequest
    else { return nil }
    return search(String(filter), on: address, from: end)
  }

  /// Whether a search ends before the results do that it says there are.
  static func isCut(_ results: SearchResults, at address: WebAddress) -> Bool {
    let fields = (address.query ?? "").split(separator: "&")
    let start = fields.first { $0.hasPrefix("start=") }.flatMap { Int($0.dropFirst(6)) } ?? 0
    guard let total = results.total, next(after: address, results) == nil else { return false }
    return start.addingReportingOverflow(results.count).partialValue < total
  }

  /// Without its query and a slash at its end, which say nothing on GOV.UK.
  private static func plain(_ address: WebAddress) -> WebAddress {
    var path = address.path
    while path.count > 1, path.hasSuffix("/") { path = path.dropLast() }
    return WebAddress(alreadyNormal: "\(address.origin)\(path)")
  }
}
