// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Stores
import SystemPackage

/// A copy of the archive somewhere else, as the configuration names it.
struct Replica: Sendable {
  enum Place: Sendable {
    case folder(FilePath)
    case sftp(SFTPPlace)
    case s3(S3Place)
  }

  struct SFTPPlace: Sendable {
    let host: String
    let port: Int
    let user: String
    let path: String
    let keyFile: FilePath
    let hostKey: String
  }

  struct S3Place: Sendable {
    let endpoint: String
    let bucket: String
    let prefix: String
    let region: String
    /// With the key's id in its first line, and its secret in the second; nil where the environment has them.
    let credentials: FilePath?
    let certificates: String?
  }

  let name: String
  let place: Place
  /// As it is written.
  let written: String

  /// Where the environment says by which key a store is asked, as other programs have it.
  private static let variables = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")

  /// Refuses what is no private key, or one that wants a passphrase, which nobody types at night.
  private func requirePlainKey(_ lines: [String], in file: FilePath) throws {
    let making = "`ssh-keygen -t ed25519 -N '' -f \(file)` makes one"
    guard lines[0].hasPrefix("-----BEGIN "), lines[0].contains("PRIVATE KEY") else {
      throw CommandFailure(
        "the copy “\(name)” cannot be reached: \(file) is no private key; \(making), and its .pub goes to the other host"
      )
    }
    // OpenSSH's own form: a magic word, and how it is enciphered.
    let isPlain =
      lines[0].contains("OPENSSH")
      ? lines[1].hasPrefix("b3BlbnNzaC1rZXktdjEAAAAABG5vbmU") : !lines[1].contains("ENCRYPTED")
    guard isPlain else {
      throw CommandFailure(
        "the copy “\(name)” cannot be reached: the key \(file) wants a passphrase, which nobody types at night; \(making)"
      )
    }
  }

  /// Whether nothing but the environment says by which key the store is asked.
  var needsEnvironment: Bool {
    if case .s3(let place) = place { place.credentials == nil } else { false }
  }

  /// The store that it is in.
  ///
  /// - Parameter environment: of this process.
  /// - Returns: the store; nothing is asked of it yet.
  /// - Throws: `CommandFailure` where what lets us in cannot be read.
  func store(_ environment: [String: String]) throws -> any Store {
    func failing<Value>(_ work: () throws(SecretFile.Fault) -> Value) throws -> Value {
      do { return try work() } catch {
        throw CommandFailure("the copy “\(name)” cannot be reached: \(error.words)")
      }
    }
    switch place {
    case .folder(let path): return DirectoryStore(at: path)
    case .sftp(let place):
      // Who logs in by a key that others can read is not the only one who can.
      let lines = try failing { () throws(SecretFile.Fault) in
        try SecretFile(path: place.keyFile).lines(2, of: "a private key")
      }
      try requirePlainKey(lines, in: place.keyFile)
      return SFTPStore(
        host: place.host,
        port: place.port,
        user: place.user,
        path: place.path,
        keyFile: place.keyFile.string,
        hostKey: place.hostKey
      )
    case .s3(let place):
      var pair = [environment[Self.variables.0] ?? "", environment[Self.variables.1] ?? ""]
      if let file = place.credentials {
        pair = try failing { () throws(SecretFile.Fault) in
          try SecretFile(path: file).lines(2, of: "the key's id and its secret")
        }
      }
      guard pair.allSatisfy({ !$0.isEmpty }) else {
        throw CommandFailure(
          "the copy “\(name)” cannot be reached: there is no key for it; name a file with `credentials`, or set \(Self.variables.0) and \(Self.variables.1)"
        )
      }
      return S3Store(
        endpoint: place.endpoint,
        bucket: place.bucket,
        prefix: place.prefix,
        region: place.region,
        key: pair[0],
        secret: pair[1],
        certificates: place.certificates
      )
    }
  }
}
