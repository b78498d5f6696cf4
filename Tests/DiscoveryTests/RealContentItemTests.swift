// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Foundation
import Records
import Support
import SystemPackage
import Testing

@testable import Discovery

@Suite(.enabled(if: OutsideData.isPresent, "\(OutsideData.whereToPutIt)"), .timeLimit(.minutes(20)))
struct `Real answers of GOV.UK` {
  private static func read(_ file: String, about path: String = "/x") throws -> ContentItem {
    try ContentItem.read(bytes(of: file), about: ContentAPI.page(path))
  }

  private static func bytes(of file: String) throws -> [UInt8] {
    let path = try #require(OutsideData.directory("govuk")).appending(file)
    return try Array(Data(contentsOf: URL(fileURLWithPath: path.string)))
  }

  @Test(arguments: [
    ("content-api-2022/best-practice-independent-report.json", 3, 3),
    ("content-api-2022/best-practice-official-statistics.json", 6, 6),
    ("content-api-2022/best-practice-HC-paper-splash-page.json", 9, 7),
    ("content-api-2022/publication-with-featured-attachments.json", 1, 1),
    ("content-api-2026/publication-with-featured-attachments.json", 1, 1),
    ("content-api-2026/sectortrace-govuk_content_tribunal_decision.json", 3, 3),
    ("content-api-2026/best-practice-independent-report.json", 1, 0),
    ("content-api-2026/sectortrace-govuk_content_nmw_rates.json", 1, 0),
  ])
  func `documents are found`(file: String, count: Int, files: Int) throws {
    let item = try Self.read(file)
    #expect(item.documents.count == count)
    #expect(item.documents.count { $0.expectation == .document } == files)
    #expect(item.documents.allSatisfy { !$0.text.isEmpty })
    #expect(item.unusable.isEmpty && !item.isCut)
  }

  @Test func `html attachments are pages of the site`() throws {
    let item = try Self.read("content-api-2026/sectortrace-govuk_content_ph_grants_2026.json")
    #expect(item.documents.map(\.expectation) == [.page, .document])
    #expect(item.documents[0].address.host == "www.gov.uk")
    #expect(item.documents[1].stated?.kind == .ods)
  }

  @Test func `collections name their pages`() throws {
    let item = try Self.read(
      "content-api-2026/document_collection_with_withdrawn_links_documents.json"
    )
    #expect(
      item.further.map(\.title) == [
        "Financial Sanctions, UK freezing orders",
        "Current list of designated persons, terrorism and terrorist financing",
        "Financial sanctions, Somalia",
      ]
    )
    #expect(try Self.read("content-api-2022/document_collection.json").further.count > 3)
  }

  @Test func `notices, what is gone and what was renamed are read`() throws {
    for year in ["2022", "2026"] {
      let item = try Self.read("content-api-\(year)/withdrawn_publication.json")
      #expect(
        item.withdrawal?.sentence.hasPrefix(
          "the publisher withdrew it on 2015-01-13: “This information is now out of date."
        ) == true
      )
    }
    #expect(
      try Self.read("gone/gone.json").course
        == .gone(explanation: "Incorrect title", alternative: nil)
    )
    let alternative = try WebAddress("https://www.gov.uk/government/example")
    #expect(
      try Self.read("gone/gone_with_alternative_path.json").course
        == .gone(explanation: "Incorrect title", alternative: alternative)
    )
    let target =
      "https://www.gov.uk/maritime-safety-weather-and-navigation/register-406-mhz-beacons?query=answer"
    #expect(
      try Self.read("gone/redirect.json", about: "/406beacon").course
        == .sentOn(to: WebAddress(target))
    )
  }

  @Test func `search results are read`() throws {
    let page = try ContentAPI.page("/government/organisations/x")
    let results = try SearchResults.read(
      Self.bytes(of: "content-api-2026/sectortrace-govuk_search_ph_grants.json"),
      for: page
    )
    #expect(results.pages.count == results.count)
    #expect(results.pages.count > 10)
  }
}
