// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Support
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `A scripted server` {
  static let dot = Reply.ok([0x2E], type: "text/plain")

  // At 127.0.0.1 another test's server may have the port as soon as it is free.
  private static let ownAddress = "127.0.0.4"
  private static let anotherAddress = "127.0.0.5"
  private static let nobodysAddress = "127.0.0.6"

  @Test
  func `ends although clients hang in every state`() async throws {
    let (hanging, hangs) = AsyncStream<Void>.makeStream()
    let (port, clients) = try await ScriptedServer.run(at: Self.ownAddress) { request in
      hangs.yield()
      return switch request.path {
      case "/pause": Reply([.pause(.seconds(3600))])
      case "/drip": Reply([.drip([1, 2, 3], every: .seconds(3600))])
      case "/endless": Reply([.endlessly([0x2E])])
      default: Self.dot
      }
    } _: { server in
      let words = [
        "",
        "GET / HTT",
        "GET /idle HTTP/1.1\r\n\r\n",
        "GET /pause HTTP/1.1\r\n\r\n",
        "GET /drip HTTP/1.1\r\n\r\n",
        "GET /endless HTTP/1.1\r\n\r\n",
      ]
      let clients = try words.map { words in
        let client = try RawClient(port: server.port, at: Self.ownAddress)
        client.say(words)
        return client
      }
      for await _ in hanging.prefix(4) {}
      #expect(server.peakConnections == 6)
      // Returned, so that they hang on until the server has ended.
      return (server.port, clients)
    }
    #expect(await clients[0].hear() == "")
    #expect(await clients[2].hear().hasSuffix("\r\n\r\n."))
    #expect(throws: RawClient.Refused.self) {
      _ = try RawClient(port: port, at: Self.ownAddress)
    }
  }

  @Test
  func `ends when its body throws`() async throws {
    struct Stop: Error {
      let port: Int
    }
    let stop = await #expect(throws: Stop.self) {
      try await ScriptedServer.run(at: Self.anotherAddress) { _ in
        Self.dot
      } _: { server in
        throw Stop(port: server.port)
      }
    }
    let port = try #require(stop).port
    #expect(throws: RawClient.Refused.self) {
      _ = try RawClient(port: port, at: Self.anotherAddress)
    }
  }

  @Test
  func `follows a new script from the next request on`() async throws {
    try await ScriptedServer.run { _ in
      .status(404)
    } _: { server in
      let client = try RawClient(port: server.port)
      client.say("GET /1 HTTP/1.1\r\n\r\n")
      #expect(await client.hear(until: "\r\n\r\n").hasPrefix("HTTP/1.1 404 "))
      server.replaceScript { _ in Self.dot }
      client.say("GET /2 HTTP/1.1\r\n\r\n")
      #expect(await client.hear(until: ".").hasPrefix("HTTP/1.1 200 "))
      #expect(server.requests.map(\.path) == ["/1", "/2"])
      #expect(server.requests.map(\.connection) == [1, 1])
    }
  }

  @Test
  func `counts the connections that are open at the same time`() async throws {
    try await ScriptedServer.run { _ in
      Self.dot
    } _: { server in
      #expect(server.peakConnections == 0)
      do {
        let first = try RawClient(port: server.port)
        let second = try RawClient(port: server.port)
        for number in 1...2 {
          first.say("GET /first/\(number) HTTP/1.1\r\n\r\n")
          _ = await first.hear(until: ".")
          second.say("GET /second/\(number) HTTP/1.1\r\nConnection: close\r\n\r\n")
          _ = await second.hear()
        }
      }
      #expect(server.peakConnections == 2)
    }
  }

  @Test
  func `does not count clients that call one after the other as two`() async throws {
    try await ScriptedServer.run { _ in
      Self.dot
    } _: { server in
      for _ in 1...50 {
        let client = try RawClient(port: server.port)
        client.say("GET / HTTP/1.1\r\n\r\n")
        _ = await client.hear(until: ".")
      }
      #expect(server.requests.last?.connection == 50)
      #expect(server.peakConnections == 1)
    }
  }

  @Test
  func `answers at another loopback address`() async throws {
    try await ScriptedServer.run(at: "127.0.0.2") { _ in
      Self.dot
    } _: { server in
      let answer = try await curl("http://127.0.0.2:\(server.port)/")
      #expect(answer.text == ".")
      #expect(throws: RawClient.Refused.self) {
        _ = try RawClient(port: server.port, at: Self.nobodysAddress)
      }
    }
  }

  @Test
  func `hangs up on what is not HTTP`() async throws {
    try await ScriptedServer.run { _ in
      Self.dot
    } _: { server in
      let client = try RawClient(port: server.port)
      client.say("good evening\r\n\r\n")
      #expect(await client.hear() == "")
      #expect(server.requests.isEmpty)
    }
  }

  @Test
  func `listens to nothing beyond this machine`() async {
    await #expect(processExitsWith: .failure) {
      try await ScriptedServer.run(at: "0.0.0.0") { _ in
        Self.dot
      } _: { _ in
      }
    }
  }
}
