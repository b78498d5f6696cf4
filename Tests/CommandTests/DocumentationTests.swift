// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Support
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(10)))
struct `The documentation` {
  private static let root = FilePath(#filePath).removingLastComponent().removingLastComponent()
    .removingLastComponent()

  private static let pages = [
    "README.md", "CHANGELOG.md", "docs/design.md", "docs/scripting.md", "docs/recovery.md",
    "docs/proof.md", "docs/operating.md", "docs/privacy.md", "docs/sources.md", "CONTRIBUTING.md",
    "docs/decisions/0059-rooms-are-optimised-for-their-tests.md",
    "docs/decisions/0001-one-thread-for-libcurl.md", "docs/decisions/0002-batches-and-syncfs.md",
    "docs/decisions/0003-visits-record-changes-only.md",
    "docs/decisions/0004-a-shrunken-listing-is-ill.md",
    "docs/decisions/0005-pages-are-not-visited-twice.md",
    "docs/decisions/0006-free-memory-goes-back.md",
    "docs/decisions/0007-robots-rules-are-compared-as-written.md",
    "docs/decisions/0009-a-long-page-is-read-in-pieces.md",
    "docs/decisions/0011-verify-tells-losses.md",
    "docs/decisions/0014-which-pages-are-reports-is-said-by-a-person.md",
    "docs/decisions/0015-quarantine-keeps-the-newest-evidence.md",
    "docs/decisions/0016-one-tuple-of-three-digits.md",
    "docs/decisions/0018-pages-have-one-reader.md",
    "docs/decisions/0019-the-next-batch-fills-while-one-is-written.md",
    "docs/decisions/0020-objects-are-believed-before-their-layout.md",
    "docs/decisions/0021-a-host-waits-only-for-lists-that-may-name-it.md",
    "docs/decisions/0022-the-catalogue-is-asked-without-a-thread.md",
    "docs/decisions/0023-a-document-made-anew-is-compared-by-its-content.md",
    "docs/decisions/0025-xml-has-a-reader-of-its-own.md",
    "docs/decisions/0026-what-leaves-a-feed-is-listed-still.md",
    "docs/decisions/0036-a-menu-is-a-guess-and-changes-no-fingerprint.md",
    "docs/decisions/0037-wordpress-is-asked-for-what-was-uploaded.md",
    "docs/decisions/0029-illness-withholds-only-the-telling.md",
    "docs/decisions/0038-what-a-list-said-is-remembered.md",
    "docs/decisions/0039-an-unread-source-is-told-as-long-as-it-lasts.md",
    "docs/decisions/0041-what-the-configuration-takes-away-is-retired.md",
    "docs/decisions/0042-a-signature-is-recognised-across-nights.md",
    "docs/decisions/0043-a-page-in-place-of-the-list-too-is-doubt.md",
    "docs/decisions/0045-an-archive-that-was-there-is-not-begun-again.md",
    "docs/decisions/0049-an-odd-copy-vouches-for-no-other.md",
    "docs/decisions/0046-each-document-has-one-successor.md",
    "docs/decisions/0052-what-is-settled-of-a-source-stands-in-the-reports.md",
    "docs/decisions/0053-an-archive-is-known-by-its-first-run.md",
    "docs/decisions/0054-a-leaf-names-its-document-under-a-seal.md",
    "docs/decisions/0055-what-is-let-go-of-leaves-a-tombstone-without-a-name.md",
    "docs/decisions/0056-a-person-answers-for-what-nobody-signed-for.md",
    "docs/decisions/0057-of-records-of-one-form-one-is-decoded.md",
    "docs/decisions/0058-tombstones-are-noted-outside-of-the-archive.md",
    "docs/decisions/0048-what-is-encrypted-is-kept-and-told.md",
    "docs/decisions/0051-a-page-that-sends-its-reader-on-is-followed.md",
    "docs/decisions/0034-a-page-in-a-files-place-is-doubt.md",
    "docs/decisions/0032-a-document-keeps-its-name-when-its-host-moves.md",
    "docs/decisions/0028-gov-uk-is-asked-for-what-it-holds.md",
    "docs/decisions/0017-dates-of-http-have-a-reader-of-their-own.md",
    "docs/decisions/0027-parts-that-scripts-may-make-are-uncertain.md",
    "docs/decisions/0031-one-body-for-several-documents-is-in-doubt.md",
    "docs/decisions/0030-what-a-person-decides-stands-among-the-visits.md",
    "docs/decisions/0012-three-are-asked-before-a-version-is-made.md",
    "docs/ocfl-conformance.md",
    "docs/fetching-cases.md", "Benchmarks/README.md",
  ]

  private static func text(_ page: String) throws -> String {
    String(decoding: try Files.readBytes(root.pushing(FilePath(page))), as: UTF8.self)
  }

  @Test(arguments: pages)
  func `links only to what is there`(page: String) throws {
    let folder = Self.root.pushing(FilePath(page)).removingLastComponent()
    for link in try Self.text(page).matches(of: #/\]\(([^)]+)\)/#) {
      let target = link.1.prefix { $0 != "#" }
      guard !target.isEmpty, !target.contains("://") else { continue }
      let path = folder.pushing(FilePath(String(target))).lexicallyNormalized()
      #expect(FileManager.default.fileExists(atPath: path.string), "\(page) links to \(target)")
    }
  }

  @Test func `every test that is named as a proof exists, with the example of its table`() throws {
    let page = try Self.text("docs/fetching-cases.md")
    let folder = Self.root.pushing("Tests")
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder.string)
    let tests = try files.filter { $0.hasSuffix(".swift") }
      .map { try Self.text("Tests/\($0)") }.joined(separator: "\n")
    let names = Set(page.matches(of: #/› `([^`]+)`/#).map { "func `\($0.1)`" })
    let suites = Set(page.matches(of: #/Tests: `([^`]+)` ›/#).map { "struct `\($0.1)`" })
    let examples = Set(page.matches(of: #/\(“([^”]+)”\)/#).map { "\"\($0.1)\"" })
    #expect(names.count > 50 && examples.count > 50)
    for name in names.union(suites).union(examples) { #expect(tests.contains(name), "\(name)") }
  }

  @Test(
    arguments: [
      "Tests/SynchronisingTests/SiteBehaviourTests.swift",
      "Tests/NightTests/VerdictTableTests.swift",
    ]
  )
  func `every test that is named in a table above other tests exists`(page: String) throws {
    let folder = Self.root.pushing("Tests")
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder.string)
    let tests = try files.filter { $0.hasSuffix(".swift") }
      .map { try Self.text("Tests/\($0)") }.joined(separator: "\n")
    let rows = try Self.text(page).split(separator: "\n").filter { $0.hasPrefix("/// | ") }
    let names = rows.flatMap { $0.matches(of: #/`([^`]+)`/#).map { String($0.1) } }
    #expect(rows.count > 10 && names.count > 10)
    for name in names {
      let isThere = tests.contains("func `\(name)") || tests.contains("struct `\(name)`")
      #expect(isThere, "\(name)")
    }
  }

  @Test func `the README states the exit statuses as the program does`() async throws {
    let help = try await Program.runBare("--help").text
    let readme = try Self.text("README.md")
    let rows = help.matches(of: #/(?m)^  ([0-9]+) +(.+)$/#)
    #expect(rows.count == 9)
    for row in rows {
      let sentence = row.2.replacing("--fail-on", with: "`--fail-on`")
        .replacing("for check:", with: "for `check`:")
      #expect(readme.contains("| \(row.1) | \(sentence) |"))
    }
  }

  /// The names in a list: `Curl` in a row of the design, "Curl" in the package's manifest.
  private static func names(_ text: Substring, in mark: Character) -> Set<String> {
    let parts = text.split(separator: mark, omittingEmptySubsequences: false)
    return Set(parts.indices.filter { $0 % 2 == 1 }.map { String(parts[$0]) })
  }

  @Test func `the design names the imports that the package declares, from floors below`() throws {
    var floors: [String: Int] = [:]
    var imports: [String: Set<String>] = [:]
    for row in try Self.text("docs/design.md")
      .matches(of: #/(?m)^\| ([0-9]) \| ([^|]+) \|[^|]+\|([^|]*)\|$/#)
    {
      for name in Self.names(row.2, in: "`") {
        floors[name] = Int(row.1)
        imports[name] = Self.names(row.3, in: "`")
      }
    }
    let rooms = try Self.text("Package.swift")
      .matches(of: #/library\(\s*"(\w+)",\s*importing: \[([^\]]*)\]/#)
    #expect(rooms.count > 8)
    for room in rooms {
      let name = String(room.1)
      let declared = Self.names(room.2, in: "\"").filter { floors[$0] != nil }
      #expect(imports[name] == declared, "\(name)")
      let floor = try #require(floors[name])
      for other in declared {
        #expect(floors[other].map { $0 < floor } == true, "\(name) imports \(other)")
      }
    }
  }

  @Test func `every command has help, and is in the changelog`() async throws {
    let commands = [
      "init", "sync", "list", "show", "check", "explain", "verify", "validate", "restore",
      "ack", "reject", "accept", "recover", "reindex", "config", "demo",
      "join",
    ]
    let changelog = try Self.text("CHANGELOG.md")
    let help = try await Program.runBare("--help").text
    for command in commands {
      #expect(help.contains("\n  \(command) "), "\(command)")
      #expect(changelog.contains("`hanaper \(command)`"), "\(command)")
      let own = try await Program.runBare("help", command)
      #expect(own.status == 0)
      #expect(own.text.contains("USAGE: hanaper \(command)"))
      #expect(own.text.contains("EXIT STATUS") || command == "demo", "\(command)")
    }
  }

  @Test(.enabled(if: ProcessInfo.processInfo.environment["CI"] != nil, "only where CI is set"))
  func `the judges are there where it counts`() {
    #expect(OCFLJudge.isPresent, "\(OCFLJudge.whereToGetIt)")
  }
}
