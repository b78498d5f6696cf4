// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Support
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `Honest replies` {
  let body = Array("Old letters, and who kept them".utf8)

  @Test
  func `a body arrives whole, with its type and length`() async throws {
    try await ScriptedServer.run { [body] _ in
      .ok(body, type: "text/plain", headers: [("X-Room", "7")])
    } _: { server in
      let answer = try await curl("-i", server.url("/letters?year=1887"))
      #expect(
        answer.text == """
          HTTP/1.1 200 OK\r
          Content-Type: text/plain\r
          X-Room: 7\r
          Content-Length: 30\r
          \r
          Old letters, and who kept them
          """
      )
      let request = try #require(server.requests.first)
      #expect(request.method == "GET")
      #expect(request.target == "/letters?year=1887")
      #expect(request.path == "/letters")
      #expect(request.host == "127.0.0.1:\(server.port)")
      #expect(request["HOST"] == request.host)
      #expect(request["X-Room"] == nil)
    }
  }

  @Test
  func `a connection carries many requests`() async throws {
    try await ScriptedServer.run { _ in
      .ok([0x2E], type: "text/plain")
    } _: { server in
      let answer = try await curl(server.url("/[1-2000]"))
      #expect(answer.output.count == 2000)
      #expect(server.requests.count == 2000)
      #expect(server.requests.map(\.path).last == "/2000")
      #expect(server.requests.allSatisfy { $0.connection == 1 })
      let arrivals = server.requests.map(\.arrival)
      #expect(arrivals == arrivals.sorted())
    }
  }

  @Test
  func `a connection closes after the answer if the client says so`() async throws {
    try await ScriptedServer.run { _ in
      .ok([0x2E], type: "text/plain")
    } _: { server in
      let polite = try RawClient(port: server.port)
      polite.say("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
      #expect(await polite.hear().hasSuffix("\r\n\r\n."))

      let old = try RawClient(port: server.port)
      old.say("GET / HTTP/1.0\r\n\r\n")
      #expect(await old.hear().hasSuffix("\r\n\r\n."))
    }
  }

  @Test
  func `a HEAD request gets the head alone, and the connection goes on`() async throws {
    try await ScriptedServer.run { [body] request in
      request.path == "/chunked"
        ? .chunked([body, body], type: "text/plain") : .ok(body, type: "text/plain")
    } _: { server in
      let client = try RawClient(port: server.port)
      for path in ["/", "/chunked"] {
        client.say("HEAD \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(await client.hear(until: "\r\n\r\n").hasPrefix("HTTP/1.1 200 OK\r\n"))
      }
      client.say("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
      let answer = await client.hear(until: "kept them")
      #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
      #expect(answer.contains("Content-Length: 30\r\n"))
    }
  }

  @Test
  func `chunks are put together`() async throws {
    try await ScriptedServer.run { [body] _ in
      .chunked([body, [], [0x21]], type: "text/plain")
    } _: { server in
      let answer = try await curl(server.url())
      #expect(answer.status == 0)
      #expect(answer.output == body + [0x21])
    }
  }

  @Test
  func `a redirect is followed`() async throws {
    try await ScriptedServer.run { [body] request in
      request.path == "/new" ? .ok(body, type: "text/plain") : .redirect(301, to: "/new")
    } _: { server in
      let answer = try await curl("-L", server.url("/old"))
      #expect(answer.output == body)
      #expect(server.requests.map(\.path) == ["/old", "/new"])
    }
  }

  @Test
  func `the body of a request is not taken for the next request`() async throws {
    try await ScriptedServer.run { _ in
      .status(204)
    } _: { server in
      let answer = try await curl("-d", "GET / HTTP/1.1", server.url("/[1-2]"))
      #expect(answer.status == 0)
      #expect(server.requests.map(\.method) == ["POST", "POST"])
      #expect(server.requests.map(\.connection) == [1, 1])
    }
  }
}
