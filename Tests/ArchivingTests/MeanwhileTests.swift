// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Ledger
import Support
import Synchronization
import SystemPackage
import Testing

@testable import Archiving

/// A verification takes no lock, and a night may begin and end while it reads.
@Suite(.timeLimit(.minutes(5)))
struct `A night that comes while verify reads` {
  private static let (a, b) = ("https://example.org/a.pdf", "https://example.org/b.pdf")

  /// Verifies, and lets the archive become another once the first object was looked at.
  private func verify(
    _ verification: Verification,
    of archive: Archive,
    from before: Tree,
    to after: Tree
  ) async throws -> Verification.Outcome {
    let isFirst = Mutex(true)
    return try await verification.full(cores: 1) { _ in
      let isNow = isFirst.withLock { isFirst in
        defer { isFirst = false }
        return isFirst
      }
      if isNow { try? after.write(to: archive.path, over: before) }
    }
  }

  @Test func `is no damage, though it began and ended meanwhile`() async throws {
    try await ScratchDirectory.run { folder in
      let keeper = try Keeper(in: folder)
      let signer = try NoteSigner(number: 5)
      let signing = ArchiveLedger.Signing.by([signer], noting: folder.appending("checkpoint"))
      let ledger = ArchiveLedger(of: keeper.archive)
      try await keeper.keep([(Self.a, "one"), (Self.b, "two")])
      _ = try ledger.advance(by: signing, at: Keeper.day)
      let trust = HeldAgainst(key: signer.key)
      let before = try Tree(keeper.archive.path)
      try await keeper.keep([(Self.a, "one, changed")], day: 1)
      _ = try ledger.advance(by: signing, at: Keeper.day)
      let after = try Tree(keeper.archive.path)
      try before.write(to: keeper.archive.path, over: after)
      let outcome = try await verify(
        Verification(of: keeper.archive, against: trust),
        of: keeper.archive,
        from: before,
        to: after
      )
      #expect(outcome.findings == [] && outcome.warnings == [], "\(outcome)")
      #expect(outcome.ledger?.leaves == 6)
    }
  }

  @Test func `does not hide damage that it has nothing to do with`() async throws {
    try await ScratchDirectory.run { folder in
      let keeper = try Keeper(in: folder)
      try await keeper.keep([(Self.a, "one"), (Self.b, "two")])
      let place = keeper.archive.path.appending(DamageBench.folder(of: Self.b))
        .pushing("v1/content/document.pdf")
      try Disk().removeFile(place)
      try Disk().create(place, holding: "twp")
      let before = try Tree(keeper.archive.path)
      try await keeper.keep([(Self.a, "one, changed")], day: 1)
      let after = try Tree(keeper.archive.path)
      try before.write(to: keeper.archive.path, over: after)
      let outcome = try await verify(
        Verification(of: keeper.archive),
        of: keeper.archive,
        from: before,
        to: after
      )
      #expect(outcome.findings.map(\.address) == [Self.b])
    }
  }

  /// To Swift, a Kelvin sign is a K; to every other program, it is another file.
  @Test func `a line of the manifest is compared byte by byte`() async throws {
    try await ScratchDirectory.run { folder in
      let keeper = try Keeper(in: folder)
      try await keeper.keep([("https://example.org/Kent.pdf", "one")])
      let manifest = keeper.archive.manifest.path
      let text = try Disk().readText(manifest)
      #expect(try await Verification(of: keeper.archive).full(cores: 1).findings == [])
      try Disk().replace(manifest, with: text.replacing("Kent", with: "\u{212A}ent"))
      #expect(try await Verification(of: keeper.archive).full(cores: 1).findings.count == 1)
    }
  }
}
