// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Glibc
import Support
import SystemPackage
import Testing

/// The same while one batch is written and the next is filled.
extension `The crash matrix of an archive` {
  @Test func `power is cut with two batches in flight`() async throws {
    let reference = try await reference(inBatchesOf: 2)
    let flight = BatchesInFlight(reference.steps)
    #expect(flight.filling.count > 10)
    var states = PowerCuts()
    var disk = VolatileDisk(holding: reference.before, in: reference.directory)
    for step in flight.before { disk.take(step) }
    let stride = CrashTally.isFull ? 1 : max(1, flight.filling.count / 3)
    for (number, step) in flight.writing.enumerated() {
      var both = disk
      for filled in 0...flight.filling.count {
        if filled > 0 { both.take(flight.filling[filled - 1]) }
        guard filled.isMultiple(of: stride) else { continue }
        let place = "before \(number), \(step.words), with \(filled) filled"
        states.add(both, from: number * 1_000 + filled, place)
      }
      disk.take(step)
    }
    try await matrix("power cut, two batches", states, oneOf: 29, atLeast: 8)
  }

  @Test func `a step of a batch fails when the next is filled`() async throws {
    let reference = try await reference(inBatchesOf: 2)
    let steps = BatchesInFlight(reference.steps).writing
    let stride = CrashTally.isFull ? 1 : 3
    try await matrix("failing disk, two batches", of: steps.count / stride, atLeast: 6) {
      sample,
      directory,
      rest in
      let (number, isFull) = (sample * stride, sample.isMultiple(of: 2))
      let cause: Errno = isFull ? .noSpace : .ioError
      try reference.before.write(to: directory, over: rest)
      var told: String?
      do {
        let interleaving = Interleaving(at: number) { _ in
          .fail(cause)
        } later: { _ in
          isFull ? .pass : .fail(cause)
        }
        try await interleaving.run { try await CrashRun(in: directory).first(inBatchesOf: 2) }
      } catch {
        told = "\(error)"
      }
      var complaints = await CrashAftermath.complaints(
        in: directory,
        isCatalogueLost: sample % 3 == 2
      )
      if told?.contains(cause.description) != true {
        complaints.append("it told \(told ?? "nothing")")
      }
      return ("\(cause) at \(number), \(steps[number].words)", complaints)
    }
  }

  @Test func `the process is killed in a batch when the next is filled`() async throws {
    let reference = try await reference(inBatchesOf: 2)
    let steps = BatchesInFlight(reference.steps).writing
    let stride = CrashTally.isFull ? 1 : 4
    try await matrix("killed, two batches", of: steps.count / stride, atLeast: 4) {
      sample,
      directory,
      rest in
      let number = sample * stride
      try reference.before.write(to: directory, over: rest)
      let place = directory.string
      await #expect(processExitsWith: .signal(SIGKILL)) {
        [place = place as String, number = number as Int] in
        let run = try CrashRun(in: FilePath(place))
        let interleaving = Interleaving(at: number) { _ in
          kill(getpid(), SIGKILL)
          return .pass
        } later: { _ in
          .pass
        }
        try await interleaving.run { try await run.first(inBatchesOf: 2) }
      }
      let complaints = await CrashAftermath.complaints(
        in: directory,
        isCatalogueLost: sample % 3 == 2
      )
      return ("before \(number), \(steps[number].words)", complaints)
    }
  }
}
