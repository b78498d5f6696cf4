// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Curl
import Glibc
import HTTP
import Support
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `A proxy` {
  @Test
  func `is not taken from the environment`() async {
    // In a process of its own, because the environment is the process's.
    await #expect(processExitsWith: .success) {
      for name in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] {
        setenv(name, "http://127.0.0.1:1", 1)
      }
      unsetenv("no_proxy")
      unsetenv("NO_PROXY")
      try await withServer { _ in
        .status(204)
      } _: { server, loop in
        let failure = await loop.failure(of: Request(try server.address()))
        try #require(failure == nil, "\(failure?.description ?? "")")
        try #require(server.requests.map(\.target) == ["/"])
      }
    }
  }

  @Test
  func `is asked for plain addresses`() async throws {
    try await ScriptedServer.run { request in
      .ok(Array(request.target.utf8), type: "a/b")
    } _: { server in
      var settings = NetworkSettings(userAgent: "hanaper-tests")
      settings.proxy = "http://127.0.0.1:\(server.port)"
      let sink = Collector()
      _ = try await TransferLoop.withLoop(settings) { loop in
        try await loop.perform(Request(WebAddress("http://example.org/a?b")), into: sink)
      }
      #expect(sink.text == "http://example.org/a?b")
    }
  }

  @Test
  func
    `is asked for a way through to secure addresses, and its own answer is not taken for theirs`()
    async throws
  {
    try await ScratchDirectory.run { directory in
      let authority = try await TestAuthority.make(in: directory)
      let identity = try await authority.identity(for: ["example.org"])
      try await ScriptedServer.run(tls: identity) { _ in
        .status(404, [("X-From", "server")], body: Array("abc".utf8))
      } _: { server in
        let tunnel = try Tunnel(to: server.port)
        defer { tunnel.end() }
        var settings = NetworkSettings(userAgent: "hanaper-tests")
        settings.proxy = "http://127.0.0.1:\(tunnel.port)"
        settings.certificates = authority.certificatePath.string
        let sink = Collector()
        let response = try await TransferLoop.withLoop(settings) { loop in
          try await loop.perform(Request(WebAddress("https://example.org/")), into: sink)
        }
        #expect(tunnel.requests.first == "CONNECT example.org:443 HTTP/1.1")
        #expect(response.head.status == 404)
        #expect(response.head.fields.map(\.name) == ["X-From", "Content-Length"])
        #expect(sink.heads.map(\.status) == [404])
        #expect(sink.text == "abc")
      }
    }
  }
}
