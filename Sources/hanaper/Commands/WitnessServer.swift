// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import HTTPTypes
import Hummingbird
import Ledger
import Logging
import NIOCore
import Reporting

/// Serves a witness over HTTP.
///
/// Source: C2SP tlog-witness <https://c2sp.org/tlog-witness>
struct WitnessServer: Sendable {
  private let witness: Witness
  private let memory: WitnessMemory

  init(_ witness: Witness, _ memory: WitnessMemory) {
    (self.witness, self.memory) = (witness, memory)
  }

  /// Serves until the task is cancelled.
  ///
  /// - Parameters:
  ///   - host: where it listens.
  ///   - port: 0 for any that is free.
  ///   - ready: told the port, once it listens.
  /// - Throws: where it cannot listen there.
  func run(at host: String, _ port: Int, _ ready: @escaping @Sendable (Int) -> Void) async throws {
    let application = Application(
      router: router,
      configuration: .init(address: .hostname(host, port: port), serverName: "hanaper"),
      onServerRunning: { channel in ready(channel.localAddress?.port ?? port) },
      logger: Logger(label: "witness", factory: { _ in SwiftLogNoOpLogHandler() })
    )
    try await application.runService(gracefulShutdownSignals: [])
  }

  private var router: Router<BasicRequestContext> {
    let router = Router()
    router.post("add-checkpoint") { request, _ in try await add(request) }
    router.get("{origin}/checkpoint") { _, context in
      let digits = try context.parameters.require("origin")
      guard let text = try await memory.last(withDigest: digits) else {
        return Self.text(404, "nothing was seen of that ledger\n")
      }
      return Self.text(200, text)
    }
    router.get("") { _, _ in Self.text(200, "\(witness.key)\n") }
    return router
  }

  private func add(_ request: Request) async throws -> Response {
    let body: ByteBuffer
    do {
      body = try await request.body.collect(upTo: AddCheckpoint.longest)
    } catch {
      return Self.text(413, "the request is longer than \(AddCheckpoint.longest) bytes\n")
    }
    do {
      let answer = try await memory.answer(Array(body.readableBytesView), by: witness)
      return Self.text(answer.status, answer.body.text, answer.body.type)
    } catch {
      // What it cannot remember it does not sign for.
      Terminal.complain("what was asked could not be answered: \(error)")
      return Self.text(500, "what was seen of the ledger cannot be read or written\n")
    }
  }

  private static func text(
    _ status: Int,
    _ text: String,
    _ type: String = "text/plain; charset=utf-8"
  ) -> Response {
    Response(
      status: .init(code: status),
      headers: [.contentType: type, .contentLength: "\(text.utf8.count)"],
      body: .init(byteBuffer: ByteBuffer(string: text))
    )
  }
}
