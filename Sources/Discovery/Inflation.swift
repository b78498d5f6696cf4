// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// DEFLATE backwards.
///
/// Source: RFC 1951 <https://www.rfc-editor.org/rfc/rfc1951>
enum Inflation {
  enum Stop: Error {
    case damaged
    case limit
  }

  /// Unpacks one stream, to the end of its last block.
  ///
  /// - Parameters:
  ///   - input: where it is read from.
  ///   - output: what was unpacked is added here; before that may stand other members.
  ///   - limit: how long the output may become.
  /// - Throws: `limit` where there would be more, `damaged` where the stream is none from there on.
  static func run(
    _ input: inout BitInput,
    into output: inout [UInt8],
    limit: Int
  ) throws(Stop) {
    let start = output.count
    var isLast = false
    while !isLast {
      isLast = try bits(1, &input) == 1
      switch try bits(2, &input) {
      case 0: try copyStored(&input, &output, limit)
      case 1: try unpack(&input, &output, from: start, limit, fixedLengths, fixedDistances)
      case 2:
        let (lengths, distances) = try readCodes(&input)
        try unpack(&input, &output, from: start, limit, lengths, distances)
      default: throw .damaged
      }
    }
  }

  private static func bits(_ count: Int, _ input: inout BitInput) throws(Stop) -> Int {
    guard let bits = input.bits(count) else { throw .damaged }
    return bits
  }

  private static func copyStored(
    _ input: inout BitInput,
    _ output: inout [UInt8],
    _ limit: Int
  ) throws(Stop) {
    input.skipToByte()
    let length = try bits(16, &input)
    guard try bits(16, &input) == ~length & 0xFFFF else { throw .damaged }
    for _ in 0..<length {
      guard output.count < limit else { throw .limit }
      output.append(UInt8(try bits(8, &input)))
    }
  }

  private static func unpack(
    _ input: inout BitInput,
    _ output: inout [UInt8],
    from start: Int,
    _ limit: Int,
    _ lengths: HuffmanCode,
    _ distances: HuffmanCode
  ) throws(Stop) {
    while true {
      let symbol = try lengths.next(&input)
      if symbol == 256 { return }
      guard symbol > 256 else {
        guard output.count < limit else { throw .limit }
        output.append(UInt8(symbol))
        continue
      }
      guard symbol - 257 < lengthBases.count else { throw .damaged }
      let length = lengthBases[symbol - 257] + (try bits(lengthBits[symbol - 257], &input))
      let code = try distances.next(&input)
      guard code < distanceBases.count else { throw .damaged }
      let distance = distanceBases[code] + (try bits(code < 2 ? 0 : code / 2 - 1, &input))
      guard distance <= output.count - start else { throw .damaged }
      for _ in 0..<length {
        guard output.count < limit else { throw .limit }
        output.append(output[output.count - distance])
      }
    }
  }

  /// The two codes of a block that brings its own.
  private static func readCodes(
    _ input: inout BitInput
  ) throws(Stop) -> (HuffmanCode, HuffmanCode) {
    let literals = try bits(5, &input) + 257
    let distances = try bits(5, &input) + 1
    let count = try bits(4, &input) + 4
    var codeLengths = Array(repeating: 0, count: 19)
    for place in lengthOrder.prefix(count) { codeLengths[place] = try bits(3, &input) }
    let code = HuffmanCode(codeLengths)
    var lengths: [Int] = []
    while lengths.count < literals + distances {
      let symbol = try code.next(&input)
      switch symbol {
      case 0..<16: lengths.append(symbol)
      case 16:
        guard let last = lengths.last else { throw .damaged }
        lengths += Array(repeating: last, count: 3 + (try bits(2, &input)))
      case 17: lengths += Array(repeating: 0, count: 3 + (try bits(3, &input)))
      default: lengths += Array(repeating: 0, count: 11 + (try bits(7, &input)))
      }
    }
    guard lengths.count == literals + distances else { throw .damaged }
    return (HuffmanCode(Array(lengths[..<literals])), HuffmanCode(Array(lengths[literals...])))
  }

  private static let lengthOrder = [
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
  ]
  private static let lengthBases = [
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
    163, 195, 227, 258,
  ]
  private static let lengthBits = [
    0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
  ]
  private static let distanceBases = [
    1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1_025, 1_537,
    2_049, 3_073, 4_097, 6_145, 8_193, 12_289, 16_385, 24_577,
  ]
  private static let fixedLengths = HuffmanCode(
    Array(repeating: 8, count: 144) + Array(repeating: 9, count: 112)
      + Array(repeating: 7, count: 24) + Array(repeating: 8, count: 8)
  )
  private static let fixedDistances = HuffmanCode(Array(repeating: 5, count: 30))
}

/// Which bits stand for which symbol, by how many bits each has.
///
/// Source: RFC 1951 §3.2.2
struct HuffmanCode {
  /// How many codes there are of each length.
  private var counts = Array(repeating: 0, count: 16)
  /// The symbols in the order of their codes.
  private let symbols: [Int]

  init(_ lengths: [Int]) {
    for length in lengths { counts[length] += 1 }
    counts[0] = 0
    symbols = lengths.indices.filter { lengths[$0] > 0 }
      .sorted { (lengths[$0], $0) < (lengths[$1], $1) }
  }

  /// Reads a symbol, bit by bit.
  func next(_ input: inout BitInput) throws(Inflation.Stop) -> Int {
    var (code, first, index) = (0, 0, 0)
    for length in 1..<16 {
      guard let bit = input.bits(1) else { throw .damaged }
      code |= bit
      let count = counts[length]
      if code - first < count {
        guard symbols.indices.contains(index + code - first) else { throw .damaged }
        return symbols[index + code - first]
      }
      index += count
      first = (first + count) << 1
      code <<= 1
    }
    throw .damaged
  }
}
