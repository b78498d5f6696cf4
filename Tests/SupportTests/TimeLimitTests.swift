// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage
import Testing

/// What hangs must say its name, and it does so only where it has a limit.
@Suite(.timeLimit(.minutes(5)))
struct `Every suite` {
  private static let tests = FilePath(#filePath).removingLastComponent().removingLastComponent()

  @Test func `has a time limit`() throws {
    let names = try FileManager.default.subpathsOfDirectory(atPath: Self.tests.string)
    var (limited, unlimited) = (Set<String>(), [(file: String, suite: String)]())
    for name in names.sorted() where name.hasSuffix(".swift") {
      let bytes = try Files.readBytes(Self.tests.pushing(FilePath(name)))
      let found = SuiteSurvey(String(decoding: bytes, as: UTF8.self))
      limited.formUnion(found.limited)
      unlimited += found.unlimited.map { (name, $0) }
    }
    #expect(limited.count > 100, "the suites were looked for in the wrong place")
    // A suite may go on in a file of its own.
    #expect(
      unlimited.filter { !limited.contains($0.suite) }.map { "\($0.file): \($0.suite)" } == []
    )
  }

  @Test(arguments: [
    ("struct `A` {\n  @Test func b() {}\n}\n", ["`A`"]),
    ("@Suite(.serialized)\nstruct `A` {\n  @Test\n  func b() {}\n}\n", ["`A`"]),
    (
      "@Suite(.timeLimit(.minutes(1)))\nstruct `A` {\n}\nstruct B {\n  @Test func c() {}\n}\n",
      ["B"]
    ),
    ("@Test func alone() {}\n", ["@Test func alone() {}"]),
    ("extension A {\n  @Test func b() {}\n}\n", ["A"]),
    ("/// Says `.timeLimit(`.\nstruct A {\n  @Test func b() {}\n}\n", ["A"]),
    ("struct Helper {\n  func test() {}\n}\n", []),
    (
      "@Suite(\n  .serialized,\n  .timeLimit(.minutes(1))\n)\nstruct A {\n  @Test func b() {}\n}\n",
      []
    ),
  ])
  func `is seen to lack one`(source: String, unlimited: [String]) {
    #expect(SuiteSurvey(source).unlimited == unlimited)
  }
}

/// The suites of a file in the house's format, where what begins a line is declared there.
private struct SuiteSurvey {
  private(set) var limited: [String] = []
  private(set) var unlimited: [String] = []

  init(_ source: String) {
    var (attributes, suite, isLimited) = ("", nil as String?, false)
    for line in source.split(separator: "\n") {
      if line.hasPrefix(" ") {
        if line.drop(while: { $0 == " " }).hasPrefix("@Test"), let name = suite {
          if isLimited { limited.append(name) } else { unlimited.append(name) }
          suite = nil
        } else if !attributes.isEmpty {
          attributes += line
        }
      } else if line.hasPrefix("@Test") {
        // Outside every suite; its own limit would do, but nobody would look for it there.
        unlimited.append(String(line))
      } else if line.hasPrefix("@") || line.hasPrefix(")") {
        attributes += line
      } else if let name = Self.declared(by: line) {
        (suite, isLimited) = (name, attributes.contains(".timeLimit("))
        attributes = ""
      }
    }
  }

  /// The name of the type that a line declares or extends.
  private static func declared(by line: Substring) -> String? {
    let kinds = ["struct ", "class ", "actor ", "enum ", "extension "]
    guard let kind = kinds.lazy.compactMap({ line.firstRange(of: $0) }).first else { return nil }
    let rest = line[kind.upperBound...]
    guard rest.hasPrefix("`") else { return String(rest.prefix { !" :<{".contains($0) }) }
    return "`\(rest.dropFirst().prefix { $0 != "`" })`"
  }
}
