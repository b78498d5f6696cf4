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
    self.init(algorithm, hexDigits: hex.utf8)
  }

  /// Reads hexadecimal digits in either case; nil unless they have exactly the algorithm's length.
  package init?(_ algorithm: DigestAlgorithm, hexDigits digits: some Collection<UInt8>) {
    let read = digits.withContiguousStorageIfAvailable { Self.bytes(of: $0, algorithm.length) }
    guard
      let bytes = read
        ?? Array(digits).withUnsafeBufferPointer({ Self.bytes(of: $0, algorithm.length) })
    else { return nil }
    self.init(algorithm: algorithm, bytes: bytes)
  }

  private static func bytes(of digits: UnsafeBufferPointer<UInt8>, _ length: Int) -> [UInt8]? {
    guard digits.count == length * 2 else { return nil }
    var faults: UInt8 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: length) { room, count in
      for place in 0..<length {
        let (high, low) = (value(of: digits[place * 2]), value(of: digits[place * 2 + 1]))
        faults |= high | low
        room[place] = high << 4 | low & 15
      }
      count = length
    }
    return faults < 16 ? bytes : nil
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

  /// - Returns: 16 or more for what is no digit. Without a branch, so that many are read at once.
  private static func value(of digit: UInt8) -> UInt8 {
    let number = digit &- UInt8(ascii: "0")
    let letter = (digit | 0x20) &- UInt8(ascii: "a")
    return number < 10 ? number : letter < 6 ? letter &+ 10 : 0xf0
  }
}

extension Digest {
  package func hash(into hasher: inout Hasher) {
    hasher.combine(algorithm)
    hasher.combine(ByteString(bytes))
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
