// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Cataloguing
import Filing
import Fixity
import Foundation
import Records
import Support
import SystemPackage
import Testing

@testable import Archiving

/// What a person decides is written down as a night is, and none of it is lost.
@Suite(.timeLimit(.minutes(20)))
struct `What a person decides` {
  /// An archive with two versions of a report that is missing since, and a body that waits.
  private struct Bench {
    let archive: Archive
    let address: WebAddress
    static let text = "https://example.org/a.pdf"

    static func prepare(in folder: FilePath) async throws {
      let keeper = try Keeper(in: folder)
      try await keeper.keep([(text, "one"), ("https://example.org/b.pdf", "b")])
      try await keeper.keep([(text, "two")], day: 1)
      let trial = try QuarantineTrial(in: folder, at: keeper.archive, budget: .max)
      _ = try trial.hold("three")
      _ = try trial.hold("four")
    }

    init(in folder: FilePath) throws {
      archive = try Archive(opening: folder.appending("Archive"))
      address = try WebAddress(Self.text)
    }

    func deciding(day: Int) async throws -> Deciding {
      let writer = try await ArchiveWriter(archive, for: "test")
      return Deciding(
        PersonRun(
          writer,
          try await writer.catalogue(),
          tool: "hanaper/test",
          contact: "mailto:test@example.org",
          at: Keeper.day.addingTimeInterval(Double(day) * 86_400)
        )
      )
    }

    func document() async throws -> Document? {
      try await archive.catalogue().document(at: address)
    }

    func texts() throws -> [String] {
      try archive.keptVersions(of: address).map {
        try Disk().readText(archive.path.pushing(FilePath($0.path)))
      }
    }

    func waiting() throws -> [String] {
      try archive.waitingBodies().map {
        let folder = archive.path.pushing(FilePath($0.place))
        return try Disk().readText(folder.appending($0.capture.payloadName))
      }
    }

    /// Decisions in the records, oldest first.
    func decisions() throws -> [Decision] {
      try DocumentHistory(of: address, in: archive, since: nil).decisions.reversed()
        .map(\.decision)
    }

    func reindexed() async throws -> Document? {
      let outcome = try await Reindexing.run(try await ArchiveWriter(archive, for: "test"))
      #expect(outcome.isWhole, "\(outcome.unreadable)")
      return try await document()
    }
  }

  @Test func `it stands in the records, and the catalogue follows from them`() async throws {
    try await ScratchDirectory.run { folder in
      try await Bench.prepare(in: folder)
      let bench = try Bench(in: folder)
      _ = try await bench.deciding(day: 2).reject(
        version: 2,
        of: bench.address,
        note: "their error page"
      )
      var known = try await bench.document()
      #expect(known?.version == 1 && known?.rejected == [2])
      let decision = try #require(try bench.decisions().last)
      #expect(decision.decision == .rejected && decision.version == 2)
      #expect(decision.note == "their error page")
      let held = try await bench.archive.heldVersions(
        of: bench.address,
        in: bench.archive.catalogue()
      )
      #expect(held.fault == nil)
      #expect(try Restoration.select(.newest, from: held, of: bench.address).map(\.number) == [1])
      #expect(
        try Restoration.select(.number(2), from: held, of: bench.address).map(\.number) == [2]
      )
      #expect(try Restoration.select(.all, from: held, of: bench.address).count == 2)
      let later = Restoration.Selection.asOf(Keeper.day.addingTimeInterval(9 * 86_400))
      #expect(try Restoration.select(later, from: held, of: bench.address).map(\.number) == [1])
      #expect(try await bench.reindexed() == known)
      // Said twice it is written once.
      let again = try await bench.deciding(day: 3).reject(
        version: 2,
        of: bench.address,
        note: nil
      )
      #expect(again.decisions.isEmpty)
      #expect(try bench.decisions().count == 1)

      _ = try await bench.deciding(day: 4).acceptRejected(
        version: nil,
        of: bench.address,
        note: nil
      )
      known = try await bench.document()
      #expect(known?.version == 2 && known?.rejected == [])
      #expect(try await bench.reindexed() == known)
      #expect(try bench.decisions().map(\.decision) == [.rejected, .accepted])
      var accepted: [Int] = []
      try WaitingLeaves(of: bench.archive).forEach { leaf in
        if case .acceptance(let acceptance) = try leaf.leaf { accepted.append(acceptance.version) }
      }
      #expect(accepted.count == 1, "what a person took in is a leaf")
      let report = try await Verification(of: bench.archive).full(cores: 1)
      #expect(report.findings.isEmpty, "\(report.findings)")
    }
  }

  @Test
  func `verify finds nothing wrong while a version is rejected, and what is wrong all the same`()
    async throws
  {
    try await ScratchDirectory.run { folder in
      try await Bench.prepare(in: folder)
      let bench = try Bench(in: folder)
      for number in [2, 1] {
        _ = try await bench.deciding(day: 2).reject(
          version: number,
          of: bench.address,
          note: nil
        )
        let report = try await Verification(of: bench.archive).full(cores: 1)
        #expect(report.findings.isEmpty, "\(report.findings)")
      }
      let held = try await bench.archive.heldVersions(
        of: bench.address,
        in: bench.archive.catalogue()
      )
      #expect(held.fault == nil)
      #expect(throws: ArchiveError.self) {
        try Restoration.select(.newest, from: held, of: bench.address)
      }
      #expect(throws: ArchiveError.self) {
        try Restoration.select(.number(7), from: held, of: bench.address)
      }
    }
  }

  @Test func `what waited becomes versions with their captures, and goes from quarantine`()
    async throws
  {
    try await ScratchDirectory.run { folder in
      try await Bench.prepare(in: folder)
      let bench = try Bench(in: folder)
      let captures = bench.archive.waitingBodies().map(\.capture)
      #expect(try bench.waiting() == ["three", "four"])
      let outcome = try #require(
        try await bench.deciding(day: 5).acceptWaiting(of: bench.address, note: nil)
      )
      #expect(outcome.decisions.map(\.version) == [3, 4] && outcome.newest == 4)
      #expect(try bench.texts() == ["one", "two", "three", "four"])
      #expect(try bench.waiting() == [])
      for (number, capture) in zip(3..., captures) {
        let kept = try bench.archive.capture(of: bench.address, version: number)
        #expect(kept.digest == capture.digest && kept.capturedAt == capture.capturedAt)
      }
      let known = try await bench.document()
      #expect(known?.version == 4)
      #expect(try await bench.reindexed() == known)
      let report = try await Verification(of: bench.archive).full(cores: 1)
      #expect(report.findings.isEmpty, "\(report.findings)")
      let nothing = try await bench.deciding(day: 6).acceptWaiting(of: bench.address, note: nil)
      #expect(nothing == nil)
    }
  }

  @Test func `a body that is not what came stays where it is`() async throws {
    try await ScratchDirectory.run { folder in
      try await Bench.prepare(in: folder)
      let bench = try Bench(in: folder)
      let last = try #require(bench.archive.waitingBodies().last)
      let place = bench.archive.path.pushing(FilePath(last.place))
      try Disk().replace(place.appending(last.capture.payloadName), with: Array("evil".utf8))
      let outcome = try #require(
        try await bench.deciding(day: 5).acceptWaiting(of: bench.address, note: nil)
      )
      #expect(outcome.damage != nil && outcome.decisions.map(\.version) == [3])
      #expect(try bench.texts() == ["one", "two", "three"])
      #expect(try bench.waiting() == ["evil"])
    }
  }

  @Test func `what a person put beside a body is not thrown away`() async throws {
    try await ScratchDirectory.run { folder in
      try await Bench.prepare(in: folder)
      let bench = try Bench(in: folder)
      let first = try #require(bench.archive.waitingBodies().first)
      let place = bench.archive.path.pushing(FilePath(first.place))
      try Disk().create(place.appending("note.txt"), holding: "Ask Jane.")
      let outcome = try #require(
        try await bench.deciding(day: 5).acceptWaiting(of: bench.address, note: nil)
      )
      #expect(outcome.left == [first.place] && outcome.waiting.isEmpty)
      #expect(try Disk().readText(place.appending("note.txt")) == "Ask Jane.")
      // It is kept; another attempt makes no version of it.
      _ = try await bench.deciding(day: 6).acceptWaiting(of: bench.address, note: nil)
      #expect(try bench.texts() == ["one", "two", "three", "four"])
    }
  }

  private enum Step: CaseIterable {
    case acknowledge, reject, accept
  }

  private static func take(_ step: Step, in bench: Bench) async throws {
    let deciding = try await bench.deciding(day: 5)
    switch step {
    case .acknowledge: _ = try await deciding.acknowledge([bench.address], note: "seen")
    case .reject: _ = try await deciding.reject(version: 2, of: bench.address, note: nil)
    case .accept: _ = try await deciding.acceptWaiting(of: bench.address, note: nil)
    }
    try await deciding.catalogue.close()
  }

  @Test(arguments: Step.allCases)
  private func `whatever step fails, what was written down holds and nothing is lost`(step: Step)
    async throws
  {
    let (before, steps) = try await ScratchDirectory.run(in: ScratchDirectory.memory) { folder in
      try await Bench.prepare(in: folder)
      let before = try Tree(folder)
      let bench = try Bench(in: folder)
      return (before, try await DiskWatch.record { try await Self.take(step, in: bench) })
    }
    #expect(steps.count > 10)
    for number in steps.indices where CrashTally.isFull || number % 6 == steps.count % 6 {
      try await ScratchDirectory.run(in: ScratchDirectory.memory) { folder in
        try before.write(to: folder, over: try Tree(folder))
        let bench = try Bench(in: folder)
        let place: Comment = "\(number): \(steps[number].words)"
        let fault = number.isMultiple(of: 2) ? DiskFault.staysBroken : .full
        try? await DiskStep.$observer.withValue(DiskWatch.failing(at: number, by: fault)) {
          try await Self.take(step, in: bench)
        }
        // The next start.
        _ = try await ArchiveWriter(bench.archive, for: "test")
        let known = try await bench.document()
        let decisions = try bench.decisions()
        switch step {
        case .acknowledge:
          #expect((known?.acknowledgement != nil) == !decisions.isEmpty, place)
        case .reject: #expect(known?.rejected == (decisions.isEmpty ? [] : [2]), place)
        case .accept:
          let everything = try Set(bench.texts()).union(bench.waiting())
          #expect(everything.isSuperset(of: ["one", "two", "three", "four"]), place)
        }
        #expect(try await bench.reindexed() == known, place)
        // Whoever says it again is done then.
        try await Self.take(step, in: bench)
        let after = try await bench.document()
        switch step {
        case .acknowledge: #expect(after?.acknowledgement != nil, place)
        case .reject: #expect(after?.version == 1 && after?.rejected == [2], place)
        case .accept:
          #expect(try bench.texts() == ["one", "two", "three", "four"], place)
          #expect(try bench.waiting() == [], place)
        }
        #expect(try await bench.reindexed() == after, place)
        let report = try await Verification(of: bench.archive).full(cores: 1)
        #expect(report.findings.isEmpty, place)
      }
    }
  }
}
