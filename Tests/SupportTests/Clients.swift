// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Glibc
import Support
import Testing

/// Runs `curl`, whose exit statuses are documented and whose opinion of a reply is not ours.
func curl(_ arguments: String...) async throws -> ProgramRun {
  try await ProgramRun(
    "/usr/bin/curl",
    ["-q", "-sS", "--noproxy", "*", "--max-time", "20"] + arguments
  )
}

extension ScriptedServer {
  func url(_ target: String = "/") -> String {
    "http://127.0.0.1:\(port)\(target)"
  }
}

/// A client that says only what it is told to.
final class RawClient: Sendable {
  private let descriptor: CInt

  init(port: Int, at address: String = "127.0.0.1") throws {
    descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_port = UInt16(port).bigEndian
    try #require(inet_pton(AF_INET, address, &name.sin_addr) == 1)
    let status = withUnsafePointer(to: name) { name in
      name.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
        connect(descriptor, name, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    // Whole as it is by now, it is closed by `deinit`; a second time would be another test's socket.
    guard status == 0 else { throw Refused() }
  }

  struct Refused: Error {}

  deinit {
    // A program that another test is just starting may hold a copy of the socket for a moment.
    shutdown(descriptor, CInt(SHUT_RDWR))
    close(descriptor)
  }

  func say(_ text: String) {
    let bytes = Array(text.utf8)
    send(descriptor, bytes, bytes.count, CInt(MSG_NOSIGNAL))
  }

  /// Reads until the text ends so, or the server closes.
  func hear(until end: String? = nil) async -> String {
    // The thread holds no reference: the client must be gone when its last user lets go of it.
    let descriptor = descriptor
    let heard = await OwnThread.run { Self.receive(descriptor, until: end) }
    return withExtendedLifetime(self) { heard }
  }

  private static func receive(_ descriptor: CInt, until end: String?) -> String {
    var heard = ""
    var room = [UInt8](repeating: 0, count: 4096)
    while true {
      if let end, heard.hasSuffix(end) { return heard }
      let count = recv(descriptor, &room, room.count, 0)
      if count <= 0 { return heard }
      heard += String(decoding: room[..<count], as: UTF8.self)
    }
  }
}
