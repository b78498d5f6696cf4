// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import CLinux
import Glibc
package import SystemPackage

/// A file being written from front to back.
///
/// It is closed when it leaves its scope; what was written stays, and whoever made the file decides
/// what becomes of it.
package struct WritableFile: ~Copyable {
  package let path: FilePath
  private let descriptor: FileDescriptor
  private var isOpen = true

  /// Makes a new file, 0600, or 0640 in a folder that is shared with a group; one that exists already is an error.
  ///
  /// - Parameters:
  ///   - path: where.
  ///   - isSecret: whether it is its owner's alone wherever it is.
  /// - Throws: where it cannot be made.
  package init(creating path: FilePath, asSecret isSecret: Bool = false) throws(FilingError) {
    try self.init(.create(path), path, O_EXCL, isSecret: isSecret)
  }

  /// Opens a file for more at its end, and makes it if it is missing; what is no regular file is refused.
  package init(appendingTo path: FilePath) throws(FilingError) {
    // A pipe in the place of a file would keep us until somebody reads from it, if it were waited for.
    try self.init(.open(path), path, O_APPEND | O_NONBLOCK)
  }

  private init(
    _ step: DiskStep,
    _ path: FilePath,
    _ flag: CInt,
    isSecret: Bool = false
  ) throws(FilingError) {
    var opened: CInt = -1
    try step.take {
      let flags = O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | flag
      opened = path.withPlatformString { open($0, flags, 0o600) }
      return min(opened, 0)
    }
    let descriptor = FileDescriptor(rawValue: opened)
    let facts = try? Stat(descriptor)
    if let facts, facts.type != .regular {
      try? descriptor.close()
      throw FilingError(.write, path, .invalidArgument)
    }
    // Of what was there already, the rights are somebody's own.
    if !isSecret, facts?.size == 0, facts?.permissions == .ownerReadWrite {
      do throws(FilingError) {
        try Disk().share(path)
      } catch {
        try? descriptor.close()
        throw error
      }
    }
    self.path = path
    self.descriptor = descriptor
  }

  deinit {
    if isOpen { try? descriptor.close() }
  }

  package mutating func append(_ bytes: Span<UInt8>) throws(FilingError) {
    let (count, shortage) = DiskStep.announceWrite(of: bytes, to: path)
    let outcome = bytes.extracting(first: count).withUnsafeBytes { buffer in
      Result { try descriptor.writeAll(buffer) }
    }
    if case .failure(let error) = outcome { throw FilingError(.write, path, Errno(error)) }
    if let shortage { throw FilingError(.write, path, shortage) }
  }

  package mutating func append(_ text: String) throws(FilingError) {
    try append(Array(text.utf8).span)
  }

  /// Has the disk begin with what was written, and waits for nothing: whoever waits for the disk later finds it done.
  ///
  /// Source: sync_file_range(2)
  package func beginSync() {
    _ = hanaper_begin_sync(descriptor.rawValue)
  }

  /// Waits until what was written is on the disk.
  package func sync() throws(FilingError) {
    try DiskStep.sync(path).take { fsync(descriptor.rawValue) }
  }

  /// Ends the writing; some file systems tell only now that a write has failed.
  package consuming func close() throws(FilingError) {
    try DiskStep.close(path).take {
      // Whatever it answers, the descriptor is no longer ours.
      isOpen = false
      return Glibc.close(descriptor.rawValue)
    }
  }
}

extension Errno {
  static var current: Errno { Errno(rawValue: errno) }

  /// The system's reason in an error of swift-system, whose calls throw nothing else.
  init(_ error: any Error) {
    self = error as? Errno ?? .ioError
  }
}
