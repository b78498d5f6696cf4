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
  /// What came out of members that are damaged, or have another checksum: any of it may be wrong.
  private(set) var doubtful: [Range<Int64>] = []

  /// Nothing that is kept packs better; what does is made to fill a disk.
  private static let mostTimes: Int64 = 100
  private static let least: Int64 = 64 << 20

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
    let most = max(
      Self.least,
      source.size.multipliedReportingOverflow(by: Self.mostTimes).partialValue
    )
    let course = Course()
    var stream = Self.stream(course)
    while place < end, let own = stream {
      try Task.checkCancellation()
      let piece = try file.bytes(at: place, count: Int(min(256 << 10, end - place)))
      guard !piece.isEmpty else { break }
      do {
        try own.push(piece) { bytes in
          course.written += Int64(bytes.count)
          guard course.written <= most else { throw TooMuch() }
          try target.append(bytes.span)
        }
        place += Int64(piece.count)
      } catch is TooMuch {
        damage.append(
          "it unpacks to more than \(Self.mostTimes) times its size, and is not read further"
        )
        doubtful.append(course.memberStart..<Int64.max)
        break
      } catch let error as InflatingStream.Damaged {
        let broken = place + Int64(error.consumed)
        let next = try Self.member(after: broken, in: file, upTo: end)
        // Zeros at the end are what some disks and tapes put there.
        let isPadding = own.isAtEnd && next == nil
        if !isPadding {
          damage.append("what is packed is damaged at byte \(broken - source.offset)")
          doubtful.append(course.memberStart..<course.written)
        }
        guard let next else { break }
        place = next
        course.memberStart = course.written
        stream = Self.stream(course)
      }
    }
    if let stream, !stream.isAtEnd, damage.isEmpty {
      damage.append("it ends in the middle")
      doubtful.append(course.memberStart..<course.written)
    }
    try target.close()
  }

  private struct TooMuch: Error {}

  /// How much was unpacked, and where the member began that is being unpacked.
  private final class Course {
    var written: Int64 = 0
    var memberStart: Int64 = 0
  }

  private static func stream(_ course: Course) -> InflatingStream? {
    let stream = InflatingStream(.gzip)
    stream?.memberBegins = { course.memberStart = course.written }
    return stream
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
