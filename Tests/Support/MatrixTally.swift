// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import SystemPackage

/// What came of trying many states.
package protocol MatrixTally: Sendable {
  init()
  mutating func add(_ other: Self)
}

extension MatrixTally {
  /// Tries states on as many lanes as there are cores.
  ///
  /// - Parameter body: tries every so-manyth state, from the lane's number on, in a directory of the lane's own.
  /// - Returns: what came of all of them.
  /// - Throws: what a lane throws.
  package static func gather(
    _ body: @escaping @Sendable (_ lane: Int, FilePath, inout Self) async throws -> Void
  ) async throws -> Self {
    try await withThrowingTaskGroup(of: Self.self) { lanes in
      for lane in 0..<Lanes.count {
        lanes.addTask {
          try await ScratchDirectory.run(in: ScratchDirectory.memory) { directory in
            var part = Self()
            try await body(lane, directory, &part)
            return part
          }
        }
      }
      return try await lanes.reduce(into: Self()) { $0.add($1) }
    }
  }
}
