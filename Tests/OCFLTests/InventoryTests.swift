// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import Foundation
import Support
import SystemPackage
import Testing

@testable import OCFL

@Suite(.timeLimit(.minutes(20)))
struct `An inventory` {
  /// Two versions with everything in them that an inventory may have.
  private var full: Inventory {
    var inventory = Inventory(of: ObjectID("https://example.org/caf\u{E9}/\"1\".pdf"))
    let (first, second) = (Digest.of("first").hex, Digest.of("second").hex)
    inventory.head = "v10"
    inventory.contentDirectory = "content"
    inventory.manifest = [first: ["v1/content/a.pdf"], second: ["v10/content/b/c.pdf"]]
    inventory.fixity = ["sha256": [Digest.of("first", by: .sha256).hex: ["v1/content/a.pdf"]]]
    inventory.versions = [
      "v1": Inventory.Version(
        created: "2026-11-23T02:00:01Z",
        message: "Captured",
        user: Inventory.User(name: "Hanaper", address: "mailto:archive@example.org"),
        state: [first: ["z.pdf", "a.pdf"]]
      ),
      "v10": Inventory.Version(
        created: "2026-11-24T02:00:01+01:00",
        message: nil,
        user: Inventory.User(name: "Ünal", address: nil),
        state: [first: ["Z.pdf"], second: ["é.pdf", "b.pdf"]]
      ),
      "v2": Inventory.Version(created: "2026-11-23T03:00:01Z", state: [:]),
    ]
    return inventory
  }

  @Test
  func `survives being written and read`() throws {
    let read = try Inventory(decoding: full.encoded())
    #expect(read == full)
  }

  @Test
  func `is always written in the same bytes, which a person can read`() throws {
    let bytes = full.encoded()
    for _ in 1...10 {
      let again = full.encoded()
      #expect(again == bytes)
    }
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.contains(#""type": "https://ocfl.io/1.1/spec/#inventory""#))
    #expect(text.contains(#""id": "https://example.org/café/\"1\".pdf""#))
    #expect(text.hasSuffix("}\n"))
  }

  @Test
  func `lists a version's files in the order of their names, with the places of their bytes`() {
    let files = full.files(of: VersionNumber(10))
    #expect(files.map(\.logicalPath) == ["Z.pdf", "b.pdf", "é.pdf"])
    #expect(
      files.map(\.contentPath)
        == ["v1/content/a.pdf", "v10/content/b/c.pdf", "v10/content/b/c.pdf"]
    )
    #expect(files.map(\.digest) == [.of("first"), .of("second"), .of("second")])
    #expect(full.files(of: VersionNumber(3)).isEmpty)
  }

  @Test
  func `puts its versions in the order of their numbers`() {
    #expect(full.numberedVersions.map(\.number.value) == [1, 2, 10])
    #expect(full.headNumber == VersionNumber(10))
    #expect(full.algorithm == .sha512)
  }
}

@Suite(.timeLimit(.minutes(20)))
struct `An inventory's sidecar` {
  private static let hex = Digest.of("x").hex

  @Test
  func `states the digest as sha512sum writes it`() {
    let sidecar = Inventory.sidecar(of: Array("x".utf8))
    #expect(String(decoding: sidecar, as: UTF8.self) == "\(Self.hex)  inventory.json\n")
  }

  @Test(arguments: [
    "\(hex)  inventory.json\n", "\(hex) inventory.json\n", "\(hex)\tinventory.json\n",
    "\(hex) inventory.json", "\(hex)  inventory.json\r\n", "\(hex.uppercased()) inventory.json\n",
  ])
  func `is read in all its lawful forms`(text: String) {
    #expect(Inventory.digest(statedBy: Array(text.utf8), algorithm: .sha512) == .of("x"))
  }

  @Test(arguments: [
    "", "\n", "\(hex)\n", "\(hex)  other.json\n", "\(hex.dropLast())  inventory.json\n",
    "\(hex)0  inventory.json\n", "inventory.json  \(hex)\n",
    "\(hex)  inventory.json\n\(hex)  inventory.json\n",
  ])
  func `is nothing else`(text: String) {
    #expect(Inventory.digest(statedBy: Array(text.utf8), algorithm: .sha512) == nil)
  }
}

@Suite(.timeLimit(.minutes(20)))
struct `Reading an inventory` {
  private func write(_ text: String, sidecar: [UInt8]? = nil, to directory: FilePath) throws {
    let bytes = Array(text.utf8)
    try Files.writeBytes(bytes, to: directory.appending("inventory.json"))
    try Files.writeBytes(
      sidecar ?? Inventory.sidecar(of: bytes),
      to: directory.appending("inventory.json.sha512")
    )
  }

  /// Why the inventory in a directory was refused.
  private func refusal(of directory: FilePath) -> String {
    do throws(StorageError) {
      return "none: \(try Inventory(readFrom: directory))"
    } catch {
      return "\(error)"
    }
  }

  @Test
  func `refuses one that its sidecar disowns, and one that is none`() throws {
    try ScratchDirectory.run { directory in
      try write("{}", sidecar: Inventory.sidecar(of: Array("[]".utf8)), to: directory)
      #expect(refusal(of: directory).contains("its sidecar states another digest"))
      try write("{}", sidecar: [], to: directory)
      #expect(refusal(of: directory).contains("its sidecar states another digest"))
      try write("{}", to: directory)
      #expect(refusal(of: directory).contains("the key “id” is missing"))
      try write("no JSON", to: directory)
      #expect(refusal(of: directory).contains("it is not JSON: line 1, column 1"))
    }
  }

  @Test
  func `says which file is missing`() throws {
    try ScratchDirectory.run { directory in
      #expect(refusal(of: directory).contains("inventory.json: No such file"))
      try Disk().create(directory.appending("inventory.json"), holding: "{}")
      #expect(refusal(of: directory).contains("inventory.json.sha512: No such file"))
    }
  }
}
