// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Curl
import Dispatch
import HTTP
import Synchronization

/// A sink that is full after so many bytes, until it is opened.
final class Sluice: BodySink {
  private struct State {
    var room: Int
    var body: [UInt8] = []
    var resume: (@Sendable () -> Void)?
  }

  private let state: Mutex<State>
  private let taste: @Sendable (Int) throws -> Void
  private let (fills, filled) = AsyncStream<Void>.makeStream()

  /// - Parameters:
  ///   - room: for how many bytes there is room at first.
  ///   - taste: told how many bytes there will be with a piece; ends the transfer by an error.
  init(room: Int = 0, _ taste: @escaping @Sendable (Int) throws -> Void = { _ in }) {
    state = Mutex(State(room: room))
    self.taste = taste
  }

  func begin(_ head: ResponseHead) {}

  func hasRoom(orElse resume: @escaping @Sendable () -> Void) -> Bool {
    state.withLock { state in
      guard state.body.count >= state.room else { return true }
      state.resume = resume
      filled.yield()
      return false
    }
  }

  func receive(_ bytes: Span<UInt8>) throws {
    let piece = bytes.withUnsafeBufferPointer { Array($0) }
    let count = state.withLock { $0.body.count }
    try taste(count + piece.count)
    state.withLock { $0.body += piece }
  }

  var body: [UInt8] { state.withLock { $0.body } }

  /// Waits until a piece was refused.
  func isFull() async {
    for await _ in fills { return }
  }

  /// Makes room for all that comes.
  func open() {
    let resume = state.withLock { state in
      state.room = .max
      return state.resume
    }
    resume?()
  }
}

/// A sink that is full before each piece, and has room a moment later.
final class Sieve: BodySink {
  private struct State {
    var body: [UInt8] = []
    var refusals = 0
    var hasRoom = false
  }

  private let state = Mutex(State())

  func begin(_ head: ResponseHead) {}

  func hasRoom(orElse resume: @escaping @Sendable () -> Void) -> Bool {
    state.withLock { state in
      if state.hasRoom { return true }
      state.refusals += 1
      DispatchQueue.global().async { [self] in
        self.state.withLock { $0.hasRoom = true }
        resume()
      }
      return false
    }
  }

  func receive(_ bytes: Span<UInt8>) throws {
    let piece = bytes.withUnsafeBufferPointer { Array($0) }
    state.withLock { state in
      state.body += piece
      state.hasRoom = false
    }
  }

  var body: [UInt8] { state.withLock { $0.body } }
  var refusals: Int { state.withLock { $0.refusals } }
}
