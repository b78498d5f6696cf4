// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Filing
import Fixity
import Support
import SystemPackage
import Testing

@testable import Archiving

/// Evidence of bad answers: one body a document and verdict, and no more than there is room for.
@Suite(.timeLimit(.minutes(20)))
struct `Suspect bodies` {
  private static let padding = String(repeating: ".", count: 10_000)

  @Test func `of a document and verdict there is one, the newest`() throws {
    try ScratchDirectory.run { folder in
      let trial = try QuarantineTrial(in: folder, budget: .max)
      // A bot wall with another number in it every night.
      for night in 1...5 { #expect(try trial.put("wall \(night)") != nil) }
      #expect(try trial.texts() == ["wall 5"])
      #expect(trial.quarantine.dropped == dropped(replaced: 4))
      _ = try trial.put("another verdict", as: .softMissing(.notFoundPage))
      _ = try trial.put("another document", of: "b")
      #expect(try trial.texts() == ["another document", "another verdict", "wall 5"])
      trial.nextRun(budget: .max)
      _ = try trial.put("wall 6")
      #expect(try trial.texts() == ["another document", "another verdict", "wall 6"])
    }
  }

  @Test func `the same bytes are put aside once, also where they were named as they once were`()
    throws
  {
    try ScratchDirectory.run { folder in
      let trial = try QuarantineTrial(in: folder, budget: .max)
      let place = try #require(try trial.put("the same"))
      #expect(try trial.put("the same") == place)
      #expect(trial.quarantine.dropped == DroppedEvidence())
      let old = "quarantine/\(Digest.of("the same").hex.prefix(32))"
      try Disk().rename(
        trial.archive.path.pushing(FilePath(place)),
        to: trial.archive.path.pushing(FilePath(old))
      )
      trial.nextRun(budget: .max)
      #expect(try trial.put("the same") == old)
      #expect(try trial.texts() == ["the same"])
    }
  }

  @Test func `an older one goes when the new one is durable`() throws {
    try ScratchDirectory.run { folder in
      let trial = try QuarantineTrial(in: folder, budget: .max)
      let old = try #require(try trial.put("old"))
      let directory = trial.directory
      let steps = try DiskWatch.record { _ = try trial.put("new") }
      var appears: Int?
      var isDurable: Int?
      var goes: Int?
      for (number, step) in steps.enumerated() {
        switch step {
        case .rename(let from, _) where from.string.hasSuffix(old): goes = number
        case .rename(_, let to) where to.removingLastComponent() == directory: appears = number
        case .sync(directory): isDurable = number
        default: break
        }
      }
      let order = try [#require(appears), #require(isDurable), #require(goes)]
      #expect(order == order.sorted())
    }
  }

  @Test func `beyond the room there is the oldest go, and that is counted`() throws {
    try ScratchDirectory.run { folder in
      let trial = try QuarantineTrial(in: folder, budget: .max)
      for name in ["a", "b", "c", "d"] { _ = try trial.put(name + Self.padding, of: name) }
      trial.nextRun(budget: 30_000)
      trial.quarantine.settle()
      #expect(try trial.texts().map { $0.prefix(1) } == ["c", "d"])
      #expect(trial.quarantine.dropped.bodies == 2)
      #expect(trial.quarantine.dropped.bytes > 20_000)
      _ = try trial.put("e" + Self.padding, of: "e")
      #expect(try trial.texts().map { $0.prefix(1) } == ["d", "e"])
    }
  }

  @Test func `one that is larger than all may be is not put aside, and counted`() throws {
    try ScratchDirectory.run { folder in
      let trial = try QuarantineTrial(in: folder, budget: 5_000)
      #expect(try trial.put("a" + Self.padding) == nil)
      #expect(try trial.texts().isEmpty)
      #expect(trial.quarantine.dropped.tooLarge == 1)
      #expect(trial.quarantine.dropped.bodies == 0)
    }
  }

  @Test func `what waits for a person, and what is no suspect body, is never dropped`() throws {
    try ScratchDirectory.run { folder in
      let trial = try QuarantineTrial(in: folder, budget: .max)
      let waiting = try trial.accession("waits" + Self.padding, of: "w", as: .document(.pdf))
      let place = try trial.quarantine.hold(waiting, note: "It waits.\n").place
      #expect(
        try Disk().readText(trial.archive.path.pushing(FilePath(place)).appending("WAITING.txt"))
          == "It waits.\n"
      )
      // A version that was set aside, what a person put there, and evidence whose record is damaged.
      let version = trial.directory.appending("set-aside").appending("v2").appending("content")
      try Disk().makeDirectories(version)
      try Disk().create(version.appending("document.pdf"), holding: "a version" + Self.padding)
      let noted = try #require(try trial.put("noted" + Self.padding, of: "n"))
      try Disk().create(
        trial.archive.path.pushing(FilePath(noted)).appending("note.txt"),
        holding: "Keep."
      )
      let damaged = try #require(try trial.put("damaged" + Self.padding, of: "d"))
      try Disk().replace(
        trial.archive.path.pushing(FilePath(damaged)).appending("capture.json"),
        with: "{"
      )
      let evident = try #require(try trial.put("marked" + Self.padding, of: "m"))
      try Disk().create(
        trial.archive.path.pushing(FilePath(evident)).appending("WAITING.txt"),
        holding: "It waits too.\n"
      )
      let before = try Tree(trial.directory)

      trial.nextRun(budget: 1)
      trial.quarantine.settle()
      #expect(try Tree(trial.directory) == before)
      #expect(trial.quarantine.dropped == DroppedEvidence())
    }
  }

  @Test func `where there is to be no evidence at all, none is put aside and nothing is counted`()
    throws
  {
    try ScratchDirectory.run { folder in
      let trial = try QuarantineTrial(in: folder, budget: 0)
      #expect(try trial.put("a") == nil)
      #expect(try trial.texts().isEmpty)
      #expect(trial.quarantine.dropped == DroppedEvidence())
    }
  }

  @Test func `where there is to be none any more, what lies there goes, and what waits stays`()
    throws
  {
    try ScratchDirectory.run { folder in
      let trial = try QuarantineTrial(in: folder, budget: .max)
      _ = try trial.put("a")
      let waiting = try trial.accession("b", of: "b", as: .document(.pdf))
      _ = try trial.quarantine.hold(waiting, note: "It waits.\n")
      trial.nextRun(budget: 0)
      trial.quarantine.settle()
      #expect(try trial.texts() == ["b"])
      #expect(trial.quarantine.dropped.bodies == 1)
    }
  }

  @Test func `two of one kind, left by a crash, are one again on the next night`() throws {
    try ScratchDirectory.run { folder in
      let trial = try QuarantineTrial(in: folder, budget: .max)
      let first = try #require(try trial.put("first"))
      let aside = folder.appending("aside")
      try Disk().rename(trial.archive.path.pushing(FilePath(first)), to: aside)
      let second = try #require(try trial.put("second"))
      try Disk().rename(aside, to: trial.archive.path.pushing(FilePath(first)))
      trial.nextRun(budget: .max)
      #expect(try trial.put("second") == second)
      #expect(try trial.texts() == ["second"])
    }
  }

  @Test func `a night goes by the names of the folders, so that none has to be looked into`()
    throws
  {
    try ScratchDirectory.run { folder in
      let trial = try QuarantineTrial(in: folder, budget: .max)
      for name in ["a", "b", "c"] { _ = try trial.put(name, of: name) }
      // The newest gets a name that says it is the oldest, and huge.
      let names = try Disk().list(trial.directory).compactMap { EvidenceName($0.name) }
      let newest = try #require(names.max())
      let claim = "20010101T000000Z-\(newest.key)-1000000000-\(newest.digest)"
      try Disk().rename(
        trial.directory.appending(newest.text),
        to: trial.directory.appending(claim)
      )
      trial.nextRun(budget: 1_000_000)
      trial.quarantine.settle()
      #expect(try trial.texts() == ["a", "b"])
      #expect(trial.quarantine.dropped.places == ["quarantine/\(claim)"])
      #expect(trial.quarantine.dropped.bytes == newest.bytes)
    }
  }

  @Test func `verify has nothing to say of what lies there, whoever put it`() async throws {
    try await ScratchDirectory.run { folder in
      let bench = try await DamageBench(in: folder)
      try Self.fillQuarantine(of: bench.archive, in: folder)
      let outcome = try await Verification(at: bench.archive.path).full(cores: 1)
      #expect(outcome.findings.isEmpty, "\(outcome.findings)")
    }
  }

  private static func fillQuarantine(of archive: Archive, in folder: FilePath) throws {
    let trial = try QuarantineTrial(in: folder, at: archive, budget: .max)
    #expect(try trial.put("suspect") != nil)
    let waiting = try trial.accession("waits", of: "w", as: .document(.pdf))
    _ = try trial.quarantine.hold(waiting, note: "It waits.\n")
    let batch = trial.directory.appending("interrupted-1")
    try Disk().makeDirectories(batch.appending("1").appending("v1").appending("content"))
    try Disk().create(batch.appending("intent.json"), holding: "{")
    try Disk().create(trial.directory.appending("interrupted-file"), holding: "left")
    try Disk().removeTree(archive.path.appending("staging").appending("spool"))
  }

  private func dropped(replaced: Int) -> DroppedEvidence {
    var dropped = DroppedEvidence()
    dropped.replaced = replaced
    return dropped
  }
}
