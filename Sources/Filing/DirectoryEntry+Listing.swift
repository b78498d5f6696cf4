// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import CLinux
import Glibc
import SystemPackage

extension DirectoryEntry {
  /// As many bytes of entries are asked for at once.
  private static let portion = 32 << 10

  /// Where the parts of an entry are, in bytes, as the kernel writes it on every system of 64 bits.
  private enum Offset {
    static let length = 16
    static let kind = 18
    static let name = 19
  }

  /// The entries of an open directory, without `.` and `..`, sorted by the bytes of their names.
  ///
  /// A verification lists three directories for each document; readdir(3) would have three calls of the system more for each, and
  /// its own memory.
  ///
  /// - Parameters:
  ///   - descriptor: of a directory of which nothing was read yet.
  ///   - directory: its path.
  /// - Returns: all of them.
  /// - Throws: where it cannot be read to its end.
  ///
  /// Source: getdents64(2)
  static func all(
    of descriptor: CInt,
    at directory: @autoclosure () -> FilePath
  ) throws(FilingError) -> [DirectoryEntry] {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: portion, alignment: 8)
    defer { buffer.deallocate() }
    var entries: [DirectoryEntry] = []
    while true {
      let count = getdents64(descriptor, buffer.baseAddress, buffer.count)
      guard count > 0 else {
        let cause = Errno.current
        guard count == 0 else { throw FilingError(.list, directory(), cause) }
        break
      }
      var rest = UnsafeRawBufferPointer(rebasing: buffer[..<count])
      while rest.count > Offset.name {
        let length = Int(rest.loadUnaligned(fromByteOffset: Offset.length, as: UInt16.self))
        guard length > Offset.name, length <= rest.count else { break }
        if let entry = try entry(UnsafeRawBufferPointer(rebasing: rest[..<length]), at: directory())
        {
          entries.append(entry)
        }
        rest = UnsafeRawBufferPointer(rebasing: rest[length...])
      }
    }
    return entries.sorted { bytes(of: $0.name, precede: $1.name) }
  }

  /// - Parameters:
  ///   - bytes: an entry, as the kernel wrote it.
  ///   - directory: the path of the directory that it is in.
  /// - Returns: nil for `.` and `..`.
  /// - Throws: where the file system does not tell what it is, and it cannot be looked at.
  private static func entry(
    _ bytes: UnsafeRawBufferPointer,
    at directory: @autoclosure () -> FilePath
  ) throws(FilingError) -> DirectoryEntry? {
    let name = bytes[Offset.name...]
    // The name ends with a zero; what is behind it fills the entry up.
    guard name.contains(0) else { return nil }
    let kind = Kind(directoryType: bytes[Offset.kind])
    let entry = UnsafeRawBufferPointer(rebasing: name).withMemoryRebound(to: CChar.self) { name in
      name.baseAddress.flatMap { DirectoryEntry($0, kind ?? .other) }
    }
    guard var entry, entry.name != ".", entry.name != ".." else { return nil }
    if kind == nil {
      entry.kind = try Disk().entry(at: directory().appending(entry.component)) ?? .other
    }
    return entry
  }

  private static func bytes(of left: String, precede right: String) -> Bool {
    // No name has a zero in it.
    left.withCString { left in right.withCString { right in strcmp(left, right) < 0 } }
  }
}
