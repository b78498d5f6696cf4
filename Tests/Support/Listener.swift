// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import CTestRun
import Glibc
import SystemPackage

/// A socket that waits for connections on a loopback address, at a port of the system's choice.
struct Listener: Sendable {
  let descriptor: CInt
  let port: Int

  /// Opens the socket; whoever opens it must ``close()`` it.
  init(at address: String) throws(Errno) {
    precondition(address.hasPrefix("127."), "a test server listens on loopback addresses only")
    let kind = CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    let descriptor = socket(AF_INET, kind, 0)
    guard descriptor >= 0 else { throw Errno(rawValue: errno) }

    do throws(Errno) {
      var name = sockaddr_in()
      name.sin_family = sa_family_t(AF_INET)
      guard inet_pton(AF_INET, address, &name.sin_addr) == 1 else { throw .invalidArgument }
      var length = socklen_t(MemoryLayout<sockaddr_in>.size)
      let isListening = withUnsafeMutablePointer(to: &name) { name in
        name.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
          // A short backlog makes a crowd of clients wait a second for their second try.
          bind(descriptor, name, length) == 0
            && listen(descriptor, 512) == 0
            && getsockname(descriptor, name, &length) == 0
        }
      }
      guard isListening else { throw Errno(rawValue: errno) }
      self.descriptor = descriptor
      self.port = Int(UInt16(bigEndian: name.sin_port))
    } catch {
      Glibc.close(descriptor)
      throw error
    }
  }

  /// Waits for the next connection.
  ///
  /// - Returns: its socket, or `nil` once the listener is ended.
  func accept() -> CInt? {
    while true {
      let accepted = ctestrun_accept(descriptor)
      if accepted >= 0 {
        var isOn: CInt = 1
        let size = socklen_t(MemoryLayout<CInt>.size)
        setsockopt(accepted, CInt(IPPROTO_TCP), TCP_NODELAY, &isOn, size)
        return accepted
      }
      // Linux reports a listener that was shut down as EINVAL.
      if errno == EINVAL { return nil }
      let isPassing = errno == EINTR || errno == ECONNABORTED
      precondition(isPassing, "no connection can be accepted: \(Errno(rawValue: errno))")
    }
  }

  /// Makes ``accept()`` return `nil`, now and ever after.
  func end() {
    shutdown(descriptor, CInt(SHUT_RDWR))
  }

  func close() {
    Glibc.close(descriptor)
  }
}
