// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Glibc
package import SystemPackage

/// A lock between processes, which the kernel releases when the holder dies, however it dies.
///
/// The file's contents tell a person who holds it; they play no part in the locking.
///
/// Source: flock(2)
package struct FileLock: ~Copyable, Sendable {
  private let path: FilePath
  private let descriptor: CInt

  /// Who holds a lock, as that process wrote it down.
  package struct Holder: Error, Sendable {
    package let path: FilePath
    /// For instance `process 4711 on archive1, sync, since 2026-11-23T02:00:01Z`; may be empty.
    package let description: String
  }

  package enum Failure: Error, Sendable {
    case held(Holder)
    case filing(FilingError)
  }

  /// How often a lock without a holder's name is tried, a millisecond between.
  private static let attempts = 50

  /// Takes the lock or says who has it; waits for no more than the holder's name.
  ///
  /// - Parameters:
  ///   - path: the lock file; it is made if it is missing, and never removed.
  ///   - holder: what another process is told while this one holds the lock.
  /// - Throws: `.held` with that text where another process holds it.
  package init(_ path: FilePath, as holder: String) throws(Failure) {
    // Without O_CLOEXEC a child process would go on holding the lock.
    var opened: CInt = -1
    do throws(FilingError) {
      try DiskStep.open(path).take {
        opened = path.withPlatformString {
          open($0, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        }
        return min(opened, 0)
      }
    } catch {
      throw .filing(FilingError(.lock, path, error.cause))
    }
    try? Disk().share(path)
    let descriptor = opened
    var attempts = 0
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      let cause = Errno.current
      attempts += 1
      let text = (try? Disk().readText(path, limit: 4_096)) ?? ""
      let line = text.prefix { !$0.isNewline }
      // Between taking the lock and writing who took it, or before giving it up, a holder has no name.
      if cause == .wouldBlock, line.isEmpty, attempts < Self.attempts {
        usleep(1_000)
        continue
      }
      close(descriptor)
      guard cause == .wouldBlock else { throw .filing(FilingError(.lock, path, cause)) }
      throw .held(Holder(path: path, description: String(line)))
    }
    self.path = path
    self.descriptor = descriptor
    write(holder + "\n")
  }

  deinit {
    write("")
    // A child that is about to become another program has a copy of the descriptor until it is one;
    // closing ours alone would leave the lock with it for that moment.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }

  // Only people read it, so nothing fails for want of it.
  private func write(_ text: String) {
    try? DiskStep.truncate(path, to: 0).take { ftruncate(descriptor, 0) }
    let bytes = Array(text.utf8)
    guard !bytes.isEmpty else { return }
    let (count, _) = DiskStep.announceWrite(of: bytes.span, to: path)
    _ = pwrite(descriptor, bytes, count, 0)
  }
}
