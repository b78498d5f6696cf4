// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import Inflating
import SystemPackage

/// A file that is written from front to back, and gone on with where an earlier writing was cut off.
///
/// What is there already is compared with what would be written, and stays as far as it is the same: an export of equal
/// content is equal to the byte, so nothing need be remembered of an earlier one.
final class ResumedFile {
  let path: FilePath
  /// Where the next byte goes.
  private(set) var place: Int64 = 0
  /// How many bytes are there and were not compared yet, from ``place`` on.
  private var left: Int64
  /// Nil when it was ended.
  private var file: WritableFile?
  private let present: ReadableFile
  /// What passes through, while somebody wants to know what it comes to.
  private var tap: Tap?

  private struct Tap: ~Copyable {
    var sum = CyclicSum()
    var digest = DigestStream(.sha256)
    let start: Int64

    consuming func finish() -> Digest { digest.finish() }
  }

  init(at path: FilePath) throws {
    let file = try WritableFile(appendingTo: path)
    let present = try ReadableFile(path)
    left = try Disk().size(of: path)
    self.path = path
    self.file = consume file
    self.present = present
  }

  /// From here on, it is reckoned up what is appended.
  func beginsTapping() { tap = Tap(start: place) }

  /// - Returns: what was appended since: its checksum, its digest, and how many bytes; nil where nobody asked for it.
  func endsTapping() -> (sum: UInt32, digest: Digest, size: Int64)? {
    guard let tapped = tap.take() else { return nil }
    let (sum, size) = (tapped.sum.value, place - tapped.start)
    return (sum, tapped.finish(), size)
  }

  func append(_ bytes: Span<UInt8>) throws {
    tap?.sum.update(bytes)
    tap?.digest.update(bytes)
    guard left > 0 else { return try write(bytes) }
    let count = Int(min(left, Int64(bytes.count)))
    let there = try present.bytes(at: place, count: count)
    let same = there.count == count && (0..<count).allSatisfy { there[$0] == bytes[$0] }
    guard same else {
      try Disk().truncate(path, to: place)
      left = 0
      return try write(bytes)
    }
    place += Int64(count)
    left -= Int64(count)
    if count < bytes.count { try write(bytes.extracting(count..<bytes.count)) }
  }

  func append(_ bytes: [UInt8]) throws { try append(bytes.span) }

  /// Appends all of another file.
  func append(contentsOf other: FilePath) throws {
    let source = try ReadableFile(other)
    var chunk = try source.nextChunk(from: 0)
    while !chunk.isEmpty {
      try append(chunk.span)
      chunk = try source.nextChunk()
    }
  }

  private func write(_ bytes: Span<UInt8>) throws {
    try file?.append(bytes)
    place += Int64(bytes.count)
  }

  /// Ends the writing; what an earlier one had behind it goes.
  func finish() throws {
    if left > 0 { try Disk().truncate(path, to: place) }
    guard let file = file.take() else { return }
    try file.sync()
    try file.close()
  }
}
