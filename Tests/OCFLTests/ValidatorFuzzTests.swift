// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import Foundation
import OCFL
import Support
import SystemPackage
import Testing

/// Objects that nobody would make on purpose.
///
/// Each test takes a second or so; with `HANAPER_FUZZ_SECONDS` each seed goes on for so long. A
/// failure names seed and round, which make the same object again.
@Suite(.timeLimit(.minutes(20)))
struct `Validating objects made by chance` {
  private static let objects: [ObjectBuilder] = [
    .ofOneVersion, .ofTwoVersions, .ofThreeVersions, .ofSHA256, .ofSpecification1_0, Fixture.mixed,
    fixed,
  ]

  private static let fixed: ObjectBuilder = {
    var object = ObjectBuilder.ofOneVersion
    object.edit {
      $0["fixity"] = [
        "md5": [.init(Fixture.hex("first", .md5)): ["v1/content/a.txt"]],
        "size": ["5": ["v1/content/a.txt"]],
      ]
    }
    return object
  }()

  private static let seconds =
    ProcessInfo.processInfo.environment["HANAPER_FUZZ_SECONDS"].flatMap(Double.init) ?? 0

  /// Calls `body` for each round of a seed, with an object's name and changes of the round's own.
  private static func forEachRound(
    of seed: UInt64,
    atLeast least: UInt64,
    _ body: (ObjectBuilder, inout Mutation, Comment) throws -> Void
  ) rethrows {
    let end = ContinuousClock.now + .seconds(seconds)
    var round: UInt64 = 0
    while round < least || ContinuousClock.now < end {
      var mutation = Mutation(seed: seed, round: round)
      let object = mutation.pick(objects)
      try body(object, &mutation, "seed \(seed), round \(round)")
      round += 1
    }
  }

  /// Makes an object, has it validated, and holds the verdict to what it promises.
  private static func check(_ plan: TreePlan, _ place: Comment) throws -> [Finding] {
    try ScratchDirectory.run { directory in
      let object = directory.appending("object")
      try plan.write(to: object)
      let check = ObjectCheck(of: object)
      // What is called valid has been read, to the last content file.
      if !check.findings.contains(where: { $0.severity != .warning }) {
        #expect(check.inventory != nil, place)
        let content = plan.entries.filter {
          String(decoding: $0.path.bytes, as: UTF8.self).contains("/content/")
        }
        #expect(check.intact.count == content.count, place)
      }
      return check.findings
    }
  }

  @Test(arguments: 0..<4)
  func `changed bytes in inventories do no harm, and are seen where a copy differs`(
    seed: UInt64
  ) throws {
    try Self.forEachRound(of: seed, atLeast: 20) { object, mutation, place in
      var object = object
      let whole = object.inventories[""]?.written
      let isAlone = mutation.pick([true, false])
      object.overwrite(isAlone ? .root : mutation.pick([.newest, .version("v1")])) {
        var bytes = $0
        mutation.change(&bytes)
        return bytes
      }
      let findings = try Self.check(object.plan, place)
      if isAlone, object.inventories[""]?.written != whole { #expect(!findings.isEmpty, place) }
    }
  }

  @Test(arguments: 0..<4)
  func `changed values in inventories do no harm`(seed: UInt64) throws {
    try Self.forEachRound(of: seed, atLeast: 20) { object, mutation, place in
      var object = object
      object.edit(mutation.pick([.newest, .all, .root, .version("v1")])) { mutation.change(&$0) }
      _ = try Self.check(object.plan, place)
    }
  }

  @Test(arguments: 0..<4)
  func `whatever is changed on the disk is seen`(seed: UInt64) throws {
    try Self.forEachRound(of: seed, atLeast: 20) { object, mutation, place in
      let whole = object.plan
      var plan = whole
      mutation.change(&plan)
      let findings = try Self.check(plan, place)
      if !plan.isSame(as: whole) { #expect(!findings.isEmpty, place) }
    }
  }

  @Test(arguments: 0..<4)
  func `whatever is changed in the objects of a storage root is seen`(seed: UInt64) throws {
    try Self.forEachRound(of: seed, atLeast: 10) { object, mutation, place in
      var plan = object.plan
      mutation.change(&plan)
      var root = RootBuilder(layout: nil)
      root.tree.put(plan, below: "part-9/object")
      try ScratchDirectory.run { directory in
        try root.write(to: directory)
        let findings = StorageRootCheck(of: directory).findings
        if !plan.isSame(as: object.plan) { #expect(!findings.isEmpty, place) }
      }
    }
  }
}

extension TreePlan {
  /// Whether two plans put the same on the disk.
  fileprivate func isSame(as other: TreePlan) -> Bool {
    func text(_ plan: TreePlan) -> [PathBytes: String] {
      Dictionary(plan.entries.map { ($0.path, "\($0.entry)") }, uniquingKeysWith: { $1 })
    }
    return text(self) == text(other)
  }
}
