// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Curl
public import Filing
public import Fixity
import Synchronization
public import SystemPackage

/// Takes a body as it arrives: into a file, through the digest, never whole in memory.
///
/// The digest is computed from the very buffer that is written.
final class BodySpool: BodySink {
  private struct State: ~Copyable {
    var file: WritableFile?
    var digest = DigestStream(.sha512)
    var length: Int64 = 0
  }

  private let path: FilePath
  private let state = Mutex(State())

  /// - Parameter path: where the file goes, once a first byte comes; nothing must be there.
  init(_ path: FilePath) {
    self.path = path
  }

  func begin(_ head: ResponseHead) {}

  func receive(_ bytes: Span<UInt8>) throws {
    try state.withLock { state in
      if state.file == nil { state.file = try WritableFile(creating: path) }
      try state.file?.append(bytes)
      state.digest.update(bytes)
      state.length += Int64(bytes.count)
    }
  }

  /// Closes the file; nil where no byte came.
  ///
  /// - Throws: what the file system says only when a file is closed.
  func finish() throws(FilingError) -> SpooledBody? {
    try state.withLock { (state) throws(FilingError) -> SpooledBody? in
      guard let file = state.file.take() else { return nil }
      try file.close()
      var digest = DigestStream(.sha512)
      swap(&digest, &state.digest)
      return SpooledBody(path: path, length: state.length, digest: digest.finish())
    }
  }

  /// Removes what came so far.
  func discard() {
    state.withLock { state in
      state.file = nil
      try? Disk().removeFile(path)
    }
  }
}

/// A body that arrived whole, in a file that goes away with this value unless it is moved.
public final class SpooledBody: Sendable {
  public let path: FilePath
  /// In bytes.
  public let length: Int64
  public let digest: Digest
  private let isMoved = Mutex(false)

  init(path: FilePath, length: Int64, digest: Digest) {
    self.path = path
    self.length = length
    self.digest = digest
  }

  deinit {
    guard !isMoved.withLock({ $0 }) else { return }
    // A file left over is swept away when the archive is next opened for writing.
    try? Disk().removeFile(path)
  }

  /// Moves the file to its place; this value no longer owns it.
  public func move(to target: FilePath) throws(FilingError) {
    try isMoved.withLock { (isMoved) throws(FilingError) in
      precondition(!isMoved, "a body is moved once")
      try Disk().rename(path, to: target)
      isMoved = true
    }
  }

  /// Up to `count` bytes from the front.
  public func head(_ count: Int) throws(FilingError) -> [UInt8] {
    try ReadableFile(path).bytes(at: 0, count: Int(min(Int64(count), length)))
  }

  /// Up to `count` bytes from the end.
  public func tail(_ count: Int) throws(FilingError) -> [UInt8] {
    let taken = min(Int64(count), length)
    return try ReadableFile(path).bytes(at: length - taken, count: Int(taken))
  }
}
