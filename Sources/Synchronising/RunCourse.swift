// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fetching

/// The course of a run, of `sync` as of `check`.
enum RunCourse {
  /// Reads pages side by side, and visits what is due as soon as a reading says so; the first error ends it all.
  ///
  /// How many are asked at once, and when, is the fetcher's affair.
  ///
  /// - Parameters:
  ///   - pages: what is to be read, by their places.
  ///   - politeness: how many connections a host may have.
  ///   - read: reads one, and says what can be visited now.
  ///   - host: the host of a piece, with its port.
  ///   - prepare: makes some of a host's pieces ready, in their order, shortly before they are visited.
  ///   - visit: visits one.
  ///   - further: says what can be visited because of what visits have shown.
  /// - Throws: what the three throw.
  static func follow<Due: Sendable, Ready: Sendable>(
    pages: Range<Int>,
    _ politeness: Politeness,
    reading read: @escaping @Sendable (Int) async throws -> [Due],
    host: (Due) -> Substring,
    making prepare: @escaping @Sendable ([Due]) async throws -> [Ready],
    visiting visit: @escaping @Sendable (Ready) async throws -> Void,
    further: @escaping @Sendable () async -> [Due] = { [] }
  ) async throws {
    try await withThrowingTaskGroup(of: [Due].self) { group in
      for page in pages { group.addTask { try await read(page) } }
      while let due = try await group.next() {
        let workers = HostWorkers(due, politeness, host: host)
          .workers(making: prepare, visit)
        for worker in workers {
          group.addTask {
            try await worker()
            return await further()
          }
        }
      }
    }
  }
}
