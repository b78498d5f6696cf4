// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Support
import SystemPackage
import Testing

@testable import Archiving

/// A folder that was moved or renamed has all its bytes: a repair brings it home, and needs no copy for that.
@Suite(.timeLimit(.minutes(5)))
struct `A document's folder in another place` {
  private static let object = DamageBench.folder(of: DamageBench.two)

  @Test(arguments: ["ocfl/zzz/moved", "ocfl/x", "\(object).old"])
  func `comes home`(place: String) async throws {
    try await ScratchDirectory.run { folder in
      let bench = try await DamageBench(in: folder)
      let target = bench.archive.path.pushing(FilePath(place))
      try Disk().makeDirectories(target.removingLastComponent())
      try Disk().rename(bench.archive.path.pushing(FilePath(Self.object)), to: target)
      try await bench.expectMended(try await bench.repair())
    }
  }

  @Test func `comes home, and what is damaged in it is named still`() async throws {
    try await ScratchDirectory.run { folder in
      let bench = try await DamageBench(in: folder)
      let target = bench.archive.path.pushing("ocfl/zzz")
      let home = bench.archive.path.pushing(FilePath(Self.object))
      try Disk().rename(home, to: target)
      try Disk().replace(target.pushing("v1/content/document.pdf"), with: "damaged")
      let left = try await bench.repair()
      #expect(left.map(\.address) == [DamageBench.two], "\(left)")
      #expect(left.map(\.path) == ["\(Self.object)/v1/content/document.pdf"], "\(left)")
      #expect(try Disk().entry(at: target) == nil)
    }
  }

  @Test func `fills the empty one that was made in its place, and gives way`() async throws {
    try await ScratchDirectory.run { folder in
      let bench = try await DamageBench(in: folder)
      let home = bench.archive.path.pushing(FilePath(Self.object))
      try Disk().makeDirectories(bench.archive.path.pushing("ocfl/zzz"))
      try Disk().rename(home, to: bench.archive.path.pushing("ocfl/zzz/x"))
      try Disk().makeDirectories(home)
      try Disk().create(home.appending("0=ocfl_object_1.1"), holding: "ocfl_object_1.1\n")
      try await bench.expectMended(try await bench.repair())
    }
  }

  @Test func `that is lost is not given an empty one`() async throws {
    try await ScratchDirectory.run { folder in
      let bench = try await DamageBench(in: folder)
      let home = bench.archive.path.pushing(FilePath(Self.object))
      try Disk().removeTree(home)
      #expect(try await bench.repair().map(\.address) == [DamageBench.two])
      #expect(try Disk().entry(at: home) == nil)
    }
  }

  @Test func `a newer version that is held and sound stays, whoever signed for it`() async throws {
    try await ScratchDirectory.run { folder in
      let bench = try await DamageBench(in: folder)
      let archive = bench.archive
      try await Keeper(archive, in: folder).keep([(DamageBench.two, "a third one")], day: 5)
      try Disk().removeFile(archive.ledger.appending(WaitingLeaves.fileName))
      let home = archive.path.pushing(FilePath(Self.object))
      let record = try Disk().read(home.appending("inventory.json"))
      try Disk().replace(home.appending("inventory.json"), with: "damaged")
      try Disk().removeFile(home.pushing("v1/inventory.json.sha512"))
      let left = try await bench.repair()
      #expect(try Disk().read(home.appending("inventory.json")) == record)
      let own = left.filter { $0.address == DamageBench.two }
      #expect(own.map(\.versions) == [[3]], "\(left)")
      #expect(own.allSatisfy { $0.isUnsigned && "\($0.next)".contains("--vouch") }, "\(left)")
    }
  }
}
