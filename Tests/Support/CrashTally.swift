// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
package import SystemPackage

/// How many states of a crash matrix were tried, and what was wrong with which.
package struct CrashTally {
  package private(set) var states = 0
  /// A line for each state with complaints.
  package private(set) var bad: [String] = []

  package init() {}

  package mutating func add(_ state: String, _ complaints: [String]) {
    states += 1
    if !complaints.isEmpty { bad.append("\(state): \(complaints.joined(separator: "; "))") }
  }

  package mutating func add(_ other: CrashTally) {
    states += other.states
    bad += other.bad
  }

  /// One line for the log of a test run.
  package func tell(_ what: String) {
    print("crash matrix, \(what): \(states.formatted()) states, \(bad.count) bad")
  }

  /// Whether every step is tried of what takes minutes: `HANAPER_CRASH_MATRIX=full`.
  ///
  /// Else the large scenarios are sampled, as each says; the small ones never are.
  package static let isFull =
    ProcessInfo.processInfo.environment["HANAPER_CRASH_MATRIX"] == "full"

  /// How many minutes one test of a crash matrix may take; a full one is for a night.
  package static let minutes = isFull ? 480 : 60
}

// MARK: Lanes

extension CrashTally: MatrixTally {
  /// Tries each of so many states.
  ///
  /// - Parameters:
  ///   - count: how many there are.
  ///   - body: tries one, by its number, in a directory that holds anything; what it holds is told as a tree. It says
  ///     what the state is called, and what is wrong with it.
  /// - Returns: what came of all of them.
  /// - Throws: what `body` throws.
  package static func matrix(
    of count: Int,
    _ body: @escaping @Sendable (Int, FilePath, Tree) async throws -> (String, [String])
  ) async throws -> CrashTally {
    try await gather { lane, directory, part in
      for number in stride(from: lane, to: count, by: Lanes.count) {
        let (state, complaints) = try await body(number, directory, try Tree(directory))
        part.add(state, complaints)
      }
    }
  }
}
