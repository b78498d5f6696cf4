// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import Filing
import Foundation
import HTTP
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Reporting
import SystemPackage

/// Serves a reading room over HTTP, to be read and not to be changed.
///
/// Who asks is unknown: there are no more connections at once than fit into memory, whoever says nothing or takes nothing is
/// not waited for, and no answer has a path of the machine in it.
package struct RoomServer: Sendable {
  private let desk: ReadingDesk
  private let door: Doorkeeper
  /// Told a line for each request, without its query: what people look for is nobody's business.
  private let log: (@Sendable (String) -> Void)?
  /// Told what went wrong.
  private let complain: @Sendable (String) -> Void

  private static let mostConnections = 1_000
  /// A connection on which nothing at all happens is ended.
  private static let longestSilence = TimeAmount.seconds(75)
  private static let longestTarget = 16_000

  /// Where it cannot listen, and why.
  package struct Unbound: Error, CustomStringConvertible {
    let place: String
    let reason: String

    package var description: String {
      "it cannot listen at \(place): \(reason); name another place with --listen, or end what listens there"
    }
  }

  /// - Parameters:
  ///   - contents: what is shown.
  ///   - door: who is let in.
  ///   - log: told a line for each request; nil for nobody.
  ///   - complain: told what went wrong.
  /// - Throws: where it cannot be made.
  package init(
    _ contents: RoomContents,
    _ door: Doorkeeper,
    log: (@Sendable (String) -> Void)?,
    complain: @escaping @Sendable (String) -> Void
  ) throws {
    desk = try ReadingDesk(contents)
    (self.door, self.log, self.complain) = (door, log, complain)
  }

  /// Serves until the task is cancelled.
  ///
  /// - Parameters:
  ///   - host: where it listens.
  ///   - port: 0 for any that is free.
  ///   - ready: told the port, once it listens.
  /// - Throws: ``Unbound`` where it cannot listen there; where the archive cannot be asked.
  package func run(
    at host: String,
    _ port: Int,
    _ ready: @escaping @Sendable (Int) -> Void
  ) async throws {
    try await desk.open()
    let silence = Logger(label: "reading room") { _ in SwiftLogNoOpLogHandler() }
    let application = Application(
      responder: CallbackResponder<BasicRequestContext> { request, _ in await respond(to: request)
      },
      server: .http1(
        configuration: .init(
          additionalChannelHandlers: [ConnectionBounds()],
          idleTimeout: Self.longestSilence,
          httpDecoderConfiguration: .init(
            maxHeaderFieldSize: 32 * 1024,
            maxHeaderListSize: 32 * 1024,
            maxHeaderFieldCount: 100
          )
        )
      ),
      configuration: .init(
        address: .hostname(host, port: port),
        serverName: "hanaper",
        backlog: 512,
        availableConnectionsDelegate: .maximum(Self.mostConnections, logger: silence)
      ),
      onServerRunning: { channel in ready(channel.localAddress?.port ?? port) },
      logger: silence
    )
    do {
      try await application.runService(gracefulShutdownSignals: [])
    } catch let error as IOError {
      throw Unbound(place: "\(host):\(port)", reason: "\(Errno(rawValue: error.errnoCode))")
    } catch is SocketAddressError.UnknownHost {
      throw Unbound(place: "\(host):\(port)", reason: "no such host is known here")
    }
  }

  // MARK: Answering

  private func respond(to request: Request) async -> Response {
    let begun = ContinuousClock.now
    var response = await answer(request)
    harden(&response.headers)
    if let log {
      let path = (request.head.path ?? "").prefix { $0 != "?" }
      let took = (ContinuousClock.now - begun) / .milliseconds(1)
      log("\(request.method.rawValue) \(path) \(response.status.code) \(Int(took)) ms")
    }
    return response
  }

  private func answer(_ request: Request) async -> Response {
    let target = request.head.path ?? ""
    guard request.method == .get || request.method == .head else {
      return text(
        405,
        "This room only shows: GET and HEAD.\n",
        [.allow: "GET, HEAD", .connection: "close"]
      )
    }
    switch door.refusal(
      host: request.head.authority,
      authorization: request.headers[.authorization]
    ) {
    case .noHost: return text(400, "The request does not say which host it is for.\n")
    case .otherHost:
      return text(
        421,
        "This room is not known by that name; whoever runs it can add it with --name.\n"
      )
    case .noToken:
      return text(
        401,
        "This room is for those who have its token: as the password, with any name.\n",
        [.wwwAuthenticate: "Basic realm=\"Reading room\", charset=\"UTF-8\""]
      )
    case nil: break
    }
    guard target.utf8.count <= Self.longestTarget, target.hasPrefix("/") else {
      return text(target.hasPrefix("/") ? 414 : 400, "That is no address of this room.\n")
    }
    do {
      let answer = try await desk.answer(RoomRoute(target), target, asker(request))
      return response(answer, to: request)
    } catch {
      // What went wrong is for whoever runs it: it may name a path.
      complain("\(target.prefix { $0 != "?" }) could not be answered: \(error)")
      return text(
        500,
        "The archive cannot be asked at the moment; whoever runs it has been told.\n"
      )
    }
  }

  private func asker(_ request: Request) -> ReadingDesk.Asker {
    // Of several proxies, the first was asked by the reader.
    let asked = request.headers[.forwardedScheme]?.prefix { $0 != "," }.lowercased()
    let isSecure = door.isBehindProxy && asked?.trimmingCharacters(in: .whitespaces) == "https"
    let scheme = isSecure ? "https" : "http"
    let now = HTTPDate(secondsSince1970: Int64(Date().timeIntervalSince1970))
    var time = ReadingDesk.Asker.Wanted.newest
    if let field = request.headers[.acceptDatetime] {
      let date = HTTPDate(field, now: now)
      time =
        date.map { .at(Date(timeIntervalSince1970: Double($0.secondsSince1970))) } ?? .senseless
    }
    return ReadingDesk.Asker(
      base: "\(scheme)://\(request.head.authority ?? "")",
      time: time
    )
  }

  private func response(_ answer: RoomAnswer, to request: Request) -> Response {
    let isHead = request.method == .head
    switch answer {
    case .page(let page):
      var headers = page.headers
      headers[.eTag] = page.tag
      headers[.cacheControl] = "no-cache"
      if page.status == 200, knows(page.tag, request) {
        return Response(status: .notModified, headers: headers)
      }
      headers[.contentType] = page.type
      headers[.contentLength] = "\(page.bytes.readableBytes)"
      let body = isHead ? ResponseBody() : .init(byteBuffer: page.bytes)
      return Response(status: .init(code: page.status), headers: headers, body: body)
    case .elsewhere(let place, let fields):
      var headers = fields
      headers[.location] = place
      headers[.contentLength] = "0"
      return Response(status: .found, headers: headers)
    case .file(let file): return response(file, to: request)
    }
  }

  /// Whether the request says that what is asked for is there already.
  private func knows(_ tag: String, _ request: Request) -> Bool {
    guard let field = request.headers[.ifNoneMatch] else { return false }
    let tags = field.split(separator: ",").map { $0.drop(while: \.isWhitespace) }
    return field == "*"
      || tags.contains { ($0.hasPrefix("W/") ? $0.dropFirst(2) : $0).prefix(tag.count) == tag }
  }

  private func response(_ file: RoomAnswer.File, to request: Request) -> Response {
    var headers = file.headers
    headers[.eTag] = file.tag
    headers[.acceptRanges] = "bytes"
    headers[.lastModified] = MementoTime(file.keptAt).httpDate
    // What is let go of must not be shown again out of a browser's own store.
    headers[.cacheControl] = "private, no-cache"
    if knows(file.tag, request) { return Response(status: .notModified, headers: headers) }
    headers[.contentType] = file.type
    // A part of another version would not fit.
    let isSame = request.headers[.ifRange].map { $0 == file.tag } ?? true
    let range = ByteRange(isSame ? request.headers[.range] : nil, of: file.size)
    let isHead = request.method == .head
    switch range {
    case .unsatisfiable:
      headers[.contentRange] = "bytes */\(file.size)"
      headers[.contentLength] = "0"
      return Response(status: .rangeNotSatisfiable, headers: headers)
    case .part(let part):
      headers[.contentRange] = "bytes \(part.lowerBound)-\(part.upperBound)/\(file.size)"
      headers[.contentLength] = "\(part.upperBound - part.lowerBound + 1)"
      let body = isHead ? ResponseBody() : Self.body(of: file.path, part)
      return Response(status: .partialContent, headers: headers, body: body)
    case .whole:
      headers[.contentLength] = "\(file.size)"
      let isNothing = isHead || file.size == 0
      let body = isNothing ? ResponseBody() : Self.body(of: file.path, 0...(file.size - 1))
      return Response(status: .ok, headers: headers, body: body)
    }
  }

  private static let pieceLength = 128 << 10

  private static func body(of path: FilePath, _ part: ClosedRange<Int64>) -> ResponseBody {
    ResponseBody(contentLength: Int(part.upperBound - part.lowerBound + 1)) { writer in
      var place = part.lowerBound
      while place <= part.upperBound {
        let start = place
        let length = Int(min(Int64(pieceLength), part.upperBound - place + 1))
        let bytes = try await BlockingThreads.shared.run {
          try ReadableFile(path).bytes(at: start, count: length)
        }
        guard !bytes.isEmpty else { throw RoomError(description: "a file ended early") }
        place += Int64(bytes.count)
        try await writer.write(ByteBuffer(bytes: bytes))
      }
      try await writer.finish(nil)
    }
  }

  private func text(_ status: Int, _ text: String, _ fields: HTTPFields = [:]) -> Response {
    var headers = fields
    headers[.contentType] = "text/plain; charset=utf-8"
    headers[.contentLength] = "\(text.utf8.count)"
    return Response(
      status: .init(code: status),
      headers: headers,
      body: .init(byteBuffer: ByteBuffer(string: text))
    )
  }

  /// What every answer says, so that nothing of it is run, framed or told to others.
  private func harden(_ headers: inout HTTPFields) {
    if headers[.contentSecurityPolicy] == nil {
      headers[.contentSecurityPolicy] =
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    }
    headers[.xContentTypeOptions] = "nosniff"
    headers[.referrerPolicy] = "no-referrer"
    headers[.resourcePolicy] = "same-origin"
    headers[.frameOptions] = "DENY"
  }
}
