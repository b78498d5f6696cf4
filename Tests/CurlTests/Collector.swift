// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Curl
import HTTP
import Support
import Synchronization

/// A sink that keeps what it is given, as long as it likes it.
final class Collector: BodySink {
  private struct State {
    var heads: [ResponseHead] = []
    var pieces: [Int] = []
    var body: [UInt8] = []
  }

  private let state = Mutex(State())
  private let taste: @Sendable ([UInt8]) throws -> Void

  /// - Parameter taste: looks at each piece, and ends the transfer by an error.
  init(_ taste: @escaping @Sendable ([UInt8]) throws -> Void = { _ in }) {
    self.taste = taste
  }

  func begin(_ head: ResponseHead) {
    state.withLock { $0.heads.append(head) }
  }

  func receive(_ bytes: Span<UInt8>) throws {
    let piece = bytes.withUnsafeBufferPointer { Array($0) }
    try taste(piece)
    state.withLock { state in
      state.pieces.append(piece.count)
      state.body += piece
    }
  }

  /// Every head that was announced; there should be one.
  var heads: [ResponseHead] { state.withLock { $0.heads } }

  /// The lengths of the pieces in which the body came.
  var pieces: [Int] { state.withLock { $0.pieces } }

  var body: [UInt8] { state.withLock { $0.body } }

  var text: String { String(decoding: body, as: UTF8.self) }
}

extension NetworkSettings {
  /// For servers on this machine.
  static let local = NetworkSettings(userAgent: "hanaper-tests", allowsPrivateAddresses: true)
}

extension ScriptedServer {
  func address(
    _ target: String = "/",
    scheme: String = "http",
    host: String = "127.0.0.1"
  ) throws -> WebAddress {
    try WebAddress("\(scheme)://\(host):\(port)\(target)")
  }
}

extension TransferLoop {
  /// Runs one transfer whose body nobody looks at, and says how it failed; nil if it did not.
  func failure(of request: Request, into sink: any BodySink = Collector()) async -> TransferError? {
    do throws(TransferError) {
      _ = try await perform(request, into: sink)
      return nil
    } catch {
      return error
    }
  }
}

/// Runs a server, and a loop that may ask it.
func withServer<Value: Sendable>(
  _ settings: NetworkSettings = .local,
  tls identity: ServerIdentity? = nil,
  script: @escaping ScriptedServer.Script,
  _ body: @Sendable (ScriptedServer, TransferLoop) async throws -> Value
) async throws -> Value {
  try await ScriptedServer.run(tls: identity, script: script) { server in
    try await TransferLoop.withLoop(settings) { loop in
      try await body(server, loop)
    }
  }
}
