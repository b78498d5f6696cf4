// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Foundation
import OCFL
import Support
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(20)))
struct `A storage root` {
  @Test
  func `is made of what the specification asks for, and no more`() throws {
    try ScratchDirectory.run { directory in
      let path = directory.appending("ocfl")
      let root = try StorageRoot.create(at: path)
      let opened = try StorageRoot(opening: path)
      #expect(opened == root)

      let tree = try Tree(path)
      let layout = "0003-hash-and-id-n-tuple-storage-layout"
      #expect(
        tree.names == [
          "0=ocfl_1.1", "extensions", "extensions/\(layout)", "extensions/\(layout)/config.json",
          "ocfl_layout.json",
        ]
      )
      #expect(tree["0=ocfl_1.1"] == Array("ocfl_1.1\n".utf8))
    }
  }

  private struct Layout: Decodable, Equatable {
    let `extension`: String
    let description: String
  }

  private struct Configuration: Decodable, Equatable {
    let extensionName: String
    let digestAlgorithm: String
    let tupleSize: Int
    let numberOfTuples: Int
  }

  @Test
  func `says which layout it has, and with which parameters`() throws {
    try ScratchDirectory.run { directory in
      let path = directory.appending("ocfl")
      _ = try StorageRoot.create(at: path)
      let name = "0003-hash-and-id-n-tuple-storage-layout"

      let layoutBytes = try Files.readBytes(path.appending("ocfl_layout.json"))
      let layout = try JSONDecoder().decode(Layout.self, from: Data(layoutBytes))
      #expect(layout.extension == name)
      #expect(!layout.description.isEmpty)

      let bytes = try Files.readBytes(path.appending("extensions/\(name)/config.json"))
      let configuration = try JSONDecoder().decode(Configuration.self, from: Data(bytes))
      let expected = Configuration(
        extensionName: name,
        digestAlgorithm: "sha256",
        tupleSize: 3,
        numberOfTuples: 1
      )
      #expect(configuration == expected)
    }
  }

  @Test(arguments: ["object", "tuple", "extensions"])
  func `of which a folder may not be read is unread there, and breaks no rule`(part: String) throws
  {
    try ScratchDirectory.run { directory in
      let workshop = try Workshop(in: directory)
      let id = ObjectID("https://example.org/a.pdf")
      try workshop.commit(id, ["document.pdf": "a"])
      let object = workshop.directory(of: id)
      let place =
        switch part {
        case "object": object
        case "tuple": object.removingLastComponent()
        default: workshop.root.path.appending("extensions")
        }
      let findings = DiskLook.$observer.withValue({ $0 == place ? .permissionDenied : nil }) {
        StorageRootCheck(hierarchyOf: workshop.root.path).findings
      }
      #expect(findings.map(\.code) == ["unread"], "\(findings)")
      #expect(StorageRootCheck(hierarchyOf: workshop.root.path).findings == [])
      // One that is empty is another thing.
      try Disk().makeDirectory(workshop.root.path.appending("abc"))
      let codes = StorageRootCheck(hierarchyOf: workshop.root.path).findings.map(\.code)
      #expect(codes.sorted() == ["E073", "E088"])
    }
  }

  @Test(
    arguments: [
      (["6d3", "object-01"], nil), (["3c0", "object-01"], 1),
      (["3c0", "ff4", "240", "object-01"], 3),
      (["3c0", "object-01", "v1", "content", "a.txt"], 1), (["3c0", "ff4", "object-01"], nil),
      (["000"], nil), (["extensions", "x"], nil), ([], nil),
    ] as [([String], Int?)]
  )
  func `is known by the way to an object`(names: [String], tuples: Int?) {
    #expect(StorageLayout.ofObject(at: names)?.depth == tuples.map { $0 + 1 })
  }

  @Test
  func `without its configuration is told by its objects, or by what is recalled of them`() throws {
    try ScratchDirectory.run { directory in
      let path = directory.appending("ocfl")
      _ = try StorageRoot.create(at: path)
      try Disk().removeTree(path.appending("extensions"))
      for folder in ["000", "001/002/003", "3c0/ff4/240/object-01"] {
        try Disk().makeDirectories(path.pushing(FilePath(folder)))
      }
      let old = try #require(StorageLayout.ofObject(at: ["3c0", "ff4", "240", "object-01"]))
      #expect(try StorageRoot(opening: path).layout == old)
      try Disk().removeTree(path.appending("3c0"))
      #expect(try StorageRoot(opening: path).layout == .new)
      #expect(try StorageRoot(opening: path, recalling: { old }).layout == old)
    }
  }

  @Test
  func `is not made twice`() throws {
    try ScratchDirectory.run { directory in
      let path = directory.appending("ocfl")
      _ = try StorageRoot.create(at: path)
      let before = try Tree(path)
      #expect(throws: FilingError.self) { try StorageRoot.create(at: path) }
      let after = try Tree(path)
      #expect(after.changes(since: before) == [])
    }
  }

  /// Why a directory was not opened.
  private func refusal(of path: FilePath) -> String? {
    do throws(StorageError) {
      _ = try StorageRoot(opening: path)
      return nil
    } catch {
      guard case .notAStorageRoot(path, let reason) = error else { return "\(error)" }
      return reason
    }
  }

  @Test
  func `is not opened where there is none, or one of another version`() throws {
    try ScratchDirectory.run { directory in
      let path = directory.appending("ocfl")
      #expect(refusal(of: path) == "there is no such directory")
      try Disk().makeDirectory(path)
      #expect(refusal(of: path) == "the file 0=ocfl_1.1 is missing")
      try Disk().create(path.appending("0=ocfl_1.0"), holding: "ocfl_1.0\n")
      #expect(refusal(of: path) == "the file 0=ocfl_1.1 is missing")
      try Disk().create(path.appending("0=ocfl_1.1"), holding: "ocfl_1.1\n")
      #expect(refusal(of: path) == nil)
    }
  }

  @Test
  func `knows the objects that are in it`() throws {
    try ScratchDirectory.run { directory in
      let workshop = try Workshop(in: directory)
      let (known, unknown) = (ObjectID("urn:known"), ObjectID("urn:unknown"))
      try workshop.commit(known, ["a.txt": "1"])

      let root = workshop.root
      let (holdsKnown, holdsUnknown) = try (root.contains(known), root.contains(unknown))
      #expect(holdsKnown)
      #expect(!holdsUnknown)
      let inventory = try root.inventory(of: known)
      #expect(inventory.objectID == known)
      let error = #expect(throws: StorageError.self) { try root.inventory(of: unknown) }
      #expect(error?.description == "no object urn:unknown in this storage root")
    }
  }

  @Test
  func `reads the newest version that can be trusted while the root inventory cannot`() throws {
    try ScratchDirectory.run { directory in
      let workshop = try Workshop(in: directory)
      let id = ObjectID("urn:cut-off")
      for text in ["1", "2"] { try workshop.commit(id, ["a.txt": text]) }
      let object = workshop.directory(of: id)
      let sidecar = object.appending("inventory.json.sha512")
      let whole = try Tree(object)

      // As a commit leaves it that was cut off between the inventory and its sidecar.
      try Disk().replace(sidecar, with: Disk().read(object.appending("v1/inventory.json.sha512")))
      #expect(try workshop.root.inventory(of: id).head == "v2")
      #expect(try workshop.contents(of: id, VersionNumber(2)) == ["a.txt": "2"])

      // The newest version's own inventory is damaged as well.
      try Disk().replace(object.appending("v2/inventory.json"), with: "{}")
      #expect(try workshop.root.inventory(of: id).head == "v1")

      // Nothing is left to be trusted.
      try Disk().removeFile(object.appending("v1/inventory.json.sha512"))
      #expect(throws: StorageError.self) { try workshop.root.inventory(of: id) }
      #expect(whole["inventory.json"] == (try Disk().read(object.appending("inventory.json"))))
    }
  }

  @Test
  func `takes no object for another, nor for none because it lost its declaration`() throws {
    try ScratchDirectory.run { directory in
      let workshop = try Workshop(in: directory)
      let (one, two) = (ObjectID("urn:object:1"), ObjectID("urn:object:2"))
      try workshop.commit([one, two], ["a.txt": "1"])
      let (first, second) = (workshop.directory(of: one), workshop.directory(of: two))
      try Disk().removeFile(first.appending("0=ocfl_object_1.1"))
      #expect(try workshop.root.contains(one))
      #expect(try workshop.root.inventory(of: one).id == one.text)
      let found = try workshop.root.objects().map { try $0.get() }
      #expect(Set(found) == [first, second])

      try Disk().removeTree(first)
      try Disk().rename(second, to: first)
      let error = #expect(throws: StorageError.self) { try workshop.root.inventory(of: one) }
      #expect("\(try #require(error))".contains("it is the record of “urn:object:2”"))
    }
  }

  @Test
  func `goes on where a folder cannot be listed`() throws {
    try ScratchDirectory.run { directory in
      let workshop = try Workshop(in: directory)
      let ids = (1...3).map { ObjectID("urn:object:\($0)") }
      try workshop.commit(ids, ["a.txt": "1"])
      let closed = workshop.directory(of: ids[1])
      let all = try DiskLook.$observer.withValue({ $0 == closed ? .permissionDenied : nil }) {
        Array(try workshop.root.objects())
      }
      let unreadable = all.compactMap { directory -> FilePath? in
        if case .failure(let error) = directory { error.path } else { nil }
      }
      #expect(unreadable == [closed])
      #expect(
        Set(all.compactMap { try? $0.get() }) == [
          workshop.directory(of: ids[0]), workshop.directory(of: ids[2]),
        ]
      )
    }
  }

  @Test
  func `says of no object that it declares what it does not`() throws {
    try ScratchDirectory.run { directory in
      let workshop = try Workshop(in: directory)
      let id = ObjectID("urn:object:1")
      try workshop.commit(id, ["a.txt": "1"])
      let object = workshop.directory(of: id)
      try Disk().removeFile(object.appending("0=ocfl_object_1.1"))
      let file = object.appending("inventory.json")
      let text = String(decoding: try Disk().read(file), as: UTF8.self)
      try Disk().replace(file, with: text.replacing("/1.1/spec/", with: "/1.0/spec/"))
      let codes = ObjectCheck(of: object).findings.map(\.code)
      #expect(codes.contains("E003") && !codes.contains("E038"), "\(codes)")
    }
  }

  @Test
  func `shows every object once, in the order of the directories`() throws {
    try ScratchDirectory.run { directory in
      let workshop = try Workshop(in: directory)
      let ids = (1...12).map { ObjectID("urn:object:\($0)") }
      try workshop.commit(ids, ["a.txt": "1", "b.txt": "2"])

      let found = try workshop.root.objects().map { try $0.get() }
      #expect(Set(found) == Set(ids.map { workshop.directory(of: $0) }))
      #expect(found.map(\.string) == found.map(\.string).sorted())
      #expect(found.count == ids.count)
    }
  }
}
