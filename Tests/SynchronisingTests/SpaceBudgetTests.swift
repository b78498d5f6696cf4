// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Archiving
import Fetching
import Filing
import Foundation
import Support
import Synchronization
import SystemPackage
import Testing

@testable import Synchronising

@Suite(.timeLimit(.minutes(5)))
struct `The room that is left free` {
  private static let gigabyte: Int64 = 1_000_000_000

  private static func space(
    _ free: Int64,
    of total: Int64,
    files: (free: Int64, total: Int64)? = nil
  ) -> DiskSpace {
    DiskSpace(
      freeBytes: free,
      totalBytes: total,
      files: files.map { DiskSpace.Files(free: $0.free, total: $0.total) }
    )
  }

  @Test(
    arguments: [
      // A large disk, a small one; one that tells nothing.
      (nil, 500 * gigabyte, gigabyte), (nil, 10 * gigabyte, gigabyte / 5), (nil, 0, 0),
      (3 * gigabyte, 10 * gigabyte, 3 * gigabyte), (0, 500 * gigabyte, 0),
      (Int64.max, gigabyte, Int64.max),
    ] as [(Int64?, Int64, Int64)]
  )
  func `is what the configuration says, else 1 GB or 2 % of the disk, whichever is less`(
    configured: Int64?,
    total: Int64,
    limit: Int64
  ) {
    let budget = SpaceBudget(freeBytes: configured)
    #expect(budget.limit(of: Self.space(0, of: total)) == limit)
    #expect(budget.shortage(in: Self.space(limit, of: total)) == nil)
    guard limit > 0 else { return }
    let shortage = budget.shortage(in: Self.space(limit - 1, of: total))
    #expect(shortage == SpaceShortage(.bytes, free: limit - 1, limit: limit))
  }

  @Test(
    arguments: [
      (10_000, 4_000_000, true), (9_999, 4_000_000, false), (2_000, 200_000, true),
      (1_999, 200_000, false),
      // However few there are in all: a batch is written whole.
      (1_024, 5_000, true), (1_023, 5_000, false), (500, 600, false),
      (0, 4_000_000, false),
    ] as [(Int64, Int64, Bool)]
  )
  func `is judged in files too, where a file system has room for only so many`(
    free: Int64,
    total: Int64,
    isEnough: Bool
  ) {
    let space = Self.space(500 * Self.gigabyte, of: 500 * Self.gigabyte, files: (free, total))
    let shortage = SpaceBudget().shortage(in: space)
    #expect((shortage == nil) == isEnough)
    #expect(shortage == nil || shortage?.subject == .files)
  }

  @Test func `what did not fit is told, where there is still more free than has to be`() {
    let sentence = "\(SpaceShortage(.bytes, free: 20_900_000, limit: 419_400, wanted: 31_000_000))"
    #expect(
      sentence.contains("20.9 MB were free, 419.4 kB have to stay free (limits.freeSpace), and")
    )
    #expect(sentence.contains("what was coming needed 31.0 MB more"))
    #expect("\(SpaceShortage(.bytes, free: 1, limit: 2))".contains("1 B are free, and 2 B have"))
  }

  @Test func `no files are judged where a file system states none`() {
    let space = Self.space(500 * Self.gigabyte, of: 500 * Self.gigabyte)
    #expect(SpaceBudget().shortage(in: space) == nil)
  }

  @Test func `a body fits beside what is on its way`() {
    let budget = SpaceBudget(freeBytes: 100)
    let space = Self.space(1_000, of: 10_000)
    #expect(budget.fits(900, besides: 0, in: space))
    #expect(!budget.fits(901, besides: 0, in: space))
    #expect(budget.fits(400, besides: 500, in: space))
    #expect(!budget.fits(401, besides: 500, in: space))
    #expect(!budget.fits(.max, besides: .max, in: space))
  }

  @Test func `bodies on their way count until they are written or given up`() async throws {
    try await Partnership.run { site in
      var plan = try site.plan(at: Date(timeIntervalSince1970: 0))
      plan.space = SpaceBudget(freeBytes: 100)
      plan.diskSpace = { _ in Self.space(1_100, of: 10_000) }
      let watch = SpaceWatch(plan, at: site.archive.path)
      let (one, two) = (Counter(), Counter())
      try watch.expect(600, of: ObjectIdentifier(one), whole: 600)
      try watch.look()
      #expect(throws: NoRoom.self) { try watch.expect(500, of: ObjectIdentifier(two), whole: 500) }
      let full = SpaceShortage(.bytes, free: 1_100, limit: 100, wanted: 1_100)
      #expect(throws: full) { try watch.look() }
      try watch.expect(200, of: ObjectIdentifier(one), whole: 600)
      try watch.expect(500, of: ObjectIdentifier(two), whole: 500)
      watch.end(ObjectIdentifier(one))
      watch.end(ObjectIdentifier(one))
      try watch.expect(1_000, of: ObjectIdentifier(two), whole: 1_000)
      #expect(watch.turnedAway?.bodies == 1)
    }
  }

  @Test func `the disk is looked at after each body, and seldom while nothing comes`() async throws
  {
    try await Partnership.run { site in
      let looks = Mutex(0)
      var plan = try site.plan(at: Date(timeIntervalSince1970: 0))
      plan.diskSpace = { _ in
        looks.withLock { $0 += 1 }
        return Self.space(5_000, of: 10_000)
      }
      let watch = SpaceWatch(plan, at: site.archive.path)
      func count(of visits: Int) throws -> Int {
        let before = looks.withLock { $0 }
        for _ in 0..<visits { try watch.look() }
        return looks.withLock { $0 } - before
      }
      #expect(try count(of: 1) == 1)
      #expect(try count(of: SpaceWatch.looksSpared) == 0)
      #expect(try count(of: 1) == 1, "others write too")
      let body = Counter()
      try watch.expect(1, of: ObjectIdentifier(body), whole: 1)
      #expect(try count(of: 2) == 1)
      watch.end(ObjectIdentifier(body))
      #expect(try count(of: 2) == 1)
      let looksBefore = looks.withLock { $0 }
      for _ in 0..<10 {
        // An answer without a body.
        watch.end(ObjectIdentifier(Counter()))
        try watch.look()
      }
      #expect(looks.withLock { $0 } == looksBefore)
    }
  }

  @Test(arguments: SpaceShortage.Subject.allCases)
  func `what is short is said with what to do next`(subject: SpaceShortage.Subject) {
    let shortage = SpaceShortage(subject, free: 312_400_000, limit: 1_000_000_000, bodies: 2)
    #expect(shortage.description.contains("make room"))
    #expect(shortage.description.contains("start the run again"))
    if subject == .bytes {
      #expect(shortage.description.contains("312.4 MB are free, and 1.0 GB have to stay free"))
    }
  }
}
