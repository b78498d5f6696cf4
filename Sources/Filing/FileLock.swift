// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Glibc
public import SystemPackage

/// A lock between processes, which the kernel releases when the holder dies, however it dies.
///
/// The file's contents tell a person who holds it; they play no part in the locking.
///
/// Source: flock(2)
public struct FileLock: ~Copyable, Sendable {
  private let descriptor: CInt

  /// Who holds a lock, as that process wrote it down.
  public struct Holder: Error, Sendable {
    public let path: FilePath
    /// For instance `process 4711 on archive1, sync, since 2026-11-23T02:00:01Z`; may be empty.
    public let description: String
  }

  public enum Failure: Error, Sendable {
    case held(Holder)
    case filing(FilingError)
  }

  /// Takes the lock or says who has it; never waits.
  ///
  /// - Parameters:
  ///   - path: the lock file; it is made if it is missing, and never removed.
  ///   - holder: what another process is told while this one holds the lock.
  /// - Throws: `.held` with that text where another process holds it.
  public init(_ path: FilePath, as holder: String) throws(Failure) {
    // Without O_CLOEXEC a child process would go on holding the lock.
    let descriptor = path.withPlatformString {
      open($0, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    }
    guard descriptor >= 0 else { throw .filing(FilingError(.lock, path, .current)) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let cause = Errno.current
      defer { close(descriptor) }
      guard cause == .wouldBlock else { throw .filing(FilingError(.lock, path, cause)) }
      let text = (try? Disk().readText(path, limit: 4_096)) ?? ""
      let line = text.prefix { !$0.isNewline }
      throw .held(Holder(path: path, description: String(line)))
    }
    self.descriptor = descriptor
    ftruncate(descriptor, 0)
    var line = holder + "\n"
    line.withUTF8 { _ = pwrite(descriptor, $0.baseAddress, $0.count, 0) }
  }

  deinit {
    ftruncate(descriptor, 0)
    close(descriptor)
  }
}
