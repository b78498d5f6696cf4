// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Bytes in the content codings of HTTP, made without a program's help.
///
/// The codes are those that need no table, and a repetition is looked for at one place only: what
/// repeats much becomes small, which is enough for a bomb.
///
/// Source: RFC 1950, 1951 and 1952
package enum Squeeze {
  package static func gzip(_ bytes: [UInt8]) -> [UInt8] {
    gzipHead + deflate(bytes) + littleEndian(cyclicSum(bytes))
      + littleEndian(UInt32(truncatingIfNeeded: bytes.count))
  }

  /// What HTTP calls `deflate`.
  package static func zlib(_ bytes: [UInt8]) -> [UInt8] {
    zlibHead + deflate(bytes) + littleEndian(adlerSum(bytes)).reversed()
  }

  package static let gzipHead: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
  package static let zlibHead: [UInt8] = [0x78, 0x01]

  /// What zlib calls raw: no head and no sum.
  package static func deflate(_ bytes: [UInt8]) -> [UInt8] {
    block(bytes, isLast: true)
  }

  /// A block that more may follow, filled up to a whole byte.
  package static func openBlock(_ bytes: [UInt8]) -> [UInt8] {
    block(bytes, isLast: false)
  }

  private static func block(_ bytes: [UInt8], isLast: Bool) -> [UInt8] {
    var output = BitOutput()
    output.add(isLast ? 1 : 0, 1)
    output.add(1, 2)
    bytes.withUnsafeBufferPointer { bytes in
      var places = [Int](repeating: -1, count: 1 << 12)
      var index = 0
      while index < bytes.count {
        var length = 0
        if index + 3 <= bytes.count {
          let key = Int(bytes[index]) | Int(bytes[index + 1]) << 8 | Int(bytes[index + 2]) << 16
          let slot = (key &* 0x9E37_79B1) >> 16 & 0xFFF
          let place = places[slot]
          places[slot] = index
          if place >= 0, index - place <= 32_768 {
            let most = min(258, bytes.count - index)
            while length < most, bytes[place + length] == bytes[index + length] { length += 1 }
            if length >= 3 { output.add(length: length, distance: index - place) }
          }
        }
        if length < 3 {
          output.add(literal: bytes[index])
          length = 1
        }
        index += length
      }
    }
    output.addSymbol(256)
    if !isLast {
      // A stored block of no bytes begins at a whole byte.
      output.add(0, 3)
      output.fill()
      return output.bytes + [0, 0, 0xFF, 0xFF]
    }
    output.fill()
    return output.bytes
  }

  private static func littleEndian(_ number: UInt32) -> [UInt8] {
    let shifts: [UInt32] = [0, 8, 16, 24]
    return shifts.map { UInt8(truncatingIfNeeded: number >> $0) }
  }

  private static func cyclicSum(_ bytes: [UInt8]) -> UInt32 {
    let table = (0..<256).map { (start: UInt32) -> UInt32 in
      var sum = start
      for _ in 0..<8 {
        let isOdd = sum & 1 == 1
        sum >>= 1
        if isOdd { sum ^= 0xEDB8_8320 }
      }
      return sum
    }
    return table.withUnsafeBufferPointer { table in
      bytes.withUnsafeBufferPointer { bytes in
        var sum = UInt32.max
        for byte in bytes {
          let place = UInt8(truncatingIfNeeded: sum) ^ byte
          sum = (sum >> 8) ^ table[Int(place)]
        }
        return ~sum
      }
    }
  }

  private static func adlerSum(_ bytes: [UInt8]) -> UInt32 {
    bytes.withUnsafeBufferPointer { bytes in
      var (a, b): (UInt32, UInt32) = (1, 0)
      for byte in bytes {
        a = (a &+ UInt32(byte)) % 65_521
        b = (b &+ a) % 65_521
      }
      return b << 16 | a
    }
  }
}

/// Bits, the lowest of each byte first.
private struct BitOutput {
  var bytes: [UInt8] = []
  private var held: UInt64 = 0
  private var count: UInt64 = 0

  mutating func add(_ value: Int, _ width: UInt64) {
    held |= UInt64(value) << count
    count += width
    while count >= 8 {
      bytes.append(UInt8(truncatingIfNeeded: held))
      held >>= 8
      count -= 8
    }
  }

  mutating func fill() {
    if count > 0 { add(0, 8 - count) }
  }

  /// Codes are written from their highest bit on.
  private mutating func addCode(_ code: Int, _ width: UInt64) {
    var (code, reversed) = (code, 0)
    for _ in 0..<width {
      reversed = reversed << 1 | code & 1
      code >>= 1
    }
    add(reversed, width)
  }

  mutating func add(literal: UInt8) {
    addSymbol(Int(literal))
  }

  // Source: RFC 1951 §3.2.6
  mutating func addSymbol(_ symbol: Int) {
    switch symbol {
    case ..<144: addCode(0x30 + symbol, 8)
    case ..<256: addCode(0x190 + symbol - 144, 9)
    case ..<280: addCode(symbol - 256, 7)
    default: addCode(0xC0 + symbol - 280, 8)
    }
  }

  // Source: RFC 1951 §3.2.5
  mutating func add(length: Int, distance: Int) {
    if length == 258 {
      addSymbol(285)
    } else {
      let (step, extra, rest) = Self.step(length - 3, doublingAfter: 4)
      addSymbol(257 + step)
      add(rest, extra)
    }
    let (step, extra, rest) = Self.step(distance - 1, doublingAfter: 2)
    addCode(step, 5)
    add(rest, extra)
  }

  /// Where a value stands on a stair whose steps get twice as wide after every so many of them.
  private static func step(
    _ value: Int,
    doublingAfter count: Int
  ) -> (step: Int, extra: UInt64, rest: Int) {
    var (step, extra, rest) = (0, UInt64(0), value)
    // The first two flights have steps of one.
    while rest >= (step == 0 ? 2 * count : count << Int(extra)) {
      rest -= step == 0 ? 2 * count : count << Int(extra)
      step += step == 0 ? 2 * count : count
      extra += 1
    }
    return (step + rest >> Int(extra), extra, rest & (1 << Int(extra) - 1))
  }
}
