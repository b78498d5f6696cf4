// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import SystemPackage
import Testing

/// Holds docs/ocfl-conformance.md against the fixtures.
@Suite(.timeLimit(.minutes(20)))
struct `The table of conformance` {
  private let rows: [CodeRow]

  init() throws {
    rows = try CodeRow.all()
  }

  @Test
  func `has every code of OCFL 1.1 once, in order`() {
    // Codes that the specification has taken back or never given out.
    let gaps = [65, 68, 86, 91, 109]
    let rules = (1...112).filter { !gaps.contains($0) }.map { Self.code("E", $0) }
    let advice = (1...16).filter { $0 != 6 }.map { Self.code("W", $0) }
    #expect(rows.map(\.code) == rules + advice)
  }

  private static func code(_ letter: String, _ number: Int) -> String {
    letter + String(String(1_000 + number).dropFirst())
  }

  @Test
  func `names fixtures that there are`() {
    let names = Set(Fixture.all.map(\.name))
    for row in rows {
      #expect(row.fixtures.filter { !names.contains($0) } == [], "\(row.code)")
    }
  }

  @Test
  func `shows each code that is checked by fixtures that demand it`() {
    let fixtures = Dictionary(uniqueKeysWithValues: Fixture.all.map { ($0.name, $0) })
    for row in rows where row.isChecked {
      #expect(!row.fixtures.isEmpty, "\(row.code)")
      let others = row.fixtures.filter { fixtures[$0]?.codes.contains(row.code) == false }
      #expect(others == [], "\(row.code)")
    }
  }

  @Test
  func `says of each code that a fixture demands that it is checked`() {
    // Codes of our own are no rules of the specification.
    let demanded = Set(Fixture.all.flatMap(\.codes))
      .filter { $0.wholeMatch(of: /[EW][0-9]{3}/) != nil }
    let checked = Set(rows.filter(\.isChecked).map(\.code))
    #expect(demanded.symmetricDifference(checked).sorted() == [])
  }

  @Test(.enabled(if: OfficialFixture.arePresent, "the fixtures of OCFL are not there"))
  func `says of each code in an official fixture's name that it is official`() {
    let named = (OfficialFixture.all(.bad) + OfficialFixture.all(.warn)).flatMap(\.codes)
    let official = rows.filter(\.isOfficial).map(\.code)
    #expect(Set(named).symmetricDifference(official).sorted() == [])
  }
}

/// A row of the tables in docs/ocfl-conformance.md.
private struct CodeRow {
  let code: String
  let isChecked: Bool
  /// The names of our own fixtures.
  let fixtures: [String]
  let isOfficial: Bool

  private init?(_ line: Substring) {
    let cells = line.split(separator: " | ")
    guard cells.count == 4, cells[0].wholeMatch(of: /\| [EW][0-9]{3}/) != nil else { return nil }
    code = String(cells[0].dropFirst(2))
    isChecked = cells[2].hasPrefix("checked")
    let names = cells[3].dropLast(2).split(separator: "; ").map(String.init)
    isOfficial = names.contains("official")
    fixtures = names.filter { !["official", "–"].contains($0) }
  }

  static func all() throws -> [CodeRow] {
    let page = FilePath(#filePath).removingLastComponent().removingLastComponent()
      .removingLastComponent().appending("docs/ocfl-conformance.md")
    let lines = try Disk().readText(page).split(separator: "\n")
    return lines.drop { !$0.hasPrefix("## 3. ") }.compactMap { CodeRow($0) }
  }
}
