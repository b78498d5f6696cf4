// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Glibc
package import SystemPackage

/// One of the two streams on which a program speaks.
///
/// Written to with nothing between: no buffer that is lost at the end, and no trap where the disk is
/// full, the terminal is gone or nobody ever opened the stream.
package enum StandardStream: CInt, Sendable {
  case output = 1
  case error = 2

  package var isTerminal: Bool { isatty(rawValue) == 1 }

  /// Writes the whole text, waiting for a slow reader.
  ///
  /// - Throws: the system's reason where not all of it could be written.
  package func write(_ text: String) throws(Errno) {
    var text = text
    let outcome = text.withUTF8 { bytes in
      Result<Void, Errno> { () throws(Errno) in
        var rest = UnsafeRawBufferPointer(bytes)
        while !rest.isEmpty {
          rest = .init(rebasing: rest[try writeSome(of: rest)...])
        }
      }
    }
    try outcome.get()
  }

  private func writeSome(of bytes: UnsafeRawBufferPointer) throws(Errno) -> Int {
    while true {
      let count = Glibc.write(rawValue, bytes.baseAddress, bytes.count)
      guard count <= 0 else { return count }
      let cause = count == 0 ? .ioError : Errno(rawValue: errno)
      switch cause {
      case .interrupted: continue
      // Whoever shares the stream with us may have asked not to be kept waiting.
      case .wouldBlock, .resourceTemporarilyUnavailable:
        var wanted = pollfd(fd: rawValue, events: Int16(POLLOUT), revents: 0)
        poll(&wanted, 1, -1)
      default: throw cause
      }
    }
  }

  /// Fills the places of standard streams that are closed, so that no file that is opened later gets
  /// one of their numbers and is then written to as if it were the terminal.
  ///
  /// What fills them can be read where one would write, and the other way round: using the stream
  /// still fails.
  package static func fillClosedPlaces() {
    for descriptor in CInt(0)...2 where fcntl(descriptor, F_GETFD) == -1 && errno == EBADF {
      let flags = descriptor == 0 ? O_WRONLY : O_RDONLY
      // The lowest free number is the one wanted, because those below have been filled.
      if open("/dev/null", flags) < 0 { _ = open("/", O_RDONLY | O_DIRECTORY) }
    }
  }
}
