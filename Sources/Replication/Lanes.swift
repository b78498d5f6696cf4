// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Stores

/// Does a lot of small things over several connections at once.
struct Lanes: Sendable {
  let store: any Store

  /// Hands items out, some at a time, to as many lanes as are worth while; each has a connection of its own.
  ///
  /// - Parameters:
  ///   - items: all of them.
  ///   - size: how many a lane takes at once.
  ///   - work: what is done with them.
  /// - Returns: what came of it, one for each time that some were taken.
  /// - Throws: the first error; the other lanes stop then.
  func run<Item: Sendable, Value: Sendable>(
    _ items: [Item],
    by size: Int,
    _ work: @escaping @Sendable (ArraySlice<Item>, any StoreConnection) throws -> Value
  ) async throws -> [Value] {
    guard !items.isEmpty else { return [] }
    let taken = Count()
    let count = min(store.connections, (items.count + size - 1) / size)
    return try await withThrowingTaskGroup(of: [Value].self) { group in
      for _ in 0..<count {
        group.addTask { [store] in
          let connection = try store.connect()
          var values: [Value] = []
          while true {
            try Task.checkCancellation()
            let start = taken.add(size) - size
            guard start < items.count else { return values }
            values.append(try work(items[start..<min(start + size, items.count)], connection))
          }
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
  }
}
