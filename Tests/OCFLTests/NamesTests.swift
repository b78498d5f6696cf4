// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import SystemPackage
import Testing

@testable import OCFL

@Suite(.timeLimit(.minutes(20)))
struct `The storage layout` {
  // The first two are the extension's own examples; the others were computed with ocfl-py 2.1.0.
  @Test(arguments: [
    ("object-01", "3c0/ff4/240/object-01"),
    ("..hor/rib:le-$id", "487/326/d8c/%2e%2ehor%2frib%3ale-%24id"),
    (".", "cdb/4ee/2ae/%2e"),
    ("a b\t~_-.A%", "3d9/ac4/ef6/a%20b%09%7e_-%2eA%25"),
    ("\u{E9}", "4a9/955/7e4/%c3%a9"),
    ("e\u{301}", "bf1/276/7b0/e%cc%81"),
    (
      "https://example.org/reports/2024/Überblick 1.pdf",
      "e97/e71/85b/https%3a%2f%2fexample%2eorg%2freports%2f2024%2f%c3%9cberblick%201%2epdf"
    ),
  ])
  func `gives each identifier its directory`(id: String, path: FilePath) {
    #expect(StorageLayout(tuples: 3).path(of: ObjectID(id)) == path)
  }

  private static let letters = String(repeating: "abcdefghij", count: 10)
  private static let folders = String(repeating: "reports/", count: 20)
  private static let encodedFolders = String(repeating: "reports%2f", count: 7)
  private static let umlauts = String(repeating: "ü", count: 40)
  private static let encodedUmlauts = String(repeating: "%c3%bc", count: 16)

  // Computed with ocfl-py 2.1.0, too. The cut may go through an escape.
  private static let long: [(id: String, path: String)] = [
    (letters, "fcb/b61/d05/\(letters)"),
    (
      "\(letters)a",
      "5cc/73e/648/\(letters)-5cc73e648fbcff136510e330871180922ddacf193b68fdeff855683a01464220"
    ),
    (
      umlauts,
      "bdf/9bf/e50/\(encodedUmlauts)%c3%"
        + "-bdf9bfe506709879f19c108436c04e86a5b561852d5c0af3a300714f52ed2b4f"
    ),
    (
      "https://example.org/\(folders)Jason-2021.pdf",
      "97f/4b6/2f4/https%3a%2f%2fexample%2eorg%2f\(encodedFolders)"
        + "-97f4b62f43fc95bb02cf2b933dbac3d95eb4094829239d995eb9a671057bd195"
    ),
  ]

  @Test(arguments: long)
  func `cuts a long name short and makes up for it with the digest`(id: String, path: String) {
    #expect(StorageLayout(tuples: 3).path(of: ObjectID(id)).string == path)
  }
}

@Suite(.timeLimit(.minutes(20)))
struct `An object's identifier` {
  @Test
  func `is its bytes, so that composed and decomposed letters are two identifiers`() {
    let (composed, decomposed) = (ObjectID("caf\u{E9}"), ObjectID("cafe\u{301}"))
    #expect(composed != decomposed)
    #expect(Set([composed, decomposed, ObjectID("caf\u{E9}")]).count == 2)
    let layout = StorageLayout.new
    #expect(layout.path(of: composed) != layout.path(of: decomposed))
  }

  @Test
  func `is never empty`() async {
    await #expect(processExitsWith: .failure) { _ = ObjectID("") }
  }

  @Test
  func `survives being written down`() throws {
    let id = ObjectID("https://example.org/cafe\u{301}.pdf?a=1&b=\"2\"")
    let read = try JSONDecoder().decode(ObjectID.self, from: JSONEncoder().encode(id))
    #expect(read == id)
  }
}

@Suite(.timeLimit(.minutes(20)))
struct `A version's number` {
  @Test(arguments: [("v1", 1), ("v2", 2), ("v10", 10), ("v1000000", 1_000_000)])
  func `is read from its directory's name and gives it back`(name: String, value: Int) throws {
    let number = try #require(VersionNumber(directory: name))
    #expect(number.value == value)
    #expect(number.description == name)
  }

  @Test(arguments: [
    "", "v", "v0", "v01", "v-1", "v+1", "V1", "1", "v1 ", " v1", "v1.0", "v１", "vv1", "v1/",
    "v1000001", "v9223372036854775807", "v99999999999999999999",
  ])
  func `is read from no other name`(name: String) {
    #expect(VersionNumber(directory: name) == nil)
  }

  @Test
  func `orders by value and goes on by one`() {
    #expect(VersionNumber(9) < VersionNumber(10))
    #expect(VersionNumber.first.next == VersionNumber(2))
  }
}
