// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import HTTPTypes
import Hummingbird
import Ledger
import Logging
import NIOCore
import Reporting
import SystemPackage

/// Serves a witness over HTTP.
///
/// Who asks is unknown: so there are no more connections at once than fit into memory and below the usual limits for
/// open files, none lasts for long, and a request is read only once it has said that it is short. The others wait in the
/// system's queue.
///
/// Source: C2SP tlog-witness <https://c2sp.org/tlog-witness>
struct WitnessServer: Sendable {
  private let witness: Witness
  private let memory: WitnessMemory

  private static let mostConnections = 128
  /// So long nothing may come of a request's head, or of its body.
  private static let longestSilence = TimeAmount.seconds(5)
  /// So long a connection lasts, whatever comes: a body may come byte by byte.
  private static let longestConnection = TimeAmount.seconds(30)

  /// Where it cannot listen, and why.
  struct Unbound: Error, CustomStringConvertible {
    let place: String
    let reason: String

    var description: String {
      "it cannot listen at \(place): \(reason); name another place with --listen, or end what listens there"
    }
  }

  init(_ witness: Witness, _ memory: WitnessMemory) {
    (self.witness, self.memory) = (witness, memory)
  }

  /// Serves until the task is cancelled.
  ///
  /// - Parameters:
  ///   - host: where it listens.
  ///   - port: 0 for any that is free.
  ///   - ready: told the port, once it listens.
  /// - Throws: ``Unbound`` where it cannot listen there.
  func run(at host: String, _ port: Int, _ ready: @escaping @Sendable (Int) -> Void) async throws {
    let application = Application(
      router: router,
      server: .http1(
        configuration: .init(
          additionalChannelHandlers: [ConnectionEnd(after: Self.longestConnection)],
          idleTimeout: Self.longestSilence
        )
      ),
      configuration: .init(
        address: .hostname(host, port: port),
        serverName: "hanaper",
        availableConnectionsDelegate: .maximum(Self.mostConnections, logger: Self.silence)
      ),
      onServerRunning: { channel in ready(channel.localAddress?.port ?? port) },
      logger: Self.silence
    )
    do {
      try await application.runService(gracefulShutdownSignals: [])
    } catch let error as IOError {
      throw Unbound(place: "\(host):\(port)", reason: "\(Errno(rawValue: error.errnoCode))")
    } catch is SocketAddressError.UnknownHost {
      throw Unbound(place: "\(host):\(port)", reason: "no such host is known here")
    }
  }

  private static let silence = Logger(label: "witness") { _ in SwiftLogNoOpLogHandler() }

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
    guard let length = request.headers[.contentLength].flatMap({ Int($0) }) else {
      return Self.text(411, "the request does not say how long it is (Content-Length)\n")
    }
    guard length <= AddCheckpoint.longest else {
      return Self.text(413, "the request is longer than \(AddCheckpoint.longest) bytes\n")
    }
    let body = try await request.body.collect(upTo: length)
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

/// Ends a connection after a time, whatever it is doing.
private final class ConnectionEnd: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = NIOAny

  private let time: TimeAmount
  private var end: Scheduled<Void>?

  init(after time: TimeAmount) {
    self.time = time
  }

  func handlerAdded(context: ChannelHandlerContext) {
    let channel = context.channel
    end = context.eventLoop.scheduleTask(in: time) { channel.close(promise: nil) }
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    end?.cancel()
  }
}
