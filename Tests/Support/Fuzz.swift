// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation

/// Runs a test with inputs made by chance, the same ones for the same seed.
///
/// `HANAPER_FUZZ_SECONDS` makes it go on, with further seeds, for so long.
package enum Fuzz {
  private static let seconds = ProcessInfo.processInfo.environment["HANAPER_FUZZ_SECONDS"]
    .flatMap { Double($0) }

  package static func run(_ rounds: Int, _ body: (inout Seeded) throws -> Void) rethrows {
    var seed: UInt64 = 0
    func round() throws {
      seed += 1
      var random = Seeded(seed: seed)
      try body(&random)
    }
    for _ in 0..<rounds { try round() }
    guard let seconds else { return }
    let end = ContinuousClock.now.advanced(by: .seconds(seconds))
    while ContinuousClock.now < end { try round() }
  }
}

extension [UInt8] {
  /// A text with a few of its bytes changed, cut, doubled, or replaced by a piece of another.
  package func mutated(with pieces: [[UInt8]], _ random: inout Seeded) -> [UInt8] {
    var bytes = self
    for _ in 0..<Int.random(in: 1...6, using: &random) {
      let place = Int.random(in: 0...bytes.count, using: &random)
      let end = Swift.min(bytes.count, place + Int.random(in: 0...5, using: &random))
      switch Int.random(in: 0..<4, using: &random) {
      case 0: bytes.replaceSubrange(place..<end, with: [UInt8.random(in: 0...255, using: &random)])
      case 1: bytes.removeSubrange(place..<end)
      case 2: bytes.insert(contentsOf: bytes[place..<end], at: place)
      default: bytes.insert(contentsOf: pieces.randomElement(using: &random) ?? [], at: place)
      }
    }
    return bytes
  }
}
