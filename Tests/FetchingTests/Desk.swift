// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Records
import Addressing
import Curl
import Fetching
import Filing
import HTTP
import Support
import SystemPackage

/// A fetcher at work: what it asks, and where its bodies go.
struct Desk: Sendable {
  let server: ScriptedServer
  let fetcher: Fetcher
  let spool: FilePath
  private let loop: TransferLoop

  /// Sets up a server, a fetcher with a spool, and lets `body` work with them.
  static func run<Value: Sendable>(
    politeness: Politeness = Politeness(delay: .zero, hosts: 8, connectionsPerHost: 4),
    agent: String? = nil,
    memory: HostMemory = HostMemory(),
    retries: RetryPolicy = .never,
    limits: TransferLimits = TransferLimits(),
    settings: NetworkSettings = .local,
    tls identity: ServerIdentity? = nil,
    script: @escaping ScriptedServer.Script,
    _ body: @Sendable (Desk) async throws -> Value
  ) async throws -> Value {
    try await ScratchDirectory.run { directory in
      let spool = directory.appending("spool")
      try Disk().makeDirectory(spool)
      return try await ScriptedServer.run(tls: identity, script: script) { server in
        try await TransferLoop.withLoop(settings) { loop in
          let fetcher = Fetcher(
            loop,
            politeness: politeness,
            agent: agent,
            memory: memory,
            retries: retries,
            limits: limits,
            spool: spool
          )
          return try await body(
            Desk(server: server, fetcher: fetcher, spool: spool, loop: loop)
          )
        }
      }
    }
  }

  /// A fetcher as another run would have it.
  func another(
    agent: String? = nil,
    memory: HostMemory = HostMemory(),
    suppressed: Tombstones = Tombstones()
  ) -> Fetcher {
    Fetcher(
      loop,
      politeness: Politeness(delay: .zero),
      agent: agent,
      memory: memory,
      retries: .never,
      limits: TransferLimits(),
      spool: spool,
      suppressed: suppressed
    )
  }

  func address(_ target: String, scheme: String = "http") throws -> WebAddress {
    try WebAddress("\(scheme)://127.0.0.1:\(server.port)\(target)")
  }

  func fetch(
    _ target: String,
    scheme: String = "http",
    validators: Validators? = nil
  ) async throws -> Fetch {
    let address = try address(target, scheme: scheme)
    return await fetcher.fetch(
      FetchOrder(address, purpose: .document, validators: validators)
    )
  }

  /// What is in the spool at this moment.
  func spooled() throws -> [String] {
    try Disk().list(spool).map(\.name)
  }
}

extension NetworkSettings {
  /// For servers on this machine.
  static let local = NetworkSettings(userAgent: "hanaper-tests", allowsPrivateAddresses: true)
}

extension Fetch {
  /// What was wrong; nil where there is an answer.
  var failure: FetchFailure? {
    guard case .failure(let failure) = outcome else { return nil }
    return failure
  }
}
