// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Addressing
import Archiving
import Cataloguing
import Filing
import Fixity
import Foundation
import OCFL
import Support
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(20)))
struct `While a batch is written` {
  private static let report = ["schema": Archive.reportSchema]

  private static func address(_ number: Int) -> String { "https://example.org/\(number).pdf" }

  /// An intake whose disk stands still when it is to wait until all is durable; its batches are of two.
  private func withSlowIntake(
    _ body: (CrashRun, Intake, DiskGate) async throws -> Void
  ) async throws {
    try await ScratchDirectory.run { folder in
      let run = CrashRun(try Archive.create(at: folder.appending("Archive")))
      let gate = DiskGate.atSync()
      let intake = try await run.intake(day: 0, versionsPerBatch: 2)
      try await DiskStep.$observer.withValue(gate.observer) {
        try await body(run, intake, gate)
      }
    }
  }

  private func bodies(of run: CrashRun, _ address: String) throws -> [String] {
    try run.archive.keptVersions(of: try WebAddress(address)).map {
      try Disk().readText(run.archive.path.pushing(FilePath($0.path)))
    }
  }

  @Test func `the next is filled, and a third waits`() async throws {
    try await withSlowIntake { run, intake, gate in
      for number in 0..<4 { try await run.bring("\(number)", of: Self.address(number), to: intake) }
      await gate.holds(1)
      let staging = run.archive.path.appending("staging")
      let batches = try Disk().list(staging).filter { $0.name.hasPrefix("batch") }
      #expect(batches.count == 2)
      let visited = try await run.archive.catalogue().versions(of: WebAddress(Self.address(0)))
      #expect(visited.isEmpty)
      async let third: Void = run.bring("4", of: Self.address(4), to: intake)
      gate.open()
      try await third
      try await intake.finish(report: Self.report)
      for number in 0..<5 {
        let kept = try bodies(of: run, Self.address(number))
        #expect(kept == ["\(number)"])
      }
    }
  }

  @Test func `visits are written in their order, whether they brought something or not`()
    async throws
  {
    try await ScratchDirectory.run { folder in
      let run = CrashRun(try Archive.create(at: folder.appending("Archive")))
      let intake = try await run.intake(day: 0, versionsPerBatch: 2)
      let time = CrashRun.time(ofDay: 0)
      let addresses = (0..<200).map(Self.address)
      for (number, address) in addresses.enumerated() {
        if number % 40 == 7 {
          try await run.bring("\(number)", of: address, to: intake)
        } else {
          try await intake.record(Keeper.visit(try WebAddress(address), at: time))
        }
      }
      // Of a document that the last visits made known.
      let last = try WebAddress(addresses[199])
      try await intake.record(Retirement(at: time, address: last, isRetired: true))
      try await intake.finish(report: Self.report)
      struct Line: Decodable { let address: String }
      let text = try Disk().readText(intake.directory.appending(Visit.fileName))
      let written = try text.split(separator: "\n").map {
        try JSONDecoder().decode(Line.self, from: Data($0.utf8)).address
      }
      #expect(written == addresses + [last.text])
      #expect(try await run.archive.catalogue().retired() == [last])
    }
  }

  @Test func `another version of a document in it waits for it`() async throws {
    try await withSlowIntake { run, intake, gate in
      try await run.bring("one", of: Self.address(0), to: intake)
      try await run.bring("other", of: Self.address(1), to: intake)
      await gate.holds(1)
      async let second: Void = run.bring("two", of: Self.address(0), to: intake)
      async let third: Void = run.bring("three", of: Self.address(2), to: intake)
      gate.open()
      try await second
      try await third
      try await run.bring("three", of: Self.address(0), to: intake)
      try await intake.finish(report: Self.report)
      let kept = try bodies(of: run, Self.address(0))
      #expect(kept == ["one", "two", "three"])
      let outcome = try await Verification(of: run.archive).full(cores: 1)
      #expect(outcome.findings == [])
    }
  }

  @Test(arguments: [nil, 0])
  func `many bring versions of one document, and each becomes the next`(known: Int?) async throws {
    try await ScratchDirectory.run { folder in
      let run = CrashRun(try Archive.create(at: folder.appending("Archive")))
      let intake = try await run.intake(day: 0, versionsPerBatch: 2)
      let time = CrashRun.time(ofDay: 0)
      let takings = try await withThrowingTaskGroup(of: Taking.self) { group in
        for number in 0..<24 {
          group.addTask {
            // Others between them end batches while the catalogue is asked.
            let address = try WebAddress(Self.address(number % 3 == 0 ? number : 100))
            // All were asked of before the first of them became a version.
            let accession = try run.accession(
              "\(number)",
              of: address,
              at: time,
              intake,
              known: known
            )
            return try await intake.record(Keeper.visit(address, at: time), accession)
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(takings.allSatisfy { $0.catalogueFault == nil && $0.damage == nil }, "\(takings)")
      try await intake.finish(report: Self.report)
      let kept = try bodies(of: run, Self.address(100))
      #expect(kept.count == 16 && Set(kept).count == 16)
      let outcome = try await Verification(of: run.archive).full(cores: 1)
      #expect(outcome.findings == [])
    }
  }

  @Test func `what is held of its documents is told as it will be, without a fault`() async throws {
    try await withSlowIntake { run, intake, gate in
      try await run.bring("one", of: Self.address(0), to: intake)
      try await run.bring("other", of: Self.address(1), to: intake)
      await gate.holds(1)
      let address = try WebAddress(Self.address(0))
      let elsewhere = try await intake.held(of: try WebAddress(Self.address(2)), known: nil)
      #expect(elsewhere.version == nil)
      async let held = intake.held(of: address, known: nil)
      async let capture = intake.reading(address) { try $0.capture(of: address, version: 1) }
      gate.open()
      let (copy, read) = try await (held, capture)
      #expect(copy.fault == nil)
      #expect(copy.version == 1)
      #expect(copy.digest == .of("one"))
      #expect(read.digest == .of("one"))
      try await intake.finish(report: Self.report)
    }
  }

  @Test func `it is brought to its end, though whoever brought its last visit is cancelled`()
    async throws
  {
    try await withSlowIntake { run, intake, gate in
      let task = Task {
        for number in 0..<6 {
          try await run.bring("\(number)", of: Self.address(number), to: intake)
        }
      }
      await gate.holds(1)
      task.cancel()
      gate.open()
      try await task.value
      try await intake.finish(report: Self.report)
      for number in 0..<6 {
        let kept = try bodies(of: run, Self.address(number))
        #expect(kept == ["\(number)"])
      }
    }
  }

  @Test func `its failure ends the run, and nothing more is written`() async throws {
    try await ScratchDirectory.run { folder in
      let run = CrashRun(try Archive.create(at: folder.appending("Archive")))
      do {
        let intake = try await run.intake(day: 0, versionsPerBatch: 2)
        let observer = DiskWatch.failing { if case .syncFileSystem = $0 { true } else { false } }
        await #expect(throws: StorageError.self) {
          try await DiskStep.$observer.withValue(observer) {
            for number in 0..<100 {
              try await run.bring("\(number)", of: Self.address(number), to: intake)
            }
          }
        }
        await #expect(throws: StorageError.self) { try await intake.salvage() }
        await #expect(throws: StorageError.self) { try await intake.finish(report: Self.report) }
      }
      let writer = try await ArchiveWriter(run.archive, for: "test")
      #expect(writer.damaged == [])
      let outcome = try await Verification(of: run.archive).full(cores: 1)
      #expect(outcome.findings == [])
    }
  }

  @Test func `the threads that all tasks share have nothing to do with it`() async throws {
    // More than there are, were they twice as many as the cores.
    let count = ProcessInfo.processInfo.activeProcessorCount * 2 + 2
    let gate = DiskGate.atSync()
    try await ScratchDirectory.run { folder in
      let keepers = try (0..<count).map { number in
        let place = folder.appending("\(number)")
        try Disk().makeDirectory(place)
        return try Keeper(in: place)
      }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for keeper in keepers {
          group.addTask {
            try await DiskStep.$observer.withValue(gate.observer) {
              try await keeper.keep([("https://example.org/a.pdf", "a")])
            }
          }
        }
        await gate.holds(count)
        for _ in 0..<count { await Task { await Task.yield() }.value }
        gate.open()
        try await group.waitForAll()
      }
    }
  }
}
