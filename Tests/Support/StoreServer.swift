// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Glibc
package import SystemPackage

/// A store as institutions run it, on this machine only, for as long as a test takes.
package struct StoreServer: Sendable {
  package enum Kind: String, CaseIterable, Sendable {
    /// `rclone serve s3`: buckets are folders.
    case rclone
    /// moto: it knows conditions, and checks no signature.
    case moto
    /// OpenSSH's `sftp-server`.
    case openSSH

    /// Whether it is installed.
    package var isPresent: Bool { access(program, X_OK) == 0 }

    fileprivate var program: String {
      switch self {
      case .rclone: Judges.program("rclone", of: "stores").string
      case .moto: Judges.program("moto_server", of: "stores").string
      case .openSSH: "/usr/sbin/sshd"
      }
    }
  }

  package let port: Int
  /// What is served, of ``Kind/rclone`` and ``Kind/openSSH``; the bucket is a folder in it.
  package let folder: FilePath
  /// Of SSH: who may log in, by which key, and by what the host is known.
  package let user: String
  package let keyFile: FilePath
  package let hostKey: String

  package static let bucket = "reports"
  package static let key = "a-key:with-colon"
  package static let secret = "not/much+of a secret"

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// Runs a server for as long as `body` takes.
  ///
  /// - Parameters:
  ///   - kind: which.
  ///   - folder: an existing one, for what it serves and for its own files.
  ///   - body: what is done with it.
  /// - Returns: what that returned.
  /// - Throws: what that threw; or where it does not start.
  package nonisolated(nonsending) static func run<Value>(
    _ kind: Kind,
    in folder: FilePath,
    _ body: nonisolated(nonsending) (StoreServer) async throws -> Value
  ) async throws -> Value {
    let (served, own) = (folder.appending("served"), folder.appending("server"))
    for path in [served.appending(bucket), own] {
      try FileManager.default.createDirectory(
        atPath: path.string,
        withIntermediateDirectories: true
      )
    }
    for _ in 1...5 {
      let port = try freePort()
      let (words, user, hostKey) = try await words(kind, port, served, own)
      let server = StoreServer(
        port: port,
        folder: served,
        user: user,
        keyFile: own.appending("user"),
        hostKey: hostKey
      )
      let value = try await RunningProgram.serve(words, until: { takesConnections(at: port) }) {
        try await body(server)
      }
      if let value { return value }
    }
    throw Failure(description: "\(kind.rawValue) does not start")
  }

  private static func words(
    _ kind: Kind,
    _ port: Int,
    _ served: FilePath,
    _ own: FilePath
  ) async throws -> ([String], user: String, hostKey: String) {
    switch kind {
    case .rclone:
      let words = [
        kind.program, "serve", "s3", "--auth-key", "\(key),\(secret)", "--addr",
        "127.0.0.1:\(port)", "--config", own.appending("none").string, served.string,
      ]
      return (words, "", "")
    case .moto: return ([kind.program, "-H", "127.0.0.1", "-p", "\(port)"], "", "")
    case .openSSH:
      if getuid() == 0 {
        try FileManager.default.createDirectory(
          atPath: "/run/sshd",
          withIntermediateDirectories: true
        )
      }
      var hostKey = ""
      for name in ["host", "user"] {
        let file = own.appending(name).string
        guard access(file, F_OK) != 0 else { continue }
        let run = try await ProgramRun(
          "/usr/bin/ssh-keygen",
          ["-q", "-t", "ed25519", "-N", "", "-f", file]
        )
        guard run.status == 0 else { throw Failure(description: "ssh-keygen: \(run.errorText)") }
      }
      let shown = try await ProgramRun("/usr/bin/ssh-keygen", ["-l", "-f", "\(own)/host.pub"])
      let words = shown.text.split(separator: " ")
      hostKey = words.first { $0.hasPrefix("SHA256:") }.map { String($0.dropFirst(7)) } ?? ""
      let user = getpwuid(getuid()).map { String(cString: $0.pointee.pw_name) } ?? "root"
      let configuration = """
        ListenAddress 127.0.0.1
        Port \(port)
        HostKey \(own)/host
        PidFile none
        UsePAM no
        StrictModes no
        PasswordAuthentication no
        PermitRootLogin yes
        MaxStartups 100
        AuthorizedKeysFile \(own)/user.pub
        Subsystem sftp internal-sftp

        """
      try Files.writeBytes(Array(configuration.utf8), to: own.appending("sshd_config"))
      let command = [
        kind.program, "-D", "-f", "\(own)/sshd_config", "-E", "\(own)/sshd.log",
      ]
      return (command, user, hostKey)
    }
  }

  /// A port that nobody has, and that the system gives to nobody who does not ask for it by its number: whoever takes it meanwhile would answer in
  /// the place of a server that does not start.
  private static func freePort() throws -> Int {
    for _ in 1...100 {
      let port = Int.random(in: 20_000..<32_000)
      if !takesConnections(at: port) { return port }
    }
    throw Failure(description: "no port is free between 20000 and 32000")
  }

  private static func takesConnections(at port: Int) -> Bool {
    let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    defer { close(descriptor) }
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_port = UInt16(port).bigEndian
    inet_pton(AF_INET, "127.0.0.1", &name.sin_addr)
    return withUnsafePointer(to: &name) { name in
      name.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
        connect(descriptor, name, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }
}
