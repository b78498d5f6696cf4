// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Unpacks a gzip file, up to a limit.
///
/// Sitemaps are published so; nothing else that is read is. Sources: RFC 1952, RFC 1951.
struct GzipReader {
  enum Ending: Hashable {
    /// All was unpacked, and its checksum fits.
    case whole
    /// There is more than the limit.
    case limit
    /// It ends in the middle, or is damaged there.
    case damaged
  }

  private(set) var bytes: [UInt8] = []
  private(set) var ending = Ending.whole

  static func isGzip(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1F, 0x8B]) }

  /// - Parameters:
  ///   - packed: one member or more.
  ///   - limit: how many bytes are unpacked at the most.
  init(_ packed: [UInt8], limit: Int) {
    var input = BitInput(packed)
    repeat {
      do throws(Inflation.Stop) {
        try Self.skipHeader(&input)
        let start = bytes.count
        try Inflation.run(&input, into: &bytes, limit: limit)
        guard let sum = input.littleEndian32(), input.littleEndian32() != nil,
          sum == CRC32.sum(of: bytes[start...])
        else { throw .damaged }
      } catch {
        ending = error == .limit ? .limit : .damaged
        return
      }
    } while input.rest.starts(with: [0x1F, 0x8B])
  }

  private static func skipHeader(_ input: inout BitInput) throws(Inflation.Stop) {
    func byte() throws(Inflation.Stop) -> UInt8 {
      guard let byte = input.byte() else { throw .damaged }
      return byte
    }
    guard try byte() == 0x1F, try byte() == 0x8B, try byte() == 8 else { throw .damaged }
    let flags = try byte()
    for _ in 0..<6 { _ = try byte() }
    if flags & 4 != 0 {
      let length = Int(try byte()) | Int(try byte()) << 8
      for _ in 0..<length { _ = try byte() }
    }
    // The name of the file, and a comment.
    for flag: UInt8 in [8, 16] where flags & flag != 0 {
      while try byte() != 0 {}
    }
    if flags & 2 != 0 { for _ in 0..<2 { _ = try byte() } }
  }
}

/// Bytes as DEFLATE reads them: bits from the lowest on.
struct BitInput {
  private let bytes: [UInt8]
  private var position = 0
  private var held: UInt64 = 0
  private var heldBits = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// What was not read yet, from a whole byte on.
  var rest: ArraySlice<UInt8> { bytes[(position - heldBits / 8)...] }

  /// The next bits as a number; nil where there are not as many.
  mutating func bits(_ count: Int) -> Int? {
    while heldBits < count {
      guard position < bytes.count else { return nil }
      held |= UInt64(bytes[position]) << UInt64(heldBits)
      position += 1
      heldBits += 8
    }
    defer {
      held >>= UInt64(count)
      heldBits -= count
    }
    return Int(held & (1 << UInt64(count) - 1))
  }

  mutating func skipToByte() {
    held >>= UInt64(heldBits % 8)
    heldBits -= heldBits % 8
  }

  mutating func byte() -> UInt8? { bits(8).map { UInt8($0) } }

  mutating func littleEndian32() -> UInt32? {
    skipToByte()
    guard let low = bits(16), let high = bits(16) else { return nil }
    return UInt32(low) | UInt32(high) << 16
  }
}

/// The checksum of gzip.
private enum CRC32 {
  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in
      value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1
    }
  }

  static func sum(of bytes: ArraySlice<UInt8>) -> UInt32 {
    let table = table
    return ~bytes.reduce(~0) { $0 >> 8 ^ table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] }
  }
}
