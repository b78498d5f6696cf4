// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Makes pages, each once however many ask for it, and few at a time: so that nobody waits for long because many ask.
actor PageWorkshop {
  private var underWay: [String: Task<RoomAnswer, any Error>] = [:]
  private var free = 4
  private var waiting: [CheckedContinuation<Void, Never>] = []

  /// - Parameters:
  ///   - key: which page, of which state of the archive.
  ///   - body: makes it.
  /// - Returns: what it made, or whoever was first.
  /// - Throws: what it throws.
  func make(
    _ key: String,
    _ body: @escaping @Sendable () async throws -> RoomAnswer
  ) async throws -> RoomAnswer {
    if let task = underWay[key] { return try await task.value }
    let task = Task {
      await enter()
      defer { leave() }
      return try await body()
    }
    underWay[key] = task
    defer { underWay[key] = nil }
    return try await task.value
  }

  private func enter() async {
    guard free == 0 else {
      free -= 1
      return
    }
    await withCheckedContinuation { waiting.append($0) }
  }

  private func leave() {
    if waiting.isEmpty {
      free += 1
    } else {
      waiting.removeFirst().resume()
    }
  }
}
