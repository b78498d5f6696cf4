// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Glibc
import Synchronization

/// An HTTP/1.1 server that answers as a test tells it to, well or badly.
///
///     try await ScriptedServer.run { request in
///       request.path == "/" ? .ok(page, type: "text/html") : .status(404)
///     } _: { server in
///       // … ask 127.0.0.1 at server.port …
///       #expect(server.requests.map(\.path) == ["/"])
///     }
///
/// Every connection has a thread of its own, which asks the script for each reply. A script should
/// answer at once: to be slow, it says so with ``Reply/Step/pause(_:)``.
package final class ScriptedServer: Sendable {
  package typealias Script = @Sendable (ReceivedRequest) -> Reply

  private struct State {
    var script: Script
    var requests: [ReceivedRequest] = []
    var connections = 0
    var peakConnections = 0

    /// The sockets of the connections that are open now.
    var open: Set<CInt> = []

    /// The thread that accepts connections, and those that serve them.
    var threads = 1
    var isEnding = false
    var caller: CheckedContinuation<Void, Never>?
  }

  private let listener: Listener
  private let tls: TLSContext?
  private let state: Mutex<State>

  private init(at address: String, tls identity: ServerIdentity?, script: @escaping Script) throws {
    tls = try identity.map { identity in try TLSContext(identity) }
    listener = try Listener(at: address)
    state = Mutex(State(script: script))
  }

  /// Runs a server for as long as `body` takes.
  ///
  /// It listens at a loopback address, at a port of its own, and speaks TLS if it has an identity.
  /// When this returns, every socket is closed and every thread has done its work, whatever the
  /// clients were doing.
  package nonisolated(nonsending) static func run<Value>(
    at address: String = "127.0.0.1",
    tls identity: ServerIdentity? = nil,
    script: @escaping Script,
    _ body: nonisolated(nonsending) (ScriptedServer) async throws -> Value
  ) async throws -> Value {
    let server = try ScriptedServer(at: address, tls: identity, script: script)
    Thread.detachNewThread { server.acceptConnections() }
    do {
      let value = try await body(server)
      await server.end()
      return value
    } catch {
      await server.end()
      throw error
    }
  }

  package var port: Int {
    listener.port
  }

  /// All the requests so far, in the order of their arrival.
  package var requests: [ReceivedRequest] {
    state.withLock { $0.requests }
  }

  /// The most connections that were open at the same time.
  ///
  /// A connection counts from its acceptance until either side closes it: clients that call one
  /// after the other are never two.
  package var peakConnections: Int {
    state.withLock { $0.peakConnections }
  }

  /// Gives the server another script, for all requests that arrive from now on.
  package func replaceScript(_ script: @escaping Script) {
    state.withLock { $0.script = script }
  }
}

extension ScriptedServer {
  private func acceptConnections() {
    while let descriptor = listener.accept() {
      let number = state.withLock { state -> Int? in
        if state.isEnding { return nil }
        state.open.insert(descriptor)
        state.connections += 1
        // A client may have hung up before it called again, without its thread knowing yet.
        let held = Connection.countHeld(state.open)
        state.peakConnections = max(state.peakConnections, held)
        state.threads += 1
        return state.connections
      }
      guard let number else {
        close(descriptor)
        continue
      }
      Thread.detachNewThread { [self] in
        serve(descriptor, number: number)
        leaveThread { state in
          // Closed inside the lock, so that the number is not another connection's when it ends.
          state.open.remove(descriptor)
          close(descriptor)
        }
      }
    }
    leaveThread { _ in }
  }

  private func serve(_ descriptor: CInt, number: Int) {
    // OpenSSL writes without MSG_NOSIGNAL. A signal held back on this thread ends with it, and the
    // rest of the process keeps its own ways.
    var brokenPipe = sigset_t()
    sigemptyset(&brokenPipe)
    sigaddset(&brokenPipe, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &brokenPipe, nil)

    guard var connection = Connection(descriptor, tls: tls) else { return }
    while let head = connection.nextHead() {
      guard
        let (head, script) = log(
          head,
          connection: number,
          isSessionResumed: connection.isSessionResumed
        )
      else { return }
      var request = head
      request.body = connection.body(of: request.bodyLength)
      do {
        try connection.perform(script(request), for: request)
      } catch {
        return
      }
      if request.isLast { return }
    }
  }

  // The log is in the order of the arrival times, because the time is taken inside the lock.
  private func log(
    _ head: ArraySlice<UInt8>,
    connection: Int,
    isSessionResumed: Bool
  ) -> (request: ReceivedRequest, script: Script)? {
    state.withLock { state in
      let request = ReceivedRequest(head: head, connection: connection, arrival: .now)
      guard var request else { return nil }
      request.isSessionResumed = isSessionResumed
      state.requests.append(request)
      return (request, state.script)
    }
  }

  private func leaveThread(_ lastAct: (inout State) -> Void) {
    let caller = state.withLock { state in
      lastAct(&state)
      state.threads -= 1
      return state.threads == 0 ? state.caller : nil
    }
    caller?.resume()
  }

  private func end() async {
    await withCheckedContinuation { caller in
      // The accepting thread is still counted, so the caller cannot come too late.
      state.withLock { state in
        state.isEnding = true
        state.caller = caller
        for descriptor in state.open { shutdown(descriptor, CInt(SHUT_RDWR)) }
      }
      listener.end()
    }
    listener.close()
  }
}
