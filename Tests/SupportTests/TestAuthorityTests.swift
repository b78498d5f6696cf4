// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Support
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `A test authority` {
  /// Asks a server that shows the identity, as a client that trusts the authority.
  private func ask(
    _ host: String,
    trusting authority: TestAuthority,
    of identity: ServerIdentity
  ) async throws -> ProgramRun {
    try await ScriptedServer.run(tls: identity) { _ in
      .ok([0x2E], type: "text/plain")
    } _: { server in
      let answer = try await curl(
        "--cacert",
        authority.certificatePath.string,
        "--connect-to",
        "::127.0.0.1:\(server.port)",
        "https://\(host)/[1-2]"
      )
      let isTrusted = answer.status == 0
      #expect(answer.text == (isTrusted ? ".." : ""))
      #expect(server.requests.map(\.host) == (isTrusted ? [host, host] : []))
      #expect(server.peakConnections == 1)
      return answer
    }
  }

  @Test
  func `vouches for the hosts it was asked for, and no others`() async throws {
    try await ScratchDirectory.run { directory in
      let authority = try await TestAuthority.make(in: directory)
      let identity = try await authority.identity(for: ["a.example", "*.a.example", "127.0.0.1"])
      for host in ["a.example", "letters.a.example", "127.0.0.1"] {
        let answer = try await ask(host, trusting: authority, of: identity)
        #expect(answer.status == 0, "\(answer.errorText)")
      }
      let refusal = try await ask("b.example", trusting: authority, of: identity)
      #expect(refusal.status == 60)
      #expect(refusal.errorText.contains("no alternative certificate subject name matches"))
    }
  }

  @Test
  func `makes identities that nobody should trust`() async throws {
    try await ScratchDirectory.run { directory in
      let authority = try await TestAuthority.make(in: directory)
      let expired = try await authority.expiredIdentity(for: ["a.example"])
      let selfSigned = try await authority.selfSignedIdentity(for: ["a.example"])
      for (identity, reason) in [(expired, "has expired"), (selfSigned, "self-signed")] {
        let refusal = try await ask("a.example", trusting: authority, of: identity)
        #expect(refusal.status == 60)
        #expect(refusal.errorText.contains(reason))
      }
    }
  }

  @Test
  func `serves misbehaviour through TLS too`() async throws {
    try await ScratchDirectory.run { directory in
      let authority = try await TestAuthority.make(in: directory)
      let identity = try await authority.identity(for: ["127.0.0.1"])
      let body = Array("abc".utf8)
      try await ScriptedServer.run(tls: identity) { request in
        switch request.path {
        case "/short": .cutShort(body, declaring: 5)
        case "/reset": Reply([.send(Reply.head(200, [])), .pause(.milliseconds(1)), .reset])
        default: Reply([.send(Reply.head(200, [])), .endlessly(body)])
        }
      } _: { server in
        let ends = [("/short", "20", 18), ("/reset", "20", 56), ("/endless", "0.3", 28)]
        for (path, seconds, status) in ends {
          let url = "https://127.0.0.1:\(server.port)\(path)"
          let trust = authority.certificatePath.string
          let answer = try await curl("-o", "/dev/null", "-m", seconds, "--cacert", trust, url)
          #expect(answer.status == status, "\(path): \(answer.errorText)")
        }
        // One that never shakes hands must not keep the server from its end.
        let silent = try RawClient(port: server.port)
        silent.say("\u{16}\u{3}")
      }
    }
  }

  @Test
  func `a file that is no certificate makes no server`() async throws {
    try await ScratchDirectory.run { directory in
      let file = directory.appending("note.txt")
      try Files.writeBytes(Array("a note".utf8), to: file)
      let identity = ServerIdentity(certificatePath: file, keyPath: file)
      await #expect(throws: UnusableIdentity.self) {
        try await ScriptedServer.run(tls: identity) { _ in
          .status(204)
        } _: { _ in
        }
      }
    }
  }
}
