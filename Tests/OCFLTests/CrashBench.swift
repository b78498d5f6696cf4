// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Support
import SystemPackage

@testable import OCFL

/// A directory in which one state after the other is set up, recovered as a new start would, and
/// judged.
final class CrashBench {
  let reference: CrashReference
  let directory: FilePath
  private var current = Tree()
  private var judged = 0
  private var known: Set<[Int: Tree]> = []
  /// Objects that were checked and found in order; what has the same bytes need not be checked again.
  private var sound: [ObjectID: [Tree]] = [:]

  init(_ reference: CrashReference, at directory: FilePath) throws {
    self.reference = reference
    self.directory = directory
    try Disk().makeDirectory(directory)
  }

  /// Whether no such state was asked about before; one that promises less does not count.
  func isNew(_ state: Tree, stoppedBefore step: Int) -> Bool {
    let promise = step < reference.untouchedUntil ? 0 : step < reference.keptFrom ? 1 : 2
    return known.insert([promise: state]).inserted
  }

  func setUp(_ state: Tree) throws {
    try state.write(to: directory, over: current)
    current = state
  }

  /// Looks what is there now.
  func look() throws -> Tree {
    current = try Tree(directory)
    return current
  }

  /// Does what the scenario does, with somebody watching.
  ///
  /// - Returns: the error that ended it, in its own words; nil where it came to its end.
  func run(_ observer: @escaping DiskWatch.Observer) -> String? {
    do {
      let workshop = try Workshop(again: directory)
      try DiskStep.$observer.withValue(observer) { try reference.scenario.run(workshop) }
      return nil
    } catch {
      return "\(error)"
    }
  }

  /// Recovers what is there, and judges what it has become.
  ///
  /// - Parameter step: the number of the first step that was not taken.
  /// - Returns: what is wrong, and the steps of the recovery.
  func judge(stoppedBefore step: Int) -> (complaints: [String], recovery: [DiskStep]) {
    var recovery: [DiskStep] = []
    do {
      let workshop = try Workshop(again: directory)
      var recovered: [CommitBatch.Recovered] = []
      recovery = try DiskWatch.record { recovered = try workshop.recover() }
      let after = try Tree(directory)
      var (complaints, next) = reference.judge(after, recovered, stoppedBefore: step)
      complaints += try complaintsAboutSecondRecovery(workshop)
      complaints += try complaintsAboutNextVersion(workshop, next)
      _ = try look()
      return (complaints, recovery)
    } catch {
      _ = try? look()
      return (["\(error)"], recovery)
    }
  }

  private func complaintsAboutSecondRecovery(_ workshop: Workshop) throws -> [String] {
    let steps = try DiskWatch.record { _ = try workshop.recover() }
    // It looks whether there is a staging directory to remove, and there is none.
    return steps == [.removeFile(workshop.staging)] ? [] : ["a second recovery does \(steps)"]
  }

  /// Gives one of the objects its next version, each in its turn.
  private func complaintsAboutNextVersion(
    _ workshop: Workshop,
    _ next: [ObjectID: Int]
  ) throws -> [String] {
    let changes = reference.scenario.changes
    let id = changes[judged % changes.count].id
    judged += 1
    // An object that is not there yet has no declaration, and nothing else to find.
    var complaints = next[id] == 1 ? [] : try findings(in: id, workshop)
    let version = try workshop.commit(id, ["report.pdf": "next"])
    let contents = try workshop.contents(of: id, version.number)
    complaints += try findings(in: id, workshop)
    if version.number.value != next[id] { complaints.append("\(version.number) comes next") }
    if contents != ["report.pdf": "next"] { complaints.append("\(version.number) is \(contents)") }
    return complaints
  }

  private func findings(in id: ObjectID, _ workshop: Workshop) throws -> [String] {
    let tree = try Tree(workshop.directory(of: id))
    if sound[id, default: []].contains(tree) { return [] }
    let findings = workshop.findings(in: id)
    if findings.isEmpty { sound[id, default: []].append(tree) }
    return findings.map { "\($0)" }
  }
}
