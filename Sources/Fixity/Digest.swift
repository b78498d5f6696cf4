// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// What a digest algorithm made of some bytes.
///
/// Two digests are equal when algorithm and value are; the case of the digits never matters.
package struct Digest: Hashable, Sendable {
  package let algorithm: DigestAlgorithm
  package let bytes: [UInt8]

  init(algorithm: DigestAlgorithm, bytes: [UInt8]) {
    self.algorithm = algorithm
    self.bytes = bytes
  }

  /// A digest from its bytes; nil unless they are as many as the algorithm's are.
  package init?(_ algorithm: DigestAlgorithm, bytes: [UInt8]) {
    guard bytes.count == algorithm.length else { return nil }
    self.init(algorithm: algorithm, bytes: bytes)
  }

  /// Reads hexadecimal digits in either case; nil unless they have exactly the algorithm's length.
  package init?(_ algorithm: DigestAlgorithm, hex: some StringProtocol) {
    let digits = Array(hex.utf8)
    guard digits.count == algorithm.length * 2 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(algorithm.length)
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let high = Self.value(of: digits[index]), let low = Self.value(of: digits[index + 1])
      else { return nil }
      bytes.append(high << 4 | low)
    }
    self.init(algorithm: algorithm, bytes: bytes)
  }

  /// One that no bytes have: for a text that should state a digest and states none.
  package static func unreadable(_ algorithm: DigestAlgorithm) -> Digest {
    Digest(algorithm: algorithm, bytes: [])
  }

  /// The digest of bytes that are in memory anyway; a ``DigestStream`` takes those that are not.
  package static func of(_ bytes: [UInt8], by algorithm: DigestAlgorithm = .sha512) -> Digest {
    var stream = DigestStream(algorithm)
    stream.update(bytes.span)
    return stream.finish()
  }

  package static func of(_ text: String, by algorithm: DigestAlgorithm = .sha512) -> Digest {
    of(Array(text.utf8), by: algorithm)
  }

  /// The value in lower-case hexadecimal digits.
  package var hex: String {
    String(unsafeUninitializedCapacity: bytes.count * 2) { buffer in
      let digits = StaticString("0123456789abcdef").utf8Start
      for (index, byte) in bytes.enumerated() {
        buffer[index * 2] = digits[Int(byte >> 4)]
        buffer[index * 2 + 1] = digits[Int(byte & 15)]
      }
      return bytes.count * 2
    }
  }

  private static func value(of digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}

extension Digest: CustomStringConvertible {
  package var description: String { "\(algorithm.rawValue):\(hex)" }
}

extension Digest: Codable {
  /// Written as `sha512:<digits>`, so that a record says by itself how it was made.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    let parts = text.split(separator: ":", maxSplits: 1)
    guard parts.count == 2, let algorithm = DigestAlgorithm(rawValue: String(parts[0])),
      let digest = Digest(algorithm, hex: parts[1])
    else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "“\(text)” is not a digest like sha512:<128 hexadecimal digits>"
      )
    }
    self = digest
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
