// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Support
import Testing

@testable import Inflating

@Suite(.timeLimit(.minutes(1)))
struct `Inflating within a bound` {
  /// “review ” forty times, as zlib deflates it.
  private static let deflated: [UInt8] = [
    0x78, 0x9C, 0x2B, 0x4A, 0x2D, 0xCB, 0x4C, 0x2D, 0x57, 0x28, 0x1A, 0xA5, 0x50, 0x29, 0x00, 0x53,
    0xAD, 0x6B, 0xD1,
  ]
  private static let raw = Array(deflated.dropFirst(2).dropLast(4))
  private static let text = Array(String(repeating: "review ", count: 40).utf8)

  @Test func `gives back what was deflated, and says how much of the input it took`() {
    let trailing = Self.deflated + [1, 2, 3]
    let outcome = Inflation.inflate(trailing[...], .zlib, upTo: 1_000)
    #expect(outcome == .init(bytes: Self.text, consumed: Self.deflated.count))
    #expect(Inflation.inflate(Self.raw[...], .none, upTo: 1_000)?.bytes == Self.text)
  }

  @Test func `ends at its bound`() {
    #expect(Inflation.inflate(Self.deflated[...], .zlib, upTo: Self.text.count) != nil)
    #expect(Inflation.inflate(Self.deflated[...], .zlib, upTo: Self.text.count - 1) == nil)
  }

  @Test func `takes nothing that is cut short or of another form`() {
    for count in 0..<Self.deflated.count {
      #expect(Inflation.inflate(Self.deflated.prefix(count), .zlib, upTo: 1_000) == nil)
    }
    #expect(Inflation.inflate(Self.deflated[...], .none, upTo: 1_000) == nil)
    #expect(Inflation.inflate([0x50, 0x4B, 3, 4], .zlib, upTo: 1_000) == nil)
  }

  @Test func `bytes by chance end it`() {
    Fuzz.run(300) { random in
      let bytes = Self.deflated.mutated(with: [Self.raw, [0, 0xFF]], &random)
      let outcome = Inflation.inflate(bytes[...], .zlib, upTo: 10_000)
      #expect((outcome?.bytes.count ?? 0) <= 10_000)
    }
  }

  @Test func `the checksum is that of ZIP`() {
    #expect(Inflation.crc32(of: Array("123456789".utf8)) == 0xCBF4_3926)
    #expect(Inflation.crc32(of: []) == 0)
  }
}
