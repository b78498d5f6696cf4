// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Reporting
import Surroundings
import Synchronization

/// A command whose work is ended in order by a signal; the others just end.
protocol EndsInOrder {
  /// What becomes of what it did, for whoever ends it.
  static var whatStays: String { get }
}

extension EndsInOrder {
  static var whatStays: String { "what has come is kept" }
}

/// Ends long work early: when its time is up, or on SIGTERM, SIGINT and SIGHUP.
///
/// The first signal asks for an end in order, a second one ends the program at once.
enum Interruption {
  private struct State {
    /// Nil until the command is known: what comes before that waits for it.
    var endsInOrder: Bool?
    var asked: CInt?
    var waiting: AsyncStream<Never>.Continuation?
    /// What becomes of what the command did.
    var whatStays = ""
    /// What ended the work first.
    var cause: RunReport.Stop.Cause?
  }

  private static let state = Mutex(State())

  /// Called before anything else is begun.
  static func listen() {
    EndingSignals.watch { signal in
      let (isFirst, isInOrder) = state.withLock { state in
        defer { state.asked = state.asked ?? signal }
        return (state.asked == nil, state.endsInOrder)
      }
      guard isFirst, isInOrder != false else { return EndingSignals.end(by: signal) }
      if isInOrder == true { endInOrder(signal) }
    }
  }

  /// Says how the command ends on a signal; one that came already takes its effect.
  static func begin(_ command: any Any.Type) {
    let inOrder = command as? any EndsInOrder.Type
    let isInOrder = inOrder != nil
    let asked = state.withLock { state in
      state.endsInOrder = isInOrder
      state.whatStays = inOrder?.whatStays ?? ""
      return state.asked
    }
    guard let asked else { return }
    if isInOrder { endInOrder(asked) } else { EndingSignals.end(by: asked) }
  }

  /// Does what may wait for ever for somebody's input, so that a signal ends the program at once meanwhile.
  static func endingAtOnce<Value>(_ body: () throws -> Value) rethrows -> Value {
    let (before, asked) = state.withLock { state in
      defer { state.endsInOrder = false }
      return (state.endsInOrder, state.asked)
    }
    if let asked { EndingSignals.end(by: asked) }
    defer { state.withLock { $0.endsInOrder = before } }
    return try body()
  }

  /// Whether a signal has come.
  static var wasAsked: Bool { state.withLock { $0.asked != nil } }

  /// What ended the work before its end.
  static var cause: RunReport.Stop.Cause { state.withLock { $0.cause } ?? .signal }

  /// Ends what is under way as a signal does, without a word: the budget is spent.
  static func endInOrder(because cause: RunReport.Stop.Cause) {
    let waiting = state.withLock { state in
      state.cause = state.cause ?? cause
      return state.waiting
    }
    waiting?.finish()
  }

  private static func endInOrder(_ signal: CInt) {
    endInOrder(because: .signal)
    let whatStays = state.withLock { $0.whatStays }
    Terminal.complain(
      "told to end by \(EndingSignals.name(of: signal)): ending in order, and \(whatStays); a second signal ends it at once"
    )
  }

  /// Runs `body`; its task is cancelled when the time is up or a signal comes, or has come already.
  static func allowing<Value: Sendable>(
    after limit: Duration? = nil,
    _ body: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    let (request, continuation) = AsyncStream.makeStream(of: Never.self)
    let isAsked = state.withLock { state in
      state.waiting = continuation
      return state.asked != nil
    }
    if isAsked { continuation.finish() }
    return try await withThrowingTaskGroup(of: Value?.self) { group in
      group.addTask { try await body() }
      group.addTask {
        for await _ in request {}
        return nil
      }
      if let limit {
        group.addTask {
          guard (try? await Task.sleep(for: limit)) != nil else { return nil }
          state.withLock { $0.cause = $0.cause ?? .time }
          return nil
        }
      }
      defer { group.cancelAll() }
      // Whoever ends first ends the others; the work itself then ends in its own order.
      while let ended = try await group.next() {
        if let value = ended { return value }
        group.cancelAll()
      }
      throw CancellationError()
    }
  }
}
