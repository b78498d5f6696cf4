// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage
import Testing

@testable import Robots

@Suite(.enabled(if: OutsideData.isPresent, "\(OutsideData.whereToPutIt)"), .timeLimit(.minutes(5)))
struct `The conformance suite for robots.txt` {
  /// The pages in one folder of the suite.
  private static func pages(_ folder: String) throws -> [FilePath] {
    let root = try #require(OutsideData.directory("conformance/robots/\(folder)"))
    return try FileManager.default.contentsOfDirectory(atPath: root.string).sorted()
      .filter { $0.hasSuffix(".textproto") }.map { root.appending($0) }
  }

  /// How many expectations the pages of a folder hold, all of them met.
  private static func check(_ folder: String) throws -> Int {
    var count = 0
    for page in try pages(folder) {
      let expectations = try RobotsExpectation.read(Files.readBytes(page))
      for expected in expectations {
        let decision = RobotsFile(expected.file)
          .decision(
            on: RobotsTarget(asWritten: expected.address),
            for: RobotsAgent(expected.agent)
          )
        #expect(
          decision.isAllowed == expected.isAllowed,
          "\(page.lastComponent?.string ?? ""): \(expected.agent) “\(expected.address)”: \(decision)"
        )
      }
      count += expectations.count
    }
    return count
  }

  @Test
  func `is met in each of its expectations`() throws {
    let count = try Self.check("correctness")
    print("robots.txt conformance: \(count) expectations")
    #expect(count >= 146)
  }

  private static let hasStress = OutsideData.directory("conformance/robots/stress") != nil

  @Test(.enabled(if: hasStress, "the suite's other half is not among the collections"))
  func `is met under stress as well`() throws {
    let count = try Self.check("stress")
    print("robots.txt conformance under stress: \(count) expectations")
    #expect(count >= 254)
  }
}

@Suite(.timeLimit(.minutes(5)))
struct `Reading the conformance suite` {
  private static let page = #"""
    # a comment with "quotes"
    tests: [ { robotstxt: "User-agent: *\n" "\xEF\"Disallow\\:\t/\r"  # more
        test_expectations: [
          { testurl: "/ü" useragent: "" expected_outcome: DISALLOWED additional: "}" },
          { testurl: "/" useragent: "a" expected_outcome: ALLOWED } ] },
      { robotstxt: "" test_expectations: [] } ]
    """#

  @Test
  func `finds what is in a page`() throws {
    let found = try RobotsExpectation.read(Array(Self.page.utf8))
    #expect(found.map(\.address) == ["/ü", "/"])
    #expect(found.map(\.agent) == ["", "a"])
    #expect(found.map(\.isAllowed) == [false, true])
    let file = Array("User-agent: *\n".utf8) + [0xEF] + Array("\"Disallow\\:\t/\r".utf8)
    #expect(found.allSatisfy { $0.file == file })
  }

  @Test(arguments: [
    #"testurl: "" useragent: "" expected_outcome: PERHAPS }"#, #"expected_outcome: ALLOWED }"#,
    #"robotstxt: "\q""#,
  ])
  func `fails where it does not understand`(page: String) {
    #expect(throws: RobotsExpectation.Fault.self) { try RobotsExpectation.read(Array(page.utf8)) }
  }
}
