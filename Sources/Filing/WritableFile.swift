// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Glibc
public import SystemPackage

/// A file being written from front to back.
///
/// It is closed when it leaves its scope; what was written stays, and whoever made the file decides
/// what becomes of it.
public struct WritableFile: ~Copyable {
  public let path: FilePath
  private let descriptor: FileDescriptor
  private var isOpen = true

  /// Makes a new file, 0600; one that exists already is an error.
  public init(creating path: FilePath) throws(FilingError) {
    try self.init(path, .writeOnly, [.create, .exclusiveCreate, .closeOnExec, .noFollow])
  }

  /// Opens a file for more at its end, and makes it if it is missing.
  public init(appendingTo path: FilePath) throws(FilingError) {
    try self.init(path, .writeOnly, [.create, .append, .closeOnExec, .noFollow])
  }

  private init(
    _ path: FilePath,
    _ mode: FileDescriptor.AccessMode,
    _ options: FileDescriptor.OpenOptions
  ) throws(FilingError) {
    self.path = path
    do {
      descriptor = try FileDescriptor.open(
        path,
        mode,
        options: options,
        permissions: .ownerReadWrite
      )
    } catch {
      throw FilingError(.create, path, Errno(error))
    }
  }

  deinit {
    if isOpen { try? descriptor.close() }
  }

  public mutating func append(_ bytes: Span<UInt8>) throws(FilingError) {
    let outcome = bytes.withUnsafeBytes { buffer in
      Result { try descriptor.writeAll(buffer) }
    }
    if case .failure(let error) = outcome { throw FilingError(.write, path, Errno(error)) }
  }

  public mutating func append(_ text: String) throws(FilingError) {
    try append(Array(text.utf8).span)
  }

  /// Waits until what was written is on the disk.
  public func sync() throws(FilingError) {
    guard fsync(descriptor.rawValue) == 0 else { throw FilingError(.sync, path, .current) }
  }

  /// Ends the writing; some file systems tell only now that a write has failed.
  public consuming func close() throws(FilingError) {
    isOpen = false
    do {
      try descriptor.close()
    } catch {
      throw FilingError(.write, path, Errno(error))
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
