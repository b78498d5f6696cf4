// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import Stores
import Support
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(15)))
struct `A store` {
  /// As the names of an archive are, and worse.
  private static let names = [
    "README.md", "ocfl/0=ocfl_1.1", "ocfl/ab1/https%3a%2f%2fexample.org%2fa.pdf/v1/content/a.pdf",
    "runs/2026-11-30T020000Z/visits.jsonl", "odd/plus+and space,=&?#;@!$'()*[]\"`\\x",
    "odd/späte Grüße/子.txt", "odd/%41", "odd/..dots", "empty/file",
  ]

  private func content(_ name: String) -> [UInt8] {
    name.hasPrefix("empty") ? [] : Array("what is in \(name)\n".utf8)
  }

  private func files(
    _ connection: any StoreConnection,
    below folder: String = ""
  ) throws -> [StoredFile] {
    var files: [StoredFile] = []
    try connection.forEachFile(below: folder) { files.append($0) }
    return files.sorted { $0.name < $1.name }
  }

  @Test(arguments: AnyStore.allCases)
  func `keeps files by names, lists them, and gives them back`(_ kind: AnyStore) async throws {
    try await kind.run { store in
      let connection = try store.connect()
      #expect(try files(connection).isEmpty)
      #expect(try connection.bytes(of: "README.md", limit: 100) == nil)
      for name in Self.names { try connection.write(StoreContent(content(name)), to: name) }
      try connection.settle()
      // What another connection sees is what is there.
      let other = try store.connect()
      let expected = Self.names.map { StoredFile(name: $0, size: Int64(content($0).count)) }
      let found = try files(other).filter { !$0.name.hasPrefix("staging/") }
      #expect(found == expected.sorted { $0.name < $1.name })
      for name in Self.names {
        #expect(try other.bytes(of: name, limit: 1_000) == content(name))
        #expect(try other.digest(of: name) == Digest.of(content(name)))
      }
      #expect(try files(other, below: "odd").count == 4)
      #expect(try files(other, below: "od").isEmpty)
    }
  }

  @Test(arguments: AnyStore.allCases)
  func `puts a file in the place of another, and removes it`(_ kind: AnyStore) async throws {
    try await kind.run { store in
      let connection = try store.connect()
      for text in ["one", "another that is longer", ""] {
        try connection.write(StoreContent(Array(text.utf8)), to: "a/b/inventory.json")
        #expect(try connection.bytes(of: "a/b/inventory.json", limit: 100) == Array(text.utf8))
      }
      try connection.write(StoreContent([1]), to: "a/b/other")
      try connection.remove("a/b/inventory.json")
      try connection.remove("a/b/inventory.json")
      #expect(try connection.bytes(of: "a/b/inventory.json", limit: 100) == nil)
      #expect(try files(connection, below: "a").map(\.name) == ["a/b/other"])
      for part in 1...3 { try connection.write(StoreContent([2]), to: "a/c/\(part)/x \(part)") }
      try connection.removeFolder("a/c")
      try connection.removeFolder("a/c")
      #expect(try files(connection, below: "a").map(\.name) == ["a/b/other"])
    }
  }

  @Test(arguments: AnyStore.allCases)
  func `says what it can do, and does that`(_ kind: AnyStore) async throws {
    try await kind.run { store in
      let connection = try store.connect()
      let abilities = try connection.abilities()
      #expect(abilities.movesFolders == kind.movesFolders)
      #expect(try files(connection).isEmpty, "it was asked, and something is left of that")
      try connection.write(StoreContent([1, 2]), to: "staging/7/v2/content/document.pdf")
      guard abilities.movesFolders else {
        #expect(throws: StoreError.self) { try connection.moveFolder("staging/7/v2", to: "o/v2") }
        return
      }
      try connection.moveFolder("staging/7/v2", to: "ocfl/ab1/id/v2")
      #expect(try connection.bytes(of: "ocfl/ab1/id/v2/content/document.pdf", limit: 9) == [1, 2])
      try connection.write(StoreContent([3]), to: "staging/8/v2/x")
      #expect(throws: StoreError.self, "nothing is put over what is there") {
        try connection.moveFolder("staging/8/v2", to: "ocfl/ab1/id/v2")
      }
      #expect(try connection.bytes(of: "ocfl/ab1/id/v2/content/document.pdf", limit: 9) == [1, 2])
    }
  }

  @Test(arguments: AnyStore.allCases)
  func `takes a long file, and none that is not what was kept`(_ kind: AnyStore) async throws {
    try await kind.run { store in
      try ScratchDirectory.run { folder in
        let bytes = (0..<(12 << 20) + 17).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        let path = folder.appending("long.pdf")
        try Files.writeBytes(bytes, to: path)
        let connection = try store.connect()
        let digest = Digest.of(bytes)
        try connection.write(StoreContent(of: path, stating: digest), to: "v1/long.pdf")
        #expect(try connection.digest(of: "v1/long.pdf") == digest)
        #expect(throws: StoreContent.Changed.self) {
          let wrong = Digest.of([UInt8]([1]))
          try connection.write(StoreContent(of: path, stating: wrong), to: "v1/wrong.pdf")
        }
        #expect(try files(connection, below: "v1").map(\.name) == ["v1/long.pdf"])
        // Who has had enough says so, and the next question is answered.
        struct Enough: Error {}
        #expect(throws: Enough.self) {
          try connection.read("v1/long.pdf") { _ in throw Enough() }
        }
        #expect(try connection.bytes(of: "v1/none", limit: 9) == nil)
      }
    }
  }

  @Test(arguments: AnyStore.allCases)
  func `lists more than comes at once`(_ kind: AnyStore) async throws {
    try await kind.run { store in
      let connection = try store.connect()
      let count = kind.description == "openSSH" ? 300 : 1_203
      for number in 0..<count {
        try connection.write(StoreContent([]), to: "many/\(number % 7)/\(number) & more")
      }
      let names = Set(try files(connection, below: "many").map(\.name))
      #expect(names == Set((0..<count).map { "many/\($0 % 7)/\($0) & more" }))
    }
  }
}
