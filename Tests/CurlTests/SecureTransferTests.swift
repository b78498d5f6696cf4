// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Curl
import Support
import SystemPackage
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `A secure transfer` {
  /// What a server shows, and whether its client knows the authority.
  enum Identity: Sendable {
    case sound, wrongHost, expired, selfSigned, unknownAuthority
  }

  /// Asks a server of that identity for `https://example.org/`.
  private func ask(_ kind: Identity) async throws -> TransferError? {
    try await ScratchDirectory.run { directory in
      let authority = try await TestAuthority.make(in: directory)
      let identity =
        switch kind {
        case .sound, .unknownAuthority: try await authority.identity(for: ["example.org"])
        case .wrongHost: try await authority.identity(for: ["other.example.org", "example.com"])
        case .expired: try await authority.expiredIdentity(for: ["example.org"])
        case .selfSigned: try await authority.selfSignedIdentity(for: ["example.org"])
        }
      return try await ScriptedServer.run(tls: identity) { request in
        request.host == "example.org" ? .status(204) : .status(400)
      } _: { server in
        var settings = NetworkSettings.local
        settings.connectTo = ["example.org:443:127.0.0.1:\(server.port)"]
        if kind != .unknownAuthority { settings.certificates = authority.certificatePath.string }
        let failure = try await TransferLoop.withLoop(settings) { loop in
          await loop.failure(of: Request(try WebAddress("https://example.org/")))
        }
        #expect(server.requests.count == (kind == .sound ? 1 : 0))
        return failure
      }
    }
  }

  @Test
  func `goes well where an authority that we know vouches for the host`() async throws {
    let failure = try await ask(.sound)
    #expect(failure == nil, "\(failure?.description ?? "")")
  }

  // The numbers are OpenSSL's X509_V_ERR_…: expired, self-signed, no issuer found.
  @Test(arguments: [(Identity.expired, 10), (.selfSigned, 18), (.unknownAuthority, 20)])
  func `fails where the certificate does not check out, and says why`(
    kind: Identity,
    verification: Int
  ) async throws {
    let failure = try await ask(kind)
    let certificate = try #require(failure?.certificate, "\(failure?.description ?? "")")
    #expect(certificate.verification == verification)
    #expect(!certificate.detail.isEmpty)
    #expect(failure?.isTransient == false)
  }

  @Test
  func `fails where the certificate is for another host`() async throws {
    let failure = try await ask(.wrongHost)
    let certificate = try #require(failure?.certificate, "\(failure?.description ?? "")")
    // Only libcurl's sentence tells; our callers look for these words.
    #expect(certificate.detail.contains("subject name"))
  }

  @Test
  func `is not answered in plain words`() async throws {
    try await ScratchDirectory.run { directory in
      let authority = try await TestAuthority.make(in: directory)
      let identity = try await authority.identity(for: ["127.0.0.1"])
      try await withServer(tls: identity) { _ in
        .status(204)
      } _: { server, loop in
        let failure = await loop.failure(of: Request(try server.address()))
        #expect(failure != nil)
        #expect(server.requests.isEmpty)
      }
    }
  }

  struct Ending: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let reply: Reply
    let failure: TransferError.Kind?
  }

  @Test(arguments: [
    Ending(testDescription: "whole", reply: .ok(Array("abc".utf8), type: "a/b"), failure: nil),
    Ending(testDescription: "until close", reply: .untilClose(Array("abc".utf8)), failure: nil),
    Ending(
      testDescription: "cut short",
      reply: .cutShort(Array("abc".utf8), declaring: 5),
      failure: .truncated
    ),
    Ending(
      testDescription: "until a reset",
      reply: Reply([
        .send(Reply.head(200, [])), .content(Array("abc".utf8)), .pause(.milliseconds(20)), .reset,
      ]),
      failure: .reset
    ),
  ])
  func `ends as the server ends it`(ending: Ending) async throws {
    try await ScratchDirectory.run { directory in
      let authority = try await TestAuthority.make(in: directory)
      let identity = try await authority.identity(for: ["127.0.0.1"])
      var settings = NetworkSettings.local
      settings.certificates = authority.certificatePath.string
      try await withServer(settings, tls: identity) { _ in
        ending.reply
      } _: { server, loop in
        let sink = Collector()
        let request = Request(try server.address(scheme: "https"))
        let failure = await loop.failure(of: request, into: sink)
        #expect(failure?.kind == ending.failure, "\(failure?.description ?? "it went well")")
        #expect(sink.text == "abc")
      }
    }
  }

  @Test
  func `that breaks off does not take the process with it`() async {
    // A write to a broken connection raises SIGPIPE, which ends a process that does not expect it.
    await #expect(processExitsWith: .success) {
      try await ScratchDirectory.run { directory in
        let authority = try await TestAuthority.make(in: directory)
        let identity = try await authority.identity(for: ["127.0.0.1"])
        var settings = NetworkSettings.local
        settings.certificates = authority.certificatePath.string
        try await withServer(settings, tls: identity) { _ in
          Reply([.send(Reply.head(204, [])), .pause(.milliseconds(20)), .reset])
        } _: { server, loop in
          for _ in 1...5 {
            _ = await loop.failure(of: Request(try server.address(scheme: "https")))
          }
        }
      }
    }
  }
}
