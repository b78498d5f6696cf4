// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Foundation
import Support
import Synchronization
import SystemPackage

/// The steps of a ``CrashRun`` while its second batch is written and its third is filled.
///
/// Which comes first is for the machine to say, and any order may be what a crash finds: the two touch
/// nothing in common.
struct BatchesInFlight {
  /// What was done before both.
  let before: [DiskStep]
  let writing: [DiskStep]
  let filling: [DiskStep]

  /// - Parameter steps: of a whole run, as they came.
  init(_ steps: [DiskStep]) {
    let first = steps.firstIndex(where: Self.isBeginning) ?? steps.endIndex
    let last = steps.lastIndex(where: \.isOfSecondBatch).map { $0 + 1 } ?? first
    // The first body of the next batch may have come before the first step of the one that is written.
    let body = steps[..<first].lastIndex { !$0.isOfFilling }.map { $0 + 1 } ?? first
    before = Array(steps[..<body])
    writing = steps[first..<max(first, last)].filter { !$0.isOfFilling }
    filling = steps[body...].prefix { !$0.isOfThirdCommit }.filter(\.isOfFilling)
  }

  static func isBeginning(_ step: DiskStep) -> Bool {
    if case .create(let path) = step { path.string.hasSuffix("batch-2/intent.json") } else { false }
  }
}

extension DiskStep {
  fileprivate var isOfSecondBatch: Bool { words.contains("/staging/batch-2") }

  fileprivate var isOfThirdCommit: Bool { words.contains("/staging/batch-3/intent.json") }

  /// Whether it makes something that is not written yet: a body, a staged version, evidence.
  var isOfFilling: Bool {
    ["/staging/batch-3", "/staging/spool", "/quarantine"].contains { words.contains($0) }
  }
}

/// Has a batch wait, before its step of a number, until the next is filled; then that step is ruled on.
final class Interleaving: Sendable {
  @TaskLocal static var current: Interleaving?

  private let number: Int
  private let ruling: @Sendable (DiskStep) -> DiskStep.Ruling
  private let later: @Sendable (DiskStep) -> DiskStep.Ruling
  private let taken = Mutex<Int?>(nil)
  private let condition = NSCondition()
  private let isFilled = Mutex(false)

  /// - Parameters:
  ///   - number: of the step of the batch that is written, from 0.
  ///   - ruling: on that step.
  ///   - later: on all that come after it.
  init(
    at number: Int,
    _ ruling: @escaping @Sendable (DiskStep) -> DiskStep.Ruling,
    later: @escaping @Sendable (DiskStep) -> DiskStep.Ruling
  ) {
    self.number = number
    self.ruling = ruling
    self.later = later
  }

  /// Says that the next batch is filled.
  func filled() {
    condition.withLock {
      isFilled.withLock { $0 = true }
      condition.broadcast()
    }
  }

  func rule(on step: DiskStep) -> DiskStep.Ruling {
    if step.isOfFilling { return .pass }
    let count = taken.withLock { taken -> Int? in
      guard taken != nil || BatchesInFlight.isBeginning(step) else { return nil }
      taken = taken.map { $0 + 1 } ?? 0
      return taken
    }
    guard let count else { return .pass }
    if count > number { return later(step) }
    guard count == number else { return .pass }
    condition.withLock {
      while !isFilled.withLock({ $0 }) { condition.wait() }
    }
    return ruling(step)
  }

  func run(_ body: () async throws -> Void) async throws {
    try await Self.$current.withValue(self) {
      try await DiskStep.$observer.withValue({ self.rule(on: $0) }) { try await body() }
    }
  }
}
