// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity
import OCFL
import Stores
import Support
import Testing

@testable import Replication

@Suite(.timeLimit(.minutes(2)))
struct `The order in which an object is copied` {
  private static let folder = "ocfl/ab1/id"

  private static func object(versions: Int) -> ObjectFilesLike {
    var files = [
      file("0=ocfl_object_1.1", 18, nil), file("inventory.json", Int64(100 * versions), nil),
      file("inventory.json.sha512", 145, nil),
    ]
    for number in 1...versions {
      files += [
        file("v\(number)/content/capture.json", 50, number),
        file("v\(number)/content/document.pdf", Int64(number * 1_000), number),
        file("v\(number)/inventory.json", Int64(100 * number), number),
        file("v\(number)/inventory.json.sha512", 145, number),
      ]
    }
    return ObjectFilesLike(head: versions, files: files)
  }

  private static func file(_ name: String, _ size: Int64, _ version: Int?) -> ObjectFiles.File {
    ObjectFiles.File(
      name: name,
      size: size,
      digest: name.hasPrefix("0=") ? nil : .of(name),
      version: version.map { VersionNumber($0) }
    )
  }

  struct ObjectFilesLike {
    let head: Int
    let files: [ObjectFiles.File]

    var object: ObjectFiles {
      ObjectFiles(id: "id", head: VersionNumber(head), files: files)
    }

    /// Of a copy that has this many versions of it.
    func sizes(upTo version: Int) -> [String: Int64] {
      let earlier = `The order in which an object is copied`.object(versions: version)
      return Dictionary(uniqueKeysWithValues: earlier.files.map { ($0.name, $0.size) })
    }
  }

  /// A store in memory, of names and sizes.
  private static func carryOut(_ step: ObjectPlan.Step, _ store: inout [String: Int64]) {
    switch step {
    case .write(let file, let name): store[name] = file.size
    case .move(let place, let target):
      for (name, size) in store where name.hasPrefix(place + "/") {
        store[name] = nil
        store[target + name.dropFirst(place.count)] = size
      }
    }
  }

  private static func there(_ store: [String: Int64]) -> [String: Int64] {
    var there: [String: Int64] = [:]
    for (name, size) in store where name.hasPrefix(folder + "/") {
      there[String(name.dropFirst(folder.count + 1))] = size
    }
    return there
  }

  /// How many versions somebody finds there who reads as we do; nil where there is no object; -1 where something of it is missing.
  private static func readable(_ there: [String: Int64]) -> Int? {
    guard there["0=ocfl_object_1.1"] != nil else { return nil }
    // Inventory and sidecar of different versions: then the newest whole version says what there is.
    let whole = (1...9).filter { number in
      object(versions: number).files.filter { $0.version == VersionNumber(number) }
        .allSatisfy { there[$0.name] == $0.size }
    }
    let root = there["inventory.json"].map { Int($0 / 100) }
    guard let root else { return whole.last ?? -1 }
    return (1...root).allSatisfy(whole.contains) ? root : -1
  }

  @Test(
    arguments: [(0, 1), (0, 3), (1, 2), (1, 4), (2, 3)],
    [true, false]
  )
  func `leaves an object that can be read whenever it is cut off, and goes on from there`(
    versions: (before: Int, after: Int),
    movesFolders: Bool
  ) throws {
    let whole = Self.object(versions: versions.after)
    var store: [String: Int64] = [:]
    if versions.before > 0 {
      for (name, size) in whole.sizes(upTo: versions.before) {
        store["\(Self.folder)/\(name)"] = size
      }
    }
    let start = store
    let steps = try ObjectPlan(
      for: whole.object,
      there: Self.there(start),
      in: Self.folder,
      aside: movesFolders ? "staging/1" : nil
    ).stages.flatMap(\.self)
    #expect(!steps.isEmpty)
    for count in 0...steps.count {
      store = start
      for step in steps.prefix(count) { Self.carryOut(step, &store) }
      let found = Self.readable(Self.there(store))
      if versions.before > 0 {
        let found = try #require(found)
        #expect(found >= versions.before, "after \(count) steps: \(store.keys.sorted())")
      } else if let found {
        #expect(found == versions.after, "after \(count) steps: \(store.keys.sorted())")
      }
      // Whoever goes on brings it to its end.
      let rest = try ObjectPlan(
        for: whole.object,
        there: Self.there(store),
        in: Self.folder,
        aside: movesFolders ? "staging/2" : nil
      ).stages.flatMap(\.self)
      for step in rest { Self.carryOut(step, &store) }
      #expect(Self.there(store) == whole.sizes(upTo: versions.after))
      let again = try ObjectPlan(
        for: whole.object,
        there: Self.there(store),
        in: Self.folder,
        aside: movesFolders ? "staging/3" : nil
      )
      #expect(again.isEmpty)
    }
  }

  @Test func `is none where the copy has more, or something else`() throws {
    let (two, three) = (Self.object(versions: 2), Self.object(versions: 3))
    #expect {
      try ObjectPlan(
        for: two.object,
        there: three.sizes(upTo: 3),
        in: Self.folder,
        aside: nil
      )
    } throws: {
      ($0 as? ObjectPlan.Refusal)?.conflict == .holdsMore(VersionNumber(3))
    }
    var other = two.sizes(upTo: 2)
    other["v1/content/document.pdf"] = 999
    #expect {
      try ObjectPlan(for: three.object, there: other, in: Self.folder, aside: "staging/1")
    } throws: {
      ($0 as? ObjectPlan.Refusal)?.conflict
        == .differs("v1/content/document.pdf", here: 1_000, there: 999)
    }
    let mending = try ObjectPlan(
      for: two.object,
      there: other,
      in: Self.folder,
      aside: "staging/1",
      mending: ["v1/content/document.pdf"]
    ).stages.flatMap(\.self)
    #expect(
      mending.contains { if case .write(let file, _) = $0 { file.size == 1_000 } else { false } }
    )
  }
}

@Suite(.timeLimit(.minutes(1)))
struct `What is done with a record` {
  private let rule = RecordRule(isRedacted: false, closedRuns: ["2026-11-29T020000Z"])

  @Test(arguments: [
    ("runs/2026-11-29T020000Z/visits.jsonl", 10, nil, RecordRule.Action.write),
    ("runs/2026-11-29T020000Z/visits.jsonl", 10, 10, .keep),
    // Of a run that is over nothing becomes more or less.
    ("runs/2026-11-29T020000Z/visits.jsonl", 20, 10, .tell),
    ("runs/2026-11-29T020000Z/report.json", 5, 10, .tell),
    // One that goes on does.
    ("runs/2026-11-30T020000Z/visits.jsonl", 20, 10, .write),
    ("runs/2026-11-30T020000Z/visits.jsonl", 5, 10, .tell),
    ("tombstones/2026-11-30T020000Z.json", 20, 10, .write),
    ("quarantine/a/body", 20, 10, .tell),
  ])
  func `depends on whether it may change`(
    name: String,
    here: Int64,
    there: Int64?,
    action: RecordRule.Action
  ) {
    #expect(rule.action(for: name, size: here, there: there) == action)
  }

  @Test func `is to look at all of them where something was let go of`() {
    let rule = RecordRule(isRedacted: true, closedRuns: ["r"])
    #expect(rule.action(for: "runs/r/visits.jsonl", size: 9, there: 10) == .write)
    #expect(rule.action(for: "runs/r/visits.jsonl", size: 10, there: 10) == .compare)
  }
}
