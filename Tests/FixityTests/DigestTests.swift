// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Testing

@testable import Fixity

@Suite(.timeLimit(.minutes(5)))
struct `Digests` {
  // The digests of "abc" as in FIPS 180-4, RFC 1321 and RFC 7693.
  @Test(arguments: [
    (DigestAlgorithm.md5, "900150983cd24fb0d6963f7d28e17f72"),
    (.sha1, "a9993e364706816aba3e25717850c26c9cd0d89d"),
    (.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      .sha512,
      "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
        + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
    ),
    (
      .blake2b512,
      "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
        + "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923"
    ),
  ])
  func `each algorithm gives its published value`(algorithm: DigestAlgorithm, hex: String) {
    #expect(Digest.of("abc", by: algorithm).hex == hex)
  }

  @Test(arguments: DigestAlgorithm.allCases)
  func `how the bytes are cut makes no difference`(algorithm: DigestAlgorithm) {
    let bytes = (0..<10_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    for cut in [0, 1, 63, 64, 65, 4_096, 9_999, 10_000] {
      var stream = DigestStream(algorithm)
      stream.update(Array(bytes[..<cut]).span)
      stream.update(Array(bytes[cut...]).span)
      #expect(stream.finish() == Digest.of(bytes, by: algorithm))
    }
  }

  @Test(arguments: DigestAlgorithm.allCases)
  func `digits are read back in either case, and only in full`(algorithm: DigestAlgorithm) {
    let digest = Digest.of("hamper", by: algorithm)
    #expect(Digest(algorithm, hex: digest.hex) == digest)
    #expect(Digest(algorithm, hex: digest.hex.uppercased()) == digest)
    #expect(Digest(algorithm, hex: digest.hex.dropLast()) == nil)
    #expect(Digest(algorithm, hex: digest.hex + "0") == nil)
    #expect(Digest(algorithm, hex: "g" + digest.hex.dropFirst()) == nil)
  }

  @Test func `is read from hexadecimal digits, whatever other byte stands among them`() {
    let digits = Array(Digest.of("a report", by: .sha256).hex.utf8)
    for byte in UInt8.min ... .max {
      for place in [0, 31, 63] {
        var changed = digits
        changed[place] = byte
        let isDigit = "0123456789abcdefABCDEF".utf8.contains(byte)
        let read = Digest(.sha256, hexDigits: changed)
        #expect((read != nil) == isDigit, "\(byte) at \(place)")
        #expect(
          !isDigit || Array(read?.hex.utf8 ?? "".utf8) == changed.map { $0 > 64 ? $0 | 32 : $0 }
        )
      }
    }
    #expect(Digest(.sha256, hexDigits: digits.dropLast()) == nil)
    #expect(
      Digest(.sha256, hexDigits: digits.lazy.map { $0 })?.hex.utf8.elementsEqual(digits) == true
    )
  }
}
