// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Night
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Synchronization

/// Serves the sample site on loopback, for as long as the story lasts.
final class DemoServer: Sendable {
  private let site: DemoSite
  private let night = Mutex(DemoSite.Night.one)
  private let boundPort = Mutex(0)

  private init(_ site: DemoSite) {
    self.site = site
  }

  var port: Int { boundPort.withLock { $0 } }

  func change(to next: DemoSite.Night) {
    night.withLock { $0 = next }
  }

  /// Runs `body` while the site is served on a port of 127.0.0.1 that was free.
  static func run(
    _ site: DemoSite,
    _ body: @escaping @Sendable (DemoServer) async throws -> Void
  ) async throws {
    let server = DemoServer(site)
    let (isRunning, running) = AsyncStream.makeStream(of: Void.self)
    let application = Application(
      router: server.router,
      configuration: .init(address: .hostname("127.0.0.1", port: 0), serverName: "demo"),
      onServerRunning: { channel in
        server.boundPort.withLock { $0 = channel.localAddress?.port ?? 0 }
        running.finish()
      },
      logger: Logger(label: "demo", factory: { _ in SwiftLogNoOpLogHandler() })
    )
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await application.runService(gracefulShutdownSignals: []) }
      group.addTask {
        for await _ in isRunning {}
        try await body(server)
      }
      // The server ends only when it is told to, so the first to end is the story or an error.
      defer { group.cancelAll() }
      try await group.next()
    }
  }

  private var router: Router<BasicRequestContext> {
    let router = Router()
    router.get("**") { [self] request, _ in try answer(request) }
    return router
  }

  private func answer(_ request: Request) throws -> Response {
    let host = request.head.authority?.split(separator: ":").first.map(String.init) ?? ""
    let tonight = night.withLock { $0 }
    let answer = try site.answer(host, request.uri.path, on: tonight)
    var headers: HTTPFields = [.contentType: answer.type, .eTag: answer.etag]
    if answer.status == 200, request.headers[.ifNoneMatch] == answer.etag {
      return Response(status: .notModified, headers: headers)
    }
    headers[.contentLength] = "\(answer.body.count)"
    return Response(
      status: .init(code: answer.status),
      headers: headers,
      body: .init(byteBuffer: ByteBuffer(bytes: answer.body))
    )
  }
}
