// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Inflating
import SystemPackage

/// A WARC file without its compression, so that each of its records has a place.
///
/// What is sound of a damaged one is there: behind damage, unpacking goes on with the next member of gzip.
struct PlainArchive {
  let path: FilePath
  /// What was passed over, each with its place in the packed file.
  private(set) var damage: [String] = []

  private static let magic: [UInt8] = [0x1F, 0x8B, 0x08]

  /// - Parameters:
  ///   - source: where the bytes come from.
  ///   - spool: a file to make, where it is packed.
  /// - Throws: where it cannot be read or written.
  init(_ source: FilePart, unpackedAt spool: FilePath) throws {
    let file = try ReadableFile(source.path)
    let head = try file.bytes(at: source.offset, count: 3)
    guard head.starts(with: Self.magic.prefix(2)) else {
      if source.offset == 0, source.size == Int64(file.size) {
        path = source.path
        return
      }
      try Self.copy(source, of: file, to: spool)
      path = spool
      return
    }
    path = spool
    try Disk().removeFile(spool)
    var target = try WritableFile(creating: spool)
    var place = source.offset
    let end = source.offset + source.size
    var stream = InflatingStream(.gzip)
    while place < end, let own = stream {
      try Task.checkCancellation()
      let piece = try file.bytes(at: place, count: Int(min(256 << 10, end - place)))
      guard !piece.isEmpty else { break }
      do {
        try own.push(piece) { try target.append($0.span) }
        place += Int64(piece.count)
      } catch let error as InflatingStream.Damaged {
        let broken = place + Int64(error.consumed)
        let next = try Self.member(after: broken, in: file, upTo: end)
        // Zeros at the end are what some disks and tapes put there.
        let isPadding = own.isAtEnd && next == nil
        if !isPadding {
          damage.append("what is packed is damaged at byte \(broken - source.offset)")
        }
        guard let next else { break }
        place = next
        stream = InflatingStream(.gzip)
      }
    }
    if let stream, !stream.isAtEnd, damage.isEmpty { damage.append("it ends in the middle") }
    try target.close()
  }

  private static func copy(
    _ source: FilePart,
    of file: borrowing ReadableFile,
    to spool: FilePath
  ) throws {
    try Disk().removeFile(spool)
    var target = try WritableFile(creating: spool)
    var place = source.offset
    let end = source.offset + source.size
    while place < end {
      let piece = try file.bytes(at: place, count: Int(min(256 << 10, end - place)))
      guard !piece.isEmpty else { break }
      try target.append(piece.span)
      place += Int64(piece.count)
    }
    try target.close()
  }

  /// Where the next member of gzip may begin.
  private static func member(
    after place: Int64,
    in file: borrowing ReadableFile,
    upTo end: Int64
  ) throws -> Int64? {
    var start = place + 1
    while start < end {
      let piece = try file.bytes(at: start, count: Int(min(256 << 10, end - start)))
      guard piece.count >= magic.count else { return nil }
      for index in 0...(piece.count - magic.count) where piece[index...].starts(with: magic) {
        return start + Int64(index)
      }
      start += Int64(piece.count - magic.count + 1)
    }
    return nil
  }
}

/// A part of a file.
struct FilePart: Hashable, Sendable {
  let path: FilePath
  let offset: Int64
  let size: Int64

  /// All of a file.
  init(all path: FilePath) throws {
    (self.path, offset, size) = (path, 0, try Disk().size(of: path))
  }

  init(_ path: FilePath, offset: Int64, size: Int64) {
    (self.path, self.offset, self.size) = (path, offset, size)
  }
}
