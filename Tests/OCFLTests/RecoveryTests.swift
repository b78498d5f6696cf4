// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Foundation
import Support
import SystemPackage
import Testing

@testable import OCFL

@Suite(.timeLimit(.minutes(20)))
struct `Recovering from an interrupted commit` {
  private static let id = ObjectID("https://example.org/report.pdf")

  /// A batch with one more version of the object, and what it was before.
  private func interrupted(
    _ interruption: Interruption,
    _ versions: [String],
    in directory: FilePath
  ) throws -> Workshop {
    let workshop = try Workshop(in: directory)
    for text in versions.dropLast() { try workshop.commit(Self.id, ["report.pdf": text]) }
    var batch = try workshop.batch()
    let last = try #require(versions.last)
    let version = try batch.assemble(Self.id, ["report.pdf": last, "note.txt": "of \(last)"])
    try workshop.leave([version], at: interruption)
    return workshop
  }

  @Test(arguments: [Interruption.intended, .moved], [["first"], ["first", "second"]])
  func `an intent with a flipped bit is told, and one that was cut short is none`(
    interruption: Interruption,
    versions: [String]
  ) throws {
    try ScratchDirectory.run { directory in
      let workshop = try interrupted(interruption, versions, in: directory)
      let intent = workshop.staging.appending(Intent.fileName)
      let sound = try Disk().read(intent)
      var flipped = sound
      flipped[1] ^= 1
      try Disk().replace(intent, with: flipped)
      let before = try Tree(directory)
      #expect(throws: StorageError.self) { try workshop.recover() }
      let after = try Tree(directory)
      #expect(after == before, "what it was about to do is not guessed at, and nothing is removed")

      let hollow = sound.indices.map { $0 > 8 && $0 < 40 ? 0 : sound[$0] }
      for bytes in [[], Array(sound.dropLast()), hollow] {
        try Disk().replace(intent, with: bytes)
        let recovered = try CommitBatch.recover(
          from: workshop.staging,
          in: workshop.root,
          quarantine: workshop.quarantine
        )
        #expect(recovered.isEmpty)
      }
    }
  }

  @Test(arguments: Interruption.allCases, [["first"], ["first", "second"]])
  func `a version is there in full or not at all, and the next can follow`(
    interruption: Interruption,
    versions: [String]
  ) throws {
    try ScratchDirectory.run { directory in
      let workshop = try interrupted(interruption, versions, in: directory)
      let recovered = try workshop.recover()
      let isThere = interruption >= .moved
      let outcomes = interruption == .staged ? [] : [isThere ? "rolled forward" : "untouched"]
      #expect(recovered.map(\.word) == outcomes)

      let number = isThere ? versions.count : versions.count - 1
      if number > 0 {
        #expect(workshop.findings(in: Self.id) == [])
        let inventory = try workshop.root.inventory(of: Self.id)
        #expect(inventory.headNumber?.value == number)
        let contents = try workshop.contents(of: Self.id, VersionNumber(number))
        #expect(contents["report.pdf"] == versions[number - 1])
      } else {
        let contains = try workshop.root.contains(Self.id)
        #expect(!contains)
      }
      let left = try Disk().entry(at: workshop.staging)
      #expect(left == nil)
      let tree = try Tree(workshop.root.path)
      #expect(tree.emptyDirectories == [])

      let again = try workshop.recover()
      let after = try Tree(workshop.root.path)
      #expect(again.isEmpty)
      #expect(after.changes(since: tree) == [])

      let next = try workshop.commit(Self.id, ["report.pdf": "next"])
      #expect(next.number.value == number + 1)
      #expect(workshop.findings(in: Self.id) == [])
    }
  }

  @Test(arguments: Interruption.allCases, [["first"], ["first", "second"]])
  func `a recovery that was itself interrupted is begun anew without harm`(
    interruption: Interruption,
    versions: [String]
  ) throws {
    try ScratchDirectory.run { directory in
      let workshop = try interrupted(interruption, versions, in: directory)
      let copy = directory.appending("copy")
      try FileManager.default.copyItem(atPath: workshop.staging.string, toPath: copy.string)
      let first = try workshop.recover()
      let before = try Tree(workshop.root.path)

      // As if the power had gone just before the staging directory did.
      try Disk().rename(copy, to: workshop.staging)
      let second = try workshop.recover()
      #expect(second.map(\.word) == first.map(\.word))
      let after = try Tree(workshop.root.path)
      #expect(after.changes(since: before) == [])
    }
  }

  @Test(arguments: [Interruption.moved, .inventoryReplaced, .committed])
  func `a version that does not verify is set aside, and the object is as it was`(
    interruption: Interruption
  ) throws {
    try ScratchDirectory.run { directory in
      let workshop = try interrupted(interruption, ["first", "second"], in: directory)
      let version = workshop.directory(of: Self.id).appending("v2")
      try Damage.flip(0, of: version.appending("content/report.pdf"))

      let recovered = try workshop.recover()
      #expect(recovered.map(\.word) == ["set aside"])
      #expect(workshop.findings(in: Self.id) == [])
      let contents = try? workshop.contents(of: Self.id, .first)
      #expect(contents == ["report.pdf": "first"])

      let places = try Disk().list(workshop.quarantine)
      let place = workshop.quarantine.appending(try #require(places.first).name)
      let kept = try Disk().readText(place.appending("content/report.pdf"))
      #expect(kept == "recond")
      let again = try workshop.recover()
      #expect(again.isEmpty)
    }
  }

  @Test
  func `a new object that does not verify is set aside whole`() throws {
    try ScratchDirectory.run { directory in
      let workshop = try interrupted(.moved, ["first"], in: directory)
      try Disk().removeFile(workshop.directory(of: Self.id).appending("v1/content/note.txt"))
      let recovered = try workshop.recover()
      #expect(recovered.map(\.word) == ["set aside"])
      let contains = try workshop.root.contains(Self.id)
      #expect(!contains)
      let places = try Disk().list(workshop.quarantine)
      #expect(places.count == 1)
      let tree = try Tree(workshop.root.path)
      #expect(tree.emptyDirectories == [])
    }
  }

  @Test
  func `each object of a batch is brought to its own end`() throws {
    try ScratchDirectory.run { directory in
      let workshop = try Workshop(in: directory)
      let ids = (1...3).map { ObjectID("urn:object:\($0)") }
      try workshop.commit(ids[0], ["a.txt": "first"])
      try workshop.commit(ids[2], ["a.txt": "first"])
      var batch = try workshop.batch()
      let versions = try ids.map { try batch.assemble($0, ["a.txt": "second"]) }
      try workshop.leave(versions, at: .intended)
      for version in versions.dropLast() { try workshop.move(version) }

      let recovered = try workshop.recover()
      #expect(recovered.map(\.id) == ids)
      #expect(recovered.map(\.number.value) == [2, 1, 2])
      #expect(recovered.map(\.word) == ["rolled forward", "rolled forward", "untouched"])
      for id in ids { #expect(workshop.findings(in: id) == []) }
    }
  }

  @Test(arguments: [0.0, 0.1, 0.5, 0.99])
  func `an intent cut short means that nothing was moved`(share: Double) throws {
    try ScratchDirectory.run { directory in
      let workshop = try interrupted(.intended, ["first", "second"], in: directory)
      let before = try Tree(workshop.root.path)
      let path = workshop.staging.appending("intent.json")
      let bytes = try Disk().read(path)
      try Damage.put(Array(bytes.prefix(Int(share * Double(bytes.count)))), at: path)

      let recovered = try workshop.recover()
      #expect(recovered.isEmpty)
      let after = try Tree(workshop.root.path)
      #expect(after.changes(since: before) == [])
      let left = try Disk().entry(at: workshop.staging)
      #expect(left == nil)
    }
  }

  @Test
  func `a forgotten staging directory does not set a newer object back`() throws {
    try ScratchDirectory.run { directory in
      let workshop = try interrupted(.committed, ["first", "second"], in: directory)
      try workshop.commit(Self.id, ["report.pdf": "third"])
      _ = try workshop.recover()
      #expect(workshop.findings(in: Self.id) == [])
      let inventory = try workshop.root.inventory(of: Self.id)
      #expect(inventory.head == "v3")
    }
  }

  @Test
  func `a version of somebody else's is not taken for ours`() throws {
    try ScratchDirectory.run { directory in
      let workshop = try interrupted(.intended, ["first", "ours"], in: directory)
      try workshop.commit(Self.id, ["report.pdf": "theirs"])
      let recovered = try workshop.recover()
      #expect(recovered.map(\.word) == ["untouched"])
      let contents = try workshop.contents(of: Self.id, VersionNumber(2))
      #expect(contents == ["report.pdf": "theirs"])
      #expect(workshop.findings(in: Self.id) == [])
    }
  }
}
