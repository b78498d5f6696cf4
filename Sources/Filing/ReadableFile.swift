// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Glibc
package import SystemPackage

/// A regular file being read.
package struct ReadableFile: ~Copyable {
  private let place: Place
  private let descriptor: FileDescriptor
  /// How long it was when it was opened, in bytes; 0 where that is not to be had.
  package let size: Int
  /// Which file it is; nil where that is not to be had.
  package let identity: FileIdentity?
  /// How much is read at once: all of a short file, and the end behind it.
  ///
  /// Memory is cleared before it is filled, and most of what an archive reads is far shorter than a piece may be.
  private let chunkBytes: Int

  /// Where a file is: of one below an open directory, its whole path is put together only for an error.
  private enum Place {
    case path(FilePath)
    case name(String, in: FilePath)

    var path: FilePath {
      switch self {
      case .path(let path): path
      case .name(let name, let directory): directory.appending(name)
      }
    }
  }

  package var path: FilePath { place.path }

  /// Opens a file; a symbolic link is refused.
  package init(_ path: FilePath) throws(FilingError) {
    try DiskLook.take(.read, at: path)
    let opened: FileDescriptor
    do {
      // A pipe in the place of a file would keep us until somebody writes to it, if it were waited for.
      opened = try FileDescriptor.open(
        path,
        .readOnly,
        options: [.closeOnExec, .noFollow, .nonBlocking]
      )
    } catch {
      throw try Self.failure(to: path, Errno(error))
    }
    try self.init(opened, at: .path(path))
  }

  /// Opens a file below a directory that is open; a symbolic link in the last part of its path is refused.
  package init(_ name: String, in directory: borrowing OpenDirectory) throws(FilingError) {
    let place = Place.name(name, in: directory.path)
    try DiskLook.take(.read, at: place.path)
    let opened = directory.open(name, O_RDONLY | O_NOFOLLOW)
    guard opened >= 0 else {
      let cause = Errno.current
      throw try Self.failure(to: place.path, cause)
    }
    try self.init(FileDescriptor(rawValue: opened), at: place)
  }

  private static func failure(
    to path: FilePath,
    _ cause: Errno
  ) throws(FilingError) -> FilingError {
    let isOther = try Disk().entry(at: path) == .other
    return FilingError(.read, path, isOther ? .invalidArgument : cause)
  }

  private init(_ opened: FileDescriptor, at place: Place) throws(FilingError) {
    let facts = try? Stat(opened)
    if let facts, DirectoryEntry.Kind(mode: facts.mode.rawValue) == .other {
      try? opened.close()
      throw FilingError(.read, place.path, .invalidArgument)
    }
    self.place = place
    descriptor = opened
    size = Int(clamping: facts?.size ?? 0)
    identity = facts.map(FileIdentity.init)
    chunkBytes = Self.chunkBytes(ofFileOf: size)
  }

  deinit {
    try? descriptor.close()
  }

  /// Hands out the file from front to back, in pieces of up to 256 KiB.
  package func forEachChunk(
    _ body: (Span<UInt8>) throws(FilingError) -> Void
  ) throws(FilingError) {
    let isLong = chunkBytes == Self.longestChunk
    // What is read once, as a verification does, need not push other things out of the cache.
    if isLong { posix_fadvise(descriptor.rawValue, 0, 0, POSIX_FADV_SEQUENTIAL) }
    var buffer =
      isLong ? SpareBuffers.take(chunkBytes) : [UInt8](repeating: 0, count: chunkBytes)
    defer { if isLong { SpareBuffers.give(buffer) } }
    while true {
      let count = try fill(&buffer, from: nil)
      guard count > 0 else { return }
      try body(buffer.span.extracting(first: count))
      // What does not fill it is the end of the file.
      guard count == buffer.count else { return }
    }
  }

  /// All bytes of a file of which nothing was read yet.
  ///
  /// - Parameter limit: the most bytes to take in.
  /// - Returns: all of them.
  /// - Throws: `fileTooLarge` for a longer file.
  package func wholeBytes(limit: Int) throws(FilingError) -> [UInt8] {
    guard size <= limit else { throw FilingError(.read, path, .fileTooLarge) }
    var bytes: [UInt8] = []
    if chunkBytes < Self.longestChunk {
      // Most files that are read whole are short, and are there with the first call.
      bytes = try nextChunk()
      guard bytes.count <= limit else { throw FilingError(.read, path, .fileTooLarge) }
      guard bytes.count == chunkBytes else { return bytes }
    } else {
      bytes.reserveCapacity(size)
    }
    try forEachChunk { (chunk) throws(FilingError) in
      // A file that is still growing, or one of the kernel's, is longer than it says.
      guard bytes.count + chunk.count <= limit else {
        throw FilingError(.read, path, .fileTooLarge)
      }
      chunk.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }
    return bytes
  }

  /// Up to `count` bytes from `offset` on; fewer at the end of the file.
  package func bytes(at offset: Int64, count: Int) throws(FilingError) -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: count)
    let filled = try fill(&buffer, from: offset)
    return Array(buffer.prefix(filled))
  }

  /// Reads on from where the last call ended, or from `offset`; an empty answer is the end.
  package func nextChunk(from offset: Int64? = nil) throws(FilingError) -> [UInt8] {
    if let offset {
      do {
        try descriptor.seek(offset: offset, from: .start)
      } catch {
        throw FilingError(.read, path, Errno(error))
      }
    }
    var buffer = [UInt8](repeating: 0, count: chunkBytes)
    let count = try fill(&buffer, from: nil)
    buffer.removeLast(buffer.count - count)
    return buffer
  }

  private static let longestChunk = 256 << 10
  /// For files that do not say how long they are, as the kernel's.
  private static let shortestChunk = 4 << 10

  static func chunkBytes(ofFileOf size: Int) -> Int {
    min(max(size, shortestChunk), longestChunk - 1) + 1
  }

  private func fill(_ buffer: inout [UInt8], from offset: Int64?) throws(FilingError) -> Int {
    var filled = 0
    while filled < buffer.count {
      let outcome = buffer.withUnsafeMutableBytes { bytes in
        let rest = UnsafeMutableRawBufferPointer(rebasing: bytes[filled...])
        return Result {
          if let offset {
            try descriptor.read(fromAbsoluteOffset: offset + Int64(filled), into: rest)
          } else {
            try descriptor.read(into: rest)
          }
        }
      }
      switch outcome {
      case .success(0): return filled
      case .success(let count):
        filled += count
        // There was room for more, so this is the end; to ask for it would cost as much as the reading of a short file.
        if offset == nil, filled == size, filled < buffer.count { return filled }
      case .failure(let error): throw FilingError(.read, path, Errno(error))
      }
    }
    return filled
  }
}
