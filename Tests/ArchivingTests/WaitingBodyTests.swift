// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Filing
import Fixity
import Support
import SystemPackage
import Testing

@testable import Archiving

/// Bodies that came for a document that cannot be gone on with: they wait for a person, and none is evidence.
@Suite(.timeLimit(.minutes(20)))
struct `Bodies that wait for a person` {
  @Test func `of what waits of one document the first and the newest stay`() throws {
    try ScratchDirectory.run { folder in
      let trial = try QuarantineTrial(in: folder, budget: .max)
      let other = try trial.hold("other", of: "b")
      let first = try trial.hold("one")
      #expect(first.first == nil && first.replaced == 0)
      let second = try trial.hold("two")
      #expect(second == HeldBody(place: second.place, first: first.place))
      for night in 3...9 {
        trial.nextRun(budget: night.isMultiple(of: 2) ? 0 : .max)
        let held = try trial.hold("\(night)")
        #expect(held == HeldBody(place: held.place, first: first.place, replaced: 1))
        #expect(try trial.texts() == ["\(night)", "one", "other"])
        #expect(try trial.hold("\(night)").replaced == 0, "the same is put aside once")
        #expect(try trial.hold("one") == first)
        #expect(try trial.texts() == ["\(night)", "one", "other"])
      }
      #expect(try trial.hold("other", of: "b") == other)
      #expect(trial.quarantine.dropped == DroppedEvidence(), "no evidence went")
    }
  }

  @Test
  func `those that waited in folders of an earlier time are counted, and the rest is a person's`()
    throws
  {
    try ScratchDirectory.run { folder in
      let trial = try QuarantineTrial(in: folder, budget: .max)
      let aside = folder.appending("aside")
      try Disk().makeDirectory(aside)
      let names = ["one", "two", "three"].map { (body: $0, String(Digest.of($0).hex.prefix(32))) }
      for (body, digest) in names {
        let place = trial.archive.path.pushing(FilePath(try trial.hold(body).place))
        try Disk().rename(place, to: aside.appending(digest))
        trial.nextRun(budget: .max)
      }
      for (_, digest) in names {
        try Disk().rename(aside.appending(digest), to: trial.directory.appending(digest))
      }
      // A person put a note beside the second.
      let second = trial.directory.appending(String(Digest.of("two").hex.prefix(32)))
      try Disk().create(second.appending("note.txt"), holding: "Keep.")
      let held = try trial.hold("four")
      #expect(held.first?.hasSuffix(String(Digest.of("one").hex.prefix(32))) == true)
      #expect(held.replaced == 1)
      #expect(try trial.texts() == ["four", "one", "two"])
    }
  }
}
