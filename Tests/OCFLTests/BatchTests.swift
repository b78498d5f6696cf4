// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import OCFL
import Support
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(20)))
struct `A batch of versions` {
  private static let ids = (1...3).map { ObjectID("urn:object:\($0)") }

  @Test
  func `commits several objects, old and new, and tells them in its order`() throws {
    try ScratchDirectory.run { directory in
      let workshop = try Workshop(in: directory)
      try workshop.commit(Self.ids[1], ["a.txt": "old"])

      var batch = try workshop.batch()
      for id in Self.ids.reversed() {
        #expect(!batch.contains(id))
        try batch.assemble(id, ["a.txt": "new of \(id)"])
        #expect(batch.contains(id))
      }
      #expect(batch.count == 3)
      let committed = try batch.commit()
      #expect(committed.map(\.id) == Self.ids.reversed())
      #expect(committed.map(\.number.value) == [1, 2, 1])
      try batch.finish()

      for (id, number) in zip(committed.map(\.id), committed.map(\.number)) {
        let contents = try workshop.contents(of: id, number)
        #expect(contents == ["a.txt": "new of \(id)"])
        #expect(workshop.findings(in: id).isEmpty)
      }
      let left = try Disk().entry(at: workshop.staging)
      #expect(left == nil)
    }
  }

  @Test
  func `shows nothing to anybody before it is committed`() throws {
    try ScratchDirectory.run { directory in
      let workshop = try Workshop(in: directory)
      try workshop.commit(Self.ids[0], ["a.txt": "old"])
      let before = try Tree(workshop.root.path)
      var batch = try workshop.batch()
      for id in Self.ids { try batch.assemble(id, ["a.txt": "new"]) }
      let after = try Tree(workshop.root.path)
      #expect(after.changes(since: before) == [])
      try batch.finish()
      let left = try Disk().entry(at: workshop.staging)
      #expect(left == nil)
    }
  }

  @Test
  func `drops a staged version that was not prepared`() throws {
    try ScratchDirectory.run { directory in
      let workshop = try Workshop(in: directory)
      try workshop.commit(Self.ids[0], ["a.txt": "old"])
      let before = try Tree(workshop.root.path)

      var batch = try workshop.batch()
      do {
        var version = try batch.stage(Self.ids[0])
        try version.add("a.txt", holding: [1, 2, 3])
        let here = try Disk().list(workshop.staging)
        #expect(here.count == 1)
      }
      let left = try Disk().list(workshop.staging)
      #expect(left.isEmpty)
      #expect(batch.count == 0)
      let committed = try batch.commit()
      #expect(committed.isEmpty)
      let after = try Tree(workshop.root.path)
      #expect(after.changes(since: before) == [])
    }
  }

  @Test
  func `holds one version of an object`() async {
    await #expect(processExitsWith: .failure) {
      try ScratchDirectory.run { directory in
        var batch = try Workshop(in: directory).batch()
        try batch.assemble(ObjectID("urn:object"), ["a.txt": "1"])
        try batch.assemble(ObjectID("urn:object"), ["a.txt": "2"])
      }
    }
  }

  /// The object that was changed underneath the commit; nil where the commit went well or failed
  /// otherwise.
  private func victim(of batch: borrowing CommitBatch) -> ObjectID? {
    do throws(StorageError) {
      _ = try batch.commit()
      return nil
    } catch {
      guard case .changedUnderneath(let id) = error else { return nil }
      return id
    }
  }

  @Test
  func `gives way to a version that somebody else committed meanwhile`() throws {
    try ScratchDirectory.run { directory in
      let workshop = try Workshop(in: directory)
      let id = Self.ids[0]
      try workshop.commit(id, ["a.txt": "first"])
      var batch = try workshop.batch()
      try batch.assemble(id, ["a.txt": "ours"])
      try workshop.commit(id, ["a.txt": "theirs"])
      let before = try Tree(workshop.root.path)

      #expect(victim(of: batch) == id)
      let after = try Tree(workshop.root.path)
      #expect(after.changes(since: before) == [])
      let contents = try workshop.contents(of: id, VersionNumber(2))
      #expect(contents == ["a.txt": "theirs"])
      #expect(workshop.findings(in: id).isEmpty)
    }
  }

  @Test
  func `gives way to an object that somebody else made meanwhile`() throws {
    try ScratchDirectory.run { directory in
      let workshop = try Workshop(in: directory)
      let id = Self.ids[0]
      var batch = try workshop.batch()
      try batch.assemble(id, ["a.txt": "ours"])
      try workshop.commit(id, ["a.txt": "theirs"])
      let before = try Tree(workshop.root.path)

      #expect(throws: StorageError.self) { try batch.commit() }
      let after = try Tree(workshop.root.path)
      #expect(after.changes(since: before) == [])
    }
  }

  @Test
  func `moves nothing at all when one of its objects was changed underneath`() throws {
    try ScratchDirectory.run { directory in
      let workshop = try Workshop(in: directory)
      try workshop.commit(Self.ids, ["a.txt": "first"])
      var batch = try workshop.batch()
      for id in Self.ids { try batch.assemble(id, ["a.txt": "ours"]) }
      try workshop.commit(Self.ids[1], ["a.txt": "theirs"])
      let before = try Tree(workshop.root.path)

      #expect(victim(of: batch) == Self.ids[1])
      let after = try Tree(workshop.root.path)
      #expect(after.changes(since: before) == [])
      for id in Self.ids { #expect(workshop.findings(in: id).isEmpty) }
    }
  }

  @Test
  func `begins from sound inventories only`() throws {
    try ScratchDirectory.run { directory in
      let workshop = try Workshop(in: directory)
      try workshop.commit(Self.ids[0], ["a.txt": "first"])
      let path = workshop.directory(of: Self.ids[0]).appending("inventory.json")
      try Files.writeBytes(Files.readBytes(path) + [0x20], to: path)
      var batch = try workshop.batch()
      let error = #expect(throws: StorageError.self) {
        try batch.assemble(Self.ids[0], ["a.txt": "second"])
      }
      #expect(try #require(error).description.contains("its sidecar states another digest"))
    }
  }
}
