// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Records
import Archiving
import Cataloguing
import Curl
import Support
import SystemPackage
import Testing

@testable import Synchronising

@Suite(.timeLimit(.minutes(5)))
struct `A document behind a broken lock` {
  private static let host = "secure.partnership.example"
  private static let target = "https://\(host)/a.pdf"

  /// What is wrong with the server's certificate, and what is concluded.
  struct Example: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let fault: TLSFault
    let identity: @Sendable (TestAuthority) async throws -> ServerIdentity
  }

  static let examples = [
    Example(testDescription: "expired", fault: .expired) { authority in
      try await authority.expiredIdentity(for: [host])
    },
    Example(testDescription: "for another host", fault: .wrongHost) { authority in
      try await authority.identity(for: ["other.partnership.example"])
    },
    Example(testDescription: "for a level above", fault: .wrongHost) { authority in
      try await authority.identity(for: ["*.example"])
    },
    Example(testDescription: "self-signed", fault: .selfSigned) { authority in
      try await authority.selfSignedIdentity(for: [host])
    },
    Example(testDescription: "without its intermediate", fault: .incompleteChain) { authority in
      try await authority.intermediate().identity(for: [host])
    },
    Example(testDescription: "in an old protocol", fault: .protocolFault) { authority in
      var identity = try await authority.identity(for: [host])
      identity.isOutdated = true
      return identity
    },
  ]

  /// One night with a listing in the open and one document behind TLS.
  private func night(
    of site: Partnership,
    at server: ScriptedServer,
    trusting authority: TestAuthority
  ) async throws -> RunReport {
    try await site.night { plan in
      plan.network.connectTo.append("\(Self.host):443:127.0.0.1:\(server.port)")
      plan.network.certificates = authority.certificatePath.string
    }
  }

  @Test(arguments: examples)
  func `is not asked for, and the fault is told by its name`(example: Example) async throws {
    try await ScratchDirectory.run { directory in
      let authority = try await TestAuthority.make(in: directory)
      let identity = try await example.identity(authority)
      try await Partnership.run { site in
        site.list([Self.target])
        try await ScriptedServer.run(tls: identity) { _ in
          .ok(Bodies.pdf("forged"), type: "application/pdf")
        } _: { server in
          let report = try await night(of: site, at: server, trusting: authority)
          #expect(report.troubles.map(\.verdict) == [.tls(example.fault)])
          #expect(report.counts.new == 0)
          #expect(server.requests.isEmpty, "not even the request is sent")
          let quarantined = report.troubles.compactMap(\.quarantined)
          #expect(quarantined.isEmpty)
        }
      }
    }
  }

  @Test
  func `that was sound before keeps what is held, and comes back when it is mended`() async throws {
    try await ScratchDirectory.run { directory in
      let authority = try await TestAuthority.make(in: directory)
      let sound = try await authority.identity(for: [Self.host])
      let expired = try await authority.expiredIdentity(for: [Self.host])
      try await Partnership.run { site in
        site.list([Self.target])
        for (identity, text) in [(sound, "a"), (expired, "forged"), (sound, "a")] {
          try await ScriptedServer.run(tls: identity) { _ in
            .ok(Bodies.pdf(text), type: "application/pdf")
          } _: { server in
            _ = try await night(of: site, at: server, trusting: authority)
          }
          let versions = try await site.archive.catalogue().versions(of: .init(Self.target))
          #expect(versions.count == 1)
          let held = try site.archive.payload(of: .init(Self.target), version: 1)
          #expect(held == Bodies.pdf("a"))
        }
      }
    }
  }

  @Test
  func `is fetched where the intermediate is shown`() async throws {
    try await ScratchDirectory.run { directory in
      let authority = try await TestAuthority.make(in: directory)
      let intermediate = try await authority.intermediate()
      let alone = try await intermediate.identity(for: [Self.host])
      let chain = directory.appending("chain.pem")
      let certificates = [alone.certificatePath, intermediate.certificatePath]
      try Files.writeBytes(certificates.flatMap { try Files.readBytes($0) }, to: chain)
      let identity = ServerIdentity(certificatePath: chain, keyPath: alone.keyPath)
      try await Partnership.run { site in
        site.list([Self.target])
        try await ScriptedServer.run(tls: identity) { _ in
          .ok(Bodies.pdf("a"), type: "application/pdf")
        } _: { server in
          let report = try await night(of: site, at: server, trusting: authority)
          #expect(report.counts.new == 1, "\(report.troubles.map(\.verdict))")
        }
      }
    }
  }
}
