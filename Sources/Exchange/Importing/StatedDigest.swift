// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity

/// A digest as a WARC record states it: `sha1:` and base 32, as most write it, or hexadecimal digits.
struct StatedDigest {
  private let algorithm: DigestAlgorithm
  private let text: String

  /// - Parameter text: as it is written; nil comes of what nobody here can compute.
  init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 1)
    guard parts.count == 2,
      let algorithm = DigestAlgorithm(rawValue: parts[0].lowercased().replacing("-", with: ""))
    else { return nil }
    self.algorithm = algorithm
    self.text = parts[1].lowercased().trimmingSuffix { $0 == "=" }
  }

  /// Whether a part of a file has it.
  func fits(_ part: FilePart) throws -> Bool {
    var stream = DigestStream(algorithm)
    let file = try ReadableFile(part.path)
    var place: Int64 = 0
    while place < part.size {
      let count = Int(min(256 << 10, part.size - place))
      let piece = try file.bytes(at: part.offset + place, count: count)
      guard !piece.isEmpty else { break }
      stream.update(piece.span)
      place += Int64(piece.count)
    }
    let digest = stream.finish()
    return digest.hex == text || Self.base32(digest.bytes) == text
  }

  /// Bytes as base 32 has them, in small letters and without padding.
  ///
  /// Source: RFC 4648, section 6.
  private static func base32(_ bytes: [UInt8]) -> String {
    let letters = Array("abcdefghijklmnopqrstuvwxyz234567")
    var (bits, count, text): (UInt32, Int, String) = (0, 0, "")
    for byte in bytes {
      bits = bits << 8 | UInt32(byte)
      count += 8
      while count >= 5 {
        text.append(letters[Int(bits >> UInt32(count - 5) & 31)])
        count -= 5
      }
      bits &= 1 << UInt32(count) - 1
    }
    if count > 0 { text.append(letters[Int(bits << UInt32(5 - count) & 31)]) }
    return text
  }
}

extension String {
  fileprivate func trimmingSuffix(_ isPart: (Character) -> Bool) -> String {
    var rest = self[...]
    while let last = rest.last, isPart(last) { rest.removeLast() }
    return String(rest)
  }
}
