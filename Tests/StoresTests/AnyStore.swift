// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Curl
import Foundation
import Stores
import Support
import SystemPackage
import Testing

/// The kinds of stores that the suite goes over.
enum AnyStore: CaseIterable, CustomStringConvertible {
  case directory
  case server(StoreServer.Kind)

  static let allCases: [AnyStore] = [.directory] + StoreServer.Kind.allCases.map { .server($0) }

  var description: String {
    switch self {
    case .directory: "a directory"
    case .server(let kind): kind.rawValue
    }
  }

  var movesFolders: Bool {
    switch self {
    case .directory, .server(.openSSH): true
    case .server: false
    }
  }

  /// Runs `body` with an empty store of the kind; says that it skips where its server is not installed.
  func run(
    partSize: Int64 = 5 << 20,
    _ body: (any Store) async throws -> Void
  ) async throws {
    try await ScratchDirectory.run { folder in
      switch self {
      case .directory: try await body(DirectoryStore(at: folder))
      case .server(let kind):
        guard kind.isPresent else {
          return print("skipped: \(kind.rawValue) is not installed; `make judges` does that")
        }
        try await StoreServer.run(kind, in: folder) { server in
          try await body(Self.store(kind, server, partSize))
        }
      }
    }
  }

  private static func store(
    _ kind: StoreServer.Kind,
    _ server: StoreServer,
    _ partSize: Int64
  ) async throws -> any Store {
    if kind == .openSSH {
      return SFTPStore(
        host: "127.0.0.1",
        port: server.port,
        user: server.user,
        path: "\(server.folder)/\(StoreServer.bucket)",
        keyFile: server.keyFile.string,
        hostKey: server.hostKey
      )
    }
    var store = S3Store(
      endpoint: "http://127.0.0.1:\(server.port)",
      bucket: StoreServer.bucket,
      prefix: "copies/first",
      region: "us-east-1",
      key: StoreServer.key,
      secret: StoreServer.secret
    )
    store.partSize = partSize
    store.pauses = [0.05, 0.05]
    if kind == .moto {
      _ = try await ProgramRun(
        "/usr/bin/env",
        ["curl", "-s", "-X", "PUT", "\(store.endpoint)/\(store.bucket)"]
      )
    }
    return store
  }
}
