// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import OCFL
import Support
import SystemPackage
import Testing

/// The objects that the editors of OCFL publish for testing validators.
///
/// Source: <https://github.com/OCFL/fixtures>
@Suite(
  .enabled(if: OfficialFixture.arePresent, "\(OutsideData.whereToPutIt)"),
  .timeLimit(.minutes(5))
)
struct `Validating the fixtures of OCFL` {
  @Test(arguments: OfficialFixture.all(.good))
  func `a good object has no finding`(fixture: OfficialFixture) {
    #expect(fixture.findings == [])
  }

  @Test(arguments: OfficialFixture.all(.bad))
  func `a bad object is invalid under the codes in its name`(fixture: OfficialFixture) {
    #expect(!fixture.isFoundValid)
    let found = Set(fixture.findings.map(\.code))
    #expect(found.isSuperset(of: fixture.codes), "there is only \(fixture.findings)")
  }

  @Test(arguments: OfficialFixture.all(.warn))
  func `a doubtful object is valid, with just the warnings in its name`(fixture: OfficialFixture) {
    #expect(fixture.isFoundValid)
    #expect(Set(fixture.findings.map(\.code)) == fixture.codes, "\(fixture.findings)")
  }

  @Test
  func `all of them are there, and all verdicts and codes are right`() {
    for specification in OfficialFixture.specifications {
      let all = OfficialFixture.Kind.allCases.flatMap { kind in
        OfficialFixture.all(kind).filter { $0.specification == specification }
      }
      let right = all.filter { $0.isFoundValid == ($0.kind != .bad) }
      let bad = all.filter { $0.kind == .bad }
      let named = bad.filter { Set($0.findings.map(\.code)).isSuperset(of: $0.codes) }
      print(
        "OCFL \(specification): \(right.count) of \(all.count) verdicts,",
        "\(named.count) of \(bad.count) bad objects under the codes in their names"
      )
      let numbers = ["1.0": (76, 52), "1.1": (80, 55)]
      #expect(numbers[specification].map { $0 == (right.count, named.count) } != false)
    }
  }
}

struct OfficialFixture: Sendable, CustomTestStringConvertible {
  enum Kind: String, CaseIterable, Sendable {
    case good, bad, warn
  }

  let kind: Kind
  let specification: String
  let name: String
  private let directory: FilePath

  var testDescription: String { "\(specification) \(name)" }

  /// The codes with which the name begins.
  var codes: Set<String> {
    let parts = name.split(separator: "_").map(String.init)
    return Set(
      parts.prefix { part in
        part.count == 4 && (part.hasPrefix("E") || part.hasPrefix("W"))
          && Int(part.dropFirst(1)) != nil
      }
    )
  }

  var findings: [Finding] { ObjectCheck(of: directory).findings }

  var isFoundValid: Bool { !findings.contains { $0.severity != .warning } }

  static let arePresent = OutsideData.directory("ocfl-fixtures/1.1") != nil

  /// The specifications whose fixtures are there.
  static let specifications = ["1.0", "1.1"].filter {
    OutsideData.directory("ocfl-fixtures/\($0)") != nil
  }

  static func all(_ kind: Kind) -> [OfficialFixture] {
    specifications.flatMap { specification -> [OfficialFixture] in
      let place = "ocfl-fixtures/\(specification)/\(kind.rawValue)-objects"
      guard let directory = OutsideData.directory(place),
        let entries = try? Disk().list(directory)
      else { return [] }
      return entries.filter { $0.kind == .directory }.map { entry in
        OfficialFixture(
          kind: kind,
          specification: specification,
          name: entry.name,
          directory: directory.appending(entry.component)
        )
      }
    }
  }
}
