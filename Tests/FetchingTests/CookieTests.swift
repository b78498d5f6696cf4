// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Curl
import Fetching
import HTTP
import Support
import Synchronization
import Testing

/// Cookies live for one fetch: what a redirect sets goes with the next request, and no further.
@Suite(.timeLimit(.minutes(5)))
struct `Cookies on the way` {
  /// A redirect that sets cookies.
  private static func redirect(to target: String, setting cookies: String...) -> Reply {
    .status(302, [("Location", target)] + cookies.map { ("Set-Cookie", $0) })
  }

  private static func cookies(_ request: ReceivedRequest) -> String? {
    request.headers.first { $0.name.lowercased() == "cookie" }?.value
  }

  @Test func `let a session filter through that wants its own back`() async throws {
    try await Desk.run { request in
      Self.cookies(request) == "session=17"
        ? .ok(Array("%PDF-1.7".utf8), type: "application/pdf")
        : Self.redirect(to: request.target, setting: "session=17; Path=/; HttpOnly")
    } _: { desk in
      for _ in 1...2 {
        let fetch = try await desk.fetch("/a.pdf")
        #expect(try fetch.outcome.get().status == 200)
        #expect(fetch.hops.map(\.status) == [302])
      }
      // The second fetch knew nothing of the first.
      #expect(desk.server.requests.map(Self.cookies) == [nil, "session=17", nil, "session=17"])
    }
  }

  @Test func `go back byte for byte, in whatever encoding they are`() async throws {
    try await Desk.run { request in
      guard request.path == "/a" else { return .status(204) }
      let head = "HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\nSet-Cookie: v="
      return Reply([.send(Array(head.utf8) + [0xE9] + Array("; Path=/\r\n\r\n".utf8))])
    } _: { desk in
      _ = try await desk.fetch("/a")
      #expect(desk.server.requests.map(Self.cookies) == [nil, "v=\u{E9}"])
    }
  }

  @Test func `are gathered, changed and taken back over several redirects`() async throws {
    try await Desk.run { request in
      switch request.path {
      case "/1": Self.redirect(to: "/2", setting: "a=1", "b=2")
      case "/2": Self.redirect(to: "/d/3", setting: "b=3", "c=4; Path=/d/")
      case "/d/3": Self.redirect(to: "/4", setting: "a=; Path=/; Max-Age=0")
      default: .status(204)
      }
    } _: { desk in
      _ = try await desk.fetch("/1").outcome.get()
      let sent = desk.server.requests.map(Self.cookies).map { text in
        Set((text ?? "").split(separator: "; ").map(String.init))
      }
      #expect(sent == [[], ["a=1", "b=2"], ["a=1", "b=3", "c=4"], ["b=3"]])
    }
  }

  @Test(arguments: ["a=1", "a=1; Domain=127.0.0.2", "a=1; Domain=.0.0.2", "a=1; Path=/elsewhere"])
  func `go to no host that they are not for`(cookie: String) async throws {
    try await ScriptedServer.run(at: "127.0.0.2") { _ in
      .status(204)
    } _: { other in
      let target = "http://127.0.0.2:\(other.port)/b"
      try await Desk.run { _ in
        Self.redirect(to: target, setting: cookie)
      } _: { desk in
        let fetch = try await desk.fetch("/a")
        #expect(try fetch.outcome.get().status == 204)
        #expect(other.requests.map(Self.cookies) == [nil])
      }
    }
  }

  @Test func `that are for secure connections do not go over others`() async throws {
    // To libcurl 127.0.0.1 is as good as a secure connection.
    try await ScriptedServer.run(at: "127.0.0.2") { request in
      request.path == "/a" ? Self.redirect(to: "/b", setting: "a=1; Secure", "b=2") : .status(204)
    } _: { other in
      try await Desk.run { _ in
        .redirect(302, to: "http://127.0.0.2:\(other.port)/a")
      } _: { desk in
        let fetch = try await desk.fetch("/")
        #expect(try fetch.outcome.get().status == 204)
        #expect(other.requests.map(Self.cookies) == [nil, "b=2"])
      }
    }
  }

  @Test func `that are the same again are a circle`() async throws {
    try await Desk.run { request in
      Self.redirect(to: request.target, setting: "session=17; Max-Age=\(request.target.utf8.count)")
    } _: { desk in
      let fetch = try await desk.fetch("/a")
      #expect(fetch.failure?.description.hasPrefix("the redirects go round in a circle") == true)
      #expect(desk.server.requests.count == 2)
    }
  }

  @Test func `that are others every time are too many redirects`() async throws {
    let count = Mutex(0)
    try await Desk.run { request in
      let number = count.withLock {
        $0 += 1; return $0
      }
      return Self.redirect(to: request.target, setting: "session=\(number)")
    } _: { desk in
      let fetch = try await desk.fetch("/a")
      #expect(fetch.failure?.description == "more than 10 redirects")
      #expect(desk.server.requests.count == 11)
    }
  }

  @Test(arguments: [
    "=17; Path=/", "17; Max-Age=60; Path=/", "=; Expires=0", "=17; Secure; SameSite=Lax",
  ])
  func `without a name are not sent, nor is what is said of them`(cookie: String) async throws {
    try await Desk.run { request in
      request.path == "/a" ? Self.redirect(to: "/b", setting: cookie, "good=1") : .status(204)
    } _: { desk in
      _ = try await desk.fetch("/a").outcome.get()
      #expect(desk.server.requests.map(Self.cookies) == [nil, "good=1"])
    }
  }

  @Test func `without a name, on which a site insists, end as a circle that is told`() async throws
  {
    try await Desk.run { request in
      Self.redirect(to: request.target, setting: "=17; Path=/")
    } _: { desk in
      let fetch = try await desk.fetch("/a")
      #expect(fetch.failure?.description.hasPrefix("the redirects go round in a circle") == true)
      #expect(desk.server.requests.count == 1)
    }
  }

  @Test(arguments: [
    "=", ";", "a\u{1}b=c", String(repeating: "x", count: 5_000), "a=\tb", "#HttpOnly_x=1", "a",
  ])
  func `that make no sense harm nobody`(cookie: String) async throws {
    try await Desk.run { request in
      request.path == "/a" ? Self.redirect(to: "/b", setting: cookie, "good=1") : .status(204)
    } _: { desk in
      _ = try await desk.fetch("/a").outcome.get()
      #expect(desk.server.requests.last.flatMap(Self.cookies)?.contains("good=1") == true)
    }
  }
}
