// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Curl
import Filing
package import Fixity
package import SystemPackage

/// What is written to a store: bytes, or a file; of a file that has a digest, nothing is kept there that has another.
package final class StoreContent: UploadBody {
  /// Thrown where a file is not what it was said to be.
  package struct Changed: Error, CustomStringConvertible {
    package let path: FilePath
    package var description: String { "\(path) is not what was kept" }
  }

  package let size: Int64
  private let path: FilePath?
  private let stated: Digest?
  /// All of it, where it is short.
  private let bytes: [UInt8]?
  private var position: Int64 = 0
  private var reader: FileReader?
  private var stream: DigestStream?

  /// Files up to this many bytes are read once, and held.
  private static let short: Int64 = 1 << 20

  /// - Parameter bytes: all of it.
  package init(_ bytes: [UInt8]) {
    (self.bytes, size, path, stated) = (bytes, Int64(bytes.count), nil, nil)
  }

  /// - Parameters:
  ///   - path: a file.
  ///   - stated: what its digest has to be; nil where nobody knows.
  /// - Throws: where it cannot be read; ``Changed`` where it is short and has another digest.
  package init(of path: FilePath, stating stated: Digest?) throws {
    let size = try Disk().size(of: path)
    if size <= Self.short {
      let read = try Disk().read(path)
      if let stated, Digest.of(read, by: stated.algorithm) != stated { throw Changed(path: path) }
      (bytes, self.size) = (read, Int64(read.count))
    } else {
      (bytes, self.size) = (nil, size)
    }
    (self.path, self.stated) = (path, stated)
  }

  /// The next bytes, so many at the most; the last of a file whose digest is another are not given.
  package func next(upTo count: Int) throws -> [UInt8] {
    if let bytes {
      let start = Int(position)
      let end = min(bytes.count, start + count)
      position = Int64(end)
      return Array(bytes[start..<end])
    }
    guard let path, position < size else { return [] }
    let reader = try self.reader ?? FileReader(path)
    self.reader = reader
    if position == 0, let stated { stream = DigestStream(stated.algorithm) }
    let piece = try reader.bytes(at: position, count: Int(min(Int64(count), size - position)))
    guard !piece.isEmpty else { throw Changed(path: path) }
    stream?.update(piece.span)
    position += Int64(piece.count)
    if position == size, let stream = stream.take(), let stated, stream.finish() != stated {
      throw Changed(path: path)
    }
    return piece
  }

  package func rewind() throws {
    position = 0
    stream = nil
  }

  /// A part of it, which need not be whole.
  ///
  /// - Parameters:
  ///   - offset: where it begins.
  ///   - count: so many bytes at the most.
  /// - Returns: them.
  /// - Throws: where they cannot be read.
  func part(at offset: Int64, count: Int) throws -> [UInt8] {
    if let bytes { return Array(bytes[Int(offset)...].prefix(count)) }
    guard let path else { return [] }
    let reader = try self.reader ?? FileReader(path)
    self.reader = reader
    return try reader.bytes(at: offset, count: count)
  }

  /// The digest of all of it; it is read for that, and compared with what it has to be.
  ///
  /// - Parameter algorithm: by what.
  /// - Returns: the digest.
  /// - Throws: ``Changed``; or where it cannot be read.
  package func digest(by algorithm: DigestAlgorithm = .sha512) throws -> Digest {
    if let bytes { return Digest.of(bytes, by: algorithm) }
    try rewind()
    var digest = DigestStream(algorithm)
    while true {
      let piece = try next(upTo: 256 << 10)
      guard !piece.isEmpty else { break }
      digest.update(piece.span)
    }
    try rewind()
    return digest.finish()
  }
}

/// A file that is open for reading, as something that can be held.
private final class FileReader {
  private let file: ReadableFile

  init(_ path: FilePath) throws { file = try ReadableFile(path) }

  func bytes(at offset: Int64, count: Int) throws -> [UInt8] {
    try file.bytes(at: offset, count: count)
  }
}
