// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Files in one, as small as they can be.
package enum PackedFiles {
  /// A ZIP archive, deflated or not, without checksums.
  package static func zip(
    _ entries: [(name: String, content: String)],
    deflated: Bool = true
  ) -> [UInt8] {
    var (body, directory): ([UInt8], [UInt8]) = ([], [])
    for (name, content) in entries {
      let data = deflated ? Squeeze.deflate(Array(content.utf8)) : Array(content.utf8)
      let sizes = number(data.count, 4) + number(content.utf8.count, 4)
      let shared =
        number(0, 2) + number(deflated ? 8 : 0, 2) + number(0, 8) + sizes
        + number(name.utf8.count, 2) + number(0, 2)
      directory += [0x50, 0x4B, 1, 2, 20, 0, 20, 0] + shared + number(0, 10)
      directory += number(body.count, 4) + Array(name.utf8)
      body += [0x50, 0x4B, 3, 4, 20, 0] + shared + Array(name.utf8) + data
    }
    let count = number(entries.count, 2)
    return body + directory + [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + count + count
      + number(directory.count, 4) + number(body.count, 4) + [0, 0]
  }

  private static func number(_ value: Int, _ width: Int) -> [UInt8] {
    (0..<width).map { $0 < 8 ? UInt8(truncatingIfNeeded: value >> (8 * $0)) : 0 }
  }
}
