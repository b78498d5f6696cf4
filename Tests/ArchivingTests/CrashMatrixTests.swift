// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import Filing
import Glibc
import Support
import SystemPackage
import Testing

/// Every step of a run's writing, and what is left when it is the first that is not taken.
///
/// Whatever is left, the next start finds every version that was committed, byte for byte, a manifest
/// that states each content file once, and nothing lying about; and the next run completes. Unless
/// `HANAPER_CRASH_MATRIX=full`, what needs a process of its own, or a model of the disk, is sampled.
@Suite(.serialized, .timeLimit(.minutes(CrashTally.minutes)))
struct `The crash matrix of an archive` {
  /// A run that nothing stops, and what was there before it.
  struct Reference {
    let before: Tree
    let steps: [DiskStep]
    let directory: FilePath
  }

  func reference(inBatchesOf versions: Int = Intake.versionsPerBatch) async throws -> Reference {
    try await ScratchDirectory.run(in: ScratchDirectory.memory) { directory in
      try await CrashRun.prepare(in: directory)
      let before = try Tree(directory)
      let run = try CrashRun(in: directory)
      let steps = try await DiskWatch.record { try await run.first(inBatchesOf: versions) }
      return Reference(before: before, steps: steps, directory: directory)
    }
  }

  /// Tries each of so many states, on as many lanes as there are cores.
  ///
  /// The directory that `body` is given holds anything; what it holds is told as a tree.
  ///
  /// Fewer than `floor` of them are a failure, so that nothing is good for want of trying.
  func matrix(
    _ what: String,
    of count: Int,
    atLeast floor: Int,
    _ body: @escaping @Sendable (Int, FilePath, Tree) async throws -> (String, [String])
  ) async throws {
    let tally = try await CrashTally.matrix(of: count, body)
    tally.tell("archive, \(what)")
    #expect(tally.bad == [])
    #expect(tally.states >= floor)
  }

  /// Tries what power cuts left, one of so many unless all are asked for.
  func matrix(
    _ what: String,
    _ cuts: PowerCuts,
    oneOf part: Int,
    atLeast floor: Int
  ) async throws {
    let stride = CrashTally.isFull ? 1 : part
    let states = cuts.states
    try await matrix(what, of: states.count / stride, atLeast: floor) { sample, directory, rest in
      let (name, tree) = states[sample * stride]
      try tree.write(to: directory, over: rest)
      return (name, await CrashAftermath.complaints(in: directory, isCatalogueLost: true))
    }
  }

  @Test func `a step fails`() async throws {
    let reference = try await reference()
    try await matrix("failing disk", of: reference.steps.count, atLeast: 150) {
      number,
      directory,
      rest in
      let step = reference.steps[number]
      let fault = number.isMultiple(of: 2) ? DiskFault.staysBroken : .full
      try reference.before.write(to: directory, over: rest)
      var told: String?
      do {
        try await DiskStep.$observer.withValue(DiskWatch.failing(at: number, by: fault)) {
          try await CrashRun(in: directory).first()
        }
      } catch {
        told = "\(error)"
      }
      var complaints = await CrashAftermath.complaints(
        in: directory,
        isCatalogueLost: number % 3 == 2
      )
      // What the lock file says is for people only; without its checksum the catalogue is proven by nothing, and whole.
      let isTold =
        told?.contains(fault.cause.description)
        ?? ["/lock", "/catalogue.sqlite.sha512"].contains { step.words.contains($0) }
      if !isTold { complaints.append("it told \(told ?? "nothing")") }
      return ("\(fault.rawValue) at \(number), \(step.words)", complaints)
    }
  }

  @Test func `the process is killed before a step`() async throws {
    let reference = try await reference()
    let stride = CrashTally.isFull ? 1 : 5
    try await matrix("killed", of: reference.steps.count / stride, atLeast: 30) {
      sample,
      directory,
      rest in
      let number = sample * stride
      try reference.before.write(to: directory, over: rest)
      let place = directory.string
      await #expect(processExitsWith: .signal(SIGKILL)) {
        [place = place as String, number = number as Int] in
        let run = try CrashRun(in: FilePath(place))
        try await DiskStep.$observer.withValue(DiskWatch.killing(before: number)) {
          try await run.first()
        }
      }
      let complaints = await CrashAftermath.complaints(
        in: directory,
        isCatalogueLost: sample % 3 == 2
      )
      return ("before \(number), \(reference.steps[number].words)", complaints)
    }
  }

  @Test func `power is cut before a step, and the catalogue is lost`() async throws {
    let reference = try await reference()
    var states = PowerCuts()
    var disk = VolatileDisk(holding: reference.before, in: reference.directory)
    for (number, step) in reference.steps.enumerated() {
      states.add(disk, from: number, "before \(number), \(step.words)")
      disk.take(step)
    }
    try await matrix("power cut", states, oneOf: 11, atLeast: 40)
  }
}

/// What cuts of the power leave of an archive, each state once.
struct PowerCuts {
  private(set) var states: [(name: String, tree: Tree)] = []
  private var seen: Set<Tree> = []

  /// Cuts the power of a disk in each way that there is.
  mutating func add(_ disk: VolatileDisk, from seed: Int, _ place: String) {
    for outage in Outage.kinds(dice: 3, from: seed) {
      let state = disk.tree(after: outage)
      if seen.insert(state).inserted { states.append(("\(outage) \(place)", state)) }
    }
  }
}
