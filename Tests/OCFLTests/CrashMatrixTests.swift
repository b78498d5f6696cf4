// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Glibc
import Support
import SystemPackage
import Testing

@testable import OCFL

/// Every step of a commit, and what is left when it is the first that is not taken.
///
/// Whatever is left, a new start finds each document at its old or its new version, whole, and can go
/// on from there. The large batch is sampled, unless `HANAPER_CRASH_MATRIX=full`.
@Suite(.serialized, .timeLimit(.minutes(CrashTally.minutes)))
struct `The crash matrix` {
  /// Which of the states, counted alike by all lanes, one of them tries.
  struct Share {
    let lane: Int
    private(set) var count = 0

    init(of lane: Int) {
      self.lane = lane
    }

    mutating func isNextOurs() -> Bool {
      count += 1
      return count % Lanes.count == lane
    }
  }

  /// Tries the states of scenarios on benches, one a lane.
  ///
  /// Fewer than `floor` of them are a failure, so that nothing is good for want of trying.
  private func matrix(
    _ what: String,
    atLeast floor: Int,
    _ body: @escaping @Sendable (CrashBench, inout Share, inout CrashTally) throws -> Void
  ) async throws {
    var tally = CrashTally()
    for scenario in CrashScenario.allCases {
      let reference = try CrashReference.of(scenario)
      let parts = try await ScratchDirectory.run(in: ScratchDirectory.memory) { directory in
        try await Lanes.run { lane in
          let bench = try CrashBench(reference, at: directory.appending("\(lane)"))
          var part = CrashTally()
          var share = Share(of: lane)
          try body(bench, &share, &part)
          return part
        }
      }
      for part in parts { tally.add(part) }
    }
    tally.tell("\(what), \(CrashScenario.allCases.count) scenarios")
    #expect(tally.bad == [])
    #expect(tally.states >= floor)
  }

  @Test func `power is cut before a step`() async throws {
    try await matrix("power cut", atLeast: 350) { bench, share, tally in
      let scenario = bench.reference.scenario
      var disk = bench.reference.disk
      var sample = 0
      for (number, step) in bench.reference.steps.enumerated() {
        for outage in Outage.kinds(dice: 3, from: number) {
          sample += 1
          guard scenario.tries(sample, ofEach: 401) else { continue }
          let state = disk.tree(after: outage)
          guard bench.isNew(state, stoppedBefore: number), share.isNextOurs() else { continue }
          try bench.setUp(state)
          let complaints = bench.judge(stoppedBefore: number).complaints
          tally.add("\(scenario.rawValue), \(outage) before \(number), \(step.words)", complaints)
        }
        disk.take(step)
      }
    }
  }

  @Test func `the process is killed before a step`() async throws {
    var tally = CrashTally()
    for scenario in CrashScenario.allCases {
      let reference = try CrashReference.of(scenario)
      try await ScratchDirectory.run(in: ScratchDirectory.memory) { directory in
        try await withThrowingTaskGroup(of: CrashTally.self) { lanes in
          for lane in 0..<Lanes.count {
            lanes.addTask { try await killed(reference, at: directory, Share(of: lane)) }
          }
          for try await part in lanes { tally.add(part) }
        }
      }
    }
    tally.tell("killed, \(CrashScenario.allCases.count) scenarios")
    #expect(tally.bad == [])
    #expect(tally.states >= 200)
  }

  private func killed(
    _ reference: CrashReference,
    at directory: FilePath,
    _ share: consuming Share
  ) async throws -> CrashTally {
    let scenario = reference.scenario
    let bench = try CrashBench(reference, at: directory.appending("\(share.lane)"))
    var disk = reference.disk
    var tally = CrashTally()
    for (number, step) in reference.steps.enumerated() {
      defer { disk.take(step) }
      guard scenario.tries(number, ofEach: 101), share.isNextOurs() else { continue }
      try bench.setUp(reference.before)
      let place = bench.directory.string
      await #expect(processExitsWith: .signal(SIGKILL)) {
        [scenario = scenario as CrashScenario, place = place as String, number = number as Int] in
        let workshop = try Workshop(again: FilePath(place))
        try DiskStep.$observer.withValue(DiskWatch.killing(before: number)) {
          try scenario.run(workshop)
        }
      }
      let left = try bench.look()
      var complaints = left == disk.tree ? [] : ["it is not what the model of a disk says"]
      complaints += bench.judge(stoppedBefore: number).complaints
      tally.add("\(scenario.rawValue), before \(number), \(step.words)", complaints)
    }
    return tally
  }

  @Test func `a step fails`() async throws {
    try await matrix("failing disk", atLeast: 900) { bench, share, tally in
      let (reference, scenario) = (bench.reference, bench.reference.scenario)
      for (number, step) in reference.steps.enumerated() {
        for fault in DiskFault.allCases where fault.befalls(step) {
          guard share.isNextOurs(), scenario.tries(share.count, ofEach: 401) else { continue }
          try bench.setUp(reference.before)
          let told = bench.run(DiskWatch.failing(at: number, by: fault))
          let isTold = told?.contains(fault.cause.description) ?? false
          var complaints = isTold ? [] : ["it told \(told ?? "nothing")"]
          if bench.isNew(try bench.look(), stoppedBefore: number) {
            complaints += bench.judge(stoppedBefore: number).complaints
          }
          tally.add(
            "\(scenario.rawValue), \(fault.rawValue) at \(number), \(step.words)",
            complaints
          )
        }
      }
    }
  }

  @Test func `a recovery is killed or loses its power before a step`() async throws {
    try await matrix("recovery interrupted", atLeast: 900) { bench, share, tally in
      let (reference, scenario) = (bench.reference, bench.reference.scenario)
      var disk = reference.disk
      var sample = 0
      for (number, step) in reference.steps.enumerated() {
        defer { disk.take(step) }
        guard scenario.tries(number, ofEach: 499) else { continue }
        try bench.setUp(disk.tree)
        let recovery = bench.judge(stoppedBefore: number).recovery
        // Before it has an intent to go by, it only empties the staging directory.
        let outages: [Outage] =
          number < reference.untouchedUntil ? [.takesNothing] : Outage.kinds(dice: 1, from: number)
        var disk = disk
        disk.move(to: bench.directory)
        for (second, step) in recovery.enumerated() {
          for outage in outages {
            sample += 1
            guard scenario.tries(sample, ofEach: 1_499) else { continue }
            let state = disk.tree(after: outage)
            guard bench.isNew(state, stoppedBefore: number), share.isNextOurs() else { continue }
            try bench.setUp(state)
            let complaints = bench.judge(stoppedBefore: number).complaints
            let name = "\(scenario.rawValue), before \(number), then \(outage) before \(second)"
            tally.add("\(name), \(step.words)", complaints)
          }
          disk.take(step)
        }
      }
    }
  }
}
