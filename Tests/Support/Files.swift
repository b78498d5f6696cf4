// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import SystemPackage

/// Whole files, in and out.
package enum Files {
  package static func readBytes(_ path: FilePath) throws -> [UInt8] {
    let file = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
    return try file.closeAfter {
      var bytes: [UInt8] = []
      let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 1)
      defer { room.deallocate() }
      while true {
        let count = try file.read(into: room)
        if count == 0 { return bytes }
        bytes.append(contentsOf: room[..<count])
      }
    }
  }

  /// Makes a file, or replaces the contents of the one that is there.
  package static func writeBytes(_ bytes: [UInt8], to path: FilePath) throws {
    let file = try FileDescriptor.open(
      path,
      .writeOnly,
      options: [.create, .truncate, .closeOnExec],
      permissions: [.ownerReadWrite, .groupRead, .otherRead]
    )
    try file.closeAfter {
      _ = try file.writeAll(bytes)
    }
  }
}
