// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Foundation
import Support
import SystemPackage
import Testing

@testable import Discovery

@Suite(.enabled(if: OutsideData.isPresent, "\(OutsideData.whereToPutIt)"), .timeLimit(.minutes(20)))
struct `Real pages` {
  private static func bytes(of file: String, in collection: String) throws -> [UInt8] {
    let path = try #require(OutsideData.directory(collection)).appending(file)
    return try Array(Data(contentsOf: URL(fileURLWithPath: path.string)))
  }

  private static func index(of date: String) throws -> Listing {
    try Page.read(bytes(of: "\(date).html", in: "ofsted/index-history"))
  }

  @Test(arguments: [
    ("2024-02-17", 151), ("2024-03-05", 135), ("2024-03-18", 151), ("2024-12-02", 153),
    ("2025-08-18", 153), ("2025-09-01", 153),
  ])
  func `an index of inspection reports yields every report`(date: String, count: Int) throws {
    let listing = try Self.index(of: date)
    let reports = listing.links.filter { $0.address.host == "files.ofsted.gov.uk" }
    #expect(reports.count == count)
    #expect(reports.allSatisfy { $0.expectation == .unknown && !$0.isInNavigation })
    #expect(listing.title == "Ofsted ILACS Summary")
    #expect(listing.isComplete)
  }

  @Test(arguments: [
    ("2024-02-17", "2024-03-05", 0, 16), ("2024-03-05", "2024-03-18", 16, 0),
    ("2024-03-18", "2024-12-02", 35, 32), ("2025-08-18", "2025-09-01", 2, 2),
  ])
  func `what it lost and gained is counted`(
    before: String,
    after: String,
    appeared: Int,
    disappeared: Int
  ) throws {
    let previous = try Self.index(of: before).links.map(\.address)
    let comparison = LinkSetComparison(previous: previous, current: try Self.index(of: after).links)
    #expect(comparison.appeared.count == appeared)
    #expect(comparison.disappeared.count == disappeared)
  }

  @Test(arguments: [
    ("guidance-covid-2020-05-07", 1), ("guidance-covid-2020-05-08", 1),
    ("guidance-covid-2020-06-23", 3), ("htmlpub-england-2020-03-10", 0),
    ("htmlpub-england-2020-03-05.WAYBACK", 0), ("govscot-2020-03-14", 0), ("ni-pha-2020-03-23", 0),
  ])
  func `a government page keeps menus and subject apart`(name: String, files: Int) throws {
    let listing = try Page.read(Self.bytes(of: "\(name).html", in: "govuk/html"))
    #expect(listing.isComplete)
    #expect(!listing.mainText.isEmpty)
    #expect(listing.links.contains { $0.isInNavigation })
    let documents = listing.links.filter { $0.expectation == .document && !$0.isInNavigation }
    #expect(documents.count == files)
  }

  @Test func `a page whose token changes keeps its fingerprint`() throws {
    let name = "guidance-covid-2020-05-08.html"
    let page = String(decoding: try Self.bytes(of: name, in: "govuk/html"), as: UTF8.self)
    let later = page.replacingOccurrences(of: "MHSpib+gJjmNWb5rclM7wCD65N147ka", with: "wnoPXHuja7")
      .replacingOccurrences(of: "what you need to do</span>", with: "guidance and support</span>")
      .replacingOccurrences(of: "Last updated 8 May 2020", with: "Last updated 9 May 2020")
    #expect(later != page)
    #expect(try Page.read(later).canonicalText == Page.read(page).canonicalText)
  }
}
