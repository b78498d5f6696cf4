// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import Support
import SystemPackage
import Testing

@testable import OCFL

/// Objects as other programs leave them when they are stopped: with no word of what was meant.
@Suite(.timeLimit(.minutes(20)))
struct `Mending an object that no intent names` {
  private static let id = ObjectID("urn:report")

  /// An object with two versions, and the two files that stated the inventory of its first.
  private struct Object {
    let workshop: Workshop
    let path: FilePath
    let old: Tree

    init(in directory: FilePath) throws {
      workshop = try Workshop(in: directory)
      try workshop.commit(id, ["a.txt": "first"])
      path = workshop.directory(of: id)
      old = try Tree(path)
      try workshop.commit(id, ["a.txt": "second"])
    }

    func file(_ name: String) -> FilePath { path.appending(name) }

    func putBack(_ name: String) throws {
      try Files.writeBytes(try #require(old[name]), to: file(name))
    }

    func mend() throws -> CommitBatch.Recovered? {
      try CommitBatch.mend(id, in: workshop.root, quarantine: workshop.quarantine)
    }

    /// Commits the next version, and says its number.
    func next() throws -> Int {
      let number = try workshop.commit(id, ["a.txt": "next"]).number.value
      #expect(workshop.findings(in: id) == [])
      return number
    }
  }

  /// What the object's two inventory files are after an interruption.
  enum State: String, CaseIterable, Sendable {
    case bothOld, onlySidecarOld, onlyInventoryOld, noInventory, noSidecar, neither
  }

  private func leave(_ object: Object, in state: State) throws {
    let (inventory, sidecar) = ("inventory.json", "inventory.json.sha512")
    switch state {
    case .bothOld:
      try object.putBack(inventory)
      try object.putBack(sidecar)
    case .onlySidecarOld: try object.putBack(sidecar)
    case .onlyInventoryOld: try object.putBack(inventory)
    case .noInventory: try Disk().removeFile(object.file(inventory))
    case .noSidecar: try Disk().removeFile(object.file(sidecar))
    case .neither:
      try Disk().removeFile(object.file(inventory))
      try Disk().removeFile(object.file(sidecar))
    }
  }

  @Test(arguments: State.allCases)
  func `a version that is whole becomes the object's`(state: State) throws {
    try ScratchDirectory.run { directory in
      let object = try Object(in: directory)
      let sound = try Tree(object.path)
      try leave(object, in: state)
      let mended = try #require(try object.mend())
      #expect(mended.word == "rolled forward")
      #expect(mended.number == VersionNumber(2))
      let after = try Tree(object.path)
      #expect(after.changes(since: sound) == [])
      let again = try object.mend()
      #expect(again == nil)
      let next = try object.next()
      #expect(next == 3)
    }
  }

  @Test(arguments: [State.bothOld, .onlyInventoryOld, .noInventory, .neither])
  func `a version that is not whole leaves the object as it was before it`(state: State) throws {
    for damage in ["content", "inventory.json", "inventory.json.sha512"] {
      try ScratchDirectory.run { directory in
        let object = try Object(in: directory)
        try leave(object, in: state)
        try Disk().removeTree(object.file("v2").appending(damage))
        let mended = try object.mend()
        // Nothing tells whose the object's sidecar is.
        if damage == "inventory.json.sha512", state == .onlyInventoryOld || state == .noInventory {
          return #expect(mended == nil)
        }
        #expect(mended?.word == "set aside")
        let after = try Tree(object.path)
        #expect(after.changes(since: object.old) == [])
        let kept = try Disk().list(object.workshop.quarantine).map(\.name)
        #expect(kept == ["urn%3areport-v2"])
        let next = try object.next()
        #expect(next == 2)
      }
    }
  }

  @Test
  func `an object at rest is only looked at`() throws {
    try ScratchDirectory.run { directory in
      let object = try Object(in: directory)
      let steps = try DiskWatch.record {
        let mended = try object.mend()
        #expect(mended == nil)
      }
      #expect(steps == [])
      let unknown = try CommitBatch.mend(
        ObjectID("urn:unknown"),
        in: object.workshop.root,
        quarantine: object.workshop.quarantine
      )
      #expect(unknown == nil)
    }
  }

  @Test
  func `a version of another history is not taken for the next`() throws {
    try ScratchDirectory.run { directory in
      let object = try Object(in: directory)
      try leave(object, in: .bothOld)
      var inventory = try Inventory(readFrom: object.file("v2"))
      inventory.manifest = inventory.manifest.filter { !$0.value.contains("v1/content/a.txt") }
      let bytes = inventory.encoded()
      try Files.writeBytes(bytes, to: object.file("v2/inventory.json"))
      try Files.writeBytes(
        Inventory.sidecar(of: bytes),
        to: object.file("v2/inventory.json.sha512")
      )
      let mended = try object.mend()
      #expect(mended?.word == "set aside")
      let after = try Tree(object.path)
      #expect(after.changes(since: object.old) == [])
    }
  }

  /// States that no interruption explains: somebody else must look at them.
  enum Riddle: String, CaseIterable, Sendable {
    case damagedSinceItWasCommitted, rottenInventory, twoVersionsAhead, noDeclaration
  }

  @Test(arguments: Riddle.allCases)
  func `what no interruption explains is left as it is`(riddle: Riddle) throws {
    try ScratchDirectory.run { directory in
      let object = try Object(in: directory)
      switch riddle {
      case .damagedSinceItWasCommitted: try Damage.flip(0, of: object.file("v2/content/a.txt"))
      case .rottenInventory: try Damage.flip(7, of: object.file("inventory.json"))
      case .twoVersionsAhead:
        try object.workshop.commit(Self.id, ["a.txt": "third"])
        try leave(object, in: .bothOld)
      case .noDeclaration: try Disk().removeFile(object.file("0=ocfl_object_1.1"))
      }
      let before = try Tree(object.workshop.root.path)
      let mended = try object.mend()
      #expect(mended == nil)
      let after = try Tree(object.workshop.root.path)
      #expect(after.changes(since: before) == [])
      guard riddle != .damagedSinceItWasCommitted else { return }
      #expect(throws: StorageError.self) { try object.next() }
      let then = try Tree(object.workshop.root.path)
      #expect(then.changes(since: before) == [])
    }
  }

  @Test
  func `what lies in quarantine gives way to nothing`() throws {
    try ScratchDirectory.run { directory in
      let object = try Object(in: directory)
      let second = try Tree(object.file("v2"))
      for _ in 0..<2 {
        try leave(object, in: .bothOld)
        try Damage.flip(0, of: object.file("v2/content/a.txt"))
        _ = try #require(try object.mend())
        try Disk().makeDirectory(object.file("v2"))
        try second.write(to: object.file("v2"))
      }
      let kept = try Disk().list(object.workshop.quarantine).map(\.name)
      #expect(kept == ["urn%3areport-v2", "urn%3areport-v2-2"])
    }
  }

  @Test
  func `a mending is killed or loses its power before any step`() throws {
    try ScratchDirectory.run(in: ScratchDirectory.memory) { directory in
      for isWhole in [true, false] {
        for state in State.allCases where isWhole || state == .bothOld || state == .noInventory {
          let place = directory.appending("\(isWhole)-\(state)")
          try Disk().makeDirectory(place)
          let object = try Object(in: place)
          try leave(object, in: state)
          if !isWhole { try Damage.flip(0, of: object.file("v2/content/a.txt")) }
          let before = try Tree(place)
          var disk = VolatileDisk(holding: before, in: place)
          let steps = try DiskWatch.record { _ = try object.mend() }
          let after = try Tree(place)
          var current = after
          for (number, step) in steps.enumerated() {
            for outage in Outage.kinds(dice: 3, from: number) {
              let left = disk.tree(after: outage)
              try left.write(to: place, over: current)
              _ = try object.mend()
              current = try Tree(place)
              #expect(
                current.changes(since: after) == [],
                "\(state), \(outage) before \(step.words)"
              )
            }
            disk.take(step)
          }
        }
      }
    }
  }
}
