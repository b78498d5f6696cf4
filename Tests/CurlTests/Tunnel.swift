// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import CTestRun
import Foundation
import Glibc
import Synchronization
import SystemPackage

/// A proxy that lets one client after the other through to a port of this machine, whatever they
/// ask for.
final class Tunnel: Sendable {
  let port: Int
  private let listener: CInt
  private let target: Int
  private let log = Mutex<[String]>([])

  /// The first line of each request.
  var requests: [String] { log.withLock { $0 } }

  init(to target: Int) throws(Errno) {
    let listener = Self.makeSocket()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    var (name, isListening) = (Self.name(of: 0), false)
    withUnsafeMutablePointer(to: &name) { name in
      name.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
        isListening =
          bind(listener, name, length) == 0 && listen(listener, 8) == 0
          && getsockname(listener, name, &length) == 0
      }
    }
    guard isListening else { throw Errno(rawValue: errno) }
    self.target = target
    self.listener = listener
    port = Int(UInt16(bigEndian: name.sin_port))
    Thread.detachNewThread { [self] in
      while true {
        let client = ctestrun_accept(listener)
        guard client >= 0 else { break }
        serve(client)
        close(client)
      }
      close(listener)
    }
  }

  /// Takes no more clients.
  func end() {
    shutdown(listener, CInt(SHUT_RDWR))
  }

  private func serve(_ client: CInt) {
    var (head, room) = ([UInt8](), [UInt8](repeating: 0, count: 16_384))
    while !head.suffix(4).elementsEqual("\r\n\r\n".utf8) {
      guard recv(client, &room, 1, 0) == 1 else { return }
      head.append(room[0])
    }
    let line = String(decoding: head, as: UTF8.self).prefix { !$0.isNewline }
    log.withLock { $0.append(String(line)) }

    let server = Self.makeSocket()
    defer { close(server) }
    let isConnected = withUnsafePointer(to: Self.name(of: target)) { name in
      name.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
        connect(server, name, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    let answer = Array("HTTP/1.1 200 Connection established\r\nX-From: proxy\r\n\r\n".utf8)
    guard isConnected, send(client, answer, answer.count, CInt(MSG_NOSIGNAL)) > 0 else { return }

    var watches = [client, server].map { pollfd(fd: $0, events: CShort(POLLIN), revents: 0) }
    while poll(&watches, 2, -1) > 0 {
      for (from, to) in [(0, 1), (1, 0)] where watches[from].revents != 0 {
        let count = recv(watches[from].fd, &room, room.count, 0)
        guard count > 0, send(watches[to].fd, room, count, CInt(MSG_NOSIGNAL)) == count else {
          return
        }
      }
    }
  }

  private static func makeSocket() -> CInt {
    socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
  }

  private static func name(of port: Int) -> sockaddr_in {
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_port = UInt16(port).bigEndian
    inet_pton(AF_INET, "127.0.0.1", &name.sin_addr)
    return name
  }
}
