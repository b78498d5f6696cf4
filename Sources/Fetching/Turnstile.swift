// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Lets requests through to their hosts, as ``HostSchedule`` says.
public actor Turnstile {
  private var schedule: HostSchedule<ContinuousClock.Instant>
  private var waiting: [CheckedContinuation<Void, Never>] = []
  private let clock = ContinuousClock()

  public init(_ politeness: Politeness) {
    schedule = HostSchedule(politeness)
  }

  /// Runs `body` as soon as the host may be asked.
  ///
  /// - Throws: `CancellationError` where the task is cancelled while it waits.
  public func pass<Value: Sendable, Failure: Error>(
    to host: String,
    _ body: @Sendable () async -> Result<Value, Failure>
  ) async throws(CancellationError) -> Result<Value, Failure> {
    try await enter(host)
    let outcome = await body()
    leave(host)
    return outcome
  }

  private func enter(_ host: String) async throws(CancellationError) {
    while true {
      guard !Task.isCancelled else { throw CancellationError() }
      switch schedule.admit(to: host, at: clock.now) {
      case .now: return
      case .at(let instant):
        do {
          try await clock.sleep(until: instant)
        } catch {
          throw CancellationError()
        }
      case .whenSomebodyLeaves:
        // Whoever holds a place is bounded by its transfer's limits, so this ends.
        await withCheckedContinuation { waiting.append($0) }
      }
    }
  }

  private func leave(_ host: String) {
    schedule.leave(host, at: clock.now)
    for continuation in waiting { continuation.resume() }
    waiting.removeAll()
  }
}
