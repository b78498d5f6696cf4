// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation
import Glibc
import SystemPackage

/// A file that goes with the last descriptor that is open on it: room for what a program prints.
final class NamelessFile: Sendable {
  let descriptor: CInt

  init() throws(Errno) {
    let path = "\(NSTemporaryDirectory())/hanaper-output-\(UUID())"
    descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Errno(rawValue: errno) }
    unlink(path)
  }

  deinit {
    close(descriptor)
  }

  /// What has been written so far.
  func contents() throws(Errno) -> [UInt8] {
    let size = Int(lseek(descriptor, 0, SEEK_END))
    var bytes = [UInt8](repeating: 0, count: size)
    let count = pread(descriptor, &bytes, size, 0)
    guard count >= 0 else { throw Errno(rawValue: errno) }
    return Array(bytes.prefix(count))
  }
}
