// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Curl
import HTTP
import Support
import SystemPackage
import Testing

/// libcurl keeps more in a handle than it says: where the last header line stands, for one.
@Suite(.timeLimit(.minutes(5)))
struct `What one answer leaves behind` {
  @Test
  func `is nothing that a head which goes on with no line could touch`() async {
    await #expect(processExitsWith: .success) {
      try await withServer(script: Folds.script) { server, loop in
        for path in Folds.unsound.keys.sorted() + Folds.sound.keys.sorted() {
          for _ in 1...8 {
            _ = try await loop.perform(Request(server.address("/plain")), into: Collector())
            _ = await loop.failure(of: Request(try server.address(path)))
          }
        }
      }
    }
  }

  @Test(arguments: Folds.unsound.keys.sorted())
  func `is nothing to such a head, which is a fault each time`(path: String) async throws {
    try await withServer(script: Folds.script) { server, loop in
      let (plain, folded) = (try server.address("/plain"), try server.address(path))
      for _ in 1...3 {
        let sound = Collector()
        _ = try await loop.perform(Request(plain), into: sound)
        #expect(sound.text == "abc")
        for _ in 1...3 {
          let failure = await loop.failure(of: Request(folded))
          #expect(failure?.kind == .protocolFault, "\(failure?.description ?? "it went well")")
        }
      }
    }
  }

  @Test(arguments: Folds.sound.keys.sorted())
  func `is nothing to a head or trailer that goes on with a line of its own`(
    path: String
  ) async throws {
    try await withServer(script: Folds.script) { server, loop in
      for _ in 1...3 {
        let sink = Collector()
        let response = try await loop.perform(Request(server.address(path)), into: sink)
        #expect(response.head.status == 200)
        #expect(response.head.fields["A"] == (path == "/after" ? "1 2 3" : nil))
        #expect(sink.text == "abc")
      }
    }
  }

  @Test
  func `is nothing to others that are asked at the same time`() async throws {
    try await withServer(script: Folds.script) { server, loop in
      let paths = Folds.unsound.keys.sorted() + Folds.sound.keys.sorted()
      let sound = try await withThrowingTaskGroup(of: Int.self) { group in
        for worker in 0..<8 {
          group.addTask {
            var sound = 0
            for number in 0..<40 {
              let path = paths[(worker + number) % paths.count]
              _ = await loop.failure(of: Request(try server.address(path)))
              let sink = Collector()
              _ = try await loop.perform(Request(server.address("/plain")), into: sink)
              if sink.text == "abc" { sound += 1 }
            }
            return sound
          }
        }
        return try await group.reduce(0, +)
      }
      #expect(sound == 320)
    }
  }

  @Test
  func `is no cookie, no log-in, no referrer and no method of the last request`() async throws {
    try await withServer { request in
      switch request.path {
      case "/told":
        .status(
          401,
          [
            ("Set-Cookie", "a=b; Path=/"), ("WWW-Authenticate", "Basic"), ("Refresh", "0; url=/x"),
            ("Strict-Transport-Security", "max-age=1000"), ("Alt-Svc", "h2=\":1\"; ma=1000"),
          ]
        )
      default: .ok(Array("abc".utf8), type: "a/b")
      }
    } _: { server, loop in
      let address = try server.address("/next")
      for method in [Request.Method.head, .get, .head, .get] {
        _ = try await loop.perform(
          Request(
            server.address("/told"),
            method: method,
            fields: [HeaderField("If-None-Match", "\"1\""), HeaderField("Range", "bytes=1-")],
            coding: .compressed
          ),
          into: Collector()
        )
        let sink = Collector()
        _ = try await loop.perform(Request(address), into: sink)
        #expect(sink.text == "abc")
      }
      for request in server.requests where request.path == "/next" {
        #expect(request.method == "GET")
        let names = request.headers.map(\.name)
        #expect(names == ["Host", "User-Agent", "Accept", "Accept-Encoding"])
        #expect(request["Accept-Encoding"] == "identity")
      }
      #expect(Set(server.requests.map(\.connection)) == [1])
    }
  }

  @Test
  func `is no limit of another request`() async throws {
    try await withServer { request in
      request.path == "/slow"
        ? Reply([.send(Reply.head(200, [("Content-Length", "3")])), .pause(.seconds(60))])
        : Reply([.pause(.milliseconds(300)), .send(Reply.head(204, []))])
    } _: { server, loop in
      let hasty = TransferLimits(bodyBytes: 1, total: .milliseconds(50), stall: .seconds(1))
      for _ in 1...3 {
        let failure = await loop.failure(of: Request(try server.address("/slow"), limits: hasty))
        #expect(failure?.kind == .timedOut)
        let response = try await loop.perform(Request(server.address("/")), into: Collector())
        #expect(response.head.status == 204)
      }
    }
  }

  @Test
  func `is a session of TLS, with which the same host shakes hands more quickly`() async throws {
    try await ScratchDirectory.run { directory in
      let authority = try await TestAuthority.make(in: directory)
      let identity = try await authority.identity(for: ["127.0.0.1"])
      var settings = NetworkSettings.local
      settings.certificates = authority.certificatePath.string
      try await withServer(settings, tls: identity) { _ in
        Reply.untilClose(Array("abc".utf8))
      } _: { server, loop in
        for _ in 1...4 {
          let request = Request(try server.address(scheme: "https"))
          _ = try await loop.perform(request, into: Collector())
        }
        #expect(server.requests.map(\.isSessionResumed) == [false, true, true, true])
      }
    }
  }
}

/// Answers with a header line that goes on with the line before it.
private enum Folds {
  /// There is no such line.
  static let unsound: [String: String] = [
    "/fold": "HTTP/1.1 200 OK\r\n folded: 1\r\nContent-Length: 3\r\n\r\nabc",
    "/tab": "HTTP/1.1 200 OK\r\n\tfolded\r\n\r\nabc",
    "/blank": "HTTP/1.1 200 OK\r\n \r\nContent-Length: 3\r\n\r\nabc",
    "/bare": "HTTP/1.1 200 OK\n folded\n\nabc",
    "/long": "HTTP/1.1 200 OK\r\n \(String(repeating: "a", count: 90_000))\r\n\r\nabc",
    "/missing": "HTTP/1.1 404 Not Found\r\n folded\r\nContent-Length: 0\r\n\r\n",
    "/early": "HTTP/1.1 103 Early Hints\r\n folded\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
    "/moved": "HTTP/1.1 301 Moved\r\n folded\r\nLocation: /\r\nContent-Length: 0\r\n\r\n",
  ]

  /// There is one.
  static let sound: [String: String] = [
    "/after": "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nA: 1\r\n 2\r\n\t3\r\n\r\nabc",
    "/trailer":
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n 1\r\n 2\r\n\r\n",
    "/trailing":
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nA: 1\r\n 2\r\n\r\n",
  ]

  @Sendable
  static func script(_ request: ReceivedRequest) -> Reply {
    if let answer = unsound[request.path] ?? sound[request.path] {
      return Reply([.send(Array(answer.utf8)), .close])
    }
    let headers = (0..<20).map { ("X-Field-\($0)", String(repeating: "x", count: $0 * 17)) }
    return .ok(Array("abc".utf8), type: "a/b", headers: headers)
  }
}
