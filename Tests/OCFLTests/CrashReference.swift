// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Support
import Synchronization
import SystemPackage
import Testing

@testable import OCFL

/// A scenario as it goes when nothing stops it: every step, and what was there before and after.
struct CrashReference: Sendable {
  let scenario: CrashScenario
  let steps: [DiskStep]
  /// Where they were taken.
  let directory: FilePath
  /// The whole workshop as it was before.
  let before: Tree
  /// While a step before this one is the next, readers find what was there before.
  let untouchedUntil: Int
  /// When this step or a later one is the next, every version stays, whatever happens.
  let keptFrom: Int
  private let objects: [Object]

  private struct Object {
    let id: ObjectID
    /// Of the new version.
    let number: Int
    let path: String
    /// The object with its new version.
    let new: Tree
    /// What is there only if the new version is.
    var sign: String { "\(path)/v\(number)" }
  }

  private static let made = Mutex<[CrashScenario: CrashReference]>([:])

  /// Made once, because the large batch takes its time.
  static func of(_ scenario: CrashScenario) throws -> CrashReference {
    if let reference = made.withLock({ $0[scenario] }) { return reference }
    let reference = try CrashReference(scenario)
    made.withLock { $0[scenario] = reference }
    return reference
  }

  private init(_ scenario: CrashScenario) throws {
    self.scenario = scenario
    (directory, before, steps, objects) = try ScratchDirectory.run(in: ScratchDirectory.memory) {
      directory in
      let workshop = try Workshop(in: directory)
      try scenario.prepare(workshop)
      let before = try Tree(directory)
      let steps = try DiskWatch.record { try scenario.run(workshop) }
      let after = try Tree(directory)
      let objects = scenario.changes.map { change in
        let path = workshop.directory(of: change.id).string
        let relative = String(path.dropFirst(directory.string.count + 1))
        let number = change.before.count + 1
        return Object(id: change.id, number: number, path: relative, new: after.below(relative))
      }
      for id in scenario.changes.map(\.id) + [CrashScenario.bystander] {
        try #require(workshop.findings(in: id) == [])
      }
      return (directory, before, steps, objects)
    }
    let waits = self.steps.enumerated().filter {
      if case .syncFileSystem = $0.element { true } else { false }
    }
    // New objects alone have no root inventory to replace.
    let areNew = scenario.changes.allSatisfy(\.before.isEmpty)
    try #require(waits.count == (areNew ? 2 : 3))
    untouchedUntil = waits[0].offset + 1
    keptFrom = waits[1].offset + 1
  }

  /// A disk that holds what was there before.
  var disk: VolatileDisk { VolatileDisk(holding: before, in: directory) }

  /// What is wrong with a workshop that was recovered.
  ///
  /// Every object is at its old or its new version, to the byte, and there is nothing else: nothing
  /// staged, nothing in quarantine, no stray or empty directory.
  ///
  /// - Parameters:
  ///   - after: the workshop now.
  ///   - recovered: what the recovery told.
  ///   - step: the number of the first step that was not taken.
  /// - Returns: the complaints, and the numbers that the objects' next versions must get.
  func judge(
    _ after: Tree,
    _ recovered: [CommitBatch.Recovered],
    stoppedBefore step: Int
  ) -> (complaints: [String], next: [ObjectID: Int]) {
    var expected = before
    var next: [ObjectID: Int] = [:]
    var new: Set<ObjectID> = []
    for object in objects {
      if after.entries[object.sign] == nil {
        next[object.id] = object.number
      } else {
        next[object.id] = object.number + 1
        expected.put(object.new, in: object.path)
        new.insert(object.id)
      }
    }
    var complaints = after.changes(since: expected).prefix(3).map { "\($0) is not as it should be" }
    if step < untouchedUntil, !new.isEmpty { complaints.append("it changed too early") }
    if step >= keptFrom, new.count < objects.count { complaints.append("a version was lost") }
    for object in recovered {
      let isNew = new.contains(object.id)
      if object.word != (isNew ? "rolled forward" : "untouched") {
        complaints.append("\(object.id) is said to be \(object.word)")
      }
    }
    return (complaints, next)
  }
}
