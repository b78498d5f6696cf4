// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Fetching
import Filing
import Synchronization
import SystemPackage

/// Looks at the archive's disk during a run, and says whether there is room for what is coming.
final class SpaceWatch: SpoolRoom {
  private struct State {
    /// How much of each body on its way is not written yet, and of all together.
    var promised: [ObjectIdentifier: Int64] = [:]
    var sum: Int64 = 0
    /// How many bodies found no room, and how much there was.
    var turnedAway: SpaceShortage?
    /// What there was when the first of an ordinary length found none: there is more again once what was
    /// written of it is gone, and the next would find as little.
    var full: SpaceShortage?
    /// How often the run may go on yet without a look at the disk: a body ends that, and others write too.
    var credit = 0

    /// Whether the disk has to be looked at; a night in which nothing comes would look for each document.
    mutating func isLookDue() -> Bool {
      credit -= 1
      guard credit < 0 else { return false }
      credit = SpaceWatch.looksSpared
      return true
    }
  }

  /// So many looks one look stands for while no body comes.
  static var looksSpared: Int { 63 }

  private let budget: SpaceBudget
  private let place: FilePath
  private let read: @Sendable (FilePath) throws -> DiskSpace
  private let state = Mutex(State())

  init(_ plan: RunPlan, at place: FilePath) {
    budget = plan.space
    read = plan.diskSpace
    self.place = place
  }

  /// - Throws: `SpaceShortage` where the run must not go on.
  func look() throws {
    let (full, isDue) = state.withLock { ($0.full, $0.isLookDue()) }
    guard isDue || full != nil else { return }
    // Where the disk does not tell, it will say so when it is written to.
    guard let space = try? read(place) else { return }
    if let shortage = budget.shortage(in: space) {
      state.withLock { $0.credit = 0 }
      throw shortage
    }
    if let full { throw full }
  }

  /// What stops the run, if an error says that nothing more could be written.
  func shortage(behind error: any Error) -> SpaceShortage? {
    if let shortage = error as? SpaceShortage { return shortage }
    guard let error = error as? FilingError,
      error.cause == .noSpace || error.cause == .diskQuotaExceeded
    else { return nil }
    let space = try? read(place)
    return SpaceShortage(
      .full,
      free: space?.freeBytes ?? 0,
      limit: space.map(budget.limit(of:)) ?? 0
    )
  }

  /// What there is to tell of bodies that were not fetched.
  var turnedAway: SpaceShortage? { state.withLock { $0.turnedAway } }

  // MARK: Bodies on their way

  func expect(_ bytes: Int64, of body: ObjectIdentifier, whole: Int64) throws(NoRoom) {
    try state.withLock { (state) throws(NoRoom) in
      state.credit = 0
      let old = state.promised[body] ?? 0
      if bytes > old, let space = try? read(place),
        !budget.fits(bytes, besides: state.sum - old, in: space)
      {
        let count = (state.turnedAway?.bodies ?? 0) + 1
        let limit = budget.limit(of: space)
        let (wanted, isTooMuch) = bytes.addingReportingOverflow(state.sum - old)
        func shortage(_ subject: SpaceShortage.Subject, _ bodies: Int? = nil) -> SpaceShortage {
          SpaceShortage(
            subject,
            free: space.freeBytes,
            limit: limit,
            bodies: bodies,
            wanted: isTooMuch ? bytes : wanted
          )
        }
        state.turnedAway = shortage(.bodies, count)
        if whole <= budget.ordinaryBytes { state.full = state.full ?? shortage(.bytes) }
        throw NoRoom()
      }
      state.sum += bytes - old
      state.promised[body] = bytes
    }
  }

  func end(_ body: ObjectIdentifier) {
    state.withLock { state in
      // An answer without a body takes nothing from the disk.
      guard let promised = state.promised.removeValue(forKey: body) else { return }
      state.credit = 0
      state.sum -= promised
    }
  }
}
